import { tmpdir } from 'node:os'
import { serve } from '@hono/node-server'
import { systemClock } from '../../src/base/clock.ts'
import { consoleApp } from '../../src/console/app.ts'
import type { ConsoleParts } from '../../src/console/routes.ts'
import { Sessions } from '../../src/console/sessions.ts'
import type { Role } from '../../src/console/who.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import type { ConsentSettings } from '../../src/node/consent-to-rounds.ts'
import { NodeRounds } from '../../src/node/rounds.ts'
import { consoleSettingsSchema } from '../../src/settings/console-settings.ts'
import { homeAt } from '../../src/settings/home.ts'
import { nodeSettingsSchema } from '../../src/settings/node-settings.ts'
import { CoordinatorClient } from '../../src/transport/coordinator-client.ts'
import type { LocalWorld } from '../world/local-world.ts'
import { freePort } from './console-home.ts'

export interface LocalConsole {
  readonly origin: string
  readonly parts: ConsoleParts
  /** A cookie for `browser.newContext`: an account of that role, signed in. */
  signIn(name: string, role: Role): Promise<{ name: string; value: string; url: string }>
  close(): Promise<void>
}

/** The console of one party of a world in this process, whose node the world starts. */
export async function localConsole(
  world: LocalWorld,
  self: string,
  consent: ConsentSettings,
): Promise<LocalConsole> {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const party = world.party(self)
  const settings = nodeSettingsSchema.parse({
    version: 1,
    organisation: self,
    coordinator: 'https://coordinator.example',
  })
  // The world's clock stands still; the store's, by which sessions are made, does not.
  const node = { ...party, clock: systemClock, self, agreement: world.agreement, consent }
  const client = new CoordinatorClient({
    ...{ base: 'http://nowhere', identity: party.identity, clock: party.clock },
    fetch: () => Promise.reject(new Error('the console asks nothing of the coordinator')),
  })
  const { slots } = recipeNamed(world.agreement.terms.recipe)
  const parts: ConsoleParts = {
    ...{ ...node, client, slots, settings, origin },
    console: consoleSettingsSchema.parse({}),
    home: homeAt(tmpdir(), 'node'),
    rounds: new NodeRounds({ ...node, client, slots }),
    tryLock: async () => null,
  }
  const app = consoleApp(parts, { endsOf: () => null })
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port })
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve))
  const sessions = new Sessions({ ...parts.console, ...parts })
  return {
    origin,
    parts,
    async signIn(name, role) {
      await party.database.stores.accounts.put(name, role)
      const value = await sessions.open({ id: `passkey:${name}`, name, role }, null)
      return { name: 'samentel-session', value, url: origin }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
