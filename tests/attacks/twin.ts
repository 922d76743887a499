/** A party that makes a stage a second time, otherwise, and proves that too: with its own round key. */
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { openDatabase } from '../../src/storage/database.ts'
import { RoundVault } from '../../src/work/round-vault.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { ROUND, type World } from './world.ts'

/** Another order and other randomness, under the same keys. */
class OtherSeeds extends RoundVault {
  override seed(label: string, index: number): Uint8Array {
    return super.seed(`twin ${label}`, index)
  }
}

/** `chunks`: what the twin brought to the relay, by batch and number. */
export interface Twin {
  readonly work: RoundWork
  readonly chunks: ReadonlyMap<string, Uint8Array>
}

/** Works on a copy of the party's store, in which it has not made the stage yet. */
export async function twinOf(world: World, id: string, stage: string): Promise<Twin> {
  const copy = join(world.folder, `${id}-twin.sqlite`)
  const store = new SqliteDatabase(join(world.folder, `${id}.sqlite`))
  store.exec(`VACUUM INTO '${copy}'`)
  store.close()
  const own = await world.workOf(id)
  const database = await openDatabase({
    url: `sqlite:${copy}`,
    clock: world.party(id).clock,
  })
  world.closing.push(database)
  const { batches, chunks, rows } = database.stores
  await batches.dropRound(ROUND)
  for (const name of [stage, `proof/${stage}`]) {
    await chunks.dropBatch(ROUND, name)
    await rows.dropBatch(ROUND, name)
  }
  const brought = new Map<string, Uint8Array>()
  const work: RoundWork = {
    ...own,
    database,
    vault: new OtherSeeds(own.vault.exposeRoundKeyForDerivation()),
    relay: {
      put: async (_, batch, chunk, sealed) => void brought.set(`${batch} ${chunk}`, sealed),
      get: async (_, batch, chunk) => {
        const { stores } = world.party('coordinator').database
        const sealed = await stores.chunks.get(ROUND, batch, chunk)
        if (sealed === null) throw new Error(`no chunk of ${batch}`)
        return sealed
      },
      present: async () => new Set(),
    },
  }
  return { work, chunks: brought }
}
