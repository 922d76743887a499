import { join } from 'node:path'
import { systemClock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { type Random, secureRandom } from '../base/random.ts'
import { type Identity, importKey, makePrivateKey, publicPart } from '../crypto/identity.ts'
import type { GroupEngine } from '../group/engine.ts'
import { ActLog } from '../log/act.ts'
import { openDatabase } from '../storage/database.ts'
import type { PsiPool } from '../work/pool.ts'
import { RoundKeyFiles } from '../work/round-keys.ts'

/** What coordinator and nodes of a local round share. */
export interface LocalShared {
  readonly folder: string
  readonly engine: GroupEngine
  readonly pool: PsiPool
  readonly log: Log
}

/** One party of a round in this process: its own store, keys and identity. */
export async function makeParty(id: string, shared: LocalShared, random: Random = secureRandom) {
  const storageKey = random(32)
  const database = await openDatabase({
    url: `sqlite:${join(shared.folder, `${id}.sqlite`)}`,
    clock: systemClock,
  })
  const folder = join(shared.folder, `${id}-rounds`)
  return {
    identity: await makeIdentity(id),
    storageKey,
    database,
    roundKeys: new RoundKeyFiles({ folder, storageKey, random }),
    engine: shared.engine,
    pool: shared.pool,
    log: shared.log,
    acts: new ActLog({ database, organisation: id, clock: systemClock }),
    clock: systemClock,
    /** One process holds every party: there is nobody to prove anything to. */
    rehearsal: true,
  }
}
export type Party = Awaited<ReturnType<typeof makeParty>>

async function makeIdentity(id: string): Promise<Identity> {
  const key = await makePrivateKey()
  return { id, publicKey: publicPart(key), signingKey: await importKey(key) }
}
