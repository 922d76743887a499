import { createHash } from 'node:crypto'
import { concatBytes, toBase64Url, utf8 } from '../base/bytes.ts'
import { openAtRest, resealAtRest, sealAtRest } from '../crypto/crypter.ts'
import { TOKEN_BYTES } from '../linkage/number-keys.ts'
import type { RecordStore, StoredRecord } from '../storage/record-store.ts'

/** Small: what is alive at a time decides how much room the garbage collector takes for itself. */
const PAGE = 128
/** More than chunks are ever under way at once. */
const KEPT_PAGES = 12
const ELEMENT_BYTES = 32

/** What is kept of a record. */
export interface RecordContent {
  /** 32 bytes a slot, 32 zero bytes where there is no key. */
  readonly keys: Uint8Array
  /** One byte per table: the place of the code among the table's codes. */
  readonly codes: Uint8Array
}

/**
 * Sealed at rest: number of codes ‖ codes ‖ keys. Records of protocol 1 had keys alone, and another
 * place: they open no more, and are never asked for, since their keys are of another version.
 */
export function sealRecord(
  storageKey: Uint8Array,
  at: RecordPlace,
  { keys, codes }: RecordContent,
): Uint8Array {
  const plain = concatBytes(Uint8Array.of(codes.length), codes, keys)
  return sealAtRest(storageKey, concatBytes(listPlace(at.list), at.digest), plain)
}

/** The same under the key that seals now; null where it is. */
export function resealRecord(
  storageKey: Uint8Array,
  list: string,
  { digest, keys }: StoredRecord,
): StoredRecord | null {
  const fresh = resealAtRest(storageKey, concatBytes(listPlace(list), digest), keys)
  return fresh === null ? null : { digest, keys: fresh }
}

export interface RecordPlace {
  readonly list: string
  readonly digest: Uint8Array
}

function listPlace(list: string): Uint8Array {
  return utf8(`record v2 ${list} `)
}

/** What linking a node's own list needs in memory: the first bytes of each key, no more. */
export interface KeyPrefixes {
  readonly records: number
  /** records · slots · TOKEN_BYTES. */
  readonly keys: Uint8Array
  /** records · slots: 0 where there is no key. */
  readonly present: Uint8Array
  /** Changes when any record does. */
  readonly digest: string
}

/** A list's records by ordinal, in order of their digests, a page at a time. */
export class RecordPages {
  readonly #records: RecordStore
  readonly #list: string
  readonly #storageKey: Uint8Array
  readonly #place: Uint8Array
  /** The digest before each page. */
  readonly #starts: (Uint8Array | null)[] = [null]
  readonly #pages = new Map<number, Promise<readonly RecordContent[]>>()

  constructor(parts: { records: RecordStore; list: string; storageKey: Uint8Array }) {
    this.#records = parts.records
    this.#list = parts.list
    this.#storageKey = parts.storageKey
    this.#place = listPlace(parts.list)
  }

  async prefixes(slots: number): Promise<KeyPrefixes> {
    const records = await this.#records.count(this.#list)
    const keys = new Uint8Array(records * slots * TOKEN_BYTES)
    const present = new Uint8Array(records * slots)
    const digest = await this.#readAll(records, (record, at) =>
      takePrefixes(record.keys, { keys, present, from: at * slots }),
    )
    return { records, keys, present, digest }
  }

  /** The digest that `prefixes` gives, read anew. */
  async digest(): Promise<string> {
    return this.#readAll(await this.#records.count(this.#list), () => undefined)
  }

  async #readAll(
    records: number,
    take: (record: RecordContent, at: number) => void,
  ): Promise<string> {
    const hash = createHash('sha256')
    for (let at = 0; at < records; ) {
      for (const record of await this.#load(Math.floor(at / PAGE))) {
        // As many codes and slots of each record: the bytes of two lists meet only when all is alike.
        hash.update(record.codes).update(record.keys)
        take(record, at++)
      }
    }
    return toBase64Url(new Uint8Array(hash.digest()))
  }

  /** Keys and codes of the record at this ordinal. Cheapest in ascending order. */
  async at(ordinal: number): Promise<RecordContent> {
    const record = (await this.#load(Math.floor(ordinal / PAGE)))[ordinal % PAGE]
    if (record === undefined) throw new RangeError(`no record ${ordinal}`)
    return record
  }

  /** Several chunks are read at once, so the last few pages are kept. */
  #load(number: number): Promise<readonly RecordContent[]> {
    const kept = this.#pages.get(number)
    if (kept !== undefined) return kept
    const page = this.#read(number)
    this.#pages.set(number, page)
    const [oldest] = this.#pages.keys()
    if (this.#pages.size > KEPT_PAGES && oldest !== undefined) this.#pages.delete(oldest)
    return page
  }

  async #read(number: number): Promise<readonly RecordContent[]> {
    const start = this.#starts[number]
    if (start === undefined) throw new RangeError(`page ${number} before page ${number - 1}`)
    const rows = await this.#records.page(this.#list, start, PAGE)
    const last = rows.at(-1)
    if (last !== undefined) this.#starts[number + 1] = last.digest
    return rows.map((row) => this.#open(row))
  }

  #open({ digest, keys: sealed }: StoredRecord): RecordContent {
    const plain = openAtRest(this.#storageKey, concatBytes(this.#place, digest), sealed)
    const codes = 1 + (plain[0] ?? 0)
    return { codes: plain.subarray(1, codes), keys: plain.subarray(codes) }
  }
}

function takePrefixes(
  element: Uint8Array,
  into: { keys: Uint8Array; present: Uint8Array; from: number },
): void {
  for (let slot = 0; slot * ELEMENT_BYTES < element.length; slot++) {
    const key = element.subarray(slot * ELEMENT_BYTES, slot * ELEMENT_BYTES + TOKEN_BYTES)
    if (key.every((byte) => byte === 0)) continue
    into.keys.set(key, (into.from + slot) * TOKEN_BYTES)
    into.present[into.from + slot] = 1
  }
}
