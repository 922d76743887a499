import type { Command } from 'commander'
import { COORDINATOR } from '../base/ids.ts'
import { isProblem } from '../base/problem.ts'
import { ConsentBook } from '../consent/consent-book.ts'
import { exchangeStatements } from '../node/consents.ts'
import { decideAgreement } from '../node/decide.ts'
import { NodeRounds } from '../node/rounds.ts'
import { homeAt, readAgreement } from '../settings/home.ts'
import { coordinatorSettingsSchema, nodeSettingsSchema } from '../settings/node-settings.ts'
import { readYaml } from '../settings/read-yaml.ts'
import { isPassing } from '../transport/coordinator-client.ts'
import { agreementText, standingText } from './agreement-text.ts'
import { byCommand } from './by-command.ts'
import { tryLockHome } from './home-lock.ts'
import { succeed } from './succeed.ts'
import { waitsForSecond } from './waits-for-second.ts'
import { type OpenNode, openDatabaseAt, openNode } from './wire.ts'

const HOME = ['--home <folder>', 'folder with settings, keys and store'] as const
const REASON = ['--reason <text>', 'why, for all to read; up to 400 characters'] as const

interface Options {
  readonly home: string
  readonly reason?: string
}

/** What an organisation says of the agreement in its folder. */
export function addNodeAgreement(node: Command): void {
  const agreement = node.command('agreement').description('read the agreement, answer it, end it')
  const add = (name: string, description: string) =>
    agreement
      .command(name)
      .description(description)
      .requiredOption(...HOME)
  add('show', 'the agreement in plain words').action(show)
  add('accept', 'sign that this organisation accepts it').action((options: Options) =>
    answer(options, 'agreement.accept'),
  )
  add('reject', 'sign that it does not')
    .requiredOption(...REASON)
    .action((options: Options) => answer(options, 'agreement.reject'))
  add('revoke', 'end it for everybody and for good; running rounds end, their keys are destroyed')
    .requiredOption(...REASON)
    .action(revoke)
  add('status', 'who has accepted, rejected or revoked').action(status)
  node
    .command('succeed')
    .description('replace the identity key by a new one, signed by the old')
    .requiredOption(...HOME)
    .option('--now', 'also while a round runs; that round will end')
    .action(succeed)
}

export function addCoordinatorAgreement(coordinator: Command): void {
  coordinator
    .command('agreement')
    .description('follow the agreement')
    .command('status')
    .description('who has accepted, rejected or revoked')
    .requiredOption(...HOME)
    .action(coordinatorStatus)
}

async function show({ home: folder }: Options): Promise<void> {
  const home = homeAt(folder, 'node')
  await readYaml(home.settings, nodeSettingsSchema)
  process.stdout.write(agreementText(await readAgreement(home)))
}

async function answer(
  { home, reason }: Options,
  type: 'agreement.accept' | 'agreement.reject',
): Promise<void> {
  await withNode(home, async ({ parts }, rounds) => {
    const choice = type === 'agreement.accept' ? 'accept' : 'refuse'
    const said = { choice, reason, by: byCommand() } as const
    const { outcome } = await decideAgreement(parts, rounds, said)
    const done = type === 'agreement.accept' ? 'accepts' : 'rejects'
    if (outcome === 'waits') return waitsForSecond(`${done} ${parts.agreement.digest}`)
    process.stdout.write(`${parts.self} ${done} ${parts.agreement.digest}\n`)
    await tellCoordinator({ parts }, rounds)
  })
}

async function revoke({ home, reason }: Options): Promise<void> {
  await withNode(home, async (node, rounds) => {
    const lock = await tryLockHome(node.home)
    try {
      const said = { choice: 'revoke', reason, alone: lock !== null, by: byCommand() } as const
      const { ended } = await decideAgreement(node.parts, rounds, said)
      process.stdout.write(`${node.parts.self} has revoked ${node.parts.agreement.digest}\n`)
      for (const round of ended) {
        process.stdout.write(`round ${round} has ended here; its keys are destroyed\n`)
      }
      await tellCoordinator(node, rounds)
    } finally {
      lock?.release()
    }
  })
}

async function status({ home }: Options): Promise<void> {
  await withNode(home, async (node, rounds) => {
    await tellCoordinator(node, rounds)
    const { consents } = rounds
    const found = [await consents.standing(), await consents.statements()] as const
    process.stdout.write(standingText(node.parts.agreement, ...found))
  })
}

async function coordinatorStatus({ home: folder }: Options): Promise<void> {
  const home = homeAt(folder, COORDINATOR)
  const settings = await readYaml(home.settings, coordinatorSettingsSchema)
  const agreement = await readAgreement(home)
  const database = await openDatabaseAt(home, settings.database)
  try {
    const book = new ConsentBook({ agreement, database })
    process.stdout.write(standingText(agreement, await book.standing(), await book.statements()))
  } finally {
    await database.close()
  }
}

export async function withNode(
  folder: string,
  work: (node: OpenNode, rounds: NodeRounds) => Promise<void>,
): Promise<void> {
  const node = await openNode(folder)
  try {
    await work(node, new NodeRounds(node.parts))
  } finally {
    await node.parts.pool.close()
    await node.parts.database.close()
  }
}

/** What is signed stands in the node's own store; a coordinator that is away hears of it later. */
export async function tellCoordinator(
  { parts }: Pick<OpenNode, 'parts'>,
  rounds: NodeRounds,
): Promise<boolean> {
  try {
    const problems = await exchangeStatements(parts, rounds)
    for (const problem of problems) process.stderr.write(`${problem.message}\n`)
    if (problems.length > 0) process.exitCode = 1
    return problems.length === 0
  } catch (error) {
    if (!isProblem(error) || !isPassing(error)) throw error
    process.stderr.write(
      'The coordinator does not answer now; a node that serves tells it later.\n',
    )
    return false
  }
}
