import { concatBytes, utf8 } from '../base/bytes.ts'
import type { CodeBook } from '../base/codes.ts'
import { Problem } from '../base/problem.ts'
import { keyedDigest } from '../crypto/digest.ts'
import { readPerson } from '../matching/match-key.ts'
import { keysOf, type Recipe } from '../matching/recipe.ts'
import { type RecordFields, readCsv } from '../source/csv-source.ts'
import type { FieldMap } from '../source/field-map.ts'
import { type FindingCode, FindingLog, findingAt } from '../source/finding.ts'
import { codeReader } from '../source/read-codes.ts'
import { type UnmappedTable, UnmappedValues } from '../source/unmapped-values.ts'
import type { Database, Stores } from '../storage/database.ts'
import type { PsiPool } from '../work/pool.ts'
import { keepCheckRoot } from './check-seed.ts'
import { importedMark, KEYED_WITH, keyedWith } from './imported.ts'
import { sealRecord } from './record-pages.ts'

const PAGE = 256
const ELEMENT_BYTES = 32

/** Where a record belongs: one of the node's lists, or nowhere for a reason. */
export type Placing = (fields: RecordFields) => { list: string } | { refused: FindingCode }

export interface ImportParts {
  readonly database: Database
  readonly pool: PsiPool
  readonly recipe: Recipe
  readonly storageKey: Uint8Array
  readonly matchingSecret: Uint8Array
  readonly matchingSecretDigest: string
  /** The tables of the agreement: of each a record keeps one code. */
  readonly tables: readonly CodeBook[]
  /** YYYY-MM-DD: a birth date after it is no birth date. */
  readonly today: string
  /** Lists that this import replaces as a whole. */
  readonly lists: readonly string[]
  readonly placing: Placing
  /** Refuse an import of which nothing is left, and keep what was there. */
  readonly refuseNothing?: boolean
  readonly report?: (records: number) => void
}

export interface ImportResult {
  readonly file: string
  /** Records in the file, refused ones included. */
  readonly records: number
  readonly refused: number
  /** Records from which no key could be made: they count, and link to nothing. */
  readonly withoutKey: number
  readonly findings: FindingLog
  /** For the eyes of whoever runs the import: values, that are kept nowhere. */
  readonly unmapped: readonly UnmappedTable[]
  readonly perList: Readonly<Record<string, number>>
}

interface Pending {
  readonly list: string
  readonly digest: Uint8Array
  readonly keys: readonly (Uint8Array | null)[]
  readonly codes: Uint8Array
}

/**
 * Reads a CSV export into the node's store (protocol/specification.md 2.1). What is kept of a record
 * is H(key) per slot and a code per table, sealed, and a keyed digest of its id; nothing else that was
 * read is written anywhere.
 * The import replaces the node's lists as a whole: a crash before its end leaves the former ones.
 */
export async function importRecords(
  path: string,
  map: FieldMap,
  parts: ImportParts,
): Promise<ImportResult> {
  return parts.database.transaction('import', async (stores) => {
    for (const list of parts.lists) await stores.records.clear(list)
    const result = await readInto(stores, { path, map }, parts)
    const nothing = result.records > 0 && result.refused === result.records
    if (nothing && parts.refuseNothing === true) throw nothingLeft(result)
    for (const list of parts.lists) await stores.settings.set(importedMark(list), 'yes')
    const { matchingSecretDigest, tables } = parts
    const keyed = { recipe: parts.recipe.name, matchingSecretDigest, tables }
    await stores.settings.set(KEYED_WITH, keyedWith(keyed))
    await keepCheckRoot(stores.settings, parts.storageKey, parts.matchingSecret)
    const { file, records, refused, findings } = result
    await stores.imports.add({ fileName: file, records, refused, findings: findings.toJSON() })
    return result
  })
}

async function readInto(
  stores: Stores,
  source: { readonly path: string; readonly map: FieldMap },
  parts: ImportParts,
): Promise<ImportResult> {
  const findings = new FindingLog()
  const unmapped = new UnmappedValues()
  const readCodes = codeReader(source.map, parts.tables)
  const file = source.path.split('/').at(-1) ?? source.path
  const counts = { records: 0, refused: 0, withoutKey: 0 }
  const perList: Record<string, number> = {}
  const pending: Pending[] = []
  for await (const event of readCsv(source.path, source.map)) {
    if (event.kind === 'header') continue
    counts.records++
    if (event.kind === 'refusal') {
      counts.refused++
      findings.add(event.refusal)
      continue
    }
    const place = { file, line: event.line }
    const placing = parts.placing(event.fields)
    if ('refused' in placing) {
      counts.refused++
      findings.add(findingAt(place, placing.refused))
      continue
    }
    const { person, findings: found } = readPerson(event.fields, parts.today)
    const keys = keysOf(person, parts.recipe)
    for (const { code, column } of found) findings.add(findingAt(place, code, column))
    if (keys.every((key) => key === null)) counts.withoutKey++
    const { codes, unmapped: strange } = readCodes(event.fields)
    for (const { table, value } of strange) {
      findings.add(findingAt(place, 'code.unmapped', table))
      unmapped.add(table, value)
    }
    perList[placing.list] = (perList[placing.list] ?? 0) + 1
    pending.push({ list: placing.list, digest: recordDigest(event.fields, parts), keys, codes })
    if (pending.length >= PAGE) await keep(stores, pending.splice(0), parts)
    if (counts.records % PAGE === 0) parts.report?.(counts.records)
  }
  await keep(stores, pending, parts)
  return { file, ...counts, findings, unmapped: unmapped.tables(), perList }
}

/** A keyed digest: with it a record can be found again, and without the key nothing can be guessed. */
function recordDigest(fields: RecordFields, { storageKey }: ImportParts): Uint8Array {
  return keyedDigest(storageKey, 'samentel record id v1', utf8(fields.record_id ?? ''))
}

async function keep(
  stores: Stores,
  pending: readonly Pending[],
  parts: ImportParts,
): Promise<void> {
  if (pending.length === 0) return
  const { recipe, matchingSecret, storageKey } = parts
  const elements = await parts.pool.run({
    op: 'hash',
    secret: matchingSecret,
    recipe: recipe.name,
    keyIds: recipe.slots.map((slot) => slot.keyId),
    keys: pending.flatMap((record) => record.keys),
  })
  const width = recipe.slots.length * ELEMENT_BYTES
  const sealed = pending.map(({ list, digest, codes }, at) => {
    const keys = concatBytes(elements.subarray(at * width, (at + 1) * width))
    return { list, digest, keys: sealRecord(storageKey, { list, digest }, { keys, codes }) }
  })
  for (const list of new Set(sealed.map((record) => record.list))) {
    await stores.records.upsert(
      list,
      sealed.filter((record) => record.list === list),
    )
  }
}

/** Thrown inside the transaction, so the former records stay. */
function nothingLeft({ file, records, findings }: ImportResult): Problem {
  const [first] = findings.toJSON().toSorted((a, b) => b.count - a.count)
  return new Problem({
    code: 'import.nothing-left',
    what: `All ${records} records were refused, most of them by ${first?.code ?? 'some rule'}; what was imported before is kept`,
    where: file,
    remedy: first?.remedy ?? 'Check the mapping and the settings.',
  })
}
