import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { z } from 'zod'
import { COORDINATOR } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { MAPPING } from '../rehearsal/register-mapping.ts'
import { cellOf, parseRelease, type Release } from '../release/release.ts'
import { listsOf } from '../round/agreement.ts'
import type { CoordinatorClient } from '../transport/coordinator-client.ts'
import type { Language } from '../viewer/language.ts'
import { formatReleaseText } from '../viewer/text.ts'
import { type Truth, truthOf } from '../viewer/truth.ts'
import { type Child, type LogLine, runChild, startChild } from './child.ts'
import { sourceOfRelease } from './national-sources.ts'
import { compareNational, formatNational, isMet, type NationalLine } from './national-text.ts'
import { numberOption } from './number-option.ts'
import { refuseTakenPorts } from './ports.ts'
import { makeWorkspace, type Workspace, type WorkspaceSetup } from './start-workspace.ts'
import { coordinatorClient } from './wire.ts'

interface Options {
  readonly workspace: string
  readonly port: string
  readonly scale: string
  readonly seed: string
  readonly once?: boolean
  readonly english?: boolean
  readonly tables: string
  readonly json?: string
  readonly gate?: boolean
}

const LOOK_MS = 400

export function addStart(program: Command): void {
  program
    .command('start')
    .description(
      'rehearse a fictional national round: eight nodes and a coordinator, each a process',
    )
    .option('--workspace <folder>', 'where registers, keys, stores and logs go', 'workspace')
    .option('--port <number>', 'port of the coordinator; the pages get the next one', '4600')
    .option('--scale <number>', '1 is the size of the national register, 0.02 is quick', '0.2')
    .option('--seed <number>', 'another seed gives other made-up persons', '20171018')
    .option('--once', 'end when the result is printed')
    .option('--english', 'print the result in English')
    .option(
      '--tables <ids>',
      'tables of the sample agreement that persons are counted by; each costs time',
      'exploitation,age',
    )
    .option(
      '--gate',
      'attack the release before it is published, as a real round does; some minutes more',
    )
    .option('--json <file>', 'also write what was published beside the result, as JSON')
    .action(start)
}

async function start(options: Options): Promise<void> {
  // The pages get the port after it.
  const port = numberOption('--port', options.port, { from: 1, to: 65_534, whole: true })
  const scale = numberOption('--scale', options.scale, { from: 0.01, to: 1, whole: false })
  const seed = numberOption('--seed', options.seed, { from: 0, to: 2 ** 48, whole: true })
  const children: Child[] = []
  const stopAll = () => Promise.all(children.map((child) => child.stop()))
  const interrupted = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  const tables = options.tables.split(',').filter((id) => id !== '')
  const rehearsal = play({ ...options, port, scale, seed, tables }, children)
  try {
    await Promise.race([rehearsal, interrupted])
    if (options.once !== true) await interrupted
  } finally {
    rehearsal.catch(() => undefined) // it fails when its processes are stopped
    await stopAll()
    say('All processes have stopped.')
  }
  process.exit(process.exitCode ?? 0)
}

type Setup = Pick<Options, 'workspace' | 'english' | 'json'> & Omit<WorkspaceSetup, 'folder'>

async function play(setup: Setup, children: Child[]): Promise<void> {
  const { port } = setup
  await refuseTakenPorts([port, port + 1])
  say(
    `Writing fictional registers (seed ${setup.seed}, scale ${setup.scale}) into ${setup.workspace}/ …`,
  )
  const workspace = await makeWorkspace({ ...setup, folder: setup.workspace })
  await importAll(workspace)
  serveAll(workspace, children)
  const client = await coordinatorClient(workspace.home(COORDINATOR))
  await untilAnswers(client)
  await acceptAtEach(workspace)
  const round = await client.openRound({})
  say(
    `Round ${round} is open: ${workspace.terms.lists.length} lists of ${workspace.terms.organisations.length - 1} owners.`,
  )
  await untilReleased(client, round)
  const release = parseRelease(await client.getJson(`/v1/releases/${round}`))
  const language = setup.english === true ? 'en' : 'nl'
  process.stdout.write(`\n${formatReleaseText(release, workspace.truth, language)}\n`)
  await tellNational(release, workspace, { ...setup, language })
  say(statement(release, workspace))
  children.push(
    startChild(
      'viewer',
      [
        'viewer',
        ...['--coordinator', `http://127.0.0.1:${port}`],
        ...['--port', String(port + 1), '--rehearsal-truth', workspace.truthFile],
      ],
      { logFile: workspace.log('viewer') },
    ),
  )
  await untilServed(`http://127.0.0.1:${port + 1}/health`)
  say(`Pages: http://127.0.0.1:${port + 1}/ (English: /en). Ctrl-C stops everything.`)
}

/** What was published, what the registers hold of it, and what the release says. */
async function tellNational(
  release: Release,
  { national, loss, reportedByTwoUnits }: Workspace,
  { scale, json, language }: { scale: number; json?: string; language: Language },
): Promise<void> {
  const comparison = {
    scale,
    registers: national,
    release: sourceOfRelease(release),
    own: { 'police-units': reportedByTwoUnits },
    rules: release.rules,
    missed: loss.pairs - loss.found,
  }
  say(formatNational(comparison, language))
  const lines = compareNational(comparison)
  if (json !== undefined) await writeFile(json, `${JSON.stringify({ scale, lines }, null, 1)}\n`)
  const isWrong = (line: NationalLine) =>
    !line.fits || (scale === 1 && line.registers !== null && !isMet(line))
  if (lines.some(isWrong)) process.exitCode = 1
}

