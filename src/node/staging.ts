import { toHex } from '../base/bytes.ts'
import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import { secureRandom } from '../base/random.ts'
import type { Database, Stores } from '../storage/database.ts'
import { GONE } from '../storage/staged-record-store.ts'
import type { SealedRecord } from './keep-records.ts'

/** Setting: which import is staged, and how far it came. */
const STAGED = 'import/staged'
/** Setting: how often records were erased by their ids. */
const ERASURES = 'import/erasures'

interface Progress {
  /** Digest of what is read, and how: another source or mapping begins anew. */
  readonly plan: string
  /** Of two imports at once the later one goes on. */
  readonly run: string
  /** Lines of the source that are dealt with. */
  readonly read: number
  readonly atMs: number
}

export interface StagingParts {
  readonly database: Database
  readonly clock: Clock
  readonly plan: string
  /** As erasuresOf gave it before the first record was read. */
  readonly erasures: string
}

export interface StagedPart {
  readonly records: readonly SealedRecord[]
  /** Digests of records that belong to no list any more. */
  readonly gone: readonly Uint8Array[]
  /** Lines of the source that are dealt with once these are kept. */
  readonly read: number
}

/**
 * Records of an import, kept apart until it has come to its end. An import that was stopped or killed goes on from the
 * last part that was kept, when the same source is read in the same way.
 */
export class Staging {
  readonly #database: Database
  readonly #clock: Clock
  readonly #plan: string
  readonly #erasures: string
  readonly #run = toHex(secureRandom(16))
  #begun = false
  /** Lines of the source that an earlier run has dealt with. */
  readonly resumed: number

  private constructor(parts: StagingParts, resumed: number) {
    this.#database = parts.database
    this.#clock = parts.clock
    this.#plan = parts.plan
    this.#erasures = parts.erasures
    this.resumed = resumed
  }

  static async open(parts: StagingParts): Promise<Staging> {
    const found = await progressOf(parts.database.stores)
    return new Staging(parts, found?.plan === parts.plan ? found.read : 0)
  }

  /** Throws `import.another`, `import.erased`. */
  async keep({ records, gone, read }: StagedPart): Promise<void> {
    await this.#database.transaction('stage', async (stores) => {
      await this.#own(stores)
      for (const list of new Set(records.map((record) => record.list))) {
        await stores.staged.add(
          list,
          records.filter((record) => record.list === list),
        )
      }
      await stores.staged.add(
        GONE,
        gone.map((digest) => ({ digest, keys: new Uint8Array(0) })),
      )
      await this.#note(stores, read)
    })
    this.#begun = true
  }

  /** Clears what another source left, and refuses where another run has begun, or a record was erased, since. */
  async #own(stores: Stores): Promise<void> {
    // It may be in memory here, and would come back with the next part.
    if ((await erasuresOf(stores)) !== this.#erasures) throw erasedMeanwhile()
    const found = await progressOf(stores)
    if (this.#begun && found?.run !== this.#run) throw another()
    if (this.#begun || (found?.plan === this.#plan && found.read === this.resumed)) return
    if (this.resumed > 0) throw another()
    await stores.staged.clear()
  }

  async #note(stores: Stores, read: number): Promise<void> {
    const progress: Progress = { plan: this.#plan, run: this.#run, read, atMs: this.#clock.nowMs() }
    await stores.settings.set(STAGED, JSON.stringify(progress))
  }

  /**
   * Puts what is staged in the place of the lists, or of the same records on them, in the transaction of the import.
   * Gives how many records were there before that are not there now. Throws `import.another`,
   * `import.erased`.
   */
  async promote(stores: Stores, lists: readonly string[], update: boolean): Promise<number> {
    await this.#own(stores)
    await stores.staged.removeKeptOut()
    let former = 0
    if (update) former = await stores.staged.removeFormer(lists)
    else {
      for (const list of lists) {
        former += await stores.records.count(list)
        await stores.records.clear(list)
      }
    }
    await stores.staged.promote()
    await stores.settings.remove(STAGED)
    return former
  }
}

/** Changes whenever records are erased by their ids. */
export async function erasuresOf(stores: Stores): Promise<string> {
  return (await stores.settings.get(ERASURES)) ?? '0'
}

/** An import that is under way ends with `import.erased`. In the transaction that erases. */
export async function noteErasure(stores: Stores): Promise<void> {
  await stores.settings.set(ERASURES, String(Number(await erasuresOf(stores)) + 1))
}

/** Drops what an import that was stopped left, when it is older than this moment. Returns whether it did. */
export async function dropStagedBefore(stores: Stores, beforeMs: number): Promise<boolean> {
  const found = await progressOf(stores)
  if (found === null || found.atMs >= beforeMs) return false
  await stores.staged.clear()
  await stores.settings.remove(STAGED)
  return true
}

async function progressOf(stores: Stores): Promise<Progress | null> {
  const text = await stores.settings.get(STAGED)
  return text === null ? null : (JSON.parse(text) as Progress) // written above only
}

function erasedMeanwhile(): Problem {
  return new Problem({
    code: 'import.erased',
    what: 'Records were erased while this import ran, which could have brought them back; it has changed nothing',
    remedy:
      'Import again, an export without them; where the node reads a folder itself, put that export there.',
    status: 409,
  })
}

function another(): Problem {
  return new Problem({
    code: 'import.another',
    what: 'Another import of this node began meanwhile; this one has kept nothing',
    remedy: 'Let one import end before the next begins, also where the node reads a folder itself.',
    status: 409,
  })
}
