import { CompactSign } from 'jose'
import { beforeAll, expect, it } from 'vitest'
import { toBase64Url, utf8 } from '../../src/base/bytes.ts'
import {
  type Identity,
  importKey,
  loadIdentity,
  makePrivateKey,
  publicPart,
} from '../../src/crypto/identity.ts'
import { claimedSigner, signJson, verifyJson } from '../../src/crypto/sign.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { refusal } from '../refusal.ts'

const TYP = 'sample+jws'
let police: Identity
let shelter: Identity

async function newIdentity(id: string): Promise<Identity> {
  const key = await makePrivateKey()
  return { id, publicKey: publicPart(key), signingKey: await importKey(key) }
}

beforeAll(async () => {
  police = await newIdentity('police')
  shelter = await newIdentity('shelter')
})

function verify(jws: string, signer = 'police', key = police.publicKey, typ = TYP) {
  return verifyJson(jws, { typ, signer, key })
}

/** Signed by the police, but with any payload bytes and header. */
async function signedBytes(payload: Uint8Array, header = {}): Promise<string> {
  return new CompactSign(payload)
    .setProtectedHeader({ alg: 'EdDSA', typ: TYP, kid: 'police', ...header })
    .sign(police.signingKey)
}

it('gives back the value under a signature, and the signer it claims', async () => {
  const jws = await signJson(police, TYP, { b: [1, 'é'], a: null })
  expect(await verify(jws)).toEqual({ a: null, b: [1, 'é'] })
  expect(claimedSigner(jws)).toBe('police')
  expect(await signJson(police, TYP, { a: null, b: [1, 'é'] })).toBe(jws)
})

it('refuses another key, signer and type', async () => {
  const jws = await signJson(police, TYP, {})
  for (const wrong of [
    () => verify(jws, 'police', shelter.publicKey),
    () => verify(jws, 'shelter'),
    () => verify(jws, 'police', police.publicKey, 'other+jws'),
  ]) {
    expect((await refusalOf(wrong())).code).toBe('signature.refused')
  }
})

it('refuses every altered character of header, payload and signature', async () => {
  const jws = await signJson(police, TYP, { persons: 12 })
  for (let at = 0; at < jws.length; at++) {
    const other = jws[at] === 'A' ? 'B' : 'A'
    const altered = jws.slice(0, at) + other + jws.slice(at + 1)
    expect((await refusalOf(verify(altered))).code, `character ${at}`).toBe('signature.refused')
  }
})

it('refuses the same signature written in another way', async () => {
  const jws = await signJson(police, TYP, {})
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  // The last of 86 characters carries two bits of the signature and four that stand for nothing.
  const others = [...alphabet].filter((character) => !jws.endsWith(character))
  for (const character of others) {
    const problem = await refusalOf(verify(jws.slice(0, -1) + character))
    expect(problem.code, character).toBe('signature.refused')
  }
  expect((await refusalOf(verify(`${jws}=`))).code).toBe('signature.refused')
})

it('refuses signed JSON that is not canonical, and signed bytes that are no JSON', async () => {
  const payloads = [' {}', '{"b":1,"a":2}', '{"a":1,"a":1}', '1.0', '{', '', '"\\ud800"']
  for (const payload of payloads) {
    const wrong = verify(await signedBytes(utf8(payload)))
    expect((await refusalOf(wrong)).code, payload).toBe('signature.refused')
  }
  const wrong = verify(await signedBytes(new Uint8Array([0x22, 0xff, 0x22])))
  expect((await refusalOf(wrong)).code).toBe('signature.refused')
})

it('refuses a message that is not signed at all, or by a shared secret', async () => {
  const part = (value: unknown) => toBase64Url(utf8(JSON.stringify(value)))
  for (const alg of ['none', 'HS256']) {
    const jws = `${part({ alg, typ: TYP, kid: 'police' })}.${part({})}.`
    expect((await refusalOf(verify(jws))).code, alg).toBe('signature.refused')
  }
  for (const text of ['', '.', '..', 'a.b.c', 'e30.e30.']) {
    expect(refusal(() => claimedSigner(text)).code, text).toBe('signature.refused')
  }
})

it('loads an identity from its file and names the file where it cannot', async () => {
  const key = await makePrivateKey()
  const loaded = await loadIdentity('police', JSON.stringify(key), 'identity.json')
  expect(loaded.publicKey).toEqual(publicPart(key))
  expect(loaded.publicKey).not.toHaveProperty('d')
  for (const text of ['', '{}', 'null', JSON.stringify(publicPart(key))]) {
    const problem = await refusalOf(loadIdentity('police', text, 'identity.json'))
    expect(problem).toMatchObject({ code: 'identity.unreadable', where: 'identity.json' })
    expect(problem.message).not.toContain(key.d)
  }
})
