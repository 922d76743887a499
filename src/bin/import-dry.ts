import { systemClock } from '../base/clock.ts'
import { isProblem } from '../base/problem.ts'
import { secureRandom } from '../base/random.ts'
import { localBooks } from '../local/local-books.ts'
import { recipeNamed } from '../matching/recipe.ts'
import { type ImportParts, importSource } from '../node/import-records.ts'
import { placeByRoleAndYear } from '../node/place-records.ts'
import type { RecordSource } from '../node/record-source.ts'
import { type AgreedList, listsOf, type Terms } from '../round/agreement.ts'
import { homeAt, readTerms } from '../settings/home.ts'
import { nodeSettingsSchema } from '../settings/node-settings.ts'
import { readYaml } from '../settings/read-yaml.ts'
import type { FieldMap } from '../source/field-map.ts'
import { openDatabase } from '../storage/database.ts'
import { startPool } from '../work/pool.ts'
import { reportDoubles, writeFiles } from './import-report.ts'
import type { ImportOptions } from './import-source.ts'
import { importJson, importText } from './import-text.ts'
import { sizeWarnings } from './import-warnings.ts'
import { progressLine } from './progress.ts'

const RECIPE = 'full/1'
const WHOLE = 'register'

/**
 * Does all that an import does, in a store in memory and under keys that nobody keeps: nothing is written but the
 * report, and no connection is made. Before there is an agreement, every record is on one list.
 */
export async function runDryImport(
  source: RecordSource,
  map: FieldMap,
  options: ImportOptions,
): Promise<void> {
  const { terms, lists, parts: agreed } = await plan(map, options.home)
  const database = await openDatabase({ url: 'sqlite::memory:', clock: systemClock })
  const pool = startPool()
  const progress = progressLine()
  try {
    const report = (records: number) => progress.show(`${records} records read`)
    const reportSurvey = (lines: number) => progress.show(`${lines} lines looked through`)
    const parts = { ...agreed, database, pool, clock: systemClock, report, reportSurvey }
    const result = await importSource(source, map, parts)
    const { doubles, rows } = await reportDoubles(parts, source, options.review !== undefined)
    progress.end()
    const told = { ...result, recipe: parts.recipe.name, doubles, columnNames: map.columns }
    const dry = { ...told, dryRun: true, agreed: terms !== null }
    const print = options.json === true ? importJson : importText
    process.stdout.write(print(dry))
    if (terms !== null) process.stderr.write(sizeWarnings(result, terms, lists))
    await writeFiles(options, print({ ...dry, unmapped: [] }), rows)
  } finally {
    progress.end()
    await pool.close()
    await database.close()
  }
}

type Planned = Omit<ImportParts, 'database' | 'pool' | 'clock'>

async function plan(map: FieldMap, folder: string) {
  const home = homeAt(folder, 'node')
  const settings = await readYaml(home.settings, nodeSettingsSchema)
  const terms = await readTerms(home).catch((error: unknown): Terms | null => {
    if (isProblem(error, 'settings.missing')) return null
    throw error
  })
  const lists: readonly AgreedList[] = terms === null ? [] : listsOf(terms, settings.organisation)
  const placing =
    terms === null ? () => ({ list: WHOLE }) : placeByRoleAndYear(lists, settings.roles)
  const parts: Planned = {
    recipe: recipeNamed(terms?.recipe ?? RECIPE),
    storageKey: secureRandom(32),
    matchingSecret: secureRandom(32),
    matchingSecretDigest: '',
    tables: terms?.tables ?? localBooks(map),
    today: new Date(systemClock.nowMs()).toISOString().slice(0, 10),
    lists: terms === null ? [WHOLE] : lists.map(({ id }) => id),
    placing,
  }
  return { terms, lists, parts }
}
