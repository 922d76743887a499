import type { Command } from 'commander'
import { Problem } from '../base/problem.ts'
import { agreedImport } from '../node/agreed-import.ts'
import { eraseListed } from '../node/erase-records.ts'
import { type ImportParts, importSource } from '../node/import-records.ts'
import { idSource } from '../node/record-source.ts'
import { listsOf } from '../round/agreement.ts'
import { readSecretKey } from '../settings/home.ts'
import { byCommand } from './by-command.ts'
import { runDryImport } from './import-dry.ts'
import { reportDoubles, writeFiles } from './import-report.ts'
import { type ImportOptions, mapOf, type OpenSource, openSource } from './import-source.ts'
import { importJson, importText } from './import-text.ts'
import { sizeWarnings } from './import-warnings.ts'
import { checkOperatorFiles } from './operator-file.ts'
import { progressLine } from './progress.ts'
import { type OpenNode, openNode } from './wire.ts'

export function addImport(node: Command): void {
  node
    .command('import')
    .description("read an export (CSV or XLSX) into the node's own store; replaces what was there")
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .option('--file <export>', 'the export; else the view that node.yaml names as source')
    .option('--map <file>', 'YAML file that says which column is which; node map proposes one')
    .option('--sheet <name>', 'which sheet of a workbook')
    .option('--dry-run', 'say what an import would do; nothing is stored, nothing leaves')
    .option('--update', 'replace the records that the export holds, keep all others')
    .option('--delete <file>', 'erase the records whose record_id stands in this CSV or XLSX')
    .option('--json', 'print counts and findings as JSON')
    .option('--report <file>', 'write what is printed to a file as well')
    .option('--review <csv>', 'write which records are taken for one person, with record_id')
    .option('--replace', 'in the place of files there')
    .action(runImport)
}

async function runImport(options: ImportOptions): Promise<void> {
  refuseMixed(options)
  // Told before a long import, not after it.
  await checkOperatorFiles(outputs(options), placeOf(options))
  if (options.delete !== undefined) return deleteListed(options.delete, options)
  const open = await openSource(options)
  try {
    if (options.dryRun === true) await runDryImport(open.source, open.map, options)
    else await withNode(options.home, (node) => importInto(node, open, options))
  } finally {
    await open.close()
  }
}

async function withNode(home: string, work: (node: OpenNode) => Promise<void>): Promise<void> {
  const node = await openNode(home)
  try {
    await work(node)
  } finally {
    await node.parts.pool.close()
    await node.parts.database.close()
  }
}

async function importInto(
  node: OpenNode,
  { source, map }: OpenSource,
  options: ImportOptions,
): Promise<void> {
  const progress = progressLine()
  const stop = stopOnSignal()
  try {
    const { terms } = node.parts.agreement
    const lists = listsOf(terms, node.parts.self)
    if (lists.length === 0) throw noLists(node)
    const parts = await partsOf(node, options)
    const report = (records: number) => progress.show(`${records} records read`)
    const reportSurvey = (lines: number) => progress.show(`${lines} lines looked through`)
    const result = await importSource(source, map, {
      ...{ ...parts, report, reportSurvey },
      signal: stop.signal,
    })
    progress.show('looking for doubles')
    const { doubles, rows } = await reportDoubles(parts, source, options.review !== undefined)
    progress.end()
    const told = { ...result, recipe: parts.recipe.name, doubles, columnNames: map.columns }
    const print = options.json === true ? importJson : importText
    process.stdout.write(print(told))
    process.stderr.write(sizeWarnings(result, terms, lists))
    // Values of code columns are for the screen.
    await writeFiles(options, print({ ...told, unmapped: [] }), rows)
  } finally {
    stop.end()
    progress.end()
  }
}

async function partsOf(node: OpenNode, options: ImportOptions): Promise<ImportParts> {
  const { parts, settings, home } = node
  const { roles } = settings
  const matchingSecret = await readSecretKey(home.matchingSecret)
  const agreed = agreedImport(parts, { roles, matchingSecret })
  return {
    ...agreed,
    update: options.update === true,
    onKept: async (stores) => {
      for (const object of agreed.lists) {
        const act = { action: 'records.import', object, result: 'done', ...byCommand() } as const
        await parts.acts.append(act, stores)
      }
    },
  }
}

async function deleteListed(file: string, options: ImportOptions): Promise<void> {
  const ids = idSource(file, await mapOf(options))
  await withNode(options.home, async ({ parts }) => {
    const { found, missing } = await eraseListed(ids, { ...parts, by: byCommand() })
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ found, missing })}\n`
        : `${found} records erased; ${missing} ids of the file are of no record here.\n`,
    )
  })
}

/** The first signal stops the import where it can go on later; a second one ends the process. */
function stopOnSignal() {
  const stop = new AbortController()
  const abort = () => stop.abort()
  process.once('SIGINT', abort).once('SIGTERM', abort)
  return {
    signal: stop.signal,
    end: () => void process.off('SIGINT', abort).off('SIGTERM', abort),
  }
}

function outputs({ report, review }: ImportOptions): string[] {
  return [report, review].filter((file) => file !== undefined)
}

function placeOf({ home, replace }: ImportOptions) {
  return { home, replace: replace === true }
}

/** Throws `import.options`. */
function refuseMixed(options: ImportOptions): void {
  const { update, review, dryRun, file } = options
  const erases = options.delete !== undefined
  const said = erases && (update || dryRun || review !== undefined || file !== undefined)
  const partial = update === true && review !== undefined
  if (!said && !partial) return
  throw new Problem({
    code: 'import.options',
    what: erases
      ? '--delete erases records and goes with none of --file, --update, --dry-run and --review'
      : '--review reads the whole register again, and an update holds a part of it',
    remedy: erases
      ? 'Give the two commands one after the other.'
      : 'Leave out --review, or import the whole register without --update.',
  })
}

function noLists({ parts }: OpenNode): Problem {
  return new Problem({
    code: 'import.no-lists',
    what: 'This organisation owns no list in the agreement, so there is nothing to import',
    where: parts.self,
  })
}
