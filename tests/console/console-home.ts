import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { startConsole } from '../../src/bin/node-console.ts'
import { type OpenNode, openNode } from '../../src/bin/wire.ts'
import { makeInvitation } from '../../src/console/invitation.ts'
import { Sessions } from '../../src/console/sessions.ts'
import type { Role } from '../../src/console/who.ts'
import { NodeRounds } from '../../src/node/rounds.ts'
import { consoleSettingsSchema } from '../../src/settings/console-settings.ts'
import { makeProcessWorld, type ProcessWorld } from '../world/processes.ts'

export interface ConsoleHome {
  readonly world: ProcessWorld
  /** Home folder of `police`, with a console in its settings. */
  readonly folder: string
  readonly origin: string
  /** Adds lines to the key `console` of the settings, indented by two. */
  set(lines: string): Promise<void>
}

/** Homes of two list owners and a counter; nobody has accepted yet, nothing runs. */
export async function makeConsoleHome(): Promise<ConsoleHome> {
  const world = await makeProcessWorld({
    lists: [
      { id: 'police-2017', organisation: 'police', size: 8 },
      { id: 'shelter-2017', organisation: 'shelter', size: 8 },
    ],
    evaluators: ['police', 'counter'],
    nobodyAccepts: true,
  })
  const { settings, folder } = world.home('police')
  const port = await freePort()
  const set = async (lines: string) =>
    writeFile(settings, `${await readFile(settings, 'utf8')}${lines}`)
  await set(`console:\n  listen: { port: ${port} }\n`)
  return { world, folder, origin: `http://localhost:${port}`, set }
}

export interface OpenConsole {
  readonly node: OpenNode
  /** For `browser.newContext` and its `addCookies`: an account of that role, signed in. */
  signIn(name: string, role: Role): Promise<{ name: string; value: string; url: string }>
  /** Makes an account of that role; gives the one-time link for its passkey. */
  invite(name: string, role: Role): Promise<string>
  close(): Promise<void>
}

/** The console of a home as `samentel node console` serves it, in this process. */
export async function openConsole({ folder, origin }: ConsoleHome): Promise<OpenConsole> {
  const node = await openNode(folder)
  const { parts } = node
  const rounds = new NodeRounds(parts)
  const listening = await startConsole(node, { rounds, tryLock: async () => null })
  const sessions = new Sessions({ ...consoleSettingsSchema.parse({}), ...parts })
  return {
    node,
    async signIn(name, role) {
      await parts.database.stores.accounts.put(name, role)
      const machineUser = process.getuid?.() ?? null
      const value = await sessions.open({ id: `passkey:${name}`, name, role }, machineUser)
      return { name: 'samentel-session', value, url: origin }
    },
    async invite(name, role) {
      const { accounts } = parts.database.stores
      const { link, digest } = makeInvitation(origin)
      await accounts.put(name, role)
      await accounts.invite(name, digest, parts.clock.nowMs() + 60_000)
      return link
    },
    async close() {
      await listening.close()
      await parts.pool.close()
      await parts.database.close()
    },
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
