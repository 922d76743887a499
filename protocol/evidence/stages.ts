/* What each stage and list must show (protocol/specification.md 5 to 9, 13, 14). */
import {
  base64,
  bytesOf,
  combine,
  digest,
  type Element,
  elements,
  frame,
  generator,
  get,
  hashToGroup,
  type Json,
  jsonDigest,
  list,
  Point,
  parts,
  range,
  text,
  Unclear,
  Untrue,
  uint,
  whole,
} from './notation.ts'
import {
  type Equation,
  requireLinear,
  requireOneOf,
  requireShuffle,
  weigh,
  weights,
} from './proofs.ts'
import type { Manifest } from './signed.ts'

export interface Scene extends Manifest {
  /** Chunks of batches, as base64url by number. */
  readonly batches: Json
}

interface Stage {
  readonly name: string
  readonly kind: string
  readonly table: string
  readonly turn: number
  readonly maker: string
  /** How many evaluators there are. */
  readonly c: number
}

const ids = (value: Json, field = 'id') => list(value).map((one) => text(get(one, field)))
const slotsOf = ({ core }: Manifest) => list(get(core, 'slots')).map((slot) => `slot/${text(slot)}`)
const tablesOf = ({ core }: Manifest) => ids(get(core, 'tables'))
const columnsOf = (scene: Manifest) => [
  ...slotsOf(scene),
  'label',
  'presence',
  ...tablesOf(scene).map((table) => `code/${table}`),
]
const openedOf = (table: string) =>
  table === 'persons' ? ['label', 'presence'] : ['label', 'presence', `code/${table}`]

/** The stage of that name, and who has to make it. */
export function readStage(scene: Manifest, name: string): Stage {
  const c = scene.holders.length - 1
  const [kind = '', second = '', third = ''] = name.split('/')
  const table = kind === 'open' ? second : ''
  const turn = kind === 'link' ? 0 : Number(kind === 'open' ? third : second)
  const again =
    kind === 'link' ? kind : kind === 'open' ? `open/${table}/${turn}` : `${kind}/${turn}`
  const covered = get(scene.core, 'cover') !== null
  const known =
    kind === 'link' ||
    (kind === 'open' && ['persons', ...tablesOf(scene)].includes(table)) ||
    (turn > 0 && (kind === 'mix' || kind === 'evaluate' || (kind === 'cover' && covered)))
  if (!known || again !== name || !range(c + 1).includes(turn)) throw new Unclear('no such stage')
  return { name, kind, table, turn, maker: scene.holders[turn === 0 ? c : turn - 1]!, c }
}

interface Batch {
  readonly rows: Buffer
  readonly digest: string
}

/** 5.6, from the chunks of a whole batch. */
function batchOf({ batches, digest: binding }: Scene, name: string, rowBytes: number): Batch {
  const given = get(batches, name)
  const count = Object.keys(Object(given)).length
  const chunks = range(count).map((at) => base64(text(get(given, String(at)))))
  chunks.forEach((chunk, at) => {
    const rows = chunk.length / rowBytes
    const full = at < count - 1 ? rows === 128 : Number.isInteger(rows) && rows > 0 && rows <= 128
    if (!full) throw new Unclear('a chunk has another length')
  })
  const rows = Buffer.concat(chunks)
  const digests = chunks.map((chunk) => base64(digest('samentel chunk v2', chunk)))
  const about = [binding, name, uint(rows.length / rowBytes, 8), uint(rowBytes, 4)]
  return { rows, digest: digest('samentel batch v2', ...about, ...digests) }
}

/** A batch that the accused declared: the rows in the file are those that it signed. */
function declared(scene: Scene, declaration: Json, name: string, rowBytes: number): Buffer {
  const batch = batchOf(scene, name, rowBytes)
  const same = get(declaration, 'name') === name && get(declaration, 'digest') === batch.digest
  if (!same) throw new Unclear('rows are not those that were signed')
  return batch.rows
}

function keysOf(
  scene: Manifest,
  columns: readonly string[],
  holders: readonly string[],
): Element[] {
  return columns.map((column) => {
    const keys = holders.map((holder) =>
      base64(text(get(scene.records.get(holder) ?? null, 'columns', column))),
    )
    if (keys.some((key) => key.length !== 32)) throw new Unclear('a key has another length')
    return combine(
      holders.map(() => 1n),
      elements(Buffer.concat(keys), Unclear),
    )
  })
}

