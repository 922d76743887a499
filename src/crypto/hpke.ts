import type { webcrypto } from 'node:crypto'
import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core'
import { DhkemX25519HkdfSha256 } from '@hpke/dhkem-x25519'
import { concatBytes, fromBase64Url, toBase64Url } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'

/** RFC 9180 base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})

const ENC_BYTES = 32

/** DeriveKeyPair of RFC 9180 section 7.1.3: the same 32 bytes give the same pair after a restart. */
async function deriveKeyPair(ikm: Uint8Array): Promise<webcrypto.CryptoKeyPair> {
  return suite.kem.deriveKeyPair(plainBuffer(ikm))
}

/** The public half, 32 bytes as base64url. */
export async function sealingPublicKey(ikm: Uint8Array): Promise<string> {
  const pair = await deriveKeyPair(ikm)
  return toBase64Url(new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)))
}

/** Wraps a content key for one recipient: base64url of `enc ‖ ciphertext`. */
export async function wrapKey(
  recipientKey: string,
  info: Uint8Array,
  contentKey: Uint8Array,
): Promise<string> {
  const sealed = await sealTo(fromBase64Url(recipientKey), info, contentKey).catch(
    (cause: unknown) => {
      throw badKey(cause)
    },
  )
  return toBase64Url(concatBytes(new Uint8Array(sealed.enc), new Uint8Array(sealed.ct)))
}

async function sealTo(recipientKey: Uint8Array, info: Uint8Array, plain: Uint8Array) {
  const recipientPublicKey = await suite.kem.deserializePublicKey(plainBuffer(recipientKey))
  return suite.seal({ recipientPublicKey, info: plainBuffer(info) }, plainBuffer(plain))
}

/** RFC 9180 section 7.1.4: a shared secret of zero bytes is refused; everybody would know it. */
function badKey(cause: unknown): Problem {
  return new Problem({
    code: 'seal.bad-key',
    what: 'A key holder showed a sealing key that seals nothing',
    remedy: 'The round ends here; start another with fresh keys.',
    cause,
  })
}

export async function unwrapKey(
  ikm: Uint8Array,
  info: Uint8Array,
  wrapped: string,
): Promise<Uint8Array> {
  const bytes = fromBase64Url(wrapped)
  const pair = await deriveKeyPair(ikm)
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
      what: 'A content key does not open: it was wrapped for another node, round or batch',
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
