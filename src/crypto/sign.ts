import { CompactSign, compactVerify, decodeProtectedHeader } from 'jose'
import { fromBase64Url, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { canonicalJson } from './canonical.ts'
import { type Identity, importKey, type PublicKey } from './identity.ts'

/** A JWS in compact form (RFC 7515) over canonical JSON, signed with Ed25519 (RFC 8037). */
export async function signJson(identity: Identity, typ: string, value: unknown): Promise<string> {
  return new CompactSign(utf8(canonicalJson(value)))
    .setProtectedHeader({ alg: 'EdDSA', typ, kid: identity.id })
    .sign(identity.signingKey)
}

/** Characters of what `signJson` gives, which no key changes. */
export function signedChars(signer: string, typ: string, value: unknown): number {
  const parts = [JSON.stringify({ alg: 'EdDSA', typ, kid: signer }), canonicalJson(value)]
  const texts = parts.map((part) => Math.ceil((4 * utf8(part).length) / 3))
  return texts.reduce((sum, chars) => sum + chars, 0) + SIGNATURE_CHARS + 2
}

/** 64 bytes of Ed25519 as base64url. */
const SIGNATURE_CHARS = 86

/** Who says it signed this; not yet verified. */
export function claimedSigner(jws: string): string {
  const kid = readHeader(jws).kid
  if (typeof kid !== 'string') throw badSignature('it names no signer')
  return kid
}

/**
 * The value under a signature that verifies with `key`. Refuses another type, another signer and
 * JSON that is not canonical: one value has one signed text.
 */
export async function verifyJson(
  jws: string,
  expected: { readonly typ: string; readonly signer: string; readonly key: PublicKey },
): Promise<unknown> {
  const header = readHeader(jws)
  if (header.typ !== expected.typ) throw badSignature('it is of another type')
  if (Object.keys(header).length !== 3) throw badSignature('its header says more than it may')
  if (header.kid !== expected.signer) throw badSignature('it names another signer')
  const payload = await verifiedPayload(jws, expected.key)
  return canonicalValue(payload)
}

/** What a signer signed need not be JSON at all, nor have a canonical form (a lone surrogate has none). */
function canonicalValue(payload: string): unknown {
  if (isDeep(payload)) throw badSignature('it is nested deeper than anything that is signed')
  let value: unknown
  let canonical: string
  try {
    value = JSON.parse(payload)
    canonical = canonicalJson(value)
  } catch (cause) {
    throw badSignature('it does not hold JSON', cause)
  }
  if (canonical !== payload) throw badSignature('its JSON is not canonical')
  // Whoever copies the value field by field drops this one; in canonical text it is written in one way.
  if (payload.includes('"__proto__":')) throw badSignature('a field has a name that no field has')
  return value
}

const MOST_LEVELS = 32

/** Whoever walks through a value later must not run out of stack. Text that is no JSON may be either. */
function isDeep(json: string): boolean {
  let level = 0
  let quoted = false
  for (let at = 0; at < json.length; at++) {
    const letter = json[at]
    if (letter === '\\') at++
    else if (letter === '"') quoted = !quoted
    else if (!quoted && (letter === '[' || letter === '{')) level++
    else if (!quoted && (letter === ']' || letter === '}')) level--
    if (level > MOST_LEVELS) return true
  }
  return false
}

async function verifiedPayload(jws: string, key: PublicKey): Promise<string> {
  try {
    // One signed text for one signature: a last character has bits that its bytes do not use.
    for (const part of jws.split('.')) fromBase64Url(part)
    const result = await compactVerify(jws, await importKey(key), { algorithms: ['EdDSA'] })
    // A byte order mark would be taken off, and the same value have two signed texts.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(result.payload)
  } catch (cause) {
    throw badSignature('it does not verify', cause)
  }
}

function readHeader(jws: string): { typ?: unknown; kid?: unknown } {
  try {
    return decodeProtectedHeader(jws)
  } catch (cause) {
    throw badSignature('it cannot be read', cause)
  }
}

function badSignature(why: string, cause?: unknown): Problem {
  return new Problem({
    code: 'signature.refused',
    what: `A signed message is refused: ${why}`,
    remedy: 'Check that both sides hold the same public keys in peers/.',
    status: 401,
    cause,
  })
}
