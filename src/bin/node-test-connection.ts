import type { Command } from 'commander'
import { systemClock } from '../base/clock.ts'
import { COORDINATOR } from '../base/ids.ts'
import { isProblem } from '../base/problem.ts'
import { secureRandom } from '../base/random.ts'
import { publicKeySchema } from '../crypto/identity.ts'
import { type Tested, testConnection } from '../node/test-connection.ts'
import { homeAt, readAgreement, readIdentity, readPeers } from '../settings/home.ts'
import { nodeSettingsSchema } from '../settings/node-settings.ts'
import { readWay } from '../settings/read-way.ts'
import { readYaml } from '../settings/read-yaml.ts'
import { fetchBy } from '../transport/fetch-by.ts'
import type { Step } from '../transport/walk-way.ts'

interface Options {
  readonly home: string
  readonly json?: boolean
}

export function addTestConnection(node: Command): void {
  node
    .command('test-connection')
    .description('walk the way to the coordinator and the others, step by step')
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .option('--json', 'for programs')
    .action(test)
}

async function test(options: Options): Promise<void> {
  const steps: Step[] = []
  for await (const step of testConnection(await testedAt(options.home))) {
    steps.push(step)
    if (options.json !== true) process.stdout.write(stepText(step))
  }
  if (options.json === true) process.stdout.write(`${JSON.stringify({ steps })}\n`)
  if (steps.some(({ state }) => state === 'wrong')) process.exitCode = 1
}

/** Also of a folder that is not complete: the way there is tested first. */
export async function testedAt(folder: string): Promise<Tested> {
  const home = homeAt(folder, 'node')
  const settings = await readYaml(home.settings, nodeSettingsSchema)
  const base = settings.coordinator
  const way = await readWay(home, settings)
  const pinned = publicKeySchema.safeParse((await readPeers(home))[COORDINATOR])
  return {
    ...{ base, way, fetch: fetchBy(base, way), clock: systemClock, random: secureRandom },
    identity: await orNull(() => readIdentity(home, settings.organisation)),
    coordinatorKey: pinned.success ? pinned.data : null,
    agreement: await orNull(() => readAgreement(home)),
  }
}

async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  return read().catch((error: unknown) => {
    if (isProblem(error)) return null
    throw error
  })
}

const SIGNS = { ok: 'ok   ', note: 'note ', wrong: 'WRONG', 'not reached': '-    ' } as const

function stepText({ step, state, found, code, next }: Step): string {
  const said = `${SIGNS[state]} ${step.padEnd(12)} ${code === undefined ? '' : `${code}: `}${found}\n`
  return next === undefined ? said : `${said}${' '.repeat(19)}${next}\n`
}
