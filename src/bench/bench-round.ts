import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COORDINATOR } from '../base/ids.ts'
import { secureRandom } from '../base/random.ts'
import { coordinatorApp } from '../coordinator/app.ts'
import { ownRelay } from '../coordinator/relay-store.ts'
import { CoordinatorService } from '../coordinator/service.ts'
import type { RunningRound } from '../coordinator/state.ts'
import type { GroupEngine } from '../group/engine.ts'
import { loadSodiumEngine } from '../group/sodium-engine.ts'
import { makeParty, type Party } from '../local/party.ts'
import { type Agreement, countersOf, makeAgreement } from '../round/agreement.ts'
import { makeReveal } from '../round/keys.ts'
import {
  type Core,
  columnNames,
  coreDigest,
  keyHolders,
  type Manifest,
  makeCore,
  makeManifest,
} from '../round/manifest.ts'
import { CoordinatorClient } from '../transport/coordinator-client.ts'
import { commitmentsOf } from '../work/cover.ts'
import type { PsiPool } from '../work/pool.ts'
import type { ChunkRelay } from '../work/relay.ts'
import type { RoundWork } from '../work/round-work.ts'
import { recipe } from './bench-recipe.ts'
import { benchTerms, EVALUATORS, OWNER, type Scene } from './bench-terms.ts'

const ROUND = 'bench'

/** A round in a state in which any step can be done: stores on disk, real keys, a relay. */
export interface BenchRound {
  readonly engine: GroupEngine
  readonly agreement: Agreement
  readonly owner: Party
  workOf(id: string): Promise<RoundWork>
  close(): Promise<void>
}

export async function openBenchRound(scene: Scene, pool: PsiPool): Promise<BenchRound> {
  const folder = await mkdtemp(join(tmpdir(), 'samentel-bench-'))
  const engine = await loadSodiumEngine()
  const log = { info: () => undefined, error: () => undefined }
  const parties = new Map<string, Party>()
  for (const id of [COORDINATOR, OWNER, ...EVALUATORS]) {
    parties.set(id, await makeParty(id, { folder, engine, pool, log }))
  }
  const partyOf = (id: string) => parties.get(id)! // only asked for those just made
  const keys = Object.fromEntries([...parties].map(([id, party]) => [id, party.identity.publicKey]))
  const agreement = makeAgreement(benchTerms(scene), keys)
  const manifest = await agreeKeys(partyOf, agreement)
  await keepState(partyOf(COORDINATOR), manifest)
  const relayFor = relayOf(partyOf, agreement)
  return {
    engine,
    agreement,
    owner: partyOf(OWNER),
    workOf: async (self) => ({
      self,
      manifest,
      slots: recipe.slots,
      counters: countersOf(agreement.terms),
      vault: await partyOf(self).roundKeys.make(ROUND),
      database: partyOf(self).database,
      engine,
      pool,
      relay: relayFor(self),
      refuseEnded: async () => undefined,
      report: () => undefined,
    }),
    async close() {
      for (const party of parties.values()) await party.database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function agreeKeys(partyOf: (id: string) => Party, agreement: Agreement): Promise<Manifest> {
  const core: Core = makeCore(agreement, {
    id: ROUND,
    openedMs: Date.now(),
    lists: agreement.terms.lists.map((list) => list.id),
    slots: recipe.slots.map((slot) => slot.id),
  })
  const digest = coreDigest(core)
  const records = []
  for (const holder of keyHolders(core)) {
    const { roundKeys, engine } = partyOf(holder)
    const vault = await roundKeys.make(ROUND)
    const own = {
      roundKey: vault.exposeRoundKeyForDerivation(),
      coreDigest: digest,
      holder,
      columns: columnNames(core),
      evaluates: holder !== COORDINATOR,
      sealing: await vault.sealingKey(),
      cover: holder === COORDINATOR ? null : commitmentsOf(engine, core, vault),
    }
    records.push(makeReveal(engine, own, secureRandom).reveal.record)
  }
  return makeManifest(core, records)
}

/** A round in which lists are in, as its coordinator keeps it. */
export function runningRound(manifest: Manifest): RunningRound {
  const { core, coreDigest: digest } = manifest
  return {
    core,
    coreDigest: digest,
    own: { commit: '', reveal: '' },
    said: {},
    stages: {},
    progress: { phase: 'mixing', manifest, stage: 'mix/1', step: 'making' },
  }
}

/** The relay takes chunks of running rounds only. */
async function keepState(coordinator: Party, manifest: Manifest): Promise<void> {
  const { rounds } = coordinator.database.stores
  const state = runningRound(manifest)
  // As CoordinatorRounds keeps it: the state, and its own keys beside it, which no relay looks at.
  await rounds.put({ id: ROUND, role: COORDINATOR, phase: 'mixing', state: { state, own: null } })
}

/** As in operation, signatures on requests included; only the network between is left out. */
function relayOf(
  partyOf: (id: string) => Party,
  agreement: Agreement,
): (self: string) => ChunkRelay {
  const coordinator = partyOf(COORDINATOR)
  const service = new CoordinatorService({ ...coordinator, agreement, slots: recipe.slots })
  const logFault = (error: unknown) => {
    throw error
  }
  const app = coordinatorApp({ ...coordinator, service, logFault })
  const fetch = async (url: string, init?: RequestInit) => app.fetch(new Request(url, init))
  return (self) => {
    if (self === COORDINATOR) return ownRelay(coordinator.database)
    const client = new CoordinatorClient({ ...partyOf(self), base: 'http://coordinator', fetch })
    return {
      put: (...place) => client.putChunk(...place),
      get: (...place) => client.getChunk(...place),
      present: (...place) => client.presentChunks(...place),
    }
  }
}
