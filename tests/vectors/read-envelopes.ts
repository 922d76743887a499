/*
 * A second reading of protocol/specification.md 4.6, 4.7, 11.1 and 11.4: signed messages from RFC 7515,
 * RFC 8037 and the text, on @noble/curves.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import type { Fields } from './notation.ts'
import { canonicalText, text64 } from './read-json.ts'

function text(input: Fields, name: string): string {
  const value = input[name]
  if (value === undefined) throw new Error(`vector lacks ${name}`)
  return value
}

const seedOf = (input: Fields, name = 'seed') =>
  new Uint8Array(Buffer.from(text(input, name), 'hex'))
const publicText = (seed: Uint8Array) => text64(Buffer.from(ed25519.getPublicKey(seed)))
const encoded = (value: string) => text64(Buffer.from(value, 'utf8'))

/** RFC 7515 7.1, with the header as 11.1 writes it. */
function signed(seed: Uint8Array, typ: string, kid: string, payload: unknown): string {
  const header = `{"alg":"EdDSA","typ":${JSON.stringify(typ)},"kid":${JSON.stringify(kid)}}`
  const start = `${encoded(header)}.${encoded(canonicalText(payload))}`
  return `${start}.${text64(Buffer.from(ed25519.sign(new Uint8Array(Buffer.from(start)), seed)))}`
}

/** What all statements about an agreement have. */
const about = (input: Fields) => ({
  version: 1,
  agreement: text(input, 'agreement'),
  organisation: text(input, 'organisation'),
  atMs: Number(text(input, 'atMs')),
})

const readings: Readonly<Record<string, (input: Fields) => string>> = {
  envelope: (input) => {
    const named = Object.fromEntries(
      ['type', 'round', 'binding', 'from', 'to'].map((name) => [name, text(input, name)]),
    )
    const sequence = Number(text(input, 'sequence'))
    const payload = { version: 1, ...named, sequence, body: JSON.parse(text(input, 'body')) }
    return signed(seedOf(input), 'samentel-envelope+jws', text(input, 'from'), payload)
  },
  statement: (input) => {
    const reason = input.reason === undefined ? {} : { reason: input.reason }
    const payload = { ...about(input), type: text(input, 'type'), ...reason }
    return signed(seedOf(input), 'samentel-agreement+jws', text(input, 'organisation'), payload)
  },
  succession: (input) => {
    const key = (seed: Uint8Array) => {
      return { kty: 'OKP', crv: 'Ed25519', x: publicText(seed), sharing: text(input, 'sharing') }
    }
    const [old, next] = [seedOf(input), seedOf(input, 'successorSeed')]
    const payload = { ...about(input), type: 'identity.succeed', from: key(old), to: key(next) }
    const kid = text(input, 'organisation')
    const countersignature = signed(next, 'samentel-successor+jws', kid, payload)
    return signed(old, 'samentel-agreement+jws', kid, { ...payload, countersignature })
  },
  request: (input) => {
    const payload = {
      method: text(input, 'method'),
      path: text(input, 'path'),
      atMs: Number(text(input, 'atMs')),
    }
    const kid = text(input, 'from')
    return `Samentel ${signed(seedOf(input), 'samentel-request+jws', kid, payload)}`
  },
}

/** The outputs of the vector of that name. */
export function readSigned(name: string, input: Fields): Fields {
  const reading = readings[name.split(' ')[0] ?? '']
  if (reading === undefined) throw new Error(`no reading for ${name}`)
  return { x: publicText(seedOf(input)), text: reading(input) }
}
