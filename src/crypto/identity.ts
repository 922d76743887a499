import { createHash, type webcrypto } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK } from 'jose'
import { z } from 'zod'
import { fromBase64Url, toBase64Url } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { secureRandom } from '../base/random.ts'
import { canonicalJson } from './canonical.ts'
import { sealingKeySchema, sealingPublicKey } from './hpke.ts'

const text32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/**
 * RFC 8037: an Ed25519 public key as a JWK; and beside it the sharing key, to which list owners seal
 * the matching secret (protocol/specification.md 2.6).
 */
export const publicKeySchema = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: text32,
  sharing: sealingKeySchema,
})
export type PublicKey = z.infer<typeof publicKeySchema>

const privateKeySchema = publicKeySchema.extend({
  d: text32,
  sharingSeed: text32,
  /** How the key came to speak for its organisation: statements from the first key on (4.7). */
  successions: z.array(z.string()).optional(),
})
export type PrivateKey = z.infer<typeof privateKeySchema>

export interface Identity {
  readonly id: string
  readonly publicKey: PublicKey
  readonly signingKey: webcrypto.CryptoKey
}

export async function makePrivateKey(): Promise<PrivateKey> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const seed = secureRandom(32)
  return privateKeySchema.parse({
    ...(await exportJWK(pair.privateKey)),
    sharing: await sealingPublicKey(seed),
    sharingSeed: toBase64Url(seed),
  })
}

export function publicPart(key: PrivateKey): PublicKey {
  return { kty: key.kty, crv: key.crv, x: key.x, sharing: key.sharing }
}

export async function loadIdentity(id: string, text: string, file: string): Promise<Identity> {
  const key = readPrivateKey(text, file)
  const sharing = await sealingPublicKey(fromBase64Url(key.sharingSeed))
  // A pair that does not fit would only show when a secret cannot be taken.
  if (sharing !== key.sharing) throw unreadable(file)
  const signingKey = await importKey(key).catch(() => {
    throw unreadable(file)
  })
  return { id, publicKey: publicPart(key), signingKey }
}

/** The private half of the sharing key. */
export function loadSharingSeed(text: string, file: string): Uint8Array {
  return fromBase64Url(readPrivateKey(text, file).sharingSeed)
}

export function readPrivateKey(text: string, file: string): PrivateKey {
  const parsed = privateKeySchema.safeParse(parseJson(text))
  if (!parsed.success) throw unreadable(file)
  return parsed.data
}

function unreadable(file: string): Problem {
  return new Problem({
    code: 'identity.unreadable',
    what: 'The file does not hold an Ed25519 private key with a sharing key',
    where: file,
    remedy:
      'Put the key file back from your own backup; or move it away, make a new identity with init, and send everybody the new public key.',
  })
}

/** The signing part alone: the sharing key is no business of this library. */
export async function importKey(key: PublicKey | PrivateKey): Promise<webcrypto.CryptoKey> {
  const { kty, crv, x } = key
  const jwk = 'd' in key ? { kty, crv, x, d: key.d } : { kty, crv, x }
  const imported = await importJWK(jwk, 'EdDSA')
  if (imported instanceof Uint8Array) throw new TypeError('not an asymmetric key')
  return imported
}

/** Short enough to read to each other over the telephone: eight groups of four hex digits. */
export function fingerprint(key: PublicKey): string {
  const hex = createHash('sha256').update(canonicalJson(key)).digest('hex').slice(0, 32)
  return hex.match(/.{4}/g)!.join(' ') // 32 hex digits always split into eight groups
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
