import type { Command } from 'commander'
import { Problem } from '../base/problem.ts'
import { recipeNamed } from '../matching/recipe.ts'
import { type ImportResult, importRecords } from '../node/import-records.ts'
import type { Placing } from '../node/record-reading.ts'
import { type AgreedList, listsOf, type Terms } from '../round/agreement.ts'
import { readSecretKey } from '../settings/home.ts'
import { plainFieldMap, readFieldMap } from '../source/field-map.ts'
import type { UnmappedTable } from '../source/unmapped-values.ts'
import { progressLine } from './progress.ts'
import { type OpenNode, openNode } from './wire.ts'

interface Options {
  readonly home: string
  readonly file: string
  readonly map?: string
  readonly json?: boolean
}

export function addImport(node: Command): void {
  node
    .command('import')
    .description("read a CSV export into the node's own store; replaces what was there")
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .requiredOption('--file <csv>', 'the export')
    .option('--map <file>', 'YAML file that says which column is which')
    .option('--json', 'print counts and findings as JSON')
    .action(runImport)
}

async function runImport(options: Options): Promise<void> {
  const node = await openNode(options.home)
  const progress = progressLine()
  try {
    const map = options.map === undefined ? plainFieldMap : await readFieldMap(options.map)
    const lists = listsOf(node.parts.agreement.terms, node.parts.self)
    if (lists.length === 0) throw noLists(node)
    const { parts, settings, home } = node
    const result = await importRecords(options.file, map, {
      ...parts,
      recipe: recipeNamed(parts.agreement.terms.recipe),
      matchingSecret: await readSecretKey(home.matchingSecret),
      matchingSecretDigest: parts.agreement.terms.matchingSecretDigest,
      tables: parts.agreement.terms.tables,
      today: new Date(parts.clock.nowMs()).toISOString().slice(0, 10),
      lists: lists.map((list) => list.id),
      refuseNothing: true,
      placing: placeByRoleAndYear(lists, settings.roles),
      report: (records) => progress.show(`${records} records read`),
    })
    progress.end()
    process.stdout.write(options.json === true ? importJson(result) : importText(result))
    process.stderr.write(sizeWarnings(result, parts.agreement.terms, lists))
  } finally {
    progress.end()
    await node.parts.pool.close()
    await node.parts.database.close()
  }
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

function importJson({ findings, ...result }: ImportResult): string {
  return `${JSON.stringify({ ...result, findings: findings.toJSON() }, null, 2)}\n`
}

function importText(result: ImportResult): string {
  const perList = Object.entries(result.perList).sort(([a], [b]) => (a < b ? -1 : 1))
  return `${[
    `${result.file}: ${result.records} records, ${result.refused} refused, ${result.withoutKey} without any usable key (they count, and link to nobody).`,
    ...perList.map(([list, records]) => `  ${list}: ${records}`),
    ...result.findings.sentences(),
    ...result.unmapped.map(unmappedText),
  ].join('\n')}\n`
}

/** Values stand on the operator's own screen only, who has the register before them. */
function unmappedText({ table, records, listed }: UnmappedTable): string {
  const values = listed.map(({ value, count }) => `${value} (${count})`)
  return `Values that no code of ${table} is named for, in ${records} ${records === 1 ? 'record' : 'records'}: ${values.join(', ')}.`
}

function noLists({ parts }: OpenNode): Problem {
  return new Problem({
    code: 'import.no-lists',
    what: 'This organisation owns no list in the agreement, so there is nothing to import',
    where: parts.self,
  })
}
