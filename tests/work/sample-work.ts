import { COORDINATOR } from '../../src/base/ids.ts'
import { secureRandom } from '../../src/base/random.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { countersOf } from '../../src/round/agreement.ts'
import { makeReveal } from '../../src/round/keys.ts'
import { columnNames, coreDigest, keyHolders, makeManifest } from '../../src/round/manifest.ts'
import type { Database } from '../../src/storage/database.ts'
import { commitmentsOf } from '../../src/work/cover.ts'
import type { ChunkRelay } from '../../src/work/relay.ts'
import { RoundVault } from '../../src/work/round-vault.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { plainPool } from '../node/sample-node.ts'
import {
  kindTerms,
  type SampleKind,
  sampleAgreement,
  sampleCore,
  sampleSlots,
} from '../round/sample.ts'

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
export async function sampleWork(
  size: number,
  database: Database | ((id: string) => Database),
  relay: ChunkRelay,
  kind: SampleKind = {},
) {
  const agreement = await sampleAgreement(kindTerms(size - (kind.checks ?? 0), kind))
  const core = sampleCore(agreement)
  const vaults = new Map<string, RoundVault>()
  for (const id of [...keyHolders(core), 'police', 'shelter']) {
    vaults.set(id, new RoundVault(secureRandom(32)))
  }
  const vaultOf = (id: string) => vaults.get(id)! // made above for everybody who is asked for
  const reveals = []
  for (const holder of keyHolders(core)) {
    const vault = vaultOf(holder)
    const evaluates = holder !== COORDINATOR
    const own = {
      roundKey: vault.exposeRoundKeyForDerivation(),
      coreDigest: coreDigest(core),
      holder,
      columns: columnNames(core),
      evaluates,
      sealing: await vault.sealingKey(),
      cover: evaluates ? commitmentsOf(engine, core, vault) : null,
    }
    reveals.push(makeReveal(engine, own, secureRandom).reveal)
  }
  const manifest = makeManifest(
    core,
    reveals.map(({ record }) => record),
  )
  const workOf = (self: string): RoundWork => ({
    self,
    manifest,
    slots: sampleSlots,
    counters: countersOf(agreement.terms),
    vault: vaultOf(self),
    database: typeof database === 'function' ? database(self) : database,
    engine,
    pool: plainPool,
    relay,
    refuseEnded: async () => undefined,
    report: () => undefined,
  })
  return { engine, agreement, core, manifest, reveals, workOf, vaultOf }
}
