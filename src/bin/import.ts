import type { Command } from 'commander'
import { Problem } from '../base/problem.ts'
import { recipeNamed } from '../matching/recipe.ts'
import { type ImportResult, importRecords } from '../node/import-records.ts'
import { findDoubles, type ListDoubles } from '../node/list-doubles.ts'
import type { Placing } from '../node/record-reading.ts'
import { type ReviewedList, type ReviewRow, reviewRows } from '../node/review-list.ts'
import { type AgreedList, listsOf, type Terms } from '../round/agreement.ts'
import { readSecretKey } from '../settings/home.ts'
import { type FieldMap, plainFieldMap, readFieldMap } from '../source/field-map.ts'
import { importJson, importText } from './import-text.ts'
import { checkOperatorFiles, writeOperatorFile } from './operator-file.ts'
import { progressLine } from './progress.ts'
import { reviewCsv } from './review-csv.ts'
import { type OpenNode, openNode } from './wire.ts'

interface Options {
  readonly home: string
  readonly file: string
  readonly map?: string
  readonly json?: boolean
  readonly report?: string
  readonly review?: string
  readonly replace?: boolean
}

export function addImport(node: Command): void {
  node
    .command('import')
    .description("read a CSV export into the node's own store; replaces what was there")
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .requiredOption('--file <csv>', 'the export')
    .option('--map <file>', 'YAML file that says which column is which')
    .option('--json', 'print counts and findings as JSON')
    .option('--report <file>', 'write what is printed to a file as well')
    .option('--review <csv>', 'write which records are taken for one person, with record_id')
    .option('--replace', 'in the place of files there')
    .action(runImport)
}

async function runImport(options: Options): Promise<void> {
  // Told before a long import, not after it.
  await checkOperatorFiles(outputs(options), placeOf(options))
  const node = await openNode(options.home)
  const progress = progressLine()
  try {
    const map = options.map === undefined ? plainFieldMap : await readFieldMap(options.map)
    const lists = listsOf(node.parts.agreement.terms, node.parts.self)
    if (lists.length === 0) throw noLists(node)
    const { terms } = node.parts.agreement
    const { parts, settings, home } = node
    const recipe = recipeNamed(terms.recipe)
    const result = await importRecords(options.file, map, {
      ...parts,
      recipe,
      matchingSecret: await readSecretKey(home.matchingSecret),
      matchingSecretDigest: terms.matchingSecretDigest,
      tables: terms.tables,
      today: new Date(parts.clock.nowMs()).toISOString().slice(0, 10),
      lists: lists.map((list) => list.id),
      refuseNothing: true,
      placing: placeByRoleAndYear(lists, settings.roles),
      report: (records) => progress.show(`${records} records read`),
    })
    progress.show('looking for doubles')
    const { doubles, rows } = await findOwnDoubles(node, { path: options.file, map }, options)
    progress.end()
    const report = { ...result, recipe: recipe.name, doubles, columnNames: map.columns }
    const print = options.json === true ? importJson : importText
    process.stdout.write(print(report))
    process.stderr.write(sizeWarnings(result, terms, lists))
    // Values of code columns are for the screen.
    await writeFiles(options, print({ ...report, unmapped: [] }), rows)
  } finally {
    progress.end()
    await node.parts.pool.close()
    await node.parts.database.close()
  }
}

function outputs({ report, review }: Options): string[] {
  return [report, review].filter((file) => file !== undefined)
}

function placeOf({ home, replace }: Options) {
  return { home, replace: replace === true }
}

/** List by list, so that one list at a time is in memory. */
async function findOwnDoubles(
  { parts }: OpenNode,
  source: { readonly path: string; readonly map: FieldMap },
  { review }: Options,
): Promise<{ doubles: ListDoubles[]; rows: ReviewRow[] }> {
  const { storageKey, agreement } = parts
  const { records } = parts.database.stores
  const recipe = recipeNamed(agreement.terms.recipe)
  const doubles: ListDoubles[] = []
  const reviewed: ReviewedList[] = []
  for (const { id: list } of listsOf(agreement.terms, parts.self)) {
    const found = await findDoubles({ records, list, recipe, storageKey })
    doubles.push(found.doubles)
    if (review !== undefined) reviewed.push({ list, groups: found.groups })
  }
  return { doubles, rows: await reviewRows(reviewed, { ...source, records, storageKey }) }
}

async function writeFiles(
  options: Options,
  text: string,
  rows: readonly ReviewRow[],
): Promise<void> {
  const { report, review } = options
  if (report !== undefined) await writeOperatorFile(report, text, options.replace === true)
  if (review === undefined) return
  await writeOperatorFile(review, reviewCsv(rows), options.replace === true)
  process.stderr.write(
    `${review} names records of your register: keep it where the register is kept, and delete it after use.\n`,
  )
}

/** A record belongs to the list of its role's population and its year of report. */
export function placeByRoleAndYear(
  lists: readonly AgreedList[],
  roles: Readonly<Record<string, string>>,
): Placing {
  const known = Object.fromEntries(
    Object.entries(roles).map(([role, population]) => [role.toLowerCase(), population]),
  )
  return (fields) => {
    const year = /^(\d{4})-\d{2}-\d{2}$/.exec(fields.report_date?.trim() ?? '')?.[1]
    if (year === undefined) return { refused: 'report-date.form' }
    const role = fields.role?.trim().toLowerCase() ?? ''
    const population = Object.hasOwn(known, role) ? known[role] : undefined
    const list = lists.find((one) => one.population === population && one.year === Number(year))
    return list === undefined ? { refused: 'record.no-list' } : { list: list.id }
  }
}

/** What would end the next round is said now. Records are not persons yet, so these are warnings. */
function sizeWarnings(
  { perList }: ImportResult,
  { limits }: Terms,
  lists: readonly AgreedList[],
): string {
  return lists
    .flatMap(({ id, size }) => {
      const records = perList[id] ?? 0
      if (records > size) {
        return `Warning: ${id} has ${records} records and was agreed at ${size} rows; if they are more persons than that, it cannot be sent.\n`
      }
      const few = records > 0 && records < limits.minimumPersons
      return few
        ? `Warning: ${id} has ${records} records; a list of fewer than ${limits.minimumPersons} persons is not sent.\n`
        : []
    })
    .join('')
}

function noLists({ parts }: OpenNode): Problem {
  return new Problem({
    code: 'import.no-lists',
    what: 'This organisation owns no list in the agreement, so there is nothing to import',
    where: parts.self,
  })
}