/** Bytes of the rows of the whole round, of the slots, and of the columns of a table. */
const widthOf = (columns: readonly string[]) => 32 * (columns.length + 1)

interface Input {
  readonly digest: string
  readonly rows: Element[][]
}

const rowsOf = (flat: Buffer, width: number, Wrong: typeof Unclear | typeof Untrue) =>
  parts(flat, width).map((row) => elements(row, Wrong))

/** What a stage works on, and the digest of all that follows from (6.1, 9.1, 14.3). */
function inputOf(scene: Scene, stage: Stage): Input {
  const { kind, table, turn, c } = stage
  const [whole, slots] = [widthOf(columnsOf(scene)), widthOf(slotsOf(scene))]
  const plain = (name: string, width: number, kept = width) => {
    const batch = batchOf(scene, name, width)
    const rows = parts(batch.rows, width).map((row) => elements(row.subarray(0, kept), Unclear))
    return { digest: batch.digest, rows }
  }
  if (kind === 'mix') return turn === 1 ? labelled(scene, whole) : plain(`mix/${turn - 1}`, whole)
  if (kind === 'evaluate' && turn === 1) return plain(`mix/${c}`, whole, slots)
  if (kind === 'evaluate') return plain(`evaluate/${turn - 1}`, slots)
  if (kind === 'link') return plain(`evaluate/${c}`, slots)
  if (turn === 0) return sums(scene, stage)
  const width = widthOf(openedOf(table))
  const before = plain(`open/${table}/${turn - 1}`, width)
  if (turn > 1 || table !== 'persons' || get(scene.core, 'cover') === null) return before
  const covers = range(c).map((at) => plain(`cover/${at + 1}`, 224, 96))
  const all = [before, ...covers]
  const digests = all.map((one) => one.digest)
  return {
    digest: jsonDigest('samentel covered v2', digests),
    rows: all.flatMap(({ rows }) => rows),
  }
}

function labelled(scene: Scene, width: number): Input {
  const all = ids(get(scene.core, 'lists')).map((id) => {
    return { list: id, ...batchOf(scene, `labelled/${id}`, width) }
  })
  const digests = all.map(({ list, digest }) => ({ list, digest }))
  const flat = Buffer.concat(all.map(({ rows }) => rows))
  return { digest: jsonDigest('samentel input v2', digests), rows: rowsOf(flat, width, Unclear) }
}

/** Two places that hold one token: row, slot, other row, other slot (8.3). */
function linksIn(flat: Buffer, rows: number, slots: number) {
  const person = range(rows)
  const rootOf = (row: number): number => {
    let root = row
    while (person[root] !== root) root = person[root]!
    return (person[row] = root)
  }
  const links = parts(flat, 10).map((link) => {
    const [u, i, v, j] = [link.readUInt32BE(0), link[4]!, link.readUInt32BE(5), link[9]!]
    if (u >= rows || v >= rows || i >= slots || j >= slots) throw new Untrue('a link is of no row')
    const [one, other] = [rootOf(u), rootOf(v)]
    if (one === other) throw new Untrue('a link joins rows that are one person already')
    person[Math.max(one, other)] = Math.min(one, other)
    return [u, i, v, j] as const
  })
  // A person's root is its first row, by which persons are numbered.
  return { links, roots: person.map((_, row) => rootOf(row)) }
}

/** 8.4: persons' sums over the columns of a table, from the last mix and the links. */
function sums(scene: Scene, { table, c }: Stage): Input {
  const all = columnsOf(scene)
  const mixed = batchOf(scene, `mix/${c}`, widthOf(all))
  const links = batchOf(scene, 'link', 10)
  const rows = parts(mixed.rows, widthOf(all))
  const places = [0, ...openedOf(table).map((column) => all.indexOf(column) + 1)]
  const persons = new Map<number, Element[]>()
  for (const [row, root] of linksIn(links.rows, rows.length, 256).roots.entries()) {
    const bytes = places.map((place) => rows[row]!.subarray(32 * place, 32 * place + 32))
    const own = elements(Buffer.concat(bytes), Unclear)
    persons.set(
      root,
      own.map((point, at) => point.add(persons.get(root)?.[at] ?? Point.ZERO)),
    )
  }
  const digests = [mixed.digest, links.digest]
  return { digest: jsonDigest('samentel sums v2', digests), rows: [...persons.values()] }
}

