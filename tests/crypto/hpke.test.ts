import { readFileSync } from 'node:fs'
import { XWing } from '@hpke/hybridkem-x-wing'
import { describe, expect, it } from 'vitest'
import {
  concatBytes,
  fromBase64Url,
  fromHex,
  toBase64Url,
  toHex,
  utf8,
} from '../../src/base/bytes.ts'
import {
  sealingKeySchema,
  sealingPublicKey,
  unwrapKey,
  wrapKey,
  wrappedKeySchema,
} from '../../src/crypto/hpke.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { seededRandom } from '../scripted-random.ts'
import { plainOpen, plainPublicKey, plainSeal } from './plain-hpke.ts'

/** RFC 9180 appendix A.1.1: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. */
const rfc = {
  pkRm: fromHex('3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d'),
  skEm: fromHex('52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736'),
  enc: '37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431',
  info: fromHex('4f6465206f6e2061204772656369616e2055726e'),
  aad: utf8('Count-0'),
  plain: utf8('Beauty is truth, truth beauty'),
  ct: 'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
}

/** tests/data/x-wing/README.md */
const published: { seed: string; eseed: string; ss: string; pk: string; ct: string }[] = JSON.parse(
  readFileSync(new URL('../data/x-wing/draft-10-appendix-c.json', import.meta.url), 'utf8'),
)

const X25519_AT = 1184
const seed = new Uint8Array(32).fill(7)
const contentKey = new Uint8Array(32).map((_, at) => at)
const info = utf8('batch list/police of police to border')

describe.each(published)('X-Wing vector $seed', (vector) => {
  it('gives its public key', async () => {
    expect(await sealingPublicKey(fromHex(vector.seed))).toBe(toBase64Url(fromHex(vector.pk)))
  })

  it('gives its ciphertext and shared secret, to and fro', async () => {
    const kem = new XWing()
    const pair = await kem.generateKeyPairDerand(fromHex(vector.seed))
    const ekm = fromHex(vector.eseed).buffer
    const made = await kem.encap({ recipientPublicKey: pair.publicKey, ekm })
    expect(toHex(new Uint8Array(made.enc))).toBe(vector.ct)
    expect(toHex(new Uint8Array(made.sharedSecret))).toBe(vector.ss)
    const enc = fromHex(vector.ct).buffer
    const opened = await kem.decap({ recipientKey: pair.privateKey, enc })
    expect(toHex(new Uint8Array(opened))).toBe(vector.ss)
  })
})

describe('the second implementation', () => {
  it('meets RFC 9180 appendix A.1.1', () => {
    const parts = { kem: 'x25519', random: rfc.skEm, recipient: rfc.pkRm } as const
    const sealed = plainSeal({ ...rfc, ...parts, aead: 'aes-128-gcm' })
    expect(toHex(sealed.enc)).toBe(rfc.enc)
    expect(toHex(sealed.ct)).toBe(rfc.ct)
  })

  it('seals what Samentel opens, and opens what Samentel seals', async () => {
    const random = seededRandom('hpke')
    for (const own of [seed, random(32), random(32), random(32)]) {
      const recipient = plainPublicKey(own)
      expect(toBase64Url(recipient)).toBe(await sealingPublicKey(own))
      const sealed = plainSeal({
        kem: 'x-wing',
        random: random(64),
        recipient,
        info,
        aad: new Uint8Array(0),
        plain: contentKey,
        aead: 'aes-256-gcm',
      })
      const theirs = toBase64Url(concatBytes(sealed.enc, sealed.ct))
      expect(await unwrapKey(own, info, theirs)).toEqual(contentKey)
      const ours = fromBase64Url(await wrapKey(toBase64Url(recipient), info, contentKey))
      expect(plainOpen(own, info, ours)).toEqual(contentKey)
    }
  })
})

it('unwraps what it wrapped, and never wraps twice alike', async () => {
  const recipient = await sealingPublicKey(seed)
  const [one, other] = [
    await wrapKey(recipient, info, contentKey),
    await wrapKey(recipient, info, contentKey),
  ]
  expect(await unwrapKey(seed, info, one)).toEqual(contentKey)
  expect(await unwrapKey(seed, info, other)).toEqual(contentKey)
  expect(one).not.toBe(other)
})

