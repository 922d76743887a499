/* Who signed what: agreement, keys, envelopes and manifest (protocol/specification.md 4, 11.1). */
import { ed25519 } from '@noble/curves/ed25519.js'
import { base64, canonical, get, type Json, jsonDigest, list, text, Unclear } from './notation.ts'

/** Of each party the Ed25519 keys that spoke for it, the agreed one first. */
export type Keys = ReadonlyMap<string, readonly string[]>

export interface Envelope {
  readonly type: string
  readonly round: string
  readonly binding: string
  readonly from: string
  readonly body: Json
}

/** The value that was signed, of a JWS in compact form with this type by one of these keys. */
function opened(jws: string, typ: string, keys: Keys): { value: Json; signer: string; x: string } {
  const [head = '', body = '', signature = '', ...more] = jws.split('.')
  if (more.length > 0) throw new Unclear('a signature has another form')
  const header = parsed(base64(head).toString())
  const signer = text(get(header, 'kid'))
  if (get(header, 'alg') !== 'EdDSA' || get(header, 'typ') !== typ) {
    throw new Unclear('a signature is of another type')
  }
  const message = new Uint8Array(Buffer.from(`${head}.${body}`))
  const bytes = new Uint8Array(base64(signature))
  const x = (keys.get(signer) ?? []).find((key) => isSigned(bytes, message, base64(key)))
  if (x === undefined) throw new Unclear('a signature does not verify with the agreed keys')
  const payload = base64(body).toString()
  const value = parsed(payload)
  if (canonical(value) !== payload) throw new Unclear('what was signed is not canonical')
  return { value, signer, x }
}

function isSigned(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, new Uint8Array(key), { zip215: false })
  } catch {
    return false
  }
}

export function parsed(json: string): Json {
  try {
    return JSON.parse(json)
  } catch {
    throw new Unclear('something is no JSON')
  }
}

export function envelope(jws: Json, keys: Keys): Envelope {
  const { value, signer } = opened(text(jws), 'samentel-envelope+jws', keys)
  const [type, round, binding, from] = ['type', 'round', 'binding', 'from'].map((name) =>
    text(get(value, name)),
  ) as [string, string, string, string]
  if (from !== signer) throw new Unclear('a sender is not the signer')
  return { type, round, binding, from, body: get(value, 'body') }
}

/** The digest of an agreement and its keys, with those that succeeded them (4.1, 4.7). */
export function readAgreement(file: Json): { digest: string; keys: Keys } {
  const agreement = get(file, 'agreement')
  const digest = jsonDigest('samentel agreement v2', {
    terms: get(agreement, 'terms'),
    keys: get(agreement, 'keys'),
  })
  const pinned = Object.keys(Object(get(agreement, 'keys')))
  const keys = new Map(pinned.map((id) => [id, [text(get(agreement, 'keys', id, 'x'))]]))
  const all = [...keys.values()].flat()
  for (const jws of list(get(file, 'successions'))) {
    const { value, signer, x } = opened(text(jws), 'samentel-agreement+jws', keys)
    const { countersignature = null, ...rest } = value as { [key: string]: Json }
    const to = text(get(value, 'to', 'x'))
    const right =
      get(value, 'type') === 'identity.succeed' &&
      get(value, 'agreement') === digest &&
      get(value, 'organisation') === signer &&
      get(value, 'from', 'x') === x
    // In the order in which they happened; a key with two successors speaks for nobody.
    if (!right || keys.get(signer)?.at(-1) !== x || all.includes(to)) {
      throw new Unclear('a key has two successors, or a succession is of something else')
    }
    const agreed = opened(
      text(countersignature),
      'samentel-successor+jws',
      new Map([[signer, [to]]]),
    )
    if (canonical(agreed.value) !== canonical(rest)) throw new Unclear('a new key did not agree')
    keys.get(signer)?.push(to)
    all.push(to)
  }
  return { digest, keys }
}

export interface Manifest {
  readonly core: Json
  readonly coreDigest: string
  readonly digest: string
  readonly holders: readonly string[]
  readonly records: ReadonlyMap<string, Json>
}

/** The manifest, from the core and everybody's own signed keys (4.3). */
export function readManifest(file: Json, agreement: { digest: string; keys: Keys }): Manifest {
  const core = get(file, 'core')
  if (get(core, 'agreement') !== agreement.digest) throw new Unclear('it is of another agreement')
  const coreDigest = jsonDigest('samentel core v2', core)
  const holders = [...list(get(core, 'evaluators')).map(text), 'coordinator']
  const records = new Map<string, Json>()
  for (const jws of list(get(file, 'reveals'))) {
    const { type, round, binding, from, body } = envelope(jws, agreement.keys)
    const right = type === 'keys.reveal' && round === get(core, 'round') && binding === coreDigest
    if (!right) throw new Unclear('keys are of another round')
    records.set(from, get(body, 'record'))
  }
  const keys = holders.map((holder) => records.get(holder) ?? null)
  return {
    core,
    coreDigest,
    digest: jsonDigest('samentel manifest v2', { core, keys }),
    holders,
    records,
  }
}