const multiple = (witness: number, base: Element, image: Element): Equation => ({
  terms: [[witness, base]],
  image,
})

/** Throws Untrue unless what the maker signed of a stage is proven. */
export function judgeStage(scene: Scene, done: Json): void {
  const stage = readStage(scene, text(get(done, 'stage')))
  if (get(done, 'proof') === null) throw new Untrue('there is no proof')
  const context = frame(base64(scene.digest), 'stage', stage.name, stage.maker)
  if (stage.kind === 'cover') return judgeCover(scene, stage, { done, context })
  const input = inputOf(scene, stage)
  if (input.digest !== get(done, 'input')) throw new Unclear('it was made from other rows')
  const last = stage.kind === 'open' && stage.turn === stage.c
  const columns =
    stage.kind === 'mix'
      ? columnsOf(scene)
      : stage.kind === 'open'
        ? openedOf(stage.table)
        : slotsOf(scene)
  const width = stage.kind === 'link' ? 10 : widthOf(columns) - (last ? 32 : 0)
  const flat = declared(scene, get(done, 'output'), stage.name, width)
  const digests = [input.digest, text(get(done, 'output', 'digest'))].map((one) => base64(one))
  const seen = { scene, stage, input: input.rows, flat, width, columns, context, digests }
  const proof = base64(text(get(done, 'proof')), Untrue)
  if (stage.kind === 'mix' || (stage.kind === 'open' && stage.turn > 0 && !last)) {
    const proofRows = get(done, 'proofRows')
    if (proofRows === null) throw new Untrue('its proof has no rows')
    const rows = declared(scene, proofRows, `proof/${stage.name}`, 128)
    return judgeShuffle(seen, proof, rows)
  }
  judgeLinear(seen, proof)
}

interface Seen {
  readonly scene: Scene
  readonly stage: Stage
  readonly input: Element[][]
  readonly flat: Buffer
  readonly width: number
  readonly columns: readonly string[]
  readonly context: Buffer
  readonly digests: readonly Buffer[]
}

/** 13.8, of a mix (6) or an opening with order hidden (9.2). */
function judgeShuffle(seen: Seen, proof: Buffer, proofRows: Buffer): void {
  const { scene, stage, input, flat, width, columns, context, digests } = seen
  const opening = stage.kind === 'open'
  const left = opening ? scene.holders.slice(stage.turn - 1, stage.c) : scene.holders
  const about = {
    context,
    input,
    output: rowsOf(flat, width, Untrue),
    columnKeys: keysOf(scene, columns, left),
    ownKeys: opening ? keysOf(scene, columns, [stage.maker]) : [],
    inputDigest: digests[0]!,
    outputDigest: digests[1]!,
  }
  requireShuffle(about, proof, proofRows)
}

