import { Problem } from '../base/problem.ts'
import { PostcodeCounts } from '../matching/crowded-postcodes.ts'
import { readPostcode } from '../matching/normalise-address.ts'
import { readCsv } from '../source/csv-source.ts'
import type { FieldMap } from '../source/field-map.ts'
import type { Database, Stores } from '../storage/database.ts'
import { keepCheckRoot } from './check-seed.ts'
import { importedMark, KEYED_WITH, keyedWith } from './imported.ts'
import { type KeepParts, keepRecords, type PendingRecord } from './keep-records.ts'
import { type ReadingParts, type ReadResult, RecordReading } from './record-reading.ts'

const PAGE = 256

export interface ImportParts extends KeepParts, ReadingParts {
  readonly database: Database
  readonly matchingSecretDigest: string
  /** Lists that this import replaces as a whole. */
  readonly lists: readonly string[]
  /** Refuse an import of which nothing is left, and keep what was there. */
  readonly refuseNothing?: boolean
  readonly report?: (records: number) => void
}

interface Source {
  readonly path: string
  readonly map: FieldMap
}

export interface ImportResult extends ReadResult {
  readonly file: string
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

async function readInto(stores: Stores, source: Source, parts: ImportParts): Promise<ImportResult> {
  const file = source.path.split('/').at(-1) ?? source.path
  const reading = new RecordReading(source.map, parts, { postcodes: await countPostcodes(source) })
  const pending: PendingRecord[] = []
  for await (const event of readCsv(source.path, source.map)) {
    if (event.kind === 'header') reading.begin(event.columns)
    else if (event.kind === 'refusal') reading.refuse(event.refusal)
    else {
      const record = reading.read(event.fields, { file, line: event.line })
      if (record !== undefined) pending.push(record)
    }
    if (pending.length >= PAGE) await keepRecords(stores, pending.splice(0), parts)
    if (event.kind !== 'header' && reading.records % PAGE === 0) parts.report?.(reading.records)
  }
  await keepRecords(stores, pending, parts)
  return { file, ...reading.result() }
}

/** A first reading of the export, for what no single record shows. */
async function countPostcodes({ path, map }: Source): Promise<PostcodeCounts> {
  const postcodes = new PostcodeCounts()
  for await (const event of readCsv(path, map)) {
    if (event.kind === 'record') postcodes.add(readPostcode(event.fields.postcode ?? '').value)
  }
  return postcodes
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
