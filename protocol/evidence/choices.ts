/* Rows that hold one of a few things: lists and cover (protocol/specification.md 5.7, 14.3). */
import * as n from './notation.ts'
import {
  base64,
  digest,
  type Element,
  frame,
  get,
  type Json,
  list,
  Point,
  range,
  text,
  Unclear,
  Untrue,
  uint,
} from './notation.ts'
import { type Equation, type Row, requireLinear, requireOneOf, weigh } from './proofs.ts'
import {
  columnsOf,
  keysOf,
  labelOf,
  listsOf,
  presence,
  type Scene,
  tablesOf,
  widthOf,
} from './scene.ts'
import type { Manifest } from './signed.ts'

/** Sets of lists in their order, and the sum of their labels (14.2). */
function binsOf(scene: Manifest): { id: string; label: Element }[] {
  const lists = listsOf(scene).sort()
  if (lists.length > 8) throw new Unclear('there are too many lists')
  const sets = range(2 ** lists.length).map((bits) =>
    lists.filter((_, at) => (bits >> at) % 2 === 1),
  )
  const inOrder = (x: string[], y: string[]) => {
    const at = x.findIndex((one, place) => one !== y[place])
    return x.length - y.length || ((x[at] ?? '') < (y[at] ?? '') ? -1 : 1)
  }
  const sum = (set: string[]) =>
    set.reduce((total, id) => total.add(labelOf(scene, id)), Point.ZERO)
  return sets
    .slice(1)
    .sort(inOrder)
    .map((set) => ({ id: set.join('+'), label: sum(set) }))
}

/** 14.3. */
export function judgeCover(
  scene: Scene,
  rows: readonly Buffer[],
  shown: { context: Buffer; proof: Buffer; commitments: readonly Json[] },
): void {
  const bins = binsOf(scene)
  const size = rows.length / bins.length
  if (!Number.isInteger(size) || size === 0) throw new Unclear('a cover has another size')
  if (shown.proof.length !== 128 * bins.length) throw new Untrue('a proof has another length')
  const keys = keysOf(scene, ['label', 'presence'], scene.holders.slice(0, -1))
  const [nothing, h] = [[Point.ZERO, presence('padding')], n.hashToGroup('GENERATOR', uint(0, 8))]
  bins.forEach(({ id, label }, bin) => {
    const ciphers = range(size).map((at) => {
      const row = rows[bin * size + at]!
      const cipher = n.elements(row.subarray(0, 96), Untrue)
      const context = frame(shown.context, 'row', uint(bin * size + at, 8))
      requireOneOf(keys, cipher, [nothing, [label, Point.ZERO]], {
        context,
        proof: row.subarray(96),
      })
      return cipher
    })
    const [a, ...b] = weigh(
      ciphers,
      ciphers.map(() => 1n),
      3,
    )
    const [C] = n.elements(base64(text(shown.commitments[bin] ?? null)), Unclear)
    const columns = keys.map((key, at): Equation => {
      const held = [label, Point.ZERO][at]!.subtract(nothing[at]!)
      return [b[at]!.subtract(n.combine([BigInt(size)], [nothing[at]!])), [0, key], [1, held]]
    })
    const equations: Equation[] = [[a!, [0, Point.BASE]], ...columns, [C!, [1, Point.BASE], [2, h]]]
    const proof = shown.proof.subarray(128 * bin, 128 * bin + 128)
    requireLinear(3, equations, { context: frame(shown.context, 'bin', id), proof })
  })
}

/** 5.7: the rows of a list that are in the file, as its owner declared them. */
export function judgeList(scene: Scene, id: string, declaration: Json): void {
  const columns = columnsOf(scene)
  const rows = Number(get(list(scene.core, 'lists')[listsOf(scene).indexOf(id)] ?? null, 'rows'))
  const codes = list(scene.core, 'tables').map((table) =>
    list(table, 'codes').map((code) => text(code)),
  )
  const rowBytes = widthOf(columns) + 64 * codes.reduce((sum, all) => sum + all.length, 3)
  const chunks = list(declaration, 'chunks').map((one) => text(one))
  const about = [scene.digest, `list/${id}`, uint(rows, 8), uint(rowBytes, 4)]
  const same =
    digest('batch', ...about, ...chunks.map((one) => base64(one))) === get(declaration, 'digest')
  const given = Object.entries(Object(get(scene.batches, `list/${id}`)))
  if (!same || given.length === 0) throw new Unclear('rows are missing, or were declared otherwise')
  const keys = keysOf(scene, columns, scene.holders)
  const at = columns.indexOf('label')
  const context = (column: string) => frame(base64(scene.digest), 'list', id, column)
  const kinds = [
    [Point.ZERO, Point.ZERO],
    [labelOf(scene, id).negate(), presence('padding')],
    [Point.ZERO, presence('check')],
  ]
  const chosen: { places: number[]; choices: Row[]; context: Buffer }[] = [
    { places: [at, at + 1], choices: kinds, context: context('presence') },
    ...tablesOf(scene).map((table, place) => ({
      places: [at + 2 + place],
      choices: codes[place]!.map((code) => [
        n.hashToGroup('CODE', base64(scene.coreDigest), table, code),
      ]),
      context: context(`code/${table}`),
    })),
  ]
  for (const [number, value] of given) {
    const chunk = base64(text(value as Json))
    const due = Math.min(128, rows - 128 * Number(number)) * rowBytes
    if (digest('chunk', chunk) !== chunks[Number(number)] || chunk.length !== due) {
      throw new Unclear('rows are not those that were signed')
    }
    for (const row of n.split(chunk, rowBytes)) {
      const cipher = n.elements(row.subarray(0, widthOf(columns)), Untrue)
      if (cipher.some((point) => point.is0())) throw new Untrue('a row holds the identity')
      let from = widthOf(columns)
      for (const { places, choices, context } of chosen) {
        const held = [cipher[0]!, ...places.map((place) => cipher[place + 1]!)]
        const proof = row.subarray(from, from + 64 * choices.length)
        requireOneOf(
          places.map((place) => keys[place]!),
          held,
          choices,
          { context, proof },
        )
        from += proof.length
      }
    }
  }
}
