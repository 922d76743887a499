import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Document, parseDocument } from 'yaml'
import { COORDINATOR } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { secureRandom } from '../base/random.ts'
import { recipeNamed } from '../matching/recipe.ts'
import { answerCodes, type CodeTable } from '../overlap/code-table.ts'
import { makeOverlapTable } from '../overlap/overlap-table.ts'
import { answerQuestions } from '../overlap/questions.ts'
import { answerAsked } from '../questions/answer.ts'
import { sceneOf } from '../questions/check.ts'
import { type LinkageLoss, measureLinkageLoss } from '../rehearsal/linkage-loss.ts'
import type { Source } from '../rehearsal/national-checks.ts'
import { nationalQuestions } from '../rehearsal/national-questions.ts'
import {
  codesOfRecord,
  type FictionalRecord,
  makeRecords,
  writeRegisters,
} from '../rehearsal/registers.ts'
import { countCodes } from '../rehearsal/true-codes.ts'
import type { Truth as RegisterTruth } from '../rehearsal/truth.ts'
import { listsOf, type Terms, termsSchema } from '../round/agreement.ts'
import { matchingSecretDigest } from '../round/matching-secret.ts'
import { homeAt } from '../settings/home.ts'
import { exists, initHome, secretText, writeSecret } from '../settings/init-home.ts'
import { checkYaml } from '../settings/read-yaml.ts'
import { openSharer, shareSecret, takeSecret } from '../settings/share-secret.ts'
import type { Truth } from '../viewer/truth.ts'
import { sourceOfTruth } from './national-sources.ts'
import { samplePath } from './wire.ts'

const MARK = '.samentel-rehearsal'

export interface Workspace {
  readonly folder: string
  readonly terms: Terms
  readonly truth: Truth
  readonly truthFile: string
  /** What the match keys cannot find in these registers. */
  readonly loss: LinkageLoss
  readonly registers: string
  /** What the registers hold of the national checks, asked in this round or not. */
  readonly national: Source
  /** Persons whom two units of the police reported in one year. */
  readonly reportedByTwoUnits: number
  home(party: string): string
  log(party: string): string
}

export interface WorkspaceSetup {
  readonly folder: string
  readonly seed: number
  readonly scale: number
  readonly port: number
  /** Ids of the tables of the sample agreement that go through the round; all of them unless told. */
  readonly tables?: readonly string[]
  /** Whether the release is attacked before it leaves its counter. */
  readonly gate?: boolean
}

/** Writes registers, samples and keys of the fictional national round; a former rehearsal goes. */
export async function makeWorkspace(setup: WorkspaceSetup): Promise<Workspace> {
  const { folder } = setup
  const document = parseDocument(await readFile(samplePath('agreement.yaml'), 'utf8'))
  const sample = checkYaml(document.toString(), 'agreement.yaml', termsSchema)
  document.set('tables', agreedTables(sample, setup.tables))
  await clearFormer(folder)
  const registers = join(folder, 'registers')
  const counted = await writeRegisters({ ...setup, directory: registers })
  const home = (party: string) => join(folder, party)
  const secret = secureRandom(32)
  const records = makeRecords(setup)
  const terms = await writeAgreement(document, { setup, secret, records })
  const parties = terms.organisations.map((one) => one.id)
  for (const party of parties) await makeNodeHome(party, setup)
  await makeCoordinatorHome(setup)
  await sharePublicKeys(folder, [COORDINATOR, ...parties])
  await shareMatchingSecret(folder, terms, secret)
  const exact = exactFigures(counted, records, sample)
  const agreed = terms.tables.map(({ id }) => id)
  const figures = exact.figures.filter(({ table }) => table === null || agreed.includes(table))
  const truth = { seed: setup.seed, scale: setup.scale, figures }
  const truthFile = join(folder, 'truth.json')
  await writeFile(truthFile, JSON.stringify(truth))
  return {
    folder,
    terms,
    truth,
    loss: measureLinkageLoss(records, {
      today: new Date().toISOString().slice(0, 10),
      recipe: recipeNamed(terms.recipe),
    }),
    truthFile,
    registers,
    national: exact.source,
    reportedByTwoUnits: twiceOnList(records, 'police', 'victims'),
    home,
    log: (party) => join(folder, `${party}.log`),
  }
}

/** All figures and all answers of the national checks, if every link were found. */
function exactFigures(
  { lists, cells }: Pick<RegisterTruth, 'lists' | 'cells'>,
  records: readonly FictionalRecord[],
  terms: Terms,
) {
  const { organisations, populations, tables } = terms
  const codes = countTables(records, terms)
  const table = makeOverlapTable({ lists, cells, quality: { listTwice: 0, undecodable: 0 } })
  const figures = [
    ...answerQuestions(table, organisations, populations),
    ...codes.flatMap((one) => answerCodes(one, terms.lists, populations)),
  ]
  const questions = nationalQuestions(tables.map(({ id }) => id))
  const asked = answerAsked(questions, { cells, codes }, sceneOf(terms))
  return { figures, source: sourceOfTruth(figures, asked) }
}

/** Of persons of whom a list has several records. */
function twiceOnList(
  records: readonly FictionalRecord[],
  organisation: string,
  population: string,
): number {
  const own = records.filter(
    ({ list }) => list.organisation === organisation && list.population === population,
  )
  const once = new Set(own.map(({ list, person }) => `${list.id} ${person.number}`))
  return own.length - once.size
}

/** What a faultless linkage would find of every table, by the rules for codes that differ. */
function countTables(records: readonly FictionalRecord[], { tables }: Terms): CodeTable[] {
  const coded = records.map((record) => ({
    listId: record.list.id,
    personNumber: record.person.number,
    codes: codesOfRecord(record),
  }))
  return tables.map((book) => ({ book, cells: countCodes(book, coded), undecodable: 0 }))
}

