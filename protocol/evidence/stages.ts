/* What each stage and list must show (protocol/specification.md 5 to 9, 13, 14). */
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
import {
  type Equation,
  type Row,
  requireLinear,
  requireOneOf,
  requireShuffle,
  weigh,
  weights,
} from './proofs.ts'
import type { Manifest } from './signed.ts'

/** The manifest, and chunks of batches as base64url by their numbers. */
export type Scene = Manifest & { readonly batches: Json }
type Input = { readonly digest: string; readonly rows: Row[] }

const tablesOf = ({ core }: Manifest) => list(core, 'tables').map((table) => text(table, 'id'))
const slotsOf = ({ core }: Manifest) => list(core, 'slots').map((slot) => `slot/${text(slot)}`)
const columnsOf = (scene: Manifest) => [
  ...slotsOf(scene),
  'label',
  'presence',
  ...tablesOf(scene).map((table) => `code/${table}`),
]
const openedOf = (table: string) => [
  'label',
  'presence',
  ...(table === 'persons' ? [] : [`code/${table}`]),
]
const widthOf = (columns: readonly string[]) => 32 * (columns.length + 1)
const listsOf = ({ core }: Manifest) => list(core, 'lists').map((one) => text(one, 'id'))
const labelOf = (scene: Manifest, id: string) =>
  n.hashToGroup('LABEL', base64(scene.coreDigest), id)
const presence = (kind: string) => n.hashToGroup('PRESENCE', kind)

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

/** A whole batch from its chunks (5.6). */
function batchOf({ batches, digest: binding }: Scene, name: string, rowBytes: number) {
  const given = get(batches, name)
  const chunks = range(Object.keys(Object(given)).length).map((at) => base64(text(given, `${at}`)))
  chunks.forEach(({ length }, at) => {
    const full = length === 128 * rowBytes || (at === chunks.length - 1 && length < 128 * rowBytes)
    if (!full || length === 0 || length % rowBytes > 0) throw new Unclear('a chunk is cut off')
  })
  const rows = Buffer.concat(chunks)
  const about = [binding, name, uint(rows.length / rowBytes, 8), uint(rowBytes, 4)]
  return {
    rows,
    digest: digest('batch', ...about, ...chunks.map((one) => base64(digest('chunk', one)))),
  }
}

/** A batch that the accused declared: the rows in the file are those that it signed. */
function signedRows(scene: Scene, declaration: Json, name: string, rowBytes: number): Buffer[] {
  const batch = batchOf(scene, name, rowBytes)
  const same = get(declaration, 'name') === name && get(declaration, 'digest') === batch.digest
  if (!same) throw new Unclear('rows are not those that were signed')
  return n.split(batch.rows, rowBytes)
}

/** The sum of the public keys of these holders, for each column (3.4). */
const keysOf = (scene: Manifest, columns: readonly string[], holders: readonly string[]): Row =>
  columns.map((column) =>
    holders
      .map((holder) =>
        n.elements(base64(text(scene.records.get(holder) ?? null, 'columns', column)), Unclear),
      )
      .reduce((sum, [key]) => sum.add(key!), Point.ZERO),
  )

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
function linksIn(links: readonly Buffer[], rows: number, slots: number) {
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
    if (u >= rows || v >= rows || i >= slots || j >= slots) throw new Untrue('a link is of no row')
    const [one, other] = [rootOf(u), rootOf(v)]
    if (one === other) throw new Untrue('a link joins rows that are one person already')
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
  const { roots } = linksIn(n.split(links.rows, 10), rows.length, 256)
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
  const { places } = linksIn(flat, rows.length, own.length)
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
function judgeCover(
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