/**
 * What the result must keep to: a missed pair makes at most one person too many, and rounding moves a
 * number by half its base. Outside of that something is wrong, and the exit code says so.
 */
function statement(release: Release, { truth, loss }: Workspace): string {
  const exact = truthOf(truth, { question: 'persons' })
  const cell = cellOf(release, { question: 'persons' })
  if (exact === null || cell.status !== 'shown') return ''
  const missed = loss.pairs - loss.found
  const half = release.rules.roundingBase / 2
  const codes = compareCodes(release, truth, missed)
  const fits =
    cell.value >= exact - half && cell.value <= exact + missed + half && codes.outside === 0
  if (!fits) process.exitCode = 1
  const share = ((100 * loss.found) / loss.pairs).toFixed(1)
  return [
    `Linkage: of ${loss.pairs} pairs of lists with the same person on both, ${share} % share a match key; ${missed} do not.`,
    `So between ${exact} (the truth) and ${exact + missed} persons can be found; the round found ${cell.value} (rounded).`,
    `Of ${codes.compared} figures by code, ${codes.outside} differ by more than that from the truth; the largest difference is ${codes.largest}.`,
    fits ? 'That is within the stated linkage loss.' : 'THAT IS OUTSIDE THE STATED LINKAGE LOSS.',
  ].join('\n')
}

/**
 * A person who is found twice is counted under two codes instead of one, or under one that the other
 * sighting would have changed: one figure moves by at most one for each pair that is missed.
 */
function compareCodes(release: Release, truth: Truth, missed: number) {
  const { threshold, roundingBase } = release.rules
  const differences = release.figures
    .filter((figure) => figure.code !== null)
    .flatMap((figure) => {
      const exact = truthOf(truth, figure)
      if (exact === null) return []
      if (figure.cell.status === 'shown') return [Math.abs(figure.cell.value - exact)]
      // Withheld: nobody is told more than that it is below the threshold.
      return [Math.max(0, exact - threshold + 1)]
    })
  return {
    compared: differences.length,
    outside: differences.filter((difference) => difference > missed + roundingBase / 2).length,
    largest: Math.max(0, ...differences),
  }
}

/** Two at a time: each import uses a core. */
async function importAll(workspace: Workspace): Promise<void> {
  const { terms } = workspace
  const owners = terms.organisations
    .map((one) => one.id)
    .filter((id) => listsOf(terms, id).length > 0)
  const importOne = async (id: string) => {
    say(`${id} imports its register into its own store …`)
    const file = `${workspace.registers}/${id}.csv`
    const map = `${workspace.registers}/${MAPPING}`
    const args = ['node', 'import', '--home', workspace.home(id), '--file', file, '--map', map]
    await runChild(id, args, workspace.log(id))
  }
  const half = Math.ceil(owners.length / 2)
  const inTurn = async (ids: readonly string[]) => {
    for (const id of ids) await importOne(id)
  }
  await Promise.all([inTurn(owners.slice(0, half)), inTurn(owners.slice(half))])
}

/** Each organisation accepts by itself, with its own key, as people do by hand. */
async function acceptAtEach({ terms, home, log }: Workspace): Promise<void> {
  for (const { id } of terms.organisations) {
    await runChild(id, ['node', 'agreement', 'accept', '--home', home(id)], log(id))
    say(`${id} has read and accepted the agreement.`)
  }
}

function serveAll(workspace: Workspace, children: Child[]): void {
  const parties = [COORDINATOR, ...workspace.terms.organisations.map((one) => one.id)]
  for (const party of parties) {
    const role = party === COORDINATOR ? 'coordinator' : 'node'
    const child = startChild(party, [role, 'serve', '--home', workspace.home(party)], {
      logFile: workspace.log(party),
      onLine: (line) => showProgress(party, line),
    })
    children.push(child)
  }
  say(`Started ${parties.length} processes: ${parties.join(', ')}.`)
}

function showProgress(party: string, line: LogLine): void {
  if (line.msg === 'progress') say(`  ${party}: ${line.step} ${line.done}/${line.total}`)
  if (line.msg === 'round scrubbed') say(`  ${party}: has destroyed its keys of the round`)
}

async function untilServed(url: string): Promise<void> {
  for (let left = 150; left > 0; left--) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

async function untilAnswers(client: CoordinatorClient): Promise<void> {
  for (let left = 150; ; left--) {
    try {
      await client.getJson('/v1/rounds')
      return
    } catch (error) {
      if (left === 0) throw error
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
}

const statusSchema = z.object({
  phase: z.string(),
  stage: z.string().optional(),
  step: z.string().optional(),
  waitsFor: z.array(z.string()).optional(),
  code: z.string().optional(),
  by: z.string().optional(),
  what: z.string().optional(),
})

async function untilReleased(client: CoordinatorClient, round: string): Promise<void> {
  let told = ''
  for (;;) {
    const status = statusSchema.parse(await client.getJson(`/v1/rounds/${round}`))
    const stage = status.stage === undefined ? '' : ` ${status.stage} (${status.step})`
    const line = `${status.phase}${stage}`
    if (line !== told) say(`${line}: waits for ${(status.waitsFor ?? []).join(', ') || 'nobody'}`)
    told = line
    if (status.phase === 'released') return
    if (status.phase === 'aborted') {
      throw new Problem({
        code: status.code ?? 'round.aborted',
        what: status.what ?? 'The round was aborted',
        where: status.by ?? round,
      })
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
