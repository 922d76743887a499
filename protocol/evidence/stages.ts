/* What each stage is made from and must show (protocol/specification.md 6 to 9, 13). */
import { judgeCover } from './choices.ts'
import { base64, fits, frame, jsonDigest, proven, range, split } from './notation.ts'
import {
  type Equation,
  elements,
  G,
  hash,
  none,
  type Row,
  requireLinear,
  requireShuffle,
  weigh,
  weights,
} from './proofs.ts'
import { columnsOf, keysOf, readBatch, signedRows } from './rows.ts'
import type { Body, Core, Round } from './signed.ts'

/** The batches that a stage is made from, and under which tag their digests are joined (6.4). */
function madeFrom({ evaluators, lists, cover }: Core, stage: string): [tag: string, ...string[]] {
  const c = evaluators.length
  const before = stage.replace(/\d+$/, (turn) => `${Number(turn) - 1}`)
  const covers = range(c).map((at) => `cover/${at + 1}`)
  if (stage === 'mix/1') return ['input', ...lists.map(({ id }) => `labelled/${id}`)]
  if (stage === 'evaluate/1') return ['', `mix/${c}`]
  if (stage === 'link') return ['', `evaluate/${c}`]
  if (/^open.*\/0$/.test(stage)) return ['sums', `mix/${c}`, 'link']
  if (stage === 'open/persons/1' && cover !== null) return ['covered', before, ...covers]
  return ['', before]
}

/** What a stage works on: rows of its own columns. */
function readInput(round: Round, { stage, input }: Body): Row[] {
  const [tag, ...names] = madeFrom(round.core, stage)
  const batches = names.map((name) => readBatch(round, name))
  const digests = batches.map(({ digest }) => digest)
  const lists = digests.map((digest, at) => ({ list: round.core.lists[at]?.id, digest }))
  const joined = jsonDigest(tag, tag === 'input' ? lists : digests)
  fits(input === (tag === '' ? digests[0] : joined), 'it was made from other rows')
  const all = columnsOf(round.core, names[0]!)
  const places = [0, ...columnsOf(round.core, stage).map((column) => 1 + all.indexOf(column))]
  const chosen = (row: Buffer) => Buffer.concat(places.map((at) => split(row, 32)[at]!))
  const read = (row: Buffer) => elements(chosen(row))
  if (tag !== 'sums') return batches.flatMap(({ rows }) => rows.map(read))
  const [mixed, links] = batches.map(({ rows }) => rows) as [Buffer[], Buffer[]]
  return personsOf(mixed.map(read), links.map(readLink)).map((own) => weigh(own, places.length))
}

const readLink = (link: Buffer) =>
  [link.readUInt32BE(0), link[4]!, link.readUInt32BE(5), link[9]!] as const
type Link = ReturnType<typeof readLink>

/** The rows of each person, persons by their first row; throws Untrue at what is no link (8.3). */
function personsOf(rows: readonly Row[], links: readonly Link[]): Row[][] {
  const persons = range(rows.length).map((row) => [row]) // of each row all rows of its person
  for (const [u, , v] of links) {
    const [one, other] = [persons[u], persons[v]]
    proven(one !== undefined && other !== undefined, 'a link is of no row')
    proven(one !== other, 'a link joins rows that are one person already')
    const joined = [...one, ...other]
    for (const row of joined) persons[row] = joined
  }
  return [...new Set(persons)].map((person) => person.map((row) => rows[row]!))
}

/** 13.5: of each link b_u − b_v, then what it has of `a` for each slot. */
function linkRows(rows: readonly Row[], links: readonly Link[], slots: number): Row[] {
  personsOf(rows, links)
  return links.map(([u, i, v, j]) => {
    proven(Math.max(i, j) < slots, 'a link is of no slot')
    const [one, other] = [rows[u]!, rows[v]!]
    const at = (slot: number, of: Row, k: number) => (k === slot ? of[0]! : none)
    const ofA = range(slots).map((k) => at(i, one, k).subtract(at(j, other, k)))
    return [one[i + 1]!.subtract(other[j + 1]!), ...ofA]
  })
}

