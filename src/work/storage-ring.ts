import { z } from 'zod'
import { fromBase64Url, toBase64Url, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { type Random, secureRandom } from '../base/random.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { openAtRest, sealAtRest, useSealingKeys } from '../crypto/crypter.ts'
import { deriveBytes } from '../crypto/derive.ts'
import type { Database, Stores } from '../storage/database.ts'

const SETTING = 'storage/ring'
const PLACE = utf8('storage ring v1')
/** Sealed with the storage key alone since the first version: shows whether a key is the right one. */
const CHECK_ROOT = 'check-root'

const keptSchema = z.strictObject({
  version: z.literal(1),
  /** The ring under the storage key, and while it is rotated under the one before too. */
  wraps: z.array(z.string()).min(1).max(2),
  /**
   * `announced`: there is a new key, and all who open the store learn it, but nobody seals with it.
   * `reseal`: the storage key is in its place; one process seals everything anew.
   */
  phase: z.enum(['announced', 'reseal', 'done']),
})
type Kept = z.infer<typeof keptSchema>

const ringSchema = z.strictObject({
  /** What records are found by (a keyed digest of their ids): stays, as the ids themselves are not kept. */
  root: z.string(),
  /** What seals, the newest first; earlier ones stay, to open what a slow process sealed with them. */
  keys: z.array(z.string()).min(1),
})
type Ring = z.infer<typeof ringSchema>

/**
 * The keys of a store, sealed under its storage key (protocol/specification.md 12.4). Rotating means: a
 * new storage key, a new key that seals, and everything sealed anew with that, while the node serves.
 */
export class StorageRing {
  /** What the rest of the program takes as the storage key. */
  readonly storageKey: Uint8Array
  readonly #database: Database
  readonly #random: Random
  readonly #readKey: () => Promise<Uint8Array>
  #seen: string

  private constructor(
    parts: { database: Database; readKey: () => Promise<Uint8Array>; random: Random },
    root: Uint8Array,
    seen: string,
  ) {
    this.storageKey = root
    this.#database = parts.database
    this.#readKey = parts.readKey
    this.#random = parts.random
    this.#seen = seen
  }

  /**
   * Opens the ring of a store with its storage key, or makes it, the first time.
   * Fails with `secret.other-storage-key`.
   */
  static async open(parts: {
    readonly database: Database
    readonly readKey: () => Promise<Uint8Array>
    readonly random?: Random
  }): Promise<StorageRing> {
    const { database, readKey, random = secureRandom } = parts
    const key = await readKey()
    const text = await database.transaction('open-ring', (stores) => kept(stores, key, random))
    const { phase, ring } = unwrap(text, key)
    const opened = new StorageRing({ database, readKey, random }, fromBase64Url(ring.root), text)
    opened.#use(phase, ring)
    return opened
  }

  /** Takes over what another process made of the ring. Gives whether everything is to be sealed anew. */
  async refresh(): Promise<boolean> {
    const text = (await this.#database.stores.settings.get(SETTING)) ?? this.#seen
    if (text !== this.#seen) {
      const { phase, ring } = unwrap(text, await this.#readKey())
      this.#use(phase, ring)
      this.#seen = text
    }
    return parse(text).phase === 'reseal'
  }

  /**
   * Makes a new storage key and a key that will seal. Give the new one its place, then call `placed`:
   * until `done` either of the two opens the store. Fails with `storage-key.rotating`.
   */
  async rotate(): Promise<Uint8Array> {
    const [before, fresh] = [await this.#readKey(), this.#random(32)]
    await this.#change((text) => {
      const { phase, ring } = unwrap(text, before)
      if (phase === 'reseal') throw rotating()
      // Announced and never placed: it begins again, from what it was.
      const former = phase === 'announced' ? ring.keys.slice(1) : ring.keys
      const keys = [toBase64Url(this.#random(32)), ...former]
      const wraps = [fresh, before].map((key) => wrap({ ...ring, keys }, key))
      return { version: 1, wraps, phase: 'announced' }
    })
    return fresh
  }

  async placed(): Promise<void> {
    await this.#change((text) => ({ ...parse(text), phase: 'reseal' }))
  }

  /** Everything is sealed anew: the former storage key opens nothing any more. */
  async done(): Promise<void> {
    await this.#change((text) => {
      const { wraps } = parse(text)
      return { version: 1, wraps: wraps.slice(0, 1), phase: 'done' }
    })
  }

  async #change(change: (text: string) => Kept): Promise<void> {
    await this.#database.transaction('change-ring', async (stores) => {
      const text = (await stores.settings.get(SETTING)) ?? this.#seen
      await stores.settings.set(SETTING, canonicalJson(change(text)))
    })
  }

  #use(phase: Kept['phase'], { keys }: Ring): void {
    useSealingKeys(this.storageKey, keys.map(fromBase64Url), phase === 'announced' ? 1 : 0)
  }
}

async function kept(stores: Stores, key: Uint8Array, random: Random): Promise<string> {
  const found = await stores.settings.get(SETTING)
  if (found !== null) return found
  await refuseOther(stores, key)
  const ring = { root: toBase64Url(key), keys: [toBase64Url(random(32))] }
  const made: Kept = { version: 1, wraps: [wrap(ring, key)], phase: 'done' }
  await stores.settings.set(SETTING, canonicalJson(made))
  return canonicalJson(made)
}

/** A store of before there were rings. */
async function refuseOther(stores: Stores, key: Uint8Array): Promise<void> {
  const sealed = await stores.settings.get(CHECK_ROOT)
  if (sealed === null) return
  try {
    openAtRest(key, utf8(CHECK_ROOT), fromBase64Url(sealed))
  } catch (cause) {
    throw otherKey(cause)
  }
}

function wrap(ring: Ring, key: Uint8Array): string {
  return toBase64Url(sealAtRest(wrappingKey(key), PLACE, utf8(canonicalJson(ring))))
}

function wrappingKey(key: Uint8Array): Uint8Array {
  return deriveBytes(key, 'samentel storage ring v1', [], 32)
}

function unwrap(text: string, key: Uint8Array): { phase: Kept['phase']; ring: Ring } {
  const { wraps, phase } = parse(text)
  const wrapping = wrappingKey(key)
  let cause: unknown
  for (const sealed of wraps) {
    try {
      const plain = openAtRest(wrapping, PLACE, fromBase64Url(sealed))
      return { phase, ring: ringSchema.parse(JSON.parse(new TextDecoder().decode(plain))) }
    } catch (error) {
      cause = error
    }
  }
  throw otherKey(cause)
}

function parse(text: string): Kept {
  return keptSchema.parse(JSON.parse(text)) // written above only
}

function otherKey(cause: unknown): Problem {
  return new Problem({
    code: 'secret.other-storage-key',
    what: 'The storage key is not the one that this store is sealed with',
    where: 'secrets/storage.key, or the variable or credential in its place',
    remedy: 'Put back the key that belongs to this store; without it nothing in it can be opened.',
    status: 500,
    cause,
  })
}

function rotating(): Problem {
  return new Problem({
    code: 'storage-key.rotating',
    what: 'The storage key was replaced before, and not all is sealed anew yet',
    remedy: 'Let the node serve for some minutes, then try again.',
    status: 409,
  })
}
