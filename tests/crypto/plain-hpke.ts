import {
  createCipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
} from 'node:crypto'
import { concatBytes, fromHex, i2osp, utf8 } from '../../src/base/bytes.ts'

/**
 * The sender's side of RFC 9180 base mode for DHKEM(X25519, HKDF-SHA256) and HKDF-SHA256, written
 * from the RFC's text over node:crypto alone. Shares nothing with src/crypto/hpke.ts.
 */
export function plainSeal(parts: {
  readonly ephemeral: Uint8Array
  readonly recipient: Uint8Array
  readonly info: Uint8Array
  readonly aad: Uint8Array
  readonly plain: Uint8Array
  readonly aead: 'aes-128-gcm' | 'aes-256-gcm'
}): { enc: Uint8Array; ct: Uint8Array } {
  const { ephemeral, recipient, info, aad, plain, aead } = parts
  const enc = publicOf(ephemeral)
  const kem = concatBytes(utf8('KEM'), i2osp(0x20, 2))
  const prk = extract(kem, new Uint8Array(0), 'eae_prk', agree(ephemeral, recipient))
  const shared = expand(kem, prk, 'shared_secret', concatBytes(enc, recipient), 32)
  const keyBytes = aead === 'aes-128-gcm' ? 16 : 32
  const id = aead === 'aes-128-gcm' ? 1 : 2
  const suite = concatBytes(utf8('HPKE'), i2osp(0x20, 2), i2osp(1, 2), i2osp(id, 2))
  const none = new Uint8Array(0)
  const context = concatBytes(
    new Uint8Array([0]),
    extract(suite, none, 'psk_id_hash', none),
    extract(suite, none, 'info_hash', info),
  )
  const secret = extract(suite, shared, 'secret', none)
  const key = expand(suite, secret, 'key', context, keyBytes)
  const nonce = expand(suite, secret, 'base_nonce', context, 12)
  const cipher = createCipheriv(aead, key, nonce).setAAD(aad)
  return { enc, ct: concatBytes(cipher.update(plain), cipher.final(), cipher.getAuthTag()) }
}

function hmac(key: Uint8Array, value: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update(value).digest())
}

function extract(suite: Uint8Array, salt: Uint8Array, label: string, ikm: Uint8Array) {
  return hmac(salt, concatBytes(utf8('HPKE-v1'), suite, utf8(label), ikm))
}

function expand(
  suite: Uint8Array,
  prk: Uint8Array,
  label: string,
  info: Uint8Array,
  length: number,
): Uint8Array {
  const labelled = concatBytes(i2osp(length, 2), utf8('HPKE-v1'), suite, utf8(label), info)
  return hmac(prk, concatBytes(labelled, new Uint8Array([1]))).subarray(0, length)
}

/** RFC 8410: the fixed DER before an X25519 key. */
const privateDer = fromHex('302e020100300506032b656e04220420')
const publicDer = fromHex('302a300506032b656e032100')

function privateKey(bytes: Uint8Array) {
  const key = Buffer.from(concatBytes(privateDer, bytes))
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}

function publicOf(secret: Uint8Array): Uint8Array {
  const der = createPublicKey(privateKey(secret)).export({ format: 'der', type: 'spki' })
  return new Uint8Array(der).subarray(publicDer.length)
}

function agree(secret: Uint8Array, publicBytes: Uint8Array): Uint8Array {
  const key = Buffer.from(concatBytes(publicDer, publicBytes))
  const publicKey = createPublicKey({ key, format: 'der', type: 'spki' })
  return new Uint8Array(diffieHellman({ privateKey: privateKey(secret), publicKey }))
}