/** Only ever deletes a folder that a rehearsal made. */
async function clearFormer(folder: string): Promise<void> {
  const files = await readdir(folder).catch((): string[] => [])
  if (files.length > 0 && !files.includes(MARK)) {
    throw new Problem({
      code: 'workspace.not-ours',
      what: 'The workspace folder holds other things, which are left alone',
      where: folder,
      remedy: 'Choose another folder with --workspace.',
    })
  }
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, MARK), 'Made by npm start; the next start deletes this folder.\n')
}

/** Rows that lists have to spare in a smaller rehearsal, where every row is a matter of patience. */
const SPARE_ROWS = 1
const FEW_CHECKS = 1
/** A real round has 1,000: here every minute is waited for. */
const FEW_RESAMPLES = 200

/** The sample agreement, with the secret's digest and, at a smaller scale, sizes that just fit. */
async function writeAgreement(
  document: Document,
  {
    setup,
    secret,
    records,
  }: {
    readonly setup: WorkspaceSetup
    readonly secret: Uint8Array
    readonly records: readonly FictionalRecord[]
  },
): Promise<Terms> {
  const { tables, lists, disclosure } = checkYaml(
    document.toString(),
    'agreement.yaml',
    termsSchema,
  )
  // A copy of each part: what two questions share would else be written once, with an alias.
  const questions = nationalQuestions(tables.map(({ id }) => id))
  document.set('questions', JSON.parse(JSON.stringify(questions)))
  document.set('estimates', { resamples: FEW_RESAMPLES })
  // Over forty lists with codes the attacks take some minutes; these persons are made up.
  if (setup.gate !== true) document.setIn(['disclosure', 'gate'], 'off')
  document.set('matchingSecretDigest', matchingSecretDigest(secret))
  document.set('validity', yearFrom(new Date()))
  if (setup.scale < 1) {
    document.setIn(['limits', 'minimumPersons'], 1)
    document.set('checks', FEW_CHECKS)
    lists.forEach((list, at) => {
      const own = records.filter((record) => record.list.id === list.id).length
      // An agreement whose release is attacked has no list that is shorter than the threshold.
      const least = setup.gate === true ? disclosure.threshold : 0
      document.setIn(['lists', at, 'size'], Math.max(own + SPARE_ROWS, least))
    })
  }
  const text = document.toString()
  await writeFile(join(setup.folder, 'agreement.yaml'), text)
  return checkYaml(text, 'agreement.yaml', termsSchema)
}

/** @throws Problem `start.table-unknown` */
function agreedTables({ tables }: Terms, wanted?: readonly string[]): Terms['tables'] {
  if (wanted === undefined) return tables
  const known = tables.map(({ id }) => id)
  const strange = wanted.find((id) => !known.includes(id))
  if (strange === undefined) return tables.filter(({ id }) => wanted.includes(id))
  throw new Problem({
    code: 'start.table-unknown',
    what: 'The sample agreement has no such table',
    where: `--tables ${strange.slice(0, 64)}`,
    remedy: `The tables are ${known.join(', ')}. Name some with commas between them, or none.`,
  })
}

async function makeNodeHome(party: string, { folder, port }: WorkspaceSetup): Promise<void> {
  const home = homeAt(join(folder, party), 'node')
  const sample = await readFile(samplePath(`${party}.yaml`), 'utf8')
  const settings = sample.replace('http://127.0.0.1:4600', `http://127.0.0.1:${port}`)
  await initHome(home, party, asRehearsal(settings))
  await cp(join(folder, 'agreement.yaml'), home.agreement)
}

function yearFrom(today: Date): { from: string; until: string } {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  return { from: day(today.getTime()), until: day(today.getTime() + 365 * 24 * 3_600_000) }
}

async function makeCoordinatorHome({ folder, port }: WorkspaceSetup): Promise<void> {
  const home = homeAt(join(folder, COORDINATOR), 'coordinator')
  const sample = await readFile(samplePath('coordinator.yaml'), 'utf8')
  const settings = sample.replace('port: 4600', `port: ${port}`)
  await initHome(home, COORDINATOR, asRehearsal(settings))
  await cp(join(folder, 'agreement.yaml'), home.agreement)
}

/** No register of a workspace holds anybody who exists. */
function asRehearsal(settings: string): string {
  return settings.replace('rehearsalOnMadeUpPersons: false', 'rehearsalOnMadeUpPersons: true')
}

/** Stands for what organisations do by hand: everybody gets everybody's public key file. */
async function sharePublicKeys(folder: string, parties: readonly string[]): Promise<void> {
  for (const from of parties) {
    const file = join(folder, from, 'peers', `${from}.json`)
    for (const to of parties) {
      const copy = join(folder, to, 'peers', `${from}.json`)
      if (!(await exists(copy))) await cp(file, copy)
    }
  }
}

/** The first owner makes it, the others take what it seals to each of them; nobody else gets it. */
async function shareMatchingSecret(folder: string, terms: Terms, secret: Uint8Array) {
  const homeOf = (party: string) => homeAt(join(folder, party), 'node')
  const owners = terms.organisations
    .map(({ id }) => id)
    .filter((id) => listsOf(terms, id).length > 0)
  const [first = '', ...others] = owners
  await writeSecret(homeOf(first).matchingSecret, secretText(secret))
  const sharer = await openSharer(homeOf(first), first)
  for (const other of others) {
    const taken = await takeSecret(homeOf(other), other, await shareSecret(sharer, other))
    await writeSecret(homeOf(other).matchingSecret, secretText(taken.secret))
  }
}
