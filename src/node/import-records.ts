import { toHex } from '../base/bytes.ts'
import type { Clock } from '../base/clock.ts'
import { digestJson } from '../crypto/digest.ts'
import type { FieldMap } from '../source/field-map.ts'
import type { Database, Stores } from '../storage/database.ts'
import { keepCheckRoot } from './check-seed.ts'
import { nothingLeft, otherKeys, shrunk } from './import-refusals.ts'
import { importedMark, KEYED_WITH, keyedWith } from './imported.ts'
import type { KeepParts } from './keep-records.ts'
import { type ReadingParts, type ReadResult, RecordReading } from './record-reading.ts'
import { fileSource, type RecordSource } from './record-source.ts'
import { type SourceForm, stageRecords } from './stage-records.ts'
import { erasuresOf, Staging } from './staging.ts'
import { keepCrowded, knownCrowded, type Survey, surveySource } from './survey-source.ts'

export interface ImportParts extends KeepParts, ReadingParts {
  readonly database: Database
  readonly clock: Clock
  readonly matchingSecretDigest: string
  /** Lists that this import replaces as a whole, or of which it replaces the records that it holds. */
  readonly lists: readonly string[]
  /** Replace the records of the source, and leave the others. */
  readonly update?: boolean
  /** Refuse an import of which nothing is left, and keep what was there. */
  readonly refuseNothing?: boolean
  /** Refuse an import with less than half of the records that are there: nobody looks on. */
  readonly refuseShrunk?: boolean
  /** What decides besides where records go, as text: a change of it makes a stopped import begin anew. */
  readonly variant?: string
  /** Stops the import after what it is doing; the same import goes on from there later. */
  readonly signal?: AbortSignal
  readonly report?: (records: number) => void
  /** Of the first reading, in which nothing is kept yet. */
  readonly reportSurvey?: (lines: number) => void
  /** Called in the transaction that makes the records those of the lists: what it throws undoes the import. */
  readonly onKept?: (stores: Stores) => Promise<void>
}

export interface ImportResult extends ReadResult {
  readonly file: string
  readonly form: SourceForm
  /** Lines that were dealt with by an import that was stopped before. */
  readonly resumed: number
  /** Records that were there before and that this import replaced or took away. */
  readonly former: number
}

/**
 * Reads an export into the node's store (protocol/specification.md 2.1). What is kept of a record is H(key) per slot
 * and a code per table, sealed, and a keyed digest of its id; nothing else that was read is written anywhere.
 * The import replaces the node's lists as a whole, or with `update` the records it holds, at its end and at once: until
 * then the former ones stay.
 *
 * @throws Problem what readExport throws, `import.nothing-left`, `import.shrunk`, `import.stopped`, `import.another`,
 * `import.erased`, `source.changed`
 */
export async function importRecords(
  path: string,
  map: FieldMap,
  parts: ImportParts,
): Promise<ImportResult> {
  return importSource(fileSource(path, map), map, parts)
}

/** As importRecords, from any source. */
export async function importSource(
  source: RecordSource,
  map: FieldMap,
  parts: ImportParts,
): Promise<ImportResult> {
  const { database, storageKey } = parts
  const erasures = await erasuresOf(database.stores)
  await refuseOtherKeys(database.stores, parts)
  const known = parts.update === true ? await knownCrowded(database.stores, storageKey) : []
  const survey = await surveySource(source, {
    ...{ storageKey, known },
    ...(parts.signal === undefined ? {} : { signal: parts.signal }),
    ...(parts.reportSurvey === undefined ? {} : { report: parts.reportSurvey }),
  })
  const plan = planOf(survey, map, parts)
  const staging = await Staging.open({ database, clock: parts.clock, plan, erasures })
  const keptOut = new Set((await database.stores.keptOut.all()).map(toHex))
  const reading = new RecordReading(map, { ...parts, keptOut }, survey)
  const form = await stageRecords(source, { reading, staging, digest: survey.digest }, parts)
  const result = reading.result()
  const nothing = result.records > 0 && result.refused === result.records
  if (nothing && parts.refuseNothing === true) throw nothingLeft(source.name, result)
  const former = await database.transaction('import', async (stores) => {
    await refuseOtherKeys(stores, parts)
    const kept = result.records - result.refused
    if (parts.refuseShrunk === true) await refuseShrunk(stores, parts.lists, kept)
    const replaced = await promote(stores, staging, parts)
    if (parts.update !== true) await keepCrowded(stores, survey.postcodes, storageKey)
    const { records, refused, findings } = result
    const run = { fileName: source.name, records, refused, findings: findings.toJSON() }
    await stores.imports.add(run)
    await parts.onKept?.(stores)
    return replaced
  })
  return { file: source.name, form, resumed: staging.resumed, former, ...result }
}

/** What must be the same for records that are kept already to be those that this import would keep. */
function planOf({ digest }: Survey, map: FieldMap, parts: ImportParts): string {
  const { lists, update = false, variant = '' } = parts
  const keyed = keyedBy(parts)
  const read = JSON.stringify(map)
  return digestJson('samentel import v1', { digest, keyed, lists, read, update, variant })
}

async function promote(stores: Stores, staging: Staging, parts: ImportParts): Promise<number> {
  const { lists, update = false } = parts
  const former = await staging.promote(stores, lists, update)
  for (const list of lists) await stores.settings.set(importedMark(list), 'yes')
  await stores.settings.set(KEYED_WITH, keyedBy(parts))
  await keepCheckRoot(stores.settings, parts.storageKey, parts.matchingSecret)
  return former
}

/** The records that are kept must be keyed as those of an update, which replaces some of them. */
async function refuseOtherKeys(stores: Stores, parts: ImportParts): Promise<void> {
  if (parts.update !== true) return
  if ((await stores.settings.get(KEYED_WITH)) !== keyedBy(parts)) throw otherKeys()
}

function keyedBy({ recipe, matchingSecretDigest, tables }: ImportParts): string {
  return keyedWith({ recipe: recipe.name, matchingSecretDigest, tables })
}

async function refuseShrunk(stores: Stores, lists: readonly string[], kept: number): Promise<void> {
  const counts = await stores.records.counts()
  const former = lists.reduce((sum, list) => sum + (counts.get(list) ?? 0), 0)
  if (kept * 2 < former) throw shrunk(kept, former)
}
