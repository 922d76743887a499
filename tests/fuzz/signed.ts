import { CompactSign } from 'jose'
import { utf8 } from '../../src/base/bytes.ts'
import { Problem } from '../../src/base/problem.ts'
import { canonicalJson } from '../../src/crypto/canonical.ts'
import { type Identity, importKey, makePrivateKey, publicPart } from '../../src/crypto/identity.ts'
import { type Envelope, openEnvelope } from '../../src/messages/envelope.ts'
import { CANARY } from './edits.ts'

export const ENVELOPE = 'samentel-envelope+jws'

export async function newIdentity(id: string): Promise<Identity> {
  const key = await makePrivateKey()
  return { id, publicKey: publicPart(key), signingKey: await importKey(key) }
}

/** A signature over any bytes: what a party can sign that is no message. */
export async function signBytes(by: Identity, typ: string, payload: Uint8Array): Promise<string> {
  return new CompactSign(payload)
    .setProtectedHeader({ alg: 'EdDSA', typ, kid: by.id })
    .sign(by.signingKey)
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}

/** Of what is no JSON, what a signed text that holds none is refused with. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes))
  } catch {
    throw new Problem({ code: 'signature.refused', what: 'It does not hold JSON' })
  }
}

/** A key for that one party and for nobody else. */
export function keyOnlyOf(party: Identity) {
  return (id: string) => {
    if (id === party.id) return party.publicKey
    throw new Problem({ code: 'message.stranger', what: 'A stranger' })
  }
}

/** An envelope whose body is these bytes, signed, and opened as its receiver opens it. */
export async function carried(from: Identity, type: string, body: Uint8Array): Promise<Envelope> {
  const before = `{"binding":"B","body":`
  const after = `,"from":"${from.id}","round":"spring","sequence":1,"to":"coordinator","type":"${type}","version":1}`
  const payload = new Uint8Array(Buffer.concat([utf8(before), body, utf8(after)]))
  return openEnvelope(await signBytes(from, ENVELOPE, payload), keyOnlyOf(from))
}

/** The envelope that these bytes are, if they are one at all. */
export function readOr(said: Envelope, payload: Uint8Array): Envelope {
  try {
    return JSON.parse(textOf(payload)) as Envelope
  } catch {
    return { ...said, type: 'none' }
  }
}

export function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes))
  } catch {
    return CANARY
  }
}

export function textIn(value: unknown): string {
  try {
    return canonicalJson(value)
  } catch {
    return '{}'
  }
}
