import type { ActLog, By } from '../log/act.ts'
import type { Database, Stores } from '../storage/database.ts'
import { recordDigest } from './keep-records.ts'
import type { RecordSource } from './record-source.ts'
import { noteErasure } from './staging.ts'

export interface EraseParts {
  readonly database: Database
  readonly storageKey: Uint8Array
  readonly acts: ActLog
  readonly by: By
}

/** Of ids that were to be erased. */
export interface Erased {
  readonly found: number
  /** Of no record here. */
  readonly missing: number
}

/**
 * Erases the records whose ids a source names, with all that was made of them, also from an import that has not come to
 * its end; one that is under way is refused at its end. All of them or none.
 */
export async function eraseListed(ids: RecordSource, parts: EraseParts): Promise<Erased> {
  const digests: Uint8Array[] = []
  for await (const event of ids.read()) {
    if (event.kind === 'record') digests.push(recordDigest(event.fields, parts.storageKey))
  }
  const found = await parts.database.transaction('erase', async (stores) => {
    await noteErasure(stores)
    const lists = new Set<string>()
    let erased = 0
    for (const digest of digests) {
      const from = await eraseRecord(stores, digest)
      if (from.length > 0) erased++
      for (const list of from) lists.add(list)
    }
    for (const object of [...lists].sort()) {
      await parts.acts.append(
        { action: 'records.delete', object, result: 'done', ...parts.by },
        stores,
      )
    }
    return erased
  })
  await parts.database.wipe()
  return { found, missing: digests.length - found }
}

/** Gives the lists that it stood on. */
export async function eraseRecord(stores: Stores, digest: Uint8Array): Promise<readonly string[]> {
  await stores.staged.remove(digest)
  return stores.records.removeEverywhere(digest)
}

export interface Forgotten {
  readonly lists: readonly string[]
  /** Rounds under way in which this node has sent its lists, or is about to. */
  readonly rounds: readonly string[]
}

/**
 * Erases one record by its id in the source. With `keepOut` a keyed digest of the id stays, by which later imports
 * leave the record out, one that is under way too; without it one that is under way is refused at its end.
 */
export async function forgetRecord(
  recordId: string,
  parts: EraseParts & { readonly keepOut: boolean },
): Promise<Forgotten> {
  const digest = recordDigest({ record_id: recordId }, parts.storageKey)
  const lists = await parts.database.transaction('forget', async (stores) => {
    if (parts.keepOut) await stores.keptOut.add(digest)
    else await noteErasure(stores)
    const found = await eraseRecord(stores, digest)
    const action = parts.keepOut ? 'record.keep-out' : 'record.forget'
    const result = found.length > 0 || parts.keepOut ? 'done' : 'refused'
    await parts.acts.append({ action, object: 'record', result, ...parts.by }, stores)
    return found
  })
  await parts.database.wipe()
  const open = await parts.database.stores.rounds.open()
  return { lists, rounds: open.map(({ id }) => id) }
}

/** Lets later imports take the record in again. Returns whether it was kept out. */
export async function letIn(recordId: string, parts: EraseParts): Promise<boolean> {
  const digest = recordDigest({ record_id: recordId }, parts.storageKey)
  return parts.database.transaction('let-in', async (stores) => {
    const was = await stores.keptOut.remove(digest)
    const result = was ? 'done' : 'refused'
    await parts.acts.append(
      { action: 'record.let-in', object: 'record', result, ...parts.by },
      stores,
    )
    return was
  })
}
