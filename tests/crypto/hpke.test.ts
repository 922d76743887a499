import { expect, it } from 'vitest'
import {
  concatBytes,
  fromBase64Url,
  fromHex,
  toBase64Url,
  toHex,
  utf8,
} from '../../src/base/bytes.ts'
import { sealingPublicKey, unwrapKey, wrapKey } from '../../src/crypto/hpke.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { plainSeal } from './plain-hpke.ts'

/** RFC 9180 appendix A.1.1: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. */
const rfc = {
  ikmR: fromHex('6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037'),
  pkRm: fromHex('3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d'),
  skEm: fromHex('52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736'),
  enc: '37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431',
  info: fromHex('4f6465206f6e2061204772656369616e2055726e'),
  aad: utf8('Count-0'),
  plain: utf8('Beauty is truth, truth beauty'),
  ct: 'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
}

const ikm = new Uint8Array(32).fill(7)
const contentKey = new Uint8Array(32).map((_, at) => at)
const info = utf8('batch list/police of police to border')

it('derives the key pair of RFC 9180 appendix A.1.1', async () => {
  expect(await sealingPublicKey(rfc.ikmR)).toBe(toBase64Url(rfc.pkRm))
})

it('is checked against a second implementation that meets RFC 9180 appendix A.1.1', () => {
  const sealed = plainSeal({
    ...rfc,
    ephemeral: rfc.skEm,
    recipient: rfc.pkRm,
    aead: 'aes-128-gcm',
  })
  expect(toHex(sealed.enc)).toBe(rfc.enc)
  expect(toHex(sealed.ct)).toBe(rfc.ct)
})

it('opens what the second implementation seals with AES-256-GCM', async () => {
  const sealed = plainSeal({
    ephemeral: rfc.skEm,
    recipient: rfc.pkRm,
    info,
    aad: new Uint8Array(0),
    plain: contentKey,
    aead: 'aes-256-gcm',
  })
  const wrapped = toBase64Url(concatBytes(sealed.enc, sealed.ct))
  expect(await unwrapKey(rfc.ikmR, info, wrapped)).toEqual(contentKey)
})

it('unwraps what it wrapped, and never wraps twice alike', async () => {
  const recipient = await sealingPublicKey(ikm)
  const [one, other] = [
    await wrapKey(recipient, info, contentKey),
    await wrapKey(recipient, info, contentKey),
  ]
  expect(await unwrapKey(ikm, info, one)).toEqual(contentKey)
  expect(await unwrapKey(ikm, info, other)).toEqual(contentKey)
  expect(one).not.toBe(other)
})

it('does not open for another recipient, another place, or when altered or cut', async () => {
  const wrapped = await wrapKey(await sealingPublicKey(ikm), info, contentKey)
  const bytes = fromBase64Url(wrapped)
  const altered = [0, 31, 32, bytes.length - 1].map((at) => {
    const copy = bytes.slice()
    copy[at]! ^= 1 // at < bytes.length
    return [ikm, info, toBase64Url(copy)] as const
  })
  const wrong: (readonly [Uint8Array, Uint8Array, string])[] = [
    [new Uint8Array(32).fill(8), info, wrapped],
    [ikm, utf8('batch list/police of police to court'), wrapped],
    [ikm, info, toBase64Url(bytes.subarray(0, 40))],
    [ikm, info, ''],
    ...altered,
  ]
  for (const parts of wrong) {
    expect((await refusalOf(unwrapKey(...parts))).code).toBe('seal.not-for-us')
  }
})

it('refuses to wrap for a public key that would share its secret with everybody', async () => {
  for (const key of [new Uint8Array(32), fromHex(`01${'00'.repeat(31)}`)]) {
    const promise = wrapKey(toBase64Url(key), info, contentKey)
    expect((await refusalOf(promise)).code).toBe('seal.bad-key')
  }
})
