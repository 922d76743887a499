import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { COORDINATOR } from '../base/ids.ts'
import type { Log } from '../base/log.ts'
import { secureRandom } from '../base/random.ts'
import { ConsentBook } from '../consent/consent-book.ts'
import type { ServiceParts } from '../coordinator/service.ts'
import { loadSodiumEngine } from '../group/sodium-engine.ts'
import { LINK_RULE } from '../linkage/rule-l2.ts'
import { ActLog } from '../log/act.ts'
import { recipeNamed, recipeNames } from '../matching/recipe.ts'
import { LastHeard } from '../node/last-heard.ts'
import type { NodeParts } from '../node/parts.ts'
import type { Agreement } from '../round/agreement.ts'
import { checkHome } from '../settings/check-home.ts'
import {
  databaseUrl,
  type Home,
  homeAt,
  readAgreement,
  readIdentity,
  readSuccessions,
} from '../settings/home.ts'
import { looseSecrets } from '../settings/loose-secrets.ts'
import {
  type CoordinatorSettings,
  coordinatorSettingsSchema,
  type NodeSettings,
  nodeSettingsSchema,
} from '../settings/node-settings.ts'
import { readWay } from '../settings/read-way.ts'
import { readYaml } from '../settings/read-yaml.ts'
import { readStorageKey } from '../settings/storage-key.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { CoordinatorClient } from '../transport/coordinator-client.ts'
import { fetchBy } from '../transport/fetch-by.ts'
import { EvidenceFiles } from '../work/evidence-files.ts'
import { startPool } from '../work/pool.ts'
import { RoundKeyFiles } from '../work/round-keys.ts'
import { StorageRing } from '../work/storage-ring.ts'
import { makeLog } from './logger.ts'

/** What an agreement can name. */
export const supported = { recipes: recipeNames, rule: LINK_RULE }

export interface OpenNode {
  readonly home: Home
  readonly settings: NodeSettings
  readonly parts: NodeParts
}

/** Reads a node's folder and opens all it is made of; the first thing wrong ends it. */
export async function openNode(folder: string): Promise<OpenNode> {
  const home = homeAt(folder, 'node')
  const settings = await readYaml(home.settings, nodeSettingsSchema)
  const self = settings.organisation
  await refuseUnfit(home, self)
  const identity = await readIdentity(home, self)
  const database = await openDatabaseAt(home, settings.database)
  const ring = await openRing(home, database)
  const common = await openCommon(home, settings, { database, storageKey: ring.storageKey })
  await keepSuccessions(home, common)
  const lastHeard = new LastHeard(systemClock)
  const client = new CoordinatorClient({
    base: settings.coordinator,
    fetch: fetchBy(settings.coordinator, await readWay(home, settings)),
    identity,
    clock: systemClock,
    contact: lastHeard,
  })
  const log = makeLog(self, settings.logLevel)
  await warnOfLooseSecrets(home, log)
  const evidence = new EvidenceFiles(home.evidence)
  const rehearsal = settings.rehearsalOnMadeUpPersons
  const acts = new ActLog({ database: common.database, organisation: self, clock: systemClock })
  const { consent } = settings
  const parts = {
    ...{ ...common, ring, self, identity, client, lastHeard, log, acts },
    ...{ consent, evidence, rehearsal },
  }
  return { home, settings, parts }
}

export interface OpenCoordinator {
  readonly home: Home
  readonly settings: CoordinatorSettings
  readonly parts: ServiceParts
}

export async function openCoordinator(folder: string): Promise<OpenCoordinator> {
  const home = homeAt(folder, 'coordinator')
  const settings = await readYaml(home.settings, coordinatorSettingsSchema)
  await refuseUnfit(home, COORDINATOR)
  const identity = await readIdentity(home, COORDINATOR)
  const database = await openDatabaseAt(home, settings.database)
  const { key: storageKey } = await readStorageKey(home)
  const common = await openCommon(home, settings, { database, storageKey })
  const log = makeLog(COORDINATOR, settings.logLevel)
  await warnOfLooseSecrets(home, log)
  const rehearsal = settings.rehearsalOnMadeUpPersons
  return { home, settings, parts: { ...common, identity, log, rehearsal } }
}

/** A client for the coordinator's own command line, signing as the coordinator. */
export async function coordinatorClient(folder: string): Promise<CoordinatorClient> {
  const home = homeAt(folder, 'coordinator')
  const { listen } = await readYaml(home.settings, coordinatorSettingsSchema)
  return new CoordinatorClient({
    base: `http://${listen.host}:${listen.port}`,
    fetch: (url, init) => fetch(url, init),
    identity: await readIdentity(home, COORDINATOR),
    clock: systemClock,
  })
}

/** An unproven agreement can be rejected or revoked here; it is refused where it is accepted or served. */
async function refuseUnfit(home: Home, self: string): Promise<void> {
  const [first] = await checkHome(home, self, { ...supported, unproven: true })
  if (first !== undefined) throw first
}

/** Where secrets are mounted, their modes may not be the node's to choose; check does refuse. */
async function warnOfLooseSecrets(home: Home, log: Log): Promise<void> {
  for (const problem of await looseSecrets(home)) log.error('a secret file is open', problem)
}

/** The store learns from the identity file how this key came to follow the pinned one. */
async function keepSuccessions(
  home: Home,
  parts: { readonly agreement: Agreement; readonly database: Database },
): Promise<void> {
  const successions = await readSuccessions(home)
  const book = new ConsentBook(parts)
  await parts.database.transaction('keep-successions', (stores) => book.take(stores, successions))
}

async function openCommon(
  home: Home,
  settings: { database: string; workers: number },
  keys: { readonly storageKey: Uint8Array; readonly database: Database },
) {
  const agreement = await readAgreement(home)
  const { storageKey } = keys
  return {
    ...keys,
    agreement,
    slots: recipeNamed(agreement.terms.recipe).slots,
    roundKeys: new RoundKeyFiles({ folder: home.rounds, storageKey, random: secureRandom }),
    engine: await loadSodiumEngine(),
    pool: startPool(settings.workers === 0 ? undefined : settings.workers),
    clock: systemClock,
  }
}

/** The keys of a node's store, which can be replaced while it serves. */
export async function openRing(home: Home, database: Database): Promise<StorageRing> {
  const readKey = async () => (await readStorageKey(home)).key
  return StorageRing.open({ database, readKey })
}

export async function openDatabaseAt(home: Home, url: string): Promise<Database> {
  const resolved = databaseUrl(home, url)
  if (resolved.startsWith('sqlite:')) {
    await mkdir(dirname(resolved.slice('sqlite:'.length)), { recursive: true, mode: 0o700 })
  }
  return openDatabase({ url: resolved, clock: systemClock })
}

/** The commented samples that come with the program. */
export function samplePath(name: string): string {
  return join(import.meta.dirname, '..', '..', 'node-config', name)
}

/** Runs until the process is told to stop, then lets everything finish what it has begun. */
export async function untilStopped(stop: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await stop()
}