type Weighed = { own: Row; rest: Row; before: Row; after: Row }
const shares = (own: Row, first: number) => own.map((key, i): Equation => [key, [first + i, G]])

/** 13.4 to 13.6, of the weighed rows A, B_1 … before and A', B_1' … after. */
const equationsOf: { readonly [form: string]: (weighed: Weighed) => Equation[] } = {
  evaluate: ({ own, rest: [P], before: [A, ...B], after: [A2, ...B2] }) => [
    [P!, [0, G]],
    ...shares(own, 1),
    [A2!, [0, A!]],
    ...B.map((b, i): Equation => [B2[i]!, [0, b], [i + 1, A2!.negate()]]),
  ],
  link: ({ own, before: [B, ...A] }) => [
    ...shares(own, 0),
    [B!, ...A.map((a, i) => [i, a] as const)],
  ],
  'first strip': ({ own, rest, before: [A, ...B], after: [A2, ...B2] }) => [
    ...shares(own, 1),
    [A2!.subtract(A!), [0, G]],
    ...B.map((b, i): Equation => [B2[i]!.subtract(b), [0, rest[i]!], [i + 1, A2!.negate()]]),
  ],
  'last strip': ({ own, before: [A, ...B], after: M }) => [
    ...shares(own, 0),
    ...B.map((b, i): Equation => [b.subtract(M[i]!), [i, A!]]),
  ],
}

/** Throws Untrue unless what this party signed of a stage is proven. */
export function judgeStage(round: Round, maker: string, done: Body): void {
  const { stage, output } = done
  const [kind = '', ...place] = stage.split('/')
  const turn = Number(place.at(-1) ?? 0)
  fits(maker === ['coordinator', ...round.core.evaluators][turn], 'another had to make it')
  proven(done.proof !== null, 'there is no proof')
  const proof = base64(done.proof)
  proven(proof.toString('base64url') === done.proof, 'a proof is no canonical base64url')
  const shown = { context: frame(base64(round.digest), 'stage', stage, maker), proof }
  const rows = signedRows(round, stage, output)
  if (kind === 'cover') {
    judgeCover(round, maker, rows, shown)
    return
  }
  const columns = columnsOf(round.core, stage)
  const own = keysOf(round, columns, [maker])
  // The keys that rows come under: of all, or of who has not yet stripped (9.2).
  const holders = kind === 'open' && turn > 0 ? round.holders.slice(turn - 1, -1) : round.holders
  const keys = keysOf(round, columns, holders)
  const digests = [done.input, output.digest].map(base64)
  const input = readInput(round, done)
  // Links are not rows that others became.
  const isLink = kind === 'link'
  const before = isLink ? linkRows(input, rows.map(readLink), columns.length) : input
  const after = isLink ? [] : rows.map(elements)
  proven(isLink || before.length === after.length, 'other rows came out than went in')
  const strip = { 0: 'first strip', [round.core.evaluators.length]: 'last strip' }[turn]
  const form = kind === 'open' ? strip : kind
  if (form === undefined || form === 'mix') {
    proven(done.proofRows !== null, 'its proof has no rows')
    const proofRows = signedRows(round, `proof/${stage}`, done.proofRows)
    const taken = form === 'mix' ? [] : own
    requireShuffle({ before, after, digests, keys, own: taken }, proofRows, shown)
    return
  }
  const token = kind === 'evaluate' ? keysOf(round, ['token'], [maker]) : []
  const rest = form === 'first strip' ? keys : token
  const seed = hash('SEED', shown.context, Buffer.concat(digests), [...own, ...rest])
  const weighed = (all: Row[], width = 0) => weigh(all, width, weights(seed, all.length))
  const sums = {
    before: weighed(before, columns.length + 1),
    after: weighed(after, after[0]?.length),
  }
  requireLinear(equationsOf[form]!({ own, rest, ...sums }), shown)
}
