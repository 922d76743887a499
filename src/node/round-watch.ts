import { z } from 'zod'
import { idSchema } from '../base/ids.ts'
import type { StoredWork } from '../storage/round-diary-store.ts'
import type { NodeParts } from './parts.ts'

/** A phase, a stage or a step: never a text that could say more. */
const word = z.string().regex(/^[a-z0-9/-]{1,80}$/)

/** What the coordinator says of a running round; more fields may come. */
const statusSchema = z.object({
  phase: word,
  stage: word.optional(),
  step: word.optional(),
  waitsFor: z.array(idSchema).max(100).optional(),
})

/**
 * Asks where the open rounds stand and whom they wait for, and notes what has changed: what this node
 * is told of other parties' steps it would else hear only when they are over.
 */
export async function watchRounds(
  { database, client }: Pick<NodeParts, 'database' | 'client'>,
  stopped: AbortSignal,
): Promise<void> {
  for (const { id } of await database.stores.rounds.open()) {
    const found = await unlessStopped(client.getJson(`/v1/rounds/${id}`), stopped)
    const status = statusSchema.safeParse(found)
    if (stopped.aborted || !status.success || status.data.waitsFor === undefined) continue
    const { phase, stage, step, waitsFor } = status.data
    const detail = [phase, stage, step].filter((part) => part !== undefined).join(' ')
    const party = waitsFor.join(' ')
    await database.transaction('note-status', async (stores) => {
      const last = await stores.diary.last(id, 'waits')
      if (last?.detail === detail && last.party === party) return
      await stores.diary.append(id, { kind: 'waits', detail, party, bytes: null })
    })
  }
}

/** A coordinator that does not answer is nothing new to say: other loops tell of it. */
async function unlessStopped(asked: Promise<unknown>, stopped: AbortSignal): Promise<unknown> {
  const stop = new Promise<null>((resolve) => {
    if (stopped.aborted) resolve(null)
    stopped.addEventListener('abort', () => resolve(null), { once: true })
  })
  return Promise.race([asked.catch(() => null), stop])
}

const KEEP_EVERY_MS = 1_000

/** Keeps how far own work is, now and then, and always when a piece of it is done. */
export class WorkKeeper {
  readonly #parts: Pick<NodeParts, 'database' | 'clock' | 'log'>
  readonly #keptMs = new Map<string, number>()
  #last: Promise<void> = Promise.resolve()

  constructor(parts: Pick<NodeParts, 'database' | 'clock' | 'log'>) {
    this.#parts = parts
  }

  note(round: string, work: StoredWork): void {
    const { database, clock, log } = this.#parts
    const place = `${round} ${work.step}`
    const now = clock.nowMs()
    if (work.done < work.total && now - (this.#keptMs.get(place) ?? 0) < KEEP_EVERY_MS) return
    this.#keptMs.set(place, now)
    this.#last = this.#last
      .then(() => database.stores.diary.putWork(round, work))
      // Only a picture of the work: the work itself is kept elsewhere, and goes on.
      .catch((error: unknown) => log.error('progress could not be kept', error))
  }

  /** When all that was noted is kept. */
  async kept(): Promise<void> {
    await this.#last
    this.#keptMs.clear()
  }
}
