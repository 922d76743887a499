/* Who signed what: agreement, keys, envelopes and manifest (protocol/specification.md 4, 11.1). */
import { ed25519 } from '@noble/curves/ed25519.js'
import {
  base64,
  canonical,
  get,
  type Json,
  jsonDigest,
  list,
  parse,
  text,
  Unclear,
} from './notation.ts'

/** Of each party the Ed25519 keys that spoke for it, the agreed one first. */
type Keys = ReadonlyMap<string, string[]>
export type Agreed = { readonly digest: string; readonly keys: Keys }

/** What is signed in a JWS of this type, and with which of the keys. */
function open(jws: string, typ: string, keys: Keys): { value: Json; signer: string; x: string } {
  const [head = '', body = '', signature = '', ...more] = jws.split('.')
  const header = parse(base64(head).toString())
  const [signer, payload] = [text(header, 'kid'), base64(body).toString()]
  const message = new Uint8Array(Buffer.from(`${head}.${body}`))
  const isBy = (key: string) => {
    const [bytes, x] = [signature, key].map((one) => new Uint8Array(base64(one)))
    const fits = bytes?.length === 64 && x?.length === 32
    return fits && ed25519.verify(bytes, message, x, { zip215: false })
  }
  const x = (keys.get(signer) ?? []).find(isBy)
  const right = more.length === 0 && get(header, 'alg') === 'EdDSA' && get(header, 'typ') === typ
  if (!right || x === undefined) throw new Unclear('a signature does not verify with agreed keys')
  const value = parse(payload)
  if (canonical(value) !== payload) throw new Unclear('what was signed is not canonical')
  return { value, signer, x }
}

export function openEnvelope(jws: Json, { keys }: Agreed) {
  const { value, signer } = open(text(jws), 'samentel-envelope+jws', keys)
  if (text(value, 'from') !== signer) throw new Unclear('a sender is not the signer')
  const [type, round, binding] = [text(value, 'type'), text(value, 'round'), text(value, 'binding')]
  return { type, round, binding, from: signer, body: get(value, 'body') }
}
export type Envelope = ReturnType<typeof openEnvelope>

/** The agreement with its keys (4.1), and those that succeeded them, in their order (4.7). */
export function readAgreement(file: Json): Agreed {
  const [terms, pinned] = [get(file, 'agreement', 'terms'), get(file, 'agreement', 'keys')]
  const digest = jsonDigest('agreement', { terms, keys: pinned })
  const keys = new Map(Object.keys(Object(pinned)).map((id) => [id, [text(pinned, id, 'x')]]))
  for (const jws of list(file, 'successions')) {
    const { value, signer, x } = open(text(jws), 'samentel-agreement+jws', keys)
    const { countersignature = null, ...said } = value as { [key: string]: Json }
    const to = text(said, 'to', 'x')
    const { value: agreed } = open(
      text(countersignature),
      'samentel-successor+jws',
      new Map([[signer, [to]]]),
    )
    const about = ['type', 'agreement', 'organisation'].map((name) => get(said, name)).join()
    const right = about === `identity.succeed,${digest},${signer}` && text(said, 'from', 'x') === x
    const used = [...keys.values()].flat()
    if (
      !right ||
      canonical(agreed) !== canonical(said) ||
      keys.get(signer)?.at(-1) !== x ||
      used.includes(to)
    ) {
      throw new Unclear('a key is not succeeded as it should be')
    }
    keys.get(signer)?.push(to)
  }
  return { digest, keys }
}

/** The manifest, from the core and everybody's own signed keys (4.3). */
export function readManifest(file: Json, agreed: Agreed) {
  const core = get(file, 'core')
  const coreDigest = jsonDigest('core', core)
  const holders = [...list(core, 'evaluators').map((id) => text(id)), 'coordinator']
  const reveals = list(file, 'reveals').map((jws) => openEnvelope(jws, agreed))
  const right = reveals.every(
    (one) =>
      one.type === 'keys.reveal' && one.round === get(core, 'round') && one.binding === coreDigest,
  )
  if (!right || get(core, 'agreement') !== agreed.digest)
    throw new Unclear('keys are of another round')
  const records = new Map(reveals.map(({ from, body }) => [from, get(body, 'record')]))
  const keys = holders.map((holder) => records.get(holder) ?? null)
  return { core, coreDigest, digest: jsonDigest('manifest', { core, keys }), holders, records }
}
export type Manifest = ReturnType<typeof readManifest>
