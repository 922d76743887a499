import { COORDINATOR } from '../../src/base/ids.ts'
import { secureRandom } from '../../src/base/random.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { makeReveal } from '../../src/round/keys.ts'
import { columnNames, coreDigest, keyHolders, makeManifest } from '../../src/round/manifest.ts'
import type { Database } from '../../src/storage/database.ts'
import type { ChunkRelay } from '../../src/work/relay.ts'
import { RoundVault } from '../../src/work/round-vault.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { plainPool } from '../node/sample-node.ts'
import { sampleAgreement, sampleCore } from '../round/sample.ts'

const engine = await loadSodiumEngine()

/** A relay in memory. */
export function memoryRelay(): ChunkRelay & { readonly chunks: Map<string, Uint8Array> } {
  const chunks = new Map<string, Uint8Array>()
  const place = (batch: string, chunk: number) => `${batch} ${chunk}`
  return {
    chunks,
    put: async (_, batch, chunk, sealed) => {
      chunks.set(place(batch, chunk), sealed)
    },
    get: async (_, batch, chunk) => {
      const sealed = chunks.get(place(batch, chunk))
      if (sealed === undefined) throw new Error(`no chunk ${place(batch, chunk)}`)
      return sealed
    },
    present: async (_, batch) =>
      new Set(
        [...chunks.keys()].flatMap((key) =>
          key.startsWith(`${batch} `) ? [Number(key.split(' ')[1])] : [],
        ),
      ),
  }
}

/** All that every party of a round works with, over one relay; `size`: rows of every list. */
export async function sampleWork(size: number, database: Database, relay: ChunkRelay) {
  const agreement = await sampleAgreement()
  const small = sampleCore(agreement)
  const core = { ...small, lists: small.lists.map((list) => ({ ...list, rows: size })) }
  const vaults = new Map<string, RoundVault>()
  for (const id of [...keyHolders(core), 'police']) vaults.set(id, new RoundVault(secureRandom(32)))
  const vaultOf = (id: string) => vaults.get(id)! // made above for everybody who is asked for
  const records = []
  for (const holder of keyHolders(core)) {
    const own = {
      roundKey: vaultOf(holder).exposeRoundKeyForDerivation(),
      coreDigest: coreDigest(core),
      holder,
      columns: columnNames(core.slots),
      evaluates: holder !== COORDINATOR,
      sealing: await vaultOf(holder).sealingKey(),
    }
    records.push(makeReveal(engine, own, secureRandom).reveal.record)
  }
  const manifest = makeManifest(core, records)
  const workOf = (self: string): RoundWork => ({
    self,
    manifest,
    counters: ['court', 'rapporteur'],
    vault: vaultOf(self),
    database,
    engine,
    pool: plainPool,
    relay,
    refuseEnded: async () => undefined,
    report: () => undefined,
  })
  return { engine, core, manifest, workOf, vaultOf }
}
