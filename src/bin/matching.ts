import type { Command } from 'commander'
import { secureRandom } from '../base/random.ts'
import { comparePairs, type PersonPair } from '../evaluation/compare-pairs.ts'
import { type Evaluated, evaluateLists } from '../evaluation/evaluate-lists.ts'
import type { LabelledList } from '../evaluation/keyed-list.ts'
import { keysOfRows, personsOfRecords } from '../evaluation/list-rows.ts'
import { isSamePairs } from '../evaluation/pair-figures.ts'
import { loadSodiumEngine } from '../group/sodium-engine.ts'
import { linkRows } from '../linkage/link-rows.ts'
import { blindRows } from '../local/blind-rows.ts'
import { withoutKeys } from '../matching/fewer-keys.ts'
import { readPerson } from '../matching/match-key.ts'
import { type Recipe, recipeNamed, recipeNames } from '../matching/recipe.ts'
import { plainFieldMap, readFieldMap } from '../source/field-map.ts'
import { type FindingLog, findingAt, type Place } from '../source/finding.ts'
import { type LabelledFile, readLabelled } from '../source/labelled-records.ts'
import { readPairs } from '../source/record-pairs.ts'
import type { RecordFields } from '../source/source-event.ts'
import { startPool } from '../work/pool.ts'
import { fittingRecipe } from './fitting-recipe.ts'
import { comparisonText, type EvaluationReport, evaluationText } from './matching-text.ts'
import { numberOption, workerLimits } from './number-option.ts'
import { progressLine } from './progress.ts'

interface EvaluateOptions {
  readonly file: readonly string[]
  readonly map?: string
  readonly recipe?: string
  readonly without?: string
  readonly blinded?: boolean
  readonly workers?: string
  readonly json?: boolean
}

interface CompareOptions {
  readonly pairs: string
  readonly recipe: string
  readonly json?: boolean
}

const usual = 'full/1'

export function addMatching(program: Command): void {
  const matching = program
    .command('matching')
    .description('measure match keys and linking rule on files of which the truth is known')
  matching
    .command('evaluate')
    .description(
      'link labelled files as a round would and count how many pairs are found, and rightly',
    )
    .requiredOption('--file <csv...>', 'a file a list, with the column entity_id; may be repeated')
    .option('--map <file>', 'YAML file that says which column is which')
    .option('--recipe <name>', `match keys: ${recipeNames.join(', ')}; ${usual} unless told`)
    .option('--without <ids>', 'keys to leave out, with commas: K01,K02')
    .option('--blinded', 'also through encryption, mixing and evaluation; compares the links')
    .option('--workers <number>', 'worker threads of --blinded; all cores unless told')
    .option('--json', 'print the figures as JSON on standard output')
    .action(evaluate)
  matching
    .command('compare')
    .description('link labelled pairs of records, each by itself')
    .requiredOption('--pairs <csv>', 'pair_id, origin, difficulty, given_a … cob_b, label')
    .option('--recipe <name>', `match keys: ${recipeNames.join(', ')}`, usual)
    .option('--json', 'print the figures as JSON on standard output')
    .action(compare)
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const workers =
    options.workers === undefined
      ? undefined
      : numberOption('--workers', options.workers, workerLimits)
  const map = options.map === undefined ? plainFieldMap : await readFieldMap(options.map)
  // Options are judged before long files are read.
  const asked = options.recipe === undefined ? undefined : recipeNamed(options.recipe)
  const dropped = (options.without ?? '').split(',').filter((id) => id.trim() !== '')
  withoutKeys(asked ?? recipeNamed(usual), dropped)
  const files: LabelledFile[] = []
  for (const path of options.file) files.push(await readLabelled(path, map))
  const whole =
    asked ??
    fittingRecipe(
      usual,
      files.map(({ columns }) => columns),
    )
  const recipe = withoutKeys(whole, dropped)
  const lists = files.map(labelledList)
  for (const { file, findings } of files) tellFindings(file, findings)
  const evaluated = evaluateLists(lists, recipe)
  const { lists: perList, ...evaluation } = evaluated.evaluation
  const blinded = options.blinded === true ? await blind(evaluated, recipe, workers) : {}
  const report: EvaluationReport = {
    recipe: recipe.name,
    withoutFields: recipe.without,
    withoutKeys: whole.keys.filter((key) => !recipe.keys.includes(key)).map(({ id }) => id),
    files: perList.map((list, at) => ({ ...list, refused: refusedIn(files[at]?.findings) })),
    ...evaluation,
    ...blinded,
  }
  process.stdout.write(options.json === true ? jsonText(report) : evaluationText(report))
  if (report.samePairs === false) process.exitCode = 1
}

function labelledList({ file, records, findings }: LabelledFile): LabelledList {
  return {
    name: file,
    records: records.map(({ line, entity, fields }) => ({
      entity,
      person: readSide(fields, { file, line }, findings),
    })),
  }
}

function readSide(fields: RecordFields, place: Place, findings: FindingLog) {
  const { person, findings: found } = readPerson(fields, today())
  for (const { code, column } of found) findings.add(findingAt(place, code, column))
  return person
}

/** The same rows through the primitives of a round; whose a row is stays known here, and only here. */
async function blind({ rows, persons }: Evaluated, recipe: Recipe, workers: number | undefined) {
  const pool = startPool(workers)
  const progress = progressLine()
  try {
    const clear = { recipe: recipe.name, slots: recipe.slots, lists: rows.map(keysOfRows) }
    const blinded = await blindRows(clear, {
      engine: await loadSodiumEngine(),
      pool,
      random: secureRandom,
      report: (step, done, total) => progress.show(`${step}: ${done} of ${total} rows`),
    })
    const maxRowsPerPerson = rows.length
    const linked = linkRows({ ...blinded, slots: recipe.slots, maxRowsPerPerson })
    const person = new Uint32Array(blinded.rows)
    for (const [row, origin] of blinded.origin.entries()) person[origin] = linked.person[row] ?? 0
    const samePairs = isSamePairs(persons, personsOfRecords(rows, person))
    return { samePairs, blindedRows: blinded.rows }
  } finally {
    progress.end()
    await pool.close()
  }
}

async function compare(options: CompareOptions): Promise<void> {
  const recipe = recipeNamed(options.recipe)
  const { pairs, findings } = await readPairs(options.pairs)
  const place = { file: options.pairs, line: 0 }
  const persons = pairs.map(({ sides: [one, other], ...pair }): PersonPair => {
    const at = { ...place, line: pair.line }
    return { ...pair, sides: [readSide(one, at, findings), readSide(other, at, findings)] }
  })
  tellFindings(options.pairs, findings)
  const report = { recipe: recipe.name, ...comparePairs(persons, recipe) }
  process.stdout.write(options.json === true ? jsonText(report) : comparisonText(report))
}

/** Lines that were left out; other findings only cost a key. */
function refusedIn(findings: FindingLog | undefined): number {
  return (findings?.toJSON() ?? [])
    .filter(({ code }) => code.startsWith('record.'))
    .reduce((sum, { count }) => sum + count, 0)
}

function tellFindings(file: string, findings: FindingLog): void {
  for (const line of findings.sentences()) process.stderr.write(`${file}: ${line}\n`)
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

function jsonText(report: object): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
