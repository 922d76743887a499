/* What each stage must show (protocol/specification.md 6 to 9, 13). */
import { judgeCover } from './choices.ts'
import * as n from './notation.ts'
import {
  base64,
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
} from './notation.ts'
import { type Equation, type Row, requireLinear, requireShuffle, weigh, weights } from './proofs.ts'
import {
  batchOf,
  columnsOf,
  keysOf,
  listsOf,
  openedOf,
  type Scene,
  signedRows,
  slotsOf,
  tablesOf,
  widthOf,
} from './scene.ts'
import type { Manifest } from './signed.ts'

type Input = { readonly digest: string; readonly rows: Row[] }

/** The stage of that name, and who has to make it. */
export function readStage(scene: Manifest, name: string) {
  const c = scene.holders.length - 1
  const kinds = ['mix', 'evaluate', ...(get(scene.core, 'cover') === null ? [] : ['cover'])]
  const opened = ['persons', ...tablesOf(scene)]
  const stages = range(c + 1).flatMap((turn) => [
    ...(turn === 0 ? [] : kinds).map((kind) => ({
      name: `${kind}/${turn}`,
      kind,
      table: '',
      turn,
    })),
    ...opened.map((table) => ({ name: `open/${table}/${turn}`, kind: 'open', table, turn })),
  ])
  const all = [...stages, { name: 'link', kind: 'link', table: '', turn: 0 }]
  const stage = all.find((one) => one.name === name)
  if (stage === undefined) throw new Unclear('there is no such stage')
  const last = stage.kind === 'open' && stage.turn === c
  return { ...stage, last, maker: scene.holders[stage.turn === 0 ? c : stage.turn - 1]! }
}
type Stage = ReturnType<typeof readStage>

/** What a stage works on, and the digest of all that it follows from (6.1, 9.1, 14.3). */
function inputOf(scene: Scene, { kind, table, turn }: Stage): Input {
  const c = scene.holders.length - 1
  const [whole, slots] = [widthOf(columnsOf(scene)), widthOf(slotsOf(scene))]
  const read = (name: string, width: number, kept = width) => {
    const batch = batchOf(scene, name, width)
    const rows = n.split(batch.rows, width).map((row) => n.elements(row.subarray(0, kept), Unclear))
    return { digest: batch.digest, rows }
  }
  const joined = (tag: string, all: Input[], named: (one: Input, at: number) => Json) => {
    return { digest: n.jsonDigest(tag, all.map(named)), rows: all.flatMap(({ rows }) => rows) }
  }
  if (kind === 'mix' && turn === 1) {
    const lists = listsOf(scene)
    const all = lists.map((id) => read(`labelled/${id}`, whole))
    return joined('input', all, (one, at) => ({ list: lists[at]!, digest: one.digest }))
  }
  if (kind === 'mix') return read(`mix/${turn - 1}`, whole)
  if (kind === 'evaluate' && turn === 1) return read(`mix/${c}`, whole, slots)
  if (kind !== 'open') return read(`evaluate/${kind === 'link' ? c : turn - 1}`, slots)
  if (turn === 0) return personsOf(scene, table)
  const before = read(`open/${table}/${turn - 1}`, widthOf(openedOf(table)))
  if (turn > 1 || table !== 'persons' || get(scene.core, 'cover') === null) return before
  const covers = range(c).map((at) => read(`cover/${at + 1}`, 224, 96))
  return joined('covered', [before, ...covers], (one) => one.digest)
}

/** Pairs of places that hold one token (8.3), and of each row the first row of its person. */
function linksIn(links: readonly Buffer[], of: { rows: number; slots: number; Wrong: n.Fault }) {
  const { rows, slots, Wrong } = of
  const person = range(rows)
  const rootOf = (row: number): number => {
    let at = row
    while (person[at] !== at) {
      person[at] = person[person[at]!]! // halves the way for the next who asks
      at = person[at]!
    }
    return at
  }
  const places = links.map((link) => {
    const [u, i, v, j] = [link.readUInt32BE(0), link[4]!, link.readUInt32BE(5), link[9]!]
    if (u >= rows || v >= rows || i >= slots || j >= slots) throw new Wrong('a link is of no row')
    const [one, other] = [rootOf(u), rootOf(v)]
    if (one === other) throw new Wrong('a link joins rows that are one person already')
    person[Math.max(one, other)] = Math.min(one, other)
    return [u, i, v, j] as const
  })
  return { places, roots: person.map(rootOf) }
}

/** 8.4: persons' sums over the columns of a table, from the last mix and the links. */
function personsOf(scene: Scene, table: string): Input {
  const all = columnsOf(scene)
  const mixed = batchOf(scene, `mix/${scene.holders.length - 1}`, widthOf(all))
  const links = batchOf(scene, 'link', 10)
  const rows = n.split(mixed.rows, widthOf(all))
  const persons = new Map<number, Row>()
  const { roots } = linksIn(n.split(links.rows, 10), {
    rows: rows.length,
    slots: 256,
    Wrong: Unclear,
  })
  roots.forEach((root, row) => {
    const own = ['', ...openedOf(table)].map(
      (column) => n.split(rows[row]!, 32)[all.indexOf(column) + 1]!,
    )
    const sum = persons.get(root) ?? own.map(() => Point.ZERO)
    persons.set(
      root,
      n.elements(Buffer.concat(own), Unclear).map((point, at) => point.add(sum[at]!)),
    )
  })
  return { digest: n.jsonDigest('sums', [mixed.digest, links.digest]), rows: [...persons.values()] }
}

