import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Context, Hono } from 'hono'
import type { Log } from '../base/log.ts'
import { isProblem, Problem } from '../base/problem.ts'
import { consoleApp } from '../console/app.ts'
import type { Ends } from '../console/machine-user.ts'
import type { ConsoleEnv, ConsoleParts } from '../console/routes.ts'
import { NodeRounds } from '../node/rounds.ts'
import {
  consoleOrigin,
  consoleSettingsSchema,
  type OidcSettings,
} from '../settings/console-settings.ts'
import type { Home } from '../settings/home.ts'
import { looseSecret } from '../settings/loose-secrets.ts'
import { readWay } from '../settings/read-way.ts'
import type { Fetch } from '../transport/coordinator-client.ts'
import { fetchBy } from '../transport/fetch-by.ts'
import { tryLockHome } from './home-lock.ts'
import { type Listening, listen } from './listen.ts'
import { type OpenNode, openNode, untilStopped } from './wire.ts'

interface Options {
  readonly home: string
}

export function addConsole(node: Command): void {
  node
    .command('console')
    .description(
      "serve the pages for this organisation's own people, without taking part in rounds",
    )
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .action(serveConsole)
}

async function serveConsole({ home: folder }: Options): Promise<void> {
  const node = await openNode(folder)
  const tryLock = () => tryLockHome(node.home)
  const listening = await startConsole(node, { rounds: new NodeRounds(node.parts), tryLock })
  await untilStopped(async () => {
    await listening.close()
    await node.parts.pool.close()
    await node.parts.database.close()
  })
}

/** Serves the console of an open node, with the settings' own or the usual address. */
export async function startConsole(
  { home, settings, parts }: OpenNode,
  of: Pick<ConsoleParts, 'rounds' | 'tryLock'>,
): Promise<Listening> {
  const console = settings.console ?? consoleSettingsSchema.parse({})
  const origin = consoleOrigin(console)
  // Roles of groups may be others now, and the issuer another.
  await parts.database.stores.consoleSessions.dropAll('oidc')
  const issuer = await issuerOf({ home, settings, oidc: console.oidc, log: parts.log })
  const all = { ...parts, ...of, ...issuer, home, settings, console, origin }
  const app = consoleApp(all, { endsOf })
  const listening = await listenOnLoopback(app, console.listen)
  parts.log.info('the console is served', { origin })
  return listening
}

/**
 * Browsers look for `localhost` at both addresses of loopback. The port is taken at both, or another user
 * of this machine could take it at the other and stand there under the console's own name.
 */
async function listenOnLoopback(
  app: Hono<ConsoleEnv>,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  const first = await listen(app, { host, port })
  const other = new Map([
    ['127.0.0.1', '::1'],
    ['localhost', '::1'],
    ['::1', '127.0.0.1'],
  ]).get(host)
  if (other === undefined) return first
  try {
    const second = await listen(app, { host: other, port })
    return { port, close: async () => void (await Promise.all([first.close(), second.close()])) }
  } catch (error) {
    // A machine without that family has no such address.
    if (isProblem(error, 'port.refused')) return first
    await first.close()
    throw error
  }
}

/** How the organisation's own sign-in is reached: not by the proxy, unless the settings say so. */
async function issuerOf({
  home,
  settings,
  oidc,
  log,
}: Pick<OpenNode, 'home' | 'settings'> & {
  readonly oidc: OidcSettings | undefined
  readonly log: Log
}): Promise<Pick<ConsoleParts, 'issuer'>> {
  if (oidc === undefined) return {}
  const { proxy, ...direct } = await readWay(home, settings)
  const way = oidc.viaProxy ? { ...direct, proxy } : direct
  const fetches = new Map<string, Fetch>()
  const fetch: Fetch = (url, init) => {
    // An issuer may have its keys and its tokens at different names.
    const { origin } = new URL(url)
    const made = fetches.get(origin) ?? fetchBy(origin, way)
    fetches.set(origin, made)
    return made(url, init)
  }
  return { issuer: { fetch, secret: await clientSecret(home, oidc, log) } }
}

async function clientSecret(home: Home, oidc: OidcSettings, log: Log): Promise<string | null> {
  if (oidc.clientSecretFile === undefined) return null
  const file = resolve(home.folder, oidc.clientSecretFile)
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Problem({
      code: 'oidc.secret',
      what: 'The file with the secret for the sign-in of the organisation cannot be read',
      where: file,
      remedy:
        'Put the secret that the issuer gave into it, or take console.oidc.clientSecretFile out.',
      cause,
    })
  })
  const loose = await looseSecret(file)
  if (loose !== null) log.error('a secret file is open', loose)
  return text.trim()
}

/** As the system tells them of this request's connection. */
function endsOf({ env }: Context): Ends | null {
  const socket: Socket | undefined = env?.incoming?.socket
  const { remoteAddress, remotePort, localAddress, localPort } = socket ?? {}
  if (remoteAddress === undefined || remotePort === undefined) return null
  if (localAddress === undefined || localPort === undefined) return null
  const remote = { address: remoteAddress, port: remotePort }
  return { remote, local: { address: localAddress, port: localPort } }
}
