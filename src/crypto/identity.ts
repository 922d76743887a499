import { createHash, type webcrypto } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { z } from 'zod'
import { Problem } from '../base/problem.ts'
import { canonicalJson } from './canonical.ts'

/** RFC 8037: an Ed25519 public key as a JWK. */
export const publicKeySchema = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
})
export type PublicKey = z.infer<typeof publicKeySchema>

const privateKeySchema = publicKeySchema.extend({ d: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })
export type PrivateKey = z.infer<typeof privateKeySchema>

export interface Identity {
  readonly id: string
  readonly publicKey: PublicKey
  readonly signingKey: webcrypto.CryptoKey
}

export async function makePrivateKey(): Promise<PrivateKey> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  return privateKeySchema.parse(await exportJWK(pair.privateKey))
}

export function publicPart(key: PrivateKey): PublicKey {
  return { kty: key.kty, crv: key.crv, x: key.x }
}

export async function loadIdentity(id: string, text: string, file: string): Promise<Identity> {
  const parsed = privateKeySchema.safeParse(parseJson(text))
  if (!parsed.success) {
    throw new Problem({
      code: 'identity.unreadable',
      what: 'The file does not hold an Ed25519 private key',
      where: file,
      remedy:
        'Put the key file back from your own backup; or move it away, make a new identity with init, and send everybody the new public key.',
    })
  }
  const publicKey = publicPart(parsed.data)
  return { id, publicKey, signingKey: await importKey(parsed.data) }
}

export async function importKey(jwk: JWK): Promise<webcrypto.CryptoKey> {
  const key = await importJWK(jwk, 'EdDSA')
  if (key instanceof Uint8Array) throw new TypeError('not an asymmetric key')
  return key
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
