import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { concatBytes } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { deriveBytes } from './derive.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** A key as bytes, or made ready with `cipherKey`. */
export type CipherKey = Uint8Array | KeyObject

/** A key that is used for many small pieces: made once, a piece costs a fifth of the time. */
export function cipherKey(key: Uint8Array): KeyObject {
  return createSecretKey(key)
}

function keyObject(key: CipherKey): KeyObject {
  return key instanceof Uint8Array ? cipherKey(key) : key
}

/** AES-256-GCM (NIST SP 800-38D) with a given 12-byte nonce: `ciphertext ‖ tag`. */
export function gcmSeal(
  key: CipherKey,
  nonce: Uint8Array,
  aad: Uint8Array,
  plain: Uint8Array,
): Uint8Array {
  // Node takes far longer over a key given as plain bytes.
  const cipher = createCipheriv('aes-256-gcm', keyObject(key), nonce).setAAD(aad)
  return concatBytes(cipher.update(plain), cipher.final(), cipher.getAuthTag())
}

export function gcmOpen(
  key: CipherKey,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array {
  try {
    const at = sealed.length - TAG_BYTES
    // Of fixed length: a shorter tag would be easier to guess.
    const options = { authTagLength: TAG_BYTES }
    const decipher = createDecipheriv('aes-256-gcm', keyObject(key), nonce, options).setAAD(aad)
    decipher.setAuthTag(sealed.subarray(at))
    const plain = decipher.update(sealed.subarray(0, at))
    decipher.final() // in this mode it only checks the tag
    return new Uint8Array(plain)
  } catch (cause) {
    throw new Problem({
      code: 'seal.broken',
      what: 'Sealed data does not open: it was altered, or sealed for another key or place',
      cause,
    })
  }
}

/** Keys for sealing at rest under one storage key. */
interface AtRest {
  readonly seal: KeyObject
  /** The likeliest first. */
  readonly open: readonly KeyObject[]
}

/** By the very bytes that a process holds as its storage key: a rotation reaches all who hold them. */
const atRest = new WeakMap<Uint8Array, AtRest>()

/**
 * From here on this storage key seals with the key at `sealWith` and opens what any of them sealed, or
 * what was sealed before there were such keys.
 */
export function useSealingKeys(
  storageKey: Uint8Array,
  keys: readonly Uint8Array[],
  sealWith: number,
): void {
  const own = keys.map(cipherKey)
  const seal = own[sealWith]
  if (seal === undefined) throw new RangeError('no such sealing key')
  const open = [seal, ...own.filter((key) => key !== seal), ...ownKeys(storageKey)]
  atRest.set(storageKey, { seal, open })
}

function keysAtRest(storageKey: Uint8Array): AtRest {
  const known = atRest.get(storageKey)
  if (known !== undefined) return known
  const open = ownKeys(storageKey)
  const made = { seal: open[0]!, open } // it gives two
  atRest.set(storageKey, made)
  return made
}

/** A key for this use alone, and the storage key itself, which sealed until there was one. */
function ownKeys(storageKey: Uint8Array): readonly KeyObject[] {
  return [cipherKey(deriveBytes(storageKey, 'samentel at rest v1', [], 32)), cipherKey(storageKey)]
}

/** Sealing at rest with a random nonce, bound to the place it is kept: `nonce ‖ ciphertext ‖ tag`. */
export function sealAtRest(
  storageKey: Uint8Array,
  place: Uint8Array,
  plain: Uint8Array,
): Uint8Array {
  const nonce = new Uint8Array(randomBytes(NONCE_BYTES))
  return concatBytes(nonce, gcmSeal(keysAtRest(storageKey).seal, nonce, place, plain))
}

export function openAtRest(
  storageKey: Uint8Array,
  place: Uint8Array,
  sealed: Uint8Array,
): Uint8Array {
  return openWithAny(keysAtRest(storageKey).open, place, sealed).plain
}

/** The same under the key that seals now; null where it is sealed with that already. */
export function resealAtRest(
  storageKey: Uint8Array,
  place: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | null {
  const { seal, open } = keysAtRest(storageKey)
  const { key, plain } = openWithAny(open, place, sealed)
  return key === seal ? null : sealAtRest(storageKey, place, plain)
}

function openWithAny(keys: readonly KeyObject[], place: Uint8Array, sealed: Uint8Array) {
  let failure: unknown
  for (const key of keys) {
    try {
      const plain = gcmOpen(
        key,
        sealed.subarray(0, NONCE_BYTES),
        place,
        sealed.subarray(NONCE_BYTES),
      )
      return { key, plain }
    } catch (error) {
      failure = error
    }
  }
  throw failure
}
