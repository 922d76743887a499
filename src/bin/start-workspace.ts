import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { COORDINATOR } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { secureRandom } from '../base/random.ts'
import { recipeNamed } from '../matching/recipe.ts'
import { answerCodes } from '../overlap/code-table.ts'
import { makeOverlapTable } from '../overlap/overlap-table.ts'
import { answerQuestions, type ExactFigure } from '../overlap/questions.ts'
import { type LinkageLoss, measureLinkageLoss } from '../rehearsal/linkage-loss.ts'
import {
  codesOfRecord,
  type FictionalRecord,
  makeRecords,
  writeRegisters,
} from '../rehearsal/registers.ts'
import { countCodes } from '../rehearsal/true-codes.ts'
import { listsOf, type Terms, termsSchema } from '../round/agreement.ts'
import { matchingSecretDigest } from '../round/matching-secret.ts'
import { homeAt } from '../settings/home.ts'
import { exists, initHome, secretText, writeSecret } from '../settings/init-home.ts'
import { checkYaml } from '../settings/read-yaml.ts'
import { openSharer, shareSecret, takeSecret } from '../settings/share-secret.ts'
import type { Truth } from '../viewer/truth.ts'
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
  home(party: string): string
  log(party: string): string
}

export interface WorkspaceSetup {
  readonly folder: string
  readonly seed: number
  readonly scale: number
  readonly port: number
}

/** Writes registers, samples and keys of the fictional national round; a former rehearsal goes. */
export async function makeWorkspace(setup: WorkspaceSetup): Promise<Workspace> {
  const { folder } = setup
  await clearFormer(folder)
  const registers = join(folder, 'registers')
  const counted = await writeRegisters({ ...setup, directory: registers })
  const home = (party: string) => join(folder, party)
  const secret = secureRandom(32)
  const records = makeRecords(setup)
  const terms = await writeAgreement(setup, secret, records)
  const parties = terms.organisations.map((one) => one.id)
  for (const party of parties) await makeNodeHome(party, setup)
  await makeCoordinatorHome(setup)
  await sharePublicKeys(folder, [COORDINATOR, ...parties])
  await shareMatchingSecret(folder, terms, secret)
  const table = makeOverlapTable({ ...counted, quality: { listTwice: 0, undecodable: 0 } })
  const figures = [
    ...answerQuestions(table, terms.organisations, terms.populations),
    ...codeFigures(records, terms),
  ]
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
    home,
    log: (party) => join(folder, `${party}.log`),
  }
}

/** What a faultless linkage would find of every table, by the rules for codes that differ. */
function codeFigures(records: readonly FictionalRecord[], terms: Terms): ExactFigure[] {
  const coded = records.map((record) => ({
    listId: record.list.id,
    personNumber: record.person.number,
    codes: codesOfRecord(record),
  }))
  return terms.tables.flatMap((book) => {
    const table = { book, cells: countCodes(book, coded), undecodable: 0 }
    return answerCodes(table, terms.lists, terms.populations)
  })
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

/** The sample agreement, with the secret's digest and, at a smaller scale, sizes that just fit. */
async function writeAgreement(
  setup: WorkspaceSetup,
  secret: Uint8Array,
  records: readonly FictionalRecord[],
): Promise<Terms> {
  const document = parseDocument(await readFile(samplePath('agreement.yaml'), 'utf8'))
  document.set('matchingSecretDigest', matchingSecretDigest(secret))
  document.set('validity', yearFrom(new Date()))
  if (setup.scale < 1) {
    document.setIn(['limits', 'minimumPersons'], 1)
    const { lists } = checkYaml(document.toString(), 'agreement.yaml', termsSchema)
    document.set('checks', FEW_CHECKS)
    lists.forEach((list, at) => {
      const own = records.filter((record) => record.list.id === list.id).length
      document.setIn(['lists', at, 'size'], own + SPARE_ROWS)
    })
  }
  const text = document.toString()
  await writeFile(join(setup.folder, 'agreement.yaml'), text)
  return checkYaml(text, 'agreement.yaml', termsSchema)
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
