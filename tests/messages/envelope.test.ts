import fc from 'fast-check'
import { CompactSign } from 'jose'
import { beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { utf8 } from '../../src/base/bytes.ts'
import { isProblem } from '../../src/base/problem.ts'
import { canonicalJson } from '../../src/crypto/canonical.ts'
import { type Identity, importKey, makePrivateKey, publicPart } from '../../src/crypto/identity.ts'
import {
  type Envelope,
  envelopeChars,
  openEnvelope,
  parseBody,
  sealEnvelope,
} from '../../src/messages/envelope.ts'
import { keyOf } from '../../src/round/agreement.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { refusal } from '../refusal.ts'
import { sampleAgreement } from '../round/sample.ts'

const TYP = 'samentel-envelope+jws'
const envelope: Envelope = {
  version: 1,
  type: 'keys.commit',
  round: 'spring',
  binding: 'digest',
  from: 'police',
  to: 'coordinator',
  sequence: 1,
  body: { a: 1 },
}
let police: Identity
let pinned: (id: string) => Identity['publicKey']

beforeAll(async () => {
  const key = await makePrivateKey()
  police = { id: 'police', publicKey: publicPart(key), signingKey: await importKey(key) }
  const agreement = await sampleAgreement()
  const keys = { ...agreement.keys, police: police.publicKey }
  pinned = (id) => keyOf({ ...agreement, keys }, id)
})

/** Any text, signed by the police as an envelope. */
function signedText(text: string, kid: unknown = 'police'): Promise<string> {
  return new CompactSign(utf8(text))
    .setProtectedHeader({ alg: 'EdDSA', typ: TYP, kid: kid as string })
    .sign(police.signingKey)
}

async function codeOf(jws: string): Promise<string> {
  return (await refusalOf(openEnvelope(jws, pinned))).code
}

it('opens what it sealed, with the same text each time', async () => {
  const jws = await sealEnvelope(police, envelope)
  expect(await openEnvelope(jws, pinned)).toEqual(envelope)
  expect(await sealEnvelope(police, envelope)).toBe(jws)
})

it('refuses unknown fields, missing fields and values that no envelope holds', async () => {
  const { body: _, ...bodiless } = envelope
  const wrong: unknown[] = [
    { ...envelope, extra: 1 },
    { ...envelope, version: 2 },
    { ...envelope, round: '../x' },
    { ...envelope, from: 'Police' },
    { ...envelope, sequence: 0 },
    { ...envelope, sequence: 1.5 },
    { ...envelope, binding: 'x'.repeat(65) },
    { ...envelope, type: 'x'.repeat(41) },
    { ...bodiless, from: undefined },
    [],
    null,
    'text',
  ]
  for (const value of wrong) {
    const jws = await signedText(canonicalJson(value))
    expect(await codeOf(jws), JSON.stringify(value)).toBe('message.malformed')
  }
})

it('refuses a sender that is not the signer, a stranger, and who is named like a built-in', async () => {
  const jws = await sealEnvelope(police, { ...envelope, from: 'shelter' })
  expect(await codeOf(jws)).toBe('message.malformed')
  for (const kid of ['nobody', '__proto__', 'constructor', 'toString']) {
    expect(await codeOf(await signedText('{}', kid)), kid).toBe('message.stranger')
  }
})

it('refuses an envelope above the limit before it verifies anything', async () => {
  const body = 'x'.repeat(3_100_000)
  const jws = await sealEnvelope(police, { ...envelope, body })
  let asked = 0
  const keys = (id: string) => {
    asked++
    return pinned(id)
  }
  expect((await refusalOf(openEnvelope(jws, keys))).code).toBe('message.malformed')
  expect(asked).toBe(0)
})

it('refuses any bytes with a stable code, and never falls over them', async () => {
  const jws = await sealEnvelope(police, envelope)
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    fc.nat(jws.length - 1).map((at) => jws.slice(0, at)),
    fc.nat(jws.length - 1).map((at) => jws.slice(at + 1)),
    fc
      .tuple(fc.nat(jws.length - 1), fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }))
      .filter(([at, text]) => !jws.startsWith(text, at))
      .map(([at, text]) => jws.slice(0, at) + text + jws.slice(at + text.length)),
    fc.array(fc.base64String(), { minLength: 3, maxLength: 3 }).map((parts) => parts.join('.')),
  )
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const error = await openEnvelope(text, pinned).then(
        () => null,
        (thrown: unknown) => thrown,
      )
      expect(isProblem(error), String(error)).toBe(true)
      expect((error as { code: string }).code).toMatch(/^(signature\.refused|message\.[a-z-]+)$/)
    }),
    { numRuns: 400 },
  )
})

it('refuses any signed JSON value that is no envelope, and any signed bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (text) => {
      const error = await refusalOf(openEnvelope(await signedText(text), pinned))
      expect(error.code).toMatch(/^(signature\.refused|message\.malformed)$/)
    }),
    { numRuns: 100 },
  )
})

it('reads a body by its schema and names the message where it does not fit', () => {
  const schema = z.strictObject({ a: z.int() })
  expect(parseBody(schema, envelope)).toEqual({ a: 1 })
  for (const body of [{ a: 'secret' }, { a: 1, b: 2 }, null, 3]) {
    const problem = refusal(() => parseBody(schema, { ...envelope, body }))
    expect(problem.code).toBe('message.malformed')
    expect(problem.message).toContain('keys.commit')
    expect(problem.message).not.toContain('secret')
  }
})

it('knows how long a signed envelope will be before it is signed', async () => {
  const texts = fc.record({ body: fc.jsonValue({ maxDepth: 3 }), sequence: fc.integer({ min: 1 }) })
  await fc.assert(
    fc.asyncProperty(texts, async ({ body, sequence }) => {
      const one: Envelope = { ...envelope, body, sequence }
      expect(envelopeChars(one)).toBe((await sealEnvelope(police, one)).length)
    }),
    { numRuns: 50 },
  )
})
