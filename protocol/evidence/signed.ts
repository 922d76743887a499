/* Who signed what: agreement, keys, envelopes and manifest (protocol/specification.md 4, 11.1). */
import { ed25519 } from '@noble/curves/ed25519.js'
import { base64, canonical, fits, jsonDigest } from './notation.ts'

/*
 * What a file should hold (15.2). Where it holds something else it cannot be read, or is not what was
 * signed: all that is judged is, so the accused chose its types.
 */
export interface Core extends Record<'round' | 'agreement' | 'proofs', string> {
  evaluators: string[]
  slots: string[]
  lists: { id: string; organisation: string }[]
  tables: { id: string; codes: string[] }[]
  cover: object | null
}
export type Declaration = { name: string; digest: string; chunks: string[] }
/** Of each type of message its own fields. */
export interface Body extends Record<'stage' | 'input' | 'digest' | 'commitment', string> {
  output: Declaration
  proof: string | null
  proofRows: Declaration | null
  tally: string | null
  batches: Declaration[]
  record: { token: string; columns: Record<string, string>; cover: string[] }
}
export type Envelope = Record<'type' | 'round' | 'binding' | 'from', string> & { body: Body }
type Succession = Record<'type' | 'agreement' | 'organisation' | 'countersignature', string> &
  Record<'from' | 'to', { x: string }>
export interface Evidence extends Record<'successions' | 'reveals' | 'statements', string[]> {
  version: number
  about: Record<'round' | 'subject' | 'accused', string>
  agreement: { terms: object; keys: Record<string, { x: string }> }
  core: Core
  batches: Record<string, Record<string, string>>
}

/** Of each party the Ed25519 keys that spoke for it, the agreed one first. */
type Keys = ReadonlyMap<string, string[]>

/** What is signed in a JWS of this type, by whom, and with which of the keys. */
function open<T>(jws: string, typ: string, keys: Keys): { value: T; signer: string; x: string } {
  const [head = '', payload = '', signature = '', ...more] = jws.split('.')
  const header: { kid: string } = JSON.parse(base64(head).toString())
  const signer = header.kid
  const due = canonical({ alg: 'EdDSA', typ, kid: signer })
  fits(more.length === 0 && canonical(header) === due, 'a text is signed as something else')
  const message = Buffer.from(`${head}.${payload}`)
  const strict = { zip215: false }
  const isBy = (x: string) => ed25519.verify(base64(signature), message, base64(x), strict)
  const x = keys.get(signer)?.find(isBy)
  fits(x !== undefined, 'a signature does not verify with agreed keys')
  const value: T = JSON.parse(base64(payload).toString())
  fits(canonical(value) === base64(payload).toString(), 'what was signed is not canonical')
  return { value, signer, x }
}

/** The agreement with its keys (4.1), and those that succeeded them, in their order (4.7). */
function readAgreement({ agreement, successions }: Evidence) {
  const digest = jsonDigest('agreement', { terms: agreement.terms, keys: agreement.keys })
  const keys = new Map(Object.entries(agreement.keys).map(([party, { x }]) => [party, [x]]))
  for (const jws of successions) {
    const { value, signer, x } = open<Succession>(jws, 'samentel-agreement+jws', keys)
    const { countersignature, ...said } = value
    const to = new Map([[signer, [said.to.x]]])
    const agreed = open(countersignature, 'samentel-successor+jws', to)
    const about = canonical([said.type, said.agreement, said.organisation, said.from.x])
    const right =
      about === canonical(['identity.succeed', digest, signer, x]) &&
      canonical(agreed.value) === canonical(said) &&
      keys.get(signer)?.at(-1) === x &&
      ![...keys.values()].flat().includes(said.to.x)
    fits(right, 'a key is not succeeded as it should be')
    keys.get(signer)?.push(said.to.x)
  }
  return { digest, keys }
}

/** The round and what the accused signed in it, all under keys of the agreement (4.3, 15.4). */
export function readSigned(evidence: Evidence, agreement: string | null) {
  const { about, core, reveals, statements, batches } = evidence
  const { digest: believed, keys } = readAgreement(evidence)
  const isNamed = agreement === null || agreement === believed
  fits(isNamed, 'it rests on another agreement than the one named')
  // Whoever reads the verdict sees these words.
  const words = [about.round, about.subject, about.accused]
  const plain = words.every((word) => /^[a-z0-9./ -]{1,150}$/.test(word))
  fits(plain, 'it does not say whom it accuses of what')
  const envelopes = (all: readonly string[]) =>
    all.map((jws) => {
      const { value, signer } = open<Envelope>(jws, 'samentel-envelope+jws', keys)
      fits(value.from === signer, 'a sender is not the signer')
      return value
    })
  const [shown, said] = [envelopes(reveals), envelopes(statements)]
  const records = new Map(shown.map(({ from, body }) => [from, body.record]))
  const holders = [...core.evaluators, 'coordinator']
  const coreDigest = jsonDigest('core', core)
  const keysOfAll = holders.map((holder) => records.get(holder))
  const digest = jsonDigest('manifest', { core, keys: keysOfAll })
  const isOfCore = shown.every(({ binding }) => binding === coreDigest)
  fits(isOfCore && core.agreement === believed, 'keys are of another round')
  const isOfRound = [core, ...said].every(({ round }) => round === about.round)
  const isBound = said.every(({ binding }) => binding === digest || binding === coreDigest)
  const isBy = said.every(({ from }) => from === about.accused)
  fits(isOfRound && isBound && isBy, 'what was signed is not by the accused, or of another round')
  return { believed, said, round: { core, coreDigest, digest, holders, records, batches } }
}
export type Round = ReturnType<typeof readSigned>['round']
