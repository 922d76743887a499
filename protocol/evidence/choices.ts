/* Rows that hold one of a few things: lists and cover (protocol/specification.md 5.7, 14.3). */
import { base64, digest, fits, frame, proven, split, uint } from './notation.ts'
import {
  type Equation,
  element,
  elements,
  G,
  generator,
  hashToGroup,
  none,
  type Row,
  requireLinear,
  requireOneOf,
  type Shown,
  sum,
  weigh,
} from './proofs.ts'
import { columnsOf, keysOf } from './rows.ts'
import type { Declaration, Round } from './signed.ts'

/** Some columns of a row hold one of the choices. */
type Part = { readonly choices: readonly Row[]; readonly context: Buffer }
const presence = (kind: string) => hashToGroup('PRESENCE', kind)
const labelOf = ({ coreDigest }: Round, list: string) =>
  hashToGroup('LABEL', base64(coreDigest), list)

/** The elements of a row, followed by the proofs of its last columns (5.5). */
function provenRow(bytes: Buffer, keys: Row, parts: readonly Part[]): Row {
  const width = 32 * (keys.length + 1)
  const row = elements(bytes.subarray(0, width))
  const proofs = split(bytes.subarray(width), 64)
  let column = 1 + keys.length - parts.reduce((all, { choices }) => all + choices[0]!.length, 0)
  for (const { choices, context } of parts) {
    const next = column + choices[0]!.length
    const proof = Buffer.concat(proofs.splice(0, choices.length))
    const held = [row[0]!, ...row.slice(column, next)]
    requireOneOf(keys.slice(column - 1, next - 1), held, choices, { context, proof })
    column = next
  }
  return row
}

/** 5.7: the rows of a list that are in the file, as its owner declared them. */
export function judgeList(round: Round, list: string, { name, chunks }: Declaration): void {
  const { core, coreDigest, holders } = round
  const keys = keysOf(round, columnsOf(core, name), holders)
  const context = (column: string) => frame(base64(round.digest), 'list', list, column)
  const padding = [labelOf(round, list).negate(), presence('padding')]
  const kinds = [[none, none], padding, [none, presence('check')]]
  const codes = core.tables.map(({ id, codes }) => ({
    choices: codes.map((code) => [hashToGroup('CODE', base64(coreDigest), id, code)]),
    context: context(`code/${id}`),
  }))
  const parts = [{ choices: kinds, context: context('presence') }, ...codes]
  const proofs = parts.reduce((all, { choices }) => all + choices.length, 0)
  const given = Object.entries(round.batches[name] ?? {})
  fits(given.length > 0, 'rows are missing')
  for (const [number, text] of given) {
    const chunk = base64(text)
    fits(digest('chunk', chunk) === chunks[Number(number)], 'rows are not those that were signed')
    for (const bytes of split(chunk, 32 * (keys.length + 1) + 64 * proofs)) {
      const row = provenRow(bytes, keys, parts)
      proven(!row.some((point) => point.is0()), 'a row holds the identity')
    }
  }
}

/** Sets of so many lists (14.2). */
function setsOf(lists: readonly string[], size: number): string[][] {
  if (size === 0) return [[]]
  return lists.flatMap((id, at) => setsOf(lists.slice(at + 1), size - 1).map((set) => [id, ...set]))
}

/** 14.3. */
export function judgeCover(round: Round, maker: string, rows: Buffer[], shown: Shown): void {
  const lists = round.core.lists.map(({ id }) => id).sort()
  fits(lists.length <= 8, 'there are too many lists')
  const bins = lists.flatMap((_, at) => setsOf(lists, at + 1))
  const size = rows.length / bins.length
  fits(Number.isInteger(size) && size > 0, 'a cover has another size')
  proven(shown.proof.length === 128 * bins.length, 'a proof has another length')
  const keys = keysOf(round, ['label', 'presence'], round.core.evaluators)
  const nothing = [none, presence('padding')]
  for (const [at, bin] of bins.entries()) {
    const held = [sum(bin.map((id) => labelOf(round, id))), none]
    const own = rows.slice(at * size, (at + 1) * size).map((row, place) => {
      const context = frame(shown.context, 'row', uint(at * size + place, 8))
      return provenRow(row, keys, [{ choices: [nothing, held], context }])
    })
    const empty = own.map(([a, ...b]) => [a!, ...b.map((one, k) => one.subtract(nothing[k]!))])
    const [A, ...B] = weigh(empty, 3)
    const C = element(round.records.get(maker)!.cover[at]!)
    const equations: Equation[] = [
      [A!, [0, G]],
      ...keys.map((key, k): Equation => [B[k]!, [0, key], [1, held[k]!.subtract(nothing[k]!)]]),
      [C, [1, G], [2, generator(0)]],
    ]
    const proof = split(shown.proof, 128)[at]!
    requireLinear(equations, { context: frame(shown.context, 'bin', bin.join('+')), proof })
  }
}
