/* A second reading of protocol/specification.md 2 and 5: the lists of a round, from records to rows. */
import { framed, little, Point, Q, scalarHex } from './notation.ts'
import { checkSeed, readCheckPersons } from './read-check-persons.ts'
import { drawOrder, keyStream } from './read-derive.ts'
import { batchDigest, chunkDigest, jsonDigest, text64 } from './read-json.ts'
import { type Held, linkedPersons, recipeSlots, takenKeys } from './read-linking.ts'
import { jointOf, type ReadKeys, seedOf } from './read-round-keys.ts'
import { recompute } from './reader.ts'
import type { ListRows, VectorRecord } from './round-file.ts'
import { splitHex } from './split-hex.ts'

const keyIds = ['K01', 'K02', 'K04', 'K05']
const identity = '00'.repeat(32)

/** A row before it is encrypted: keys per slot, which kind it is, its code per table. */
interface PlainRow {
  readonly keys: readonly (string | null)[]
  readonly kind: 0 | 1 | 2
  readonly codes: readonly string[]
}

export type ReadCheck = ReturnType<typeof readCheckPersons>[number]

export function readLists(keys: ReadKeys) {
  const { core, input, manifestDigest } = keys
  const seed = checkSeed(Buffer.from(input.matchingSecret, 'hex'), keys.coreDigest)
  const persons = readCheckPersons(seed, { ...core, anchors: [0, 1, 2, 3] })
  const lists = core.lists.map(({ id }) => [id, readList(keys, id, persons)] as const)
  const roster = lists
    .map(([id, { digest }]) => ({ sender: ownerOf(keys, id), name: `list/${id}`, digest }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
  const labelled = lists.map(([id, { rows }]) => [id, labelledRows(keys, id, rows)] as const)
  const digests = labelled.map(([list, rows]) => {
    const shape = { name: `labelled/${list}`, rows: rows.length, rowBytes: rows[0]!.length / 2 }
    const chunk = chunkDigest(Buffer.from(rows.join(''), 'hex'))
    return { list, digest: text64(batchDigest(text64(manifestDigest), shape, [chunk])) }
  })
  return {
    /** The rows that the first mix takes. */
    rows: labelled.flatMap(([, rows]) => rows),
    shown: {
      check: { seed: seed.toString('hex'), persons },
      lists: Object.fromEntries(lists),
      rosterDigest: text64(jsonDigest('samentel roster v2', roster)),
      labelled: Object.fromEntries(digests.map(({ list, digest }) => [list, digest])),
      inputDigest: text64(jsonDigest('samentel input v2', digests)),
    },
  }
}

const ownerOf = ({ core }: ReadKeys, list: string) =>
  core.lists.find(({ id }) => id === list)!.organisation

function labelledRows(keys: ReadKeys, list: string, rows: readonly string[]): string[] {
  const columns = keys.columns.length
  const labelColumn = String(keys.columns.indexOf('label'))
  const ciphers = rows.map((row) => row.slice(0, (columns + 1) * 64)).join('')
  const about = { rows: ciphers, columns: String(columns), labelColumn }
  const label = labelOf(keys, list)
  return splitHex(recompute('labelled', { ...about, label }).rows!, (columns + 1) * 32)
}

export function labelOf({ coreDigest }: ReadKeys, list: string): string {
  return recompute('label', { coreDigest: coreDigest.toString('hex'), list }).element!
}

export function codeOf({ coreDigest }: ReadKeys, table: string, code: string): string {
  return recompute('code', { coreDigest: coreDigest.toString('hex'), table, code }).element!
}

export const presenceOf = (presence: string) => recompute('presence', { presence }).element!

/** 5.1 to 5.6. */
function readList(keys: ReadKeys, list: string, checks: readonly ReadCheck[]): ListRows {
  const { input, core, manifestDigest } = keys
  const records = input.records[list]!
  const held = records.map((record) => keysOf(keys, record))
  const persons = linkedPersons(held, recipeSlots, {
    most: Number.POSITIVE_INFINITY,
    established: 1,
  })
  const taken = takenKeys(held, persons, recipeSlots)
  const own = taken.map((row, person): PlainRow => {
    const codes = core.tables.map(({ id }) => {
      const all = records.filter((_, record) => persons[record] === person)
      return resolved(
        keys,
        id,
        all.map((record) => record.codes[id] ?? 'unknown'),
      )
    })
    const found = row.map((from, slot) => (from === null ? null : held[from]![slot]!))
    return { keys: found, kind: 0, codes }
  })
  const rows = [...own, ...checkRows(keys, list, checks)]
  const padding = core.lists.find(({ id }) => id === list)!.rows - rows.length
  const empty = {
    keys: core.slots.map(() => null),
    kind: 1,
    codes: core.tables.map(() => 'unknown'),
  }
  for (let more = 0; more < padding; more++) rows.push(empty as PlainRow)
  const made = encrypted(keys, list, rows)
  const order = drawOrder(
    rows.length,
    keyStream(seedOf(keys, ownerOf(keys, list), `order list/${list}`)),
  )
  const sent = order.map((row) => made.rows[row]!)
  const shape = { name: `list/${list}`, rows: sent.length, rowBytes: sent[0]!.length / 2 }
  const chunk = chunkDigest(Buffer.from(sent.join(''), 'hex'))
  return {
    keys: held,
    persons,
    taken,
    plain: order.map((row) => made.plain[row]!),
    order,
    rows: sent,
    digest: text64(batchDigest(text64(manifestDigest), shape, [chunk])),
  }
}

function keysOf({ input }: ReadKeys, { keys }: VectorRecord): Held[number] {
  return recipeSlots.map(({ id }, slot) => {
    const parts = keys[id]
    if (parts === undefined) return null
    const canonical = framed(...parts).toString('hex')
    const about = {
      secret: input.matchingSecret,
      recipe: 'short/1',
      keyId: keyIds[slot]!,
      canonical,
    }
    return recompute('key', about).element!
  })
}

function checkRows({ core }: ReadKeys, list: string, checks: readonly ReadCheck[]): PlainRow[] {
  return checks
    .filter(({ lists }) => lists.includes(list))
    .map(({ lists, rows, codes }) => ({
      keys: rows[lists.indexOf(list)]!,
      kind: 2,
      codes: core.tables.map(({ id }) => codes[id]!),
    }))
}

/** 2.5. */
export function resolved({ terms }: ReadKeys, table: string, codes: readonly string[]): string {
  const book = terms.tables.find(({ id }) => id === table)!.codes
  const above = (code: string): string[] => {
    const within = book.find(({ id }) => id === code)?.within
    return within === undefined ? [] : [within, ...above(within)]
  }
  const left = [...new Set(codes)].filter((code) => code !== 'unknown')
  if (left.length === 0) return 'unknown'
  if (left.includes('conflict')) return 'conflict'
  const kept = left.filter((code) => !left.some((other) => above(other).includes(code)))
  if (kept.length === 1) return kept[0]!
  const common = above(kept[0]!).find((code) => kept.every((other) => above(other).includes(code)))
  return common ?? 'conflict'
}

/** 5.3, 5.5: rows in the order in which they were made, each with its proofs. */
function encrypted(keys: ReadKeys, list: string, rows: readonly PlainRow[]) {
  const { core, columns } = keys
  const seed = (label: string) => seedOf(keys, ownerOf(keys, list), `${label}list/${list}`)
  const [fillers, drawn, nonces] = ['fillers ', '', 'choices '].map((use) => keyStream(seed(use)))
  const kinds = kindsOf(keys, list)
  const plain = rows.map(({ keys: held, kind, codes }) => {
    const slots = held.map(
      (key) => key ?? recompute('filler', { random: fillers!(64).toString('hex') }).element!,
    )
    const coded = core.tables.map(({ id }, at) => codeOf(keys, id, codes[at]!))
    return [...slots, kinds[kind], ...coded].join('')
  })
  const columnKeys = jointOf(keys, columns)
  const proven = rows.map((row, at) => {
    const wide = drawn!(64)
    const randomness = scalarHex(little(wide) % Q)
    const about = { columnKeys, plain: plain[at]!, random: wide.toString('hex') }
    const cipher = recompute('encrypted', about).rows!
    const of = { list, cipher, randomness, columnKeys: splitHex(columnKeys, 32) }
    return cipher + rowProofs(keys, row, { ...of, kinds, nonces: nonces! })
  })
  return { plain, rows: proven }
}

/** Label and presence of a person, of padding and of a check person. */
function kindsOf(keys: ReadKeys, list: string): [string, string, string] {
  const minus = Point.fromHex(labelOf(keys, list)).negate().toHex()
  return [identity + identity, minus + presenceOf('padding'), identity + presenceOf('check')]
}

function rowProofs(
  keys: ReadKeys,
  row: PlainRow,
  of: {
    readonly list: string
    readonly cipher: string
    readonly randomness: string
    readonly columnKeys: readonly string[]
    readonly kinds: readonly string[]
    readonly nonces: (length: number) => Buffer
  },
): string {
  const { core, columns, manifestDigest } = keys
  const parts = splitHex(of.cipher, 32)
  const prove = (column: string, names: readonly string[], choices: readonly string[]) => {
    const at = names.map((name) => columns.indexOf(name))
    return (choice: number) =>
      recompute('one-of', {
        context: framed(manifestDigest, 'list', of.list, column).toString('hex'),
        keys: at.map((place) => of.columnKeys[place]!).join(''),
        row: [0, ...at.map((place) => place + 1)].map((place) => parts[place]!).join(''),
        choices: choices.join(''),
        choice: String(choice),
        randomness: of.randomness,
        random: of.nonces(32).toString('hex'),
      }).proof!
  }
  const kind = prove('presence', ['label', 'presence'], of.kinds)(row.kind)
  const codes = core.tables.map(({ id, codes: all }, at) => {
    const column = `code/${id}`
    const choices = all.map((code) => codeOf(keys, id, code))
    return prove(column, [column], choices)(all.indexOf(row.codes[at]!))
  })
  return [kind, ...codes].join('')
}
