import { utf8 } from '../base/bytes.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { openAtRest, sealAtRest } from '../crypto/crypter.ts'
import type { DecodedBag, PersonSet } from '../psi/bag.ts'
import type { Database } from '../storage/database.ts'
import { tallyDigest } from './tally.ts'

/** What one bag came to, exactly: check persons are judged before, and left out here. */
export interface TableCount {
  readonly table: string
  readonly sets: readonly PersonSet[]
  /** Padding rows of all lists together. */
  readonly padding: number
  readonly undecodable: number
  readonly uncoded: number
}

export function tableCount(table: string, bag: DecodedBag): TableCount {
  const { sets, padding, undecodable, uncoded } = bag
  return { table, sets, padding, undecodable, uncoded }
}

/** What a second counter must find too (protocol/specification.md 9.3). */
export function countDigest(count: TableCount, key: Uint8Array): string {
  return tallyDigest(count, key)
}

/** Where the counter keeps what it counted, under its own storage key. */
export interface CountKeeping {
  readonly database: Database
  readonly storageKey: Uint8Array
}

/** Adds or replaces: a count that is done again gives the same. */
export async function keepCount(
  { database, storageKey }: CountKeeping,
  round: string,
  count: TableCount,
): Promise<void> {
  const sealed = sealAtRest(storageKey, placeOf(round, count.table), utf8(canonicalJson(count)))
  await database.stores.overlaps.put(round, count.table, sealed)
}

export async function readCount(
  { database, storageKey }: CountKeeping,
  round: string,
  table: string,
): Promise<TableCount | null> {
  const sealed = await database.stores.overlaps.get(round, table)
  if (sealed === null) return null
  const text = new TextDecoder().decode(openAtRest(storageKey, placeOf(round, table), sealed))
  return JSON.parse(text) as TableCount // written by keepCount only, and sealed since
}

function placeOf(round: string, table: string): Uint8Array {
  return utf8(`count ${round} ${table}`)
}