/** 13.4 to 13.6: a stage that keeps the order. */
function judgeLinear(seen: Seen, proof: Buffer): void {
  const { scene, stage, input, flat, width, columns, context, digests } = seen
  const own = keysOf(scene, columns, [stage.maker])
  const m = own.length
  const shares = (first: number) => own.map((key, at) => multiple(first + at, Point.BASE, key))
  const require = (n: number, equations: readonly Equation[]): void => {
    requireLinear(n, equations, { context, proof })
  }
  const by = (more: Buffer, count: number) =>
    weights({ context, digests, keys: Buffer.concat([bytesOf(...own), more]) }, count)
  if (stage.kind === 'link') {
    const { links } = linksIn(flat, input.length, m)
    const w = by(Buffer.alloc(0), links.length)
    const a = own.map((_, slot) => {
      const first = links.map(([, i], at) => (i === slot ? w[at]! : 0n))
      const second = links.map(([, , , j], at) => (j === slot ? -w[at]! : 0n))
      const points = [
        ...links.map(([u]) => input[u]![0]!),
        ...links.map(([, , v]) => input[v]![0]!),
      ]
      return combine([...first, ...second], points)
    })
    const b = links.map(([u, i, v, j]) => input[u]![i + 1]!.subtract(input[v]![j + 1]!))
    const terms = a.map((point, at) => [at, point] as const)
    return require(m, [...shares(0), { terms, image: combine(w, b) }])
  }
  const output = rowsOf(flat, width, Untrue)
  if (output.length !== input.length) throw new Untrue('other rows came out than went in')
  const last = stage.turn === stage.c && stage.kind === 'open'
  const token =
    stage.kind === 'evaluate'
      ? base64(text(get(scene.records.get(stage.maker) ?? null, 'token')))
      : Buffer.alloc(0)
  const rest = stage.kind === 'open' && !last ? keysOf(scene, columns, scene.holders) : []
  const w = by(Buffer.concat([token, bytesOf(...rest)]), input.length)
  const before = weigh(input, w, m + 1)
  const after = weigh(output, w, last ? m : m + 1)
  if (last) {
    return require(m, [
      ...shares(0),
      ...own.map((_, at) => multiple(at, before[0]!, before[at + 1]!.subtract(after[at]!))),
    ])
  }
  const minusA = after[0]!.negate()
  if (stage.kind === 'evaluate') {
    const [P] = elements(token, Unclear)
    return require(m + 1, [
      multiple(0, Point.BASE, P!),
      ...shares(1),
      multiple(0, before[0]!, after[0]!),
      ...own.map((_, at) => ({
        terms: [
          [0, before[at + 1]!],
          [at + 1, minusA],
        ] as const,
        image: after[at + 1]!,
      })),
    ])
  }
  const change = after.map((point, at) => point.subtract(before[at]!))
  require(m + 1, [
    ...shares(1),
    multiple(0, Point.BASE, change[0]!),
    ...own.map((_, at) => ({
      terms: [
        [0, rest[at]!],
        [at + 1, minusA],
      ] as const,
      image: change[at + 1]!,
    })),
  ])
}

const labelOf = ({ coreDigest }: Manifest, id: string) =>
  hashToGroup('LABEL', base64(coreDigest), id)

/** 14.2: what each bin opens to, in order. */
function binsOf(scene: Manifest): { id: string; label: Element }[] {
  const lists = ids(get(scene.core, 'lists')).sort()
  if (lists.length > 8) throw new Unclear('there are too many lists')
  const sets = range(2 ** lists.length - 1).map((at) =>
    lists.filter((_, bit) => ((at + 1) >> bit) % 2 === 1),
  )
  const inOrder = (x: string[], y: string[]) => {
    const at = x.findIndex((one, place) => one !== y[place])
    return x.length - y.length || (x[at]! < y[at]! ? -1 : 1)
  }
  return sets.sort(inOrder).map((set) => {
    const label = set.reduce((sum, id) => sum.add(labelOf(scene, id)), Point.ZERO)
    return { id: set.join('+'), label }
  })
}

/** 14.3. */
function judgeCover(
  scene: Scene,
  stage: Stage,
  { done, context }: { readonly done: Json; readonly context: Buffer },
): void {
  const rows = parts(declared(scene, get(done, 'output'), stage.name, 224), 224)
  const proofs = base64(text(get(done, 'proof')), Untrue)
  const bins = binsOf(scene)
  const perBin = rows.length / bins.length
  if (!Number.isInteger(perBin) || perBin === 0) throw new Unclear('a cover has another size')
  if (proofs.length !== 128 * bins.length) throw new Untrue('a proof has another length')
  const keys = keysOf(scene, ['label', 'presence'], scene.holders.slice(0, stage.c))
  const nothing = [Point.ZERO, hashToGroup('PRESENCE', 'padding')]
  const commitments = list(get(scene.records.get(stage.maker) ?? null, 'cover')).map((one) =>
    base64(text(one)),
  )
  bins.forEach(({ id, label }, bin) => {
    const held = [label, Point.ZERO]
    const own = range(perBin).map((at) => {
      const row = bin * perBin + at
      const cipher = elements(rows[row]!.subarray(0, 96), Untrue)
      const shown = { context: frame(context, 'row', uint(row, 8)), proof: rows[row]!.subarray(96) }
      requireOneOf({ keys, row: cipher, choices: [nothing, held] }, shown)
      return cipher
    })
    const sum = weigh(
      own,
      own.map(() => 1n),
      3,
    )
    const [C] = elements(commitments[bin] ?? Buffer.alloc(32, 255), Unclear)
    const columns = keys.map((key, at) => ({
      terms: [
        [0, key],
        [1, held[at]!.subtract(nothing[at]!)],
      ] as const,
      image: sum[at + 1]!.subtract(combine([BigInt(perBin)], [nothing[at]!])),
    }))
    const committed = {
      terms: [
        [1, Point.BASE],
        [2, generator(0)],
      ] as const,
      image: C!,
    }
    const proof = proofs.subarray(128 * bin, 128 * bin + 128)
    requireLinear(3, [multiple(0, Point.BASE, sum[0]!), ...columns, committed], {
      context: frame(context, 'bin', id),
      proof,
    })
  })
}