it('wraps and unwraps many at once without mixing them up', async () => {
  const seeds = Array.from({ length: 12 }, (_, at) => new Uint8Array(32).fill(at))
  const opened = await Promise.all(
    seeds.map(async (own, at) => {
      const key = new Uint8Array(32).fill(100 + at)
      const wrapped = await wrapKey(await sealingPublicKey(own), info, key)
      return (await unwrapKey(own, info, wrapped))[0]
    }),
  )
  expect(opened).toEqual(seeds.map((_, at) => 100 + at))
})

it('has keys of 1216 bytes and wrapped keys of 1168, which the schemas take exactly', async () => {
  const key = await sealingPublicKey(seed)
  const wrapped = await wrapKey(key, info, contentKey)
  expect(fromBase64Url(key)).toHaveLength(1216)
  expect(fromBase64Url(wrapped)).toHaveLength(1168)
  expect(sealingKeySchema.safeParse(key).success).toBe(true)
  expect(wrappedKeySchema.safeParse(wrapped).success).toBe(true)
  expect(sealingKeySchema.safeParse(key.slice(1)).success).toBe(false)
  expect(wrappedKeySchema.safeParse(`${wrapped}A`).success).toBe(false)
})

it('does not open for another recipient, another place, or when altered or cut', async () => {
  const wrapped = await wrapKey(await sealingPublicKey(seed), info, contentKey)
  const bytes = fromBase64Url(wrapped)
  // Both halves of the encapsulated secret, the ciphertext and the tag.
  const altered = [0, 1087, 1088, 1119, 1120, bytes.length - 1].map((at) => {
    const copy = bytes.slice()
    copy[at]! ^= 1 // at < bytes.length
    return [seed, info, toBase64Url(copy)] as const
  })
  const wrong: (readonly [Uint8Array, Uint8Array, string])[] = [
    [new Uint8Array(32).fill(8), info, wrapped],
    [seed, utf8('batch list/police of police to court'), wrapped],
    [seed, info, toBase64Url(bytes.subarray(0, 1130))],
    [seed, info, toBase64Url(bytes.subarray(0, 40))],
    [seed, info, ''],
    ...altered,
  ]
  for (const parts of wrong) {
    expect((await refusalOf(unwrapKey(...parts))).code).toBe('seal.not-for-us')
  }
})

describe('a public key that seals nothing', () => {
  async function spoilt(spoil: (key: Uint8Array) => Uint8Array): Promise<string> {
    return toBase64Url(spoil(fromBase64Url(await sealingPublicKey(seed))))
  }

  it.each(['00'.repeat(32), `01${'00'.repeat(31)}`])(
    'is refused when its X25519 part is the point of low order %s',
    async (point) => {
      const key = await spoilt((whole) => concatBytes(whole.subarray(0, X25519_AT), fromHex(point)))
      const problem = await refusalOf(wrapKey(key, info, contentKey))
      expect(problem.code).toBe('seal.bad-key')
      expect(problem.cause).toMatchObject({
        message: expect.stringMatching(/private or public key/),
      })
    },
  )

  it('is refused when a coefficient of its ML-KEM part is not reduced', async () => {
    const key = await spoilt((whole) => whole.fill(0xff, 0, 3))
    const problem = await refusalOf(wrapKey(key, info, contentKey))
    expect(problem.code).toBe('seal.bad-key')
    expect(problem.cause).toMatchObject({ message: expect.stringMatching(/encapsulation key/) })
  })

  it('is refused when it has another length', async () => {
    for (const key of [await spoilt((whole) => whole.subarray(32)), toBase64Url(rfc.pkRm), '']) {
      expect((await refusalOf(wrapKey(key, info, contentKey))).code).toBe('seal.bad-key')
    }
  })
})

it('refuses an encapsulation whose X25519 part is a point of low order', async () => {
  const bytes = fromBase64Url(await wrapKey(await sealingPublicKey(seed), info, contentKey))
  bytes.fill(0, 1088, 1120)
  const problem = await refusalOf(unwrapKey(seed, info, toBase64Url(bytes)))
  expect(problem.code).toBe('seal.not-for-us')
  expect(problem.cause).toMatchObject({ message: expect.stringMatching(/private or public key/) })
})
