import { beforeAll, expect, it } from 'vitest'
import { Problem } from '../../src/base/problem.ts'
import { type Identity, importKey, makePrivateKey, publicPart } from '../../src/crypto/identity.ts'
import { signJson } from '../../src/crypto/sign.ts'
import { authenticate, authorise } from '../../src/transport/peer-auth.ts'
import { refusalOf } from '../base/refusal-of.ts'

const NOW = 1_600_000_000_000
const MINUTE = 60_000
const request = { method: 'GET', path: '/v1/inbox?after=3&wait=0' }
let police: Identity

beforeAll(async () => {
  const key = await makePrivateKey()
  police = { id: 'police', publicKey: publicPart(key), signingKey: await importKey(key) }
})

function at(nowMs: number) {
  return { nowMs: () => nowMs }
}

function judge(header: string | undefined, asked = request, nowMs = NOW) {
  const keyOf = (id: string) => {
    if (id === 'police') return police.publicKey
    throw new Problem({ code: 'message.stranger', what: 'A stranger', status: 401 })
  }
  return authenticate(header, asked, { keyOf, clock: at(nowMs) })
}

it('tells who makes a request', async () => {
  const header = await authorise(police, request, at(NOW))
  expect(await judge(header)).toBe('police')
})

it('takes a request within five minutes of either clock, and refuses it outside as a replay', async () => {
  const header = await authorise(police, request, at(NOW))
  for (const skew of [-5 * MINUTE, 5 * MINUTE]) {
    expect(await judge(header, request, NOW + skew)).toBe('police')
  }
  for (const skew of [-5 * MINUTE - 1, 5 * MINUTE + 1, 1e12]) {
    expect((await refusalOf(judge(header, request, NOW + skew))).code).toBe('request.refused')
  }
})

it('refuses a header that is signed for another method, path or query', async () => {
  const header = await authorise(police, request, at(NOW))
  for (const other of [
    { ...request, method: 'PUT' },
    { ...request, path: '/v1/rounds' },
    { ...request, path: '/v1/inbox?after=4&wait=0' },
    { ...request, path: '/v1/inbox' },
  ]) {
    const problem = await refusalOf(judge(header, other))
    expect(problem).toMatchObject({ code: 'request.refused', status: 401 })
  }
})

it('refuses a missing header, another scheme, another form, and a stranger', async () => {
  const header = await authorise(police, request, at(NOW))
  const odd = await signJson(police, 'samentel-request+jws', { ...request, atMs: NOW, more: 1 })
  const stranger = await authorise({ ...police, id: 'nobody' }, request, at(NOW))
  const wrong: [string, string | undefined][] = [
    ['request.refused', undefined],
    ['request.refused', ''],
    ['request.refused', header.replace('Samentel', 'Bearer')],
    ['request.refused', `Samentel ${odd}`],
    ['signature.refused', 'Samentel '],
    ['signature.refused', `Samentel ${await signJson(police, 'other+jws', request)}`],
    ['message.stranger', stranger],
  ]
  for (const [code, text] of wrong) expect((await refusalOf(judge(text))).code).toBe(code)
})
