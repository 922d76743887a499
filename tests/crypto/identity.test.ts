import { beforeAll, describe, expect, it } from 'vitest'
import { fromBase64Url } from '../../src/base/bytes.ts'
import { sealingPublicKey } from '../../src/crypto/hpke.ts'
import {
  fingerprint,
  loadIdentity,
  loadSharingSeed,
  makePrivateKey,
  type PrivateKey,
  publicKeySchema,
  publicPart,
} from '../../src/crypto/identity.ts'
import { signJson, verifyJson } from '../../src/crypto/sign.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { refusal } from '../refusal.ts'

let key: PrivateKey
let other: PrivateKey

beforeAll(async () => {
  key = await makePrivateKey()
  other = await makePrivateKey()
})

describe('an identity', () => {
  it('has a sharing key of its own beside its signing key, both halves fitting', async () => {
    expect(await sealingPublicKey(fromBase64Url(key.sharingSeed))).toBe(key.sharing)
    expect(other.sharing).not.toBe(key.sharing)
    expect(loadSharingSeed(JSON.stringify(key), 'f')).toEqual(fromBase64Url(key.sharingSeed))
  })

  it('shows neither private half in its public part', () => {
    const shown = publicPart(key)
    expect(publicKeySchema.parse(shown)).toEqual(shown)
    for (const secret of [key.d, key.sharingSeed]) {
      expect(JSON.stringify(shown)).not.toContain(secret)
    }
  })

  it('signs what verifies with its public part', async () => {
    const identity = await loadIdentity('police', JSON.stringify(key), 'identity.json')
    const jws = await signJson(identity, 'sample+jws', { persons: 12 })
    const expected = { typ: 'sample+jws', signer: 'police', key: publicPart(key) }
    expect(await verifyJson(jws, expected)).toEqual({ persons: 12 })
  })

  it('is refused when its sharing key is of another, missing or cut', async () => {
    const { sharing: _, sharingSeed: __, ...former } = key
    const wrong = [
      { ...key, sharing: other.sharing },
      { ...key, sharingSeed: other.sharingSeed },
      { ...key, sharing: key.sharing.slice(1) },
      former,
    ]
    for (const value of wrong) {
      const problem = await refusalOf(
        loadIdentity('police', JSON.stringify(value), 'identity.json'),
      )
      expect(problem).toMatchObject({ code: 'identity.unreadable', where: 'identity.json' })
      expect(problem.message).not.toContain(key.d)
    }
    expect(refusal(() => loadSharingSeed('{}', 'f')).code).toBe('identity.unreadable')
  })
})

it('reads another fingerprint where the sharing key alone is another', () => {
  const shown = publicPart(key)
  expect(fingerprint({ ...shown, sharing: other.sharing })).not.toBe(fingerprint(shown))
  expect(fingerprint(shown)).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/)
})
