import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
} from 'node:crypto'
import { ml_kem768_x25519 as xWing } from '@noble/post-quantum/hybrid.js'
import { concatBytes, fromHex, i2osp, utf8 } from '../../src/base/bytes.ts'

/**
 * RFC 9180 base mode with HKDF-SHA256, written from the RFC's text over node:crypto and
 * @noble/post-quantum. Shares nothing with src/crypto/hpke.ts. DHKEM(X25519, HKDF-SHA256) is here
 * because the RFC's own vectors are of it: they show that the key schedule is right.
 */
export interface PlainSeal {
  readonly kem: 'x25519' | 'x-wing'
  /** The ephemeral private key, or the 64 bytes of X-Wing 5.4.1. */
  readonly random: Uint8Array
  readonly recipient: Uint8Array
  readonly info: Uint8Array
  readonly aad: Uint8Array
  readonly plain: Uint8Array
  readonly aead: Aead
}
type Aead = 'aes-128-gcm' | 'aes-256-gcm'
type Kem = PlainSeal['kem']

const kemIds = { x25519: 0x20, 'x-wing': 0x647a }
const none = new Uint8Array(0)

export function plainSeal(parts: PlainSeal): { enc: Uint8Array; ct: Uint8Array } {
  const { kem, random, recipient, info, aad, plain, aead } = parts
  const { enc, shared } =
    kem === 'x25519' ? encapsulate(random, recipient) : wing(random, recipient)
  const { key, nonce } = schedule({ kem, aead, shared, info })
  const cipher = createCipheriv(aead, key, nonce).setAAD(aad)
  return { enc, ct: concatBytes(cipher.update(plain), cipher.final(), cipher.getAuthTag()) }
}

/** The receiver's side, X-Wing and AES-256-GCM, from the private key of 32 bytes. */
export function plainOpen(seed: Uint8Array, info: Uint8Array, sealed: Uint8Array): Uint8Array {
  const shared = xWing.decapsulate(sealed.slice(0, 1120), seed)
  const { key, nonce } = schedule({ kem: 'x-wing', aead: 'aes-256-gcm', shared, info })
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAuthTag(sealed.subarray(-16))
  return concatBytes(decipher.update(sealed.subarray(1120, -16)), decipher.final())
}

export function plainPublicKey(seed: Uint8Array): Uint8Array {
  return new Uint8Array(xWing.getPublicKey(seed))
}

function wing(random: Uint8Array, recipient: Uint8Array) {
  const { cipherText, sharedSecret } = xWing.encapsulate(recipient, random)
  return { enc: new Uint8Array(cipherText), shared: new Uint8Array(sharedSecret) }
}

function encapsulate(ephemeral: Uint8Array, recipient: Uint8Array) {
  const enc = publicOf(ephemeral)
  const suite = concatBytes(utf8('KEM'), i2osp(kemIds.x25519, 2))
  const prk = extract(suite, none, 'eae_prk', agree(ephemeral, recipient))
  return { enc, shared: expand(suite, prk, 'shared_secret', concatBytes(enc, recipient), 32) }
}

/** RFC 9180 5.1. */
function schedule(parts: { kem: Kem; aead: Aead; shared: Uint8Array; info: Uint8Array }) {
  const { kem, aead, shared, info } = parts
  const [id, keyBytes] = aead === 'aes-128-gcm' ? [1, 16] : [2, 32]
  const suite = concatBytes(utf8('HPKE'), i2osp(kemIds[kem], 2), i2osp(1, 2), i2osp(id, 2))
  const context = concatBytes(
    new Uint8Array([0]),
    extract(suite, none, 'psk_id_hash', none),
    extract(suite, none, 'info_hash', info),
  )
  const secret = extract(suite, shared, 'secret', none)
  return {
    key: expand(suite, secret, 'key', context, keyBytes),
    nonce: expand(suite, secret, 'base_nonce', context, 12),
  }
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