/** Throws Untrue unless what the maker signed of a stage is proven. */
export function judgeStage(scene: Scene, done: Json): void {
  const stage = readStage(scene, text(done, 'stage'))
  const { kind, turn, maker, last } = stage
  if (get(done, 'proof') === null) throw new Untrue('there is no proof')
  const context = frame(base64(scene.digest), 'stage', stage.name, maker)
  const shown = { context, proof: base64(text(done, 'proof'), Untrue) }
  if (kind === 'cover') {
    const rows = signedRows(scene, get(done, 'output'), stage.name, 224)
    judgeCover(scene, rows, {
      ...shown,
      commitments: list(scene.records.get(maker) ?? null, 'cover'),
    })
    return
  }
  const { digest: made, rows: input } = inputOf(scene, stage)
  if (made !== get(done, 'input')) throw new Unclear('it was made from other rows')
  const columns =
    kind === 'mix' ? columnsOf(scene) : kind === 'open' ? openedOf(stage.table) : slotsOf(scene)
  const width = kind === 'link' ? 10 : widthOf(columns) - (last ? 32 : 0)
  const flat = signedRows(scene, get(done, 'output'), stage.name, width)
  const digests = [made, text(done, 'output', 'digest')].map((one) => base64(one))
  const own = keysOf(scene, columns, [maker])
  if (kind === 'link') {
    judgeLinks(input, flat, { own, digests, ...shown })
    return
  }
  const output = flat.map((row) => n.elements(row, Untrue))
  if (input.length !== output.length) throw new Untrue('other rows came out than went in')
  if (kind === 'mix' || (kind === 'open' && turn > 0 && !last)) {
    if (get(done, 'proofRows') === null) throw new Untrue('its proof has no rows')
    const proof = Buffer.concat(
      signedRows(scene, get(done, 'proofRows'), `proof/${stage.name}`, 128),
    )
    const keys = keysOf(
      scene,
      columns,
      kind === 'mix' ? scene.holders : scene.holders.slice(turn - 1, -1),
    )
    const about = { columns: keys, own: kind === 'mix' ? [] : own, digests }
    requireShuffle({ input, output, proof }, about, shown)
    return
  }
  const token = n.elements(
    base64(text(kind === 'evaluate' ? (scene.records.get(maker) ?? null) : { token: '' }, 'token')),
    Unclear,
  )
  const rest = kind === 'evaluate' || last ? token : keysOf(scene, columns, scene.holders)
  const seed = n.hash('SEED', context, Buffer.concat(digests), n.bytesOf(...own, ...rest))
  const w = weights(seed, input.length)
  const [before, after] = [weigh(input, w, own.length + 1), weigh(output, w, width / 32)]
  const equations = last
    ? lastStrip(own, before, after)
    : kind === 'evaluate'
      ? evaluation(own, rest[0]!, before, after)
      : firstStrip(own, rest, before, after)
  requireLinear(own.length + (last ? 0 : 1), equations, shown)
}

const shares = (own: Row, first: number) =>
  own.map((key, i): Equation => [key, [first + i, Point.BASE]])

/** 13.4. */
const evaluation = (own: Row, P: Element, before: Row, after: Row): Equation[] => [
  [P, [0, Point.BASE]],
  ...shares(own, 1),
  [after[0]!, [0, before[0]!]],
  ...own.map((_, i): Equation => [after[i + 1]!, [0, before[i + 1]!], [i + 1, after[0]!.negate()]]),
]

/** 13.6: the first, then the last. */
const firstStrip = (own: Row, rest: Row, before: Row, after: Row): Equation[] => [
  ...shares(own, 1),
  [after[0]!.subtract(before[0]!), [0, Point.BASE]],
  ...own.map(
    (_, i): Equation => [
      after[i + 1]!.subtract(before[i + 1]!),
      [0, rest[i]!],
      [i + 1, after[0]!.negate()],
    ],
  ),
]
const lastStrip = (own: Row, before: Row, plain: Row): Equation[] => [
  ...shares(own, 0),
  ...own.map((_, i): Equation => [before[i + 1]!.subtract(plain[i]!), [i, before[0]!]]),
]

/** 13.5. */
function judgeLinks(
  rows: readonly Row[],
  flat: readonly Buffer[],
  shown: { own: Row; digests: readonly Buffer[]; context: Buffer; proof: Buffer },
): void {
  const { own, digests, context } = shown
  const { places } = linksIn(flat, { rows: rows.length, slots: own.length, Wrong: Untrue })
  const w = weights(
    n.hash('SEED', context, Buffer.concat(digests), n.bytesOf(...own)),
    places.length,
  )
  const sums = own.map((_, slot): readonly [number, Element] => {
    const by = places.flatMap(([, i, , j], at) => [
      i === slot ? w[at]! : 0n,
      j === slot ? -w[at]! : 0n,
    ])
    return [
      slot,
      n.combine(
        by,
        places.flatMap(([u, , v]) => [rows[u]![0]!, rows[v]![0]!]),
      ),
    ]
  })
  const b = places.map(([u, i, v, j]) => rows[u]![i + 1]!.subtract(rows[v]![j + 1]!))
  requireLinear(own.length, [...shares(own, 0), [n.combine(w, b), ...sums]], shown)
}
