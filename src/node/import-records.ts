import type { CodeBook } from '../base/codes.ts'
import { Problem } from '../base/problem.ts'
import { readPerson } from '../matching/match-key.ts'
import { keysOf } from '../matching/recipe.ts'
import { sharedAddresses } from '../matching/shared-addresses.ts'
import { type ColumnFinding, ColumnFindings } from '../source/column-findings.ts'
import { type RecordFields, readCsv } from '../source/csv-source.ts'
import type { FieldMap } from '../source/field-map.ts'
import { type Finding, type FindingCode, FindingLog, findingAt } from '../source/finding.ts'
import { codeReader } from '../source/read-codes.ts'
import { type UnmappedTable, UnmappedValues } from '../source/unmapped-values.ts'
import type { Database, Stores } from '../storage/database.ts'
import { keepCheckRoot } from './check-seed.ts'
import { importedMark, KEYED_WITH, keyedWith } from './imported.ts'
import { type KeepParts, keepRecords, type PendingRecord, recordDigest } from './keep-records.ts'
import { type Coverage, KeyTally } from './key-tally.ts'

const PAGE = 256

export interface ImportParts extends KeepParts {
  readonly database: Database
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
  /** What the records that were kept are worth for linking. */
  readonly coverage: Coverage
  readonly byColumn: readonly ColumnFinding[]
  readonly findings: FindingLog
  /** For the eyes of whoever runs the import: values, that are kept nowhere. */
  readonly unmapped: readonly UnmappedTable[]
  readonly perList: Readonly<Record<string, number>>
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
  const file = source.path.split('/').at(-1) ?? source.path
  const reading = new Reading(source.map, parts)
  const pending: PendingRecord[] = []
  for await (const event of readCsv(source.path, source.map)) {
    if (event.kind === 'header') {
      reading.begin(event.columns)
      continue
    }
    const record =
      event.kind === 'refusal'
        ? reading.refuse(event.refusal)
        : reading.read(event.fields, { file, line: event.line })
    if (record !== null) pending.push(record)
    if (pending.length >= PAGE) await keepRecords(stores, pending.splice(0), parts)
    if (reading.records % PAGE === 0) parts.report?.(reading.records)
  }
  await keepRecords(stores, pending, parts)
  return { file, ...reading.result() }
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
