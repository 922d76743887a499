import type { Command } from 'commander'
import { systemClock } from '../base/clock.ts'
import { COORDINATOR } from '../base/ids.ts'
import { isProblem, Problem } from '../base/problem.ts'
import { secureRandom } from '../base/random.ts'
import { fingerprint, type PublicKey, publicKeySchema } from '../crypto/identity.ts'
import { type Enrolling, enrol, fetchPapers, takePapers } from '../enrolment/enrol.ts'
import type { Papers } from '../enrolment/papers.ts'
import { readingCode } from '../enrolment/reading-code.ts'
import { ActLog } from '../log/act.ts'
import { type Home, homeAt, readAgreement, readIdentity, readPeers } from '../settings/home.ts'
import { type NodeSettings, nodeSettingsSchema } from '../settings/node-settings.ts'
import { readWay } from '../settings/read-way.ts'
import { readYaml } from '../settings/read-yaml.ts'
import { CoordinatorClient, isPassing } from '../transport/coordinator-client.ts'
import { fetchBy } from '../transport/fetch-by.ts'
import { type Asker, askerHere } from './ask.ts'
import { byCommand } from './by-command.ts'
import { openDatabaseAt } from './wire.ts'

const HOME = ['--home <folder>', 'folder with settings, keys and store'] as const
const LOOK_AGAIN_MS = 5_000

interface Options {
  readonly home: string
  readonly code?: string
  readonly wait?: boolean
}

export function addEnrol(node: Command): void {
  node
    .command('enrol')
    .description('bring this public key to the coordinator; get agreement and the keys of others')
    .requiredOption(...HOME)
    .option('--code <code>', 'the invitation; not needed to ask again who else has enrolled')
    .option('--wait', 'until all others have enrolled')
    .action((options: Options) => enrolNode(options, askerHere()))
}

export async function enrolNode(options: Options, asker: Asker | null): Promise<void> {
  const home = homeAt(options.home, 'node')
  const settings = await readYaml(home.settings, nodeSettingsSchema)
  const parts = await enrollingAt(home, settings)
  const pinned = publicKeySchema.safeParse((await readPeers(home))[COORDINATOR])
  const known = pinned.success ? pinned.data : null
  const code = options.code ?? (known === null ? await askCode(asker) : null)
  const first = code === null ? null : await enrol(parts, code)
  let taken = await take(home, first ?? (await again(parts, known)))
  if (first !== null) await note(home, settings, { action: 'enrolment.send', object: COORDINATOR })
  process.stdout.write(enrolledText(parts.identity.id, parts.identity.publicKey))
  while (taken.missing.length > 0 && options.wait === true) {
    process.stdout.write(`waits for the keys of: ${taken.missing.join(', ')}\n`)
    taken = await untilMore(home, parts, taken.missing)
  }
  process.stdout.write(await nextText(home, taken.missing))
}

async function enrollingAt(home: Home, settings: NodeSettings): Promise<Enrolling> {
  const { organisation, coordinator: base } = settings
  const fetch = fetchBy(base, await readWay(home, settings))
  const identity = await readIdentity(home, organisation)
  return { identity, base, fetch, clock: systemClock, random: secureRandom }
}

async function again(parts: Enrolling, coordinatorKey: PublicKey | null): Promise<Papers> {
  if (coordinatorKey === null) throw noCode()
  return fetchPapers(new CoordinatorClient(parts), parts, coordinatorKey)
}

/** Asks now and then, whatever happens on the way, until the keys of others have come. */
async function untilMore(home: Home, parts: Enrolling, before: readonly string[]) {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    const key = publicKeySchema.parse((await readPeers(home))[COORDINATOR])
    try {
      const taken = await take(home, await again(parts, key))
      if (taken.missing.length < before.length) return taken
    } catch (error) {
      if (!isProblem(error) || !isPassing(error)) throw error
    }
  }
}

function take(home: Home, papers: Papers) {
  return takePapers(home, papers)
}

async function askCode(asker: Asker | null): Promise<string> {
  if (asker === null) throw noCode()
  return asker.secret({ message: 'Invitation code of the coordinator?' })
}

/** What was done, in the log of acts; of several acts all or, if one cannot be written, those before it. */
export async function note(
  home: Home,
  { organisation, database: url }: Pick<NodeSettings, 'organisation' | 'database'>,
  ...done: readonly NotedAct[]
): Promise<void> {
  const database = await openDatabaseAt(home, url)
  try {
    const acts = new ActLog({ database, organisation, clock: systemClock })
    for (const act of done) await acts.append({ result: 'done', ...act, ...byCommand() })
  } finally {
    await database.close()
  }
}

interface NotedAct {
  readonly action: string
  readonly object: string
  readonly result?: 'done' | 'refused'
}

function enrolledText(id: string, key: PublicKey): string {
  return `${id} has enrolled; the coordinator holds its public key.
  fingerprint   ${fingerprint(key)}
`
}

async function nextText(home: Home, missing: readonly string[]): Promise<string> {
  if (missing.length > 0) {
    return `The keys of these have not come yet: ${missing.join(', ')}.
Next: samentel node enrol --home ${home.folder} --wait
`
  }
  const { digest } = await readAgreement(home)
  return `Agreement and the keys of everybody are here. They came through the coordinator, so compare them:
telephone another organisation, by a number you know, and read this to each other (30 digits, 99 bits).

  ${readingCode(digest)}

Next: type in what you hear from them: samentel node confirm --home ${home.folder} --with ORGANISATION
`
}

function noCode(): Problem {
  return new Problem({
    code: 'enrolment.no-code',
    what: 'To enrol, an invitation code of the coordinator is needed',
    remedy: 'Ask the coordinator for one (samentel coordinator invite) and give it with --code.',
  })
}
