/* The vectors of signed messages (protocol/specification.md 4.6, 4.7, 11.1, 11.4), as Samentel signs them. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { fromHex, toBase64Url } from '../../src/base/bytes.ts'
import { signAnswer, signSuccession } from '../../src/consent/sign-statement.ts'
import { type Identity, importKey, publicPart } from '../../src/crypto/identity.ts'
import { type Envelope, sealEnvelope } from '../../src/messages/envelope.ts'
import type { Agreement } from '../../src/round/agreement.ts'
import { authorise } from '../../src/transport/peer-auth.ts'
import { type Fields, field } from './fields.ts'

/** PKCS #8 of an Ed25519 private key (RFC 8410 7), up to its 32 bytes. */
const PREFIX = '302e020100300506032b657004220420'

/** Who signs with this seed; a vector names the sharing key only where it is said. */
export async function identityOf(id: string, seed: string, sharing = ''): Promise<Identity> {
  const der = Buffer.from(PREFIX + seed, 'hex')
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const { x = '' } = createPublicKey(secret).export({ format: 'jwk' })
  const d = toBase64Url(fromHex(seed))
  const key = { kty: 'OKP', crv: 'Ed25519', x, d, sharing, sharingSeed: '' } as const
  return { id, publicKey: publicPart(key), signingKey: await importKey(key) }
}

/** Of a signer of the name that the field holds. */
const signer = (input: Fields, id: string, seed = 'seed') =>
  identityOf(field(input, id), field(input, seed), input.sharing)

const agreed = (input: Fields) => ({ digest: field(input, 'agreement') }) as Agreement

/** By the name of the vector up to its first space. */
const computations: Readonly<Record<string, (input: Fields) => Promise<string>>> = {
  envelope: async (input) => {
    const { from, type, round, binding, to } = input
    const [sequence, body] = [Number(field(input, 'sequence')), JSON.parse(field(input, 'body'))]
    const envelope = { version: 1, type, round, binding, from, to, sequence, body } as Envelope
    return sealEnvelope(await signer(input, 'from'), envelope)
  },
  statement: async (input) => {
    const type = field(input, 'type') as 'agreement.accept'
    const { reason } = input
    const said = { type, atMs: Number(field(input, 'atMs')), ...(reason ? { reason } : {}) }
    return signAnswer(await signer(input, 'organisation'), agreed(input), said)
  },
  succession: async (input) => {
    const old = await signer(input, 'organisation')
    const successor = await signer(input, 'organisation', 'successorSeed')
    const about = { agreement: agreed(input), atMs: Number(field(input, 'atMs')) }
    return signSuccession(old, successor, about)
  },
  request: async (input) => {
    const request = { method: field(input, 'method'), path: field(input, 'path') }
    const clock = { nowMs: () => Number(field(input, 'atMs')) }
    return authorise(await signer(input, 'from'), request, clock)
  },
}

export async function computeSigned(name: string, input: Fields): Promise<Fields> {
  const computation = computations[name.split(' ')[0] ?? '']
  if (computation === undefined) throw new Error(`no computation for ${name}`)
  const { publicKey } = await signer(input, input.from === undefined ? 'organisation' : 'from')
  return { x: publicKey.x, text: await computation(input) }
}
