import { utf8 } from '../base/bytes.ts'
import type { SizeTotal } from '../cover/counts.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { openAtRest, sealAtRest } from '../crypto/crypter.ts'
import type { PersonSet } from '../psi/bag.ts'
import { PERSONS } from '../round/manifest.ts'
import type { CountKeeping } from './table-count.ts'
import { tallyDigest } from './tally.ts'

/** What the bag of persons of a covered round came to; check persons are judged before (14.4). */
export interface CoveredCount {
  /** Persons and cover of each bin, in order. */
  readonly covered: readonly number[]
  /** How many persons stand on 1, 2 … lists, as far as the partition tells. */
  readonly sizes: readonly SizeTotal[]
  /** Padding, and cover that holds nothing. */
  readonly nothing: number
  /** Persons in whom a list occurs twice: in no bin, and exact. */
  readonly sets: readonly PersonSet[]
  readonly undecodable: number
}

/** What a second counter must find too (protocol/specification.md 9.3). */
export function coveredDigest(count: CoveredCount, key: Uint8Array): string {
  return tallyDigest(count, key)
}

/** Adds or replaces: a count that is done again gives the same. */
export async function keepCovered(
  { database, storageKey }: CountKeeping,
  round: string,
  count: CoveredCount,
): Promise<void> {
  const sealed = sealAtRest(storageKey, placeOf(round), utf8(canonicalJson(count)))
  await database.stores.overlaps.put(round, PERSONS, sealed)
}

export async function readCovered(
  { database, storageKey }: CountKeeping,
  round: string,
): Promise<CoveredCount> {
  const sealed = await database.stores.overlaps.get(round, PERSONS)
  if (sealed === null) throw new TypeError('the covered bag is not counted')
  const text = new TextDecoder().decode(openAtRest(storageKey, placeOf(round), sealed))
  return JSON.parse(text) as CoveredCount // written by keepCovered only, and sealed since
}

function placeOf(round: string): Uint8Array {
  return utf8(`covered count ${round}`)
}
