import type { webcrypto } from 'node:crypto'
import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core'
import { XWing } from '@hpke/hybridkem-x-wing'
import { z } from 'zod'
import { concatBytes, fromBase64Url, toBase64Url } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'

/**
 * RFC 9180 base mode with X-Wing (KEM 0x647a: X25519 and ML-KEM-768 together,
 * draft-connolly-cfrg-xwing-kem), HKDF-SHA256, AES-256-GCM: what is sealed today stays sealed when
 * one of the two is broken.
 */
const kem = new XWing()
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() })

const ENC_BYTES = 1120
const TAG_BYTES = 16

/** 1216 bytes of an X-Wing public key as base64url. */
export const sealingKeySchema = z.string().regex(/^[A-Za-z0-9_-]{1622}$/)
/** `enc ‖ ciphertext ‖ tag` of a wrapped key of 32 bytes, 1168 bytes, as base64url. */
export const wrappedKeySchema = z.string().max(1558)

/** Characters of so many bytes, sealed. */
export function sealedLength(bytes: number): number {
  return Math.ceil((4 * (ENC_BYTES + bytes + TAG_BYTES)) / 3)
}

/**
 * The seed is X-Wing's own private key, 32 bytes (X-Wing 5.2), not keying material for DeriveKeyPair:
 * drafts that use X-Wing in HPKE derive in different ways. The same seed gives the same pair after a
 * restart.
 */
async function keyPair(seed: Uint8Array): Promise<webcrypto.CryptoKeyPair> {
  return kem.generateKeyPairDerand(new Uint8Array(plainBuffer(seed)))
}

/** The public half, 1216 bytes as base64url. */
export async function sealingPublicKey(seed: Uint8Array): Promise<string> {
  const pair = await keyPair(seed)
  return toBase64Url(new Uint8Array(await kem.serializePublicKey(pair.publicKey)))
}

/** Wraps a key, or a few bytes like it, for one recipient: base64url of `enc ‖ ciphertext`. */
export async function wrapKey(
  recipientKey: string,
  info: Uint8Array,
  key: Uint8Array,
): Promise<string> {
  const sealed = await sealTo(fromBase64Url(recipientKey), info, key).catch((cause: unknown) => {
    throw badKey(cause)
  })
  return toBase64Url(concatBytes(new Uint8Array(sealed.enc), new Uint8Array(sealed.ct)))
}

async function sealTo(recipientKey: Uint8Array, info: Uint8Array, plain: Uint8Array) {
  const recipientPublicKey = await kem.deserializePublicKey(plainBuffer(recipientKey))
  return suite.seal({ recipientPublicKey, info: plainBuffer(info) }, plainBuffer(plain))
}

/**
 * Refused: another length; an ML-KEM part that is not reduced (FIPS 203 7.2, which X-Wing 4 demands);
 * an X25519 part that gives a shared secret of zero bytes (RFC 7748 6.1, which X-Wing allows and
 * RFC 9180 7.1.4 demands of X25519 alone).
 */
function badKey(cause: unknown): Problem {
  return new Problem({
    code: 'seal.bad-key',
    what: 'Somebody showed a sealing key that seals nothing',
    remedy: 'A round ends here; start another with fresh keys.',
    cause,
  })
}

export async function unwrapKey(
  seed: Uint8Array,
  info: Uint8Array,
  wrapped: string,
): Promise<Uint8Array> {
  const bytes = fromBase64Url(wrapped)
  const pair = await keyPair(seed)
  try {
    const plain = await suite.open(
      {
        recipientKey: pair.privateKey,
        enc: plainBuffer(bytes.subarray(0, ENC_BYTES)),
        info: plainBuffer(info),
      },
      plainBuffer(bytes.subarray(ENC_BYTES)),
    )
    return new Uint8Array(plain)
  } catch (cause) {
    throw new Problem({
      code: 'seal.not-for-us',
      what: 'A wrapped key does not open: it was wrapped for another node, round, batch or agreement',
      cause,
    })
  }
}

/** A view may look into a larger buffer; the library takes whole buffers. */
function plainBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length)
  new Uint8Array(copy).set(bytes)
  return copy
}
