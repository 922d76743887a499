import { Problem } from '../base/problem.ts'
import { CHUNK_ROWS } from '../round/batch.ts'
import type { Core } from '../round/manifest.ts'
import { mostChunks, producerOf, recipientsOf, rowBytesOf } from '../round/stages.ts'
import type { Database } from '../storage/database.ts'
import type { ChunkRelay } from '../work/relay.ts'
import type { CoordinatorRounds } from './rounds.ts'

/** AES-GCM's. */
const TAG_BYTES = 16

/** Sealed chunks on their way from their maker to those they are sealed to; nobody else gets them. */
export class RelayStore {
  readonly #database: Database
  readonly #rounds: CoordinatorRounds
  /** A core never changes once its round is open. */
  readonly #cores = new Map<string, Core>()

  constructor(database: Database, rounds: CoordinatorRounds) {
    this.#database = database
    this.#rounds = rounds
  }

  async put(
    from: string,
    place: { readonly round: string; readonly batch: string; readonly chunk: number },
    sealed: Uint8Array,
  ): Promise<void> {
    const core = await this.#liveCore(place.round)
    if (makerOf(core, place.batch) !== from) throw notYours(place.batch)
    const fits =
      place.chunk < mostChunks(core) && sealed.length <= mostChunkBytes(core, place.batch)
    if (!fits) throw notYours(`${place.batch}/${place.chunk}`)
    await this.#database.stores.chunks.put(place.round, place.batch, place.chunk, sealed)
  }

  async get(
    to: string,
    place: { readonly round: string; readonly batch: string; readonly chunk: number },
  ): Promise<Uint8Array> {
    const core = await this.#liveCore(place.round)
    makerOf(core, place.batch)
    const recipients = recipientsOf(core, place.batch, this.#rounds.counters)
    if (!recipients.includes(to)) throw notYours(place.batch)
    const sealed = await this.#database.stores.chunks.get(place.round, place.batch, place.chunk)
    if (sealed === null) throw missing(place)
    return sealed
  }

  async present(from: string, round: string, batch: string): Promise<readonly number[]> {
    const core = await this.#liveCore(round)
    if (makerOf(core, batch) !== from) throw notYours(batch)
    return this.#database.stores.chunks.positions(round, batch)
  }

  async #liveCore(round: string): Promise<Core> {
    if (await this.#database.stores.rounds.isOpen(round)) {
      const core = this.#cores.get(round) ?? (await this.#rounds.stateOf(round)).core
      this.#cores.set(round, core)
      return core
    }
    this.#cores.delete(round)
    await this.#rounds.stateOf(round) // refuses a round that never was
    throw new Problem({
      code: 'round.ended',
      what: 'The round has ended; its batches are gone',
      where: round,
      status: 410,
    })
  }
}

/** The coordinator's own way to the chunks: they are in its store already. */
export function ownRelay(database: Database): ChunkRelay {
  const { chunks } = database.stores
  return {
    put: (round, batch, chunk, sealed) => chunks.put(round, batch, chunk, sealed),
    async get(round, batch, chunk) {
      const sealed = await chunks.get(round, batch, chunk)
      if (sealed === null) throw missing({ round, batch, chunk })
      return sealed
    },
    present: async (round, batch) => new Set(await chunks.positions(round, batch)),
  }
}

/** A relay keeps no more than a batch can be. */
function mostChunkBytes(core: Core, batch: string): number {
  return CHUNK_ROWS * rowBytesOf(core, batch) + TAG_BYTES
}

function makerOf(core: Core, batch: string): string {
  try {
    return producerOf(core, batch)
  } catch {
    throw notYours('this batch')
  }
}

function notYours(what: string): Problem {
  return new Problem({
    code: 'relay.not-yours',
    what: 'A node asks for a batch, or brings one, that is not its own to take or make',
    where: what,
    status: 403,
  })
}

function missing(place: { round: string; batch: string; chunk: number }): Problem {
  return new Problem({
    code: 'transport.chunk-missing',
    what: 'A chunk has not arrived yet, or was lost',
    where: `round ${place.round}, ${place.batch}, chunk ${place.chunk}`,
    remedy: 'It is asked for again by itself; should it stay away, the round ends at its deadline.',
    status: 503,
  })
}
