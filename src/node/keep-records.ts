import { concatBytes, utf8 } from '../base/bytes.ts'
import { keyedDigest } from '../crypto/digest.ts'
import type { Recipe } from '../matching/recipe.ts'
import type { RecordFields } from '../source/source-event.ts'
import type { StoredRecord } from '../storage/record-store.ts'
import type { PsiPool } from '../work/pool.ts'
import { sealRecord } from './record-pages.ts'

const ELEMENT_BYTES = 32

/** A record between its reading and its keeping. */
export interface PendingRecord {
  readonly list: string
  readonly digest: Uint8Array
  /** By slot of the recipe. */
  readonly keys: readonly (Uint8Array | null)[]
  readonly codes: Uint8Array
}

export interface KeepParts {
  readonly pool: PsiPool
  readonly recipe: Recipe
  readonly storageKey: Uint8Array
  readonly matchingSecret: Uint8Array
}

/** A keyed digest: with it a record can be found again, and without the key nothing can be guessed. */
export function recordDigest(fields: RecordFields, storageKey: Uint8Array): Uint8Array {
  return keyedDigest(storageKey, 'samentel record id v1', utf8(fields.record_id ?? ''))
}

/** A record as it is kept, and on which list. */
export interface SealedRecord extends StoredRecord {
  readonly list: string
}

/** Hashes the keys of some records and seals them. */
export async function sealRecords(
  pending: readonly PendingRecord[],
  parts: KeepParts,
): Promise<SealedRecord[]> {
  if (pending.length === 0) return []
  const { recipe, matchingSecret, storageKey } = parts
  const elements = await parts.pool.run({
    op: 'hash',
    secret: matchingSecret,
    recipe: recipe.name,
    keyIds: recipe.slots.map((slot) => slot.keyId),
    keys: pending.flatMap((record) => record.keys),
  })
  const width = recipe.slots.length * ELEMENT_BYTES
  return pending.map(({ list, digest, codes }, at) => {
    const keys = concatBytes(elements.subarray(at * width, (at + 1) * width))
    return { list, digest, keys: sealRecord(storageKey, { list, digest }, { keys, codes }) }
  })
}
