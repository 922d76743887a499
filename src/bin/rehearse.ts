import { rmSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { isId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { loadSodiumEngine } from '../group/sodium-engine.ts'
import { type LocalList, type LocalResult, runLocalRound } from '../local/local-round.ts'
import { type Recipe, recipeNamed, recipeNames } from '../matching/recipe.ts'
import { readCsv } from '../source/csv-source.ts'
import { type FieldMap, plainFieldMap, readFieldMap } from '../source/field-map.ts'
import { startPool } from '../work/pool.ts'
import { fittingRecipe } from './fitting-recipe.ts'
import { makeLog } from './logger.ts'
import { numberOption, workerLimits } from './number-option.ts'
import { formatOverlap, overlapJson } from './overlap-text.ts'
import { progressLine } from './progress.ts'

interface Options {
  readonly lists: string
  readonly map?: string
  readonly json?: boolean
  readonly workers?: string
  readonly unproven?: boolean
  readonly recipe?: string
}

export function addRehearse(program: Command): void {
  program
    .command('rehearse')
    .description('run a whole round in this process over your own CSV files, one file a list')
    .requiredOption('--lists <folder>', 'every *.csv in it is one list, named after the file')
    .option('--map <file>', 'YAML file that says which column is which')
    .option('--json', 'print the overlap table as JSON on standard output')
    .option('--workers <number>', 'worker threads; all cores unless told')
    .option(
      '--recipe <name>',
      `match keys: ${recipeNames.join(', ')}; short/1 without what no file has, unless told`,
    )
    .option('--unproven', 'leave the proofs out: five times as quick, the same table')
    .action(rehearse)
}

async function rehearse(options: Options): Promise<void> {
  const workers =
    options.workers === undefined
      ? undefined
      : numberOption('--workers', options.workers, workerLimits)
  // Options are judged before files are read.
  const asked = options.recipe === undefined ? undefined : recipeNamed(options.recipe)
  const names = await findLists(options.lists)
  const map = options.map === undefined ? plainFieldMap : await readFieldMap(options.map)
  const recipe = asked ?? (await recipeFor(names.lists, map))
  const folder = await mkdtemp(join(tmpdir(), 'samentel-'))
  removeWhenInterrupted(folder)
  const pool = startPool(workers)
  const progress = progressLine()
  try {
    const result = await runLocalRound({
      folder,
      engine: await loadSodiumEngine(),
      pool,
      log: makeLog('rehearse', 'silent'),
      lists: names.lists,
      map,
      recipe,
      proofs: options.unproven === true ? 'off' : 'full',
      today: new Date().toISOString().slice(0, 10),
      report: (who, { step, done, total }) => progress.show(`${who}: ${step} ${done}/${total}`),
    })
    progress.end()
    print(result, names.fileNames, options.json === true)
  } finally {
    progress.end()
    await pool.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function recipeFor(lists: readonly LocalList[], map: FieldMap): Promise<Recipe> {
  const columns = await Promise.all(lists.map(({ path }) => columnsOf(path, map)))
  return fittingRecipe('short/1', columns)
}

/** Our names of the columns of an export, constants of the mapping among them; none of an empty file. */
async function columnsOf(path: string, map: FieldMap): Promise<ReadonlySet<string>> {
  const constants = Object.keys(map.constants)
  for await (const event of readCsv(path, map)) {
    if (event.kind === 'header') return new Set([...event.columns, ...constants])
  }
  return new Set(constants)
}

/** What a rehearsal kept, hashed and sealed as it is, does not outlive it. */
function removeWhenInterrupted(folder: string): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      rmSync(folder, { recursive: true, force: true })
      process.exit(code)
    })
  }
}

function print(result: LocalResult, names: ReadonlyMap<string, string>, json: boolean): void {
  for (const { id, read } of result.lists) {
    for (const line of read.findings.sentences()) {
      process.stderr.write(`${names.get(id)}.csv: ${line}\n`)
    }
  }
  process.stdout.write(json ? overlapJson(result, names) : formatOverlap(result, names))
}

interface FoundLists {
  readonly lists: readonly LocalList[]
  /** What the user called each list. */
  readonly fileNames: ReadonlyMap<string, string>
}

async function findLists(folder: string): Promise<FoundLists> {
  const files = (await readdir(folder).catch(missingFolder(folder)))
    .filter((file) => file.toLowerCase().endsWith('.csv'))
    .sort()
  if (files.length === 0) throw noLists(folder)
  const fileNames = new Map<string, string>()
  const lists = files.map((file) => {
    const name = file.slice(0, -'.csv'.length)
    const id = listId(name)
    if (!isId(id)) throw badName(file)
    const other = fileNames.get(id)
    if (other !== undefined) throw sameName(file, other)
    fileNames.set(id, name)
    return { id, path: join(folder, file) }
  })
  return { lists, fileNames }
}

/** File names are free, ids are not: `Police 2017` becomes `police-2017` inside. */
function listId(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '')
}

function missingFolder(folder: string): (cause: unknown) => never {
  return (cause) => {
    throw new Problem({
      code: 'lists.missing-folder',
      what: 'The folder with the lists cannot be read',
      where: folder,
      remedy: 'Give --lists a folder that is there and may be read.',
      cause,
    })
  }
}

function noLists(folder: string): Problem {
  return new Problem({
    code: 'lists.none',
    what: 'The folder holds no *.csv file',
    where: folder,
    remedy: 'Put one CSV file per list there; its name is the name of the list.',
  })
}

function badName(file: string): Problem {
  return new Problem({
    code: 'list.bad-name',
    what: 'A list cannot be named after this file',
    where: file,
    remedy: 'Give the file a name with letters or digits.',
  })
}

function sameName(file: string, other: string): Problem {
  return new Problem({
    code: 'list.same-name',
    what: 'Two files would give lists of one name',
    where: `${file} and ${other}.csv`,
    remedy: 'Rename one of them.',
  })
}