/** 5.7: rows of a list as its owner declared it, those that are in the file. */
export function judgeList(scene: Scene, id: string, declaration: Json): void {
  const columns = columnsOf(scene)
  const tables = list(get(scene.core, 'tables'))
  const cipherBytes = widthOf(columns)
  const codes = tables.map((table) => list(get(table, 'codes')).map(text))
  const rowBytes = cipherBytes + 192 + codes.reduce((sum, all) => sum + 64 * all.length, 0)
  const agreed = list(get(scene.core, 'lists')).find((one) => get(one, 'id') === id) ?? null
  const rows = whole(get(agreed, 'rows'))
  const digests = list(get(declaration, 'chunks')).map((one) => base64(text(one)))
  const about = [scene.digest, `list/${id}`, uint(rows, 8), uint(rowBytes, 4)]
  if (digest('samentel batch v2', ...about, ...digests) !== get(declaration, 'digest')) {
    throw new Unclear('the list is declared otherwise')
  }
  const keys = keysOf(scene, columns, scene.holders)
  const minus = labelOf(scene, id).negate()
  const presence = (kind: string) => hashToGroup('PRESENCE', kind)
  const kinds = [
    [Point.ZERO, Point.ZERO],
    [minus, presence('padding')],
    [Point.ZERO, presence('check')],
  ]
  const context = (column: string) => frame(base64(scene.digest), 'list', id, column)
  const label = columns.indexOf('label')
  const chosen = [
    { places: [label, label + 1], choices: kinds, context: context('presence') },
    ...ids(get(scene.core, 'tables')).map((table, at) => ({
      places: [label + 2 + at],
      choices: codes[at]!.map((code) => [
        hashToGroup('CODE', base64(scene.coreDigest), table, code),
      ]),
      context: context(`code/${table}`),
    })),
  ]
  const given = get(scene.batches, `list/${id}`)
  const numbers = Object.keys(Object(given))
  if (numbers.length === 0) throw new Unclear('no rows are shown')
  for (const number of numbers) {
    const chunk = base64(text(get(given, number)))
    const size = Math.min(128, rows - 128 * Number(number)) * rowBytes
    const due = digests[Number(number)]?.toString('base64url')
    if (digest('samentel chunk v2', chunk) !== due || chunk.length !== size) {
      throw new Unclear('rows are not those that were signed')
    }
    for (const row of parts(chunk, rowBytes)) judgeRow(row, cipherBytes, { keys, chosen })
  }
}

function judgeRow(
  row: Buffer,
  cipherBytes: number,
  due: {
    readonly keys: readonly Element[]
    readonly chosen: readonly { places: number[]; choices: Element[][]; context: Buffer }[]
  },
): void {
  const cipher = elements(row.subarray(0, cipherBytes), Untrue)
  if (cipher.some((point) => point.is0())) throw new Untrue('a row holds the identity')
  let at = cipherBytes
  for (const { places, choices, context } of due.chosen) {
    const proof = row.subarray(at, at + 64 * choices.length)
    const statement = {
      keys: places.map((place) => due.keys[place]!),
      row: [cipher[0]!, ...places.map((place) => cipher[place + 1]!)],
      choices,
    }
    requireOneOf(statement, { context, proof })
    at += proof.length
  }
}
