import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { fromBase64Url } from '../../src/base/bytes.ts'
import { wrapKey } from '../../src/crypto/hpke.ts'
import { type PublicKey, publicKeySchema } from '../../src/crypto/identity.ts'
import { signJson } from '../../src/crypto/sign.ts'
import { matchingSecretDigest, NO_SECRET_YET } from '../../src/round/matching-secret.ts'
import { SECRET_SHARE_TYPE, secretShareInfo } from '../../src/round/secret-share.ts'
import { type Home, homeAt, readIdentity, readSecretKey } from '../../src/settings/home.ts'
import { initHome, newSecretText, writeSecret } from '../../src/settings/init-home.ts'
import { markCompared, markToCompare } from '../../src/settings/pin-peers.ts'
import { openSharer, shareSecret, takeSecret } from '../../src/settings/share-secret.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { newPublicKey, rawTerms } from '../round/sample.ts'

const parties = ['police', 'shelter', 'border', 'court', 'rapporteur', 'coordinator']
let folder: string
let text: string
let digest: string
const homeOf = (party: string) => homeAt(join(folder, party), 'node')

/** Everybody's home with everybody's keys; the police hold the secret that the agreement names. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'share-'))
  text = newSecretText()
  digest = matchingSecretDigest(fromBase64Url(text.trim()))
  for (const party of parties) await initHome(homeOf(party), party, 'version: 1\n')
  for (const from of parties) {
    const key = await readFile(join(homeOf(from).peers, `${from}.json`), 'utf8')
    for (const to of parties) await writeFile(join(homeOf(to).peers, `${from}.json`), key)
  }
  await agree({ matchingSecretDigest: digest })
  await writeSecret(homeOf('police').matchingSecret, text)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function agree(terms: object, ...at: string[]): Promise<void> {
  for (const party of at.length === 0 ? parties : at) {
    await writeFile(homeOf(party).agreement, stringify({ ...rawTerms(), ...terms }))
  }
}

async function shared(to = 'shelter', from = 'police'): Promise<string> {
  return shareSecret(await openSharer(homeOf(from), from), to)
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const problem = await refusalOf(promise)
  expect(problem.message).not.toContain(text.trim())
  return problem.code
}

/** What a dishonest owner could sign: any fields, and anything sealed. */
async function forged(home: Home, from: string, alter: object, seal?: Uint8Array): Promise<string> {
  const identity = await readIdentity(home, from)
  const share = { agreement: 'sample', from, to: 'shelter', digest, ...alter }
  const keyText = await readFile(join(home.peers, `${share.to}.json`), 'utf8')
  const { sharing } = publicKeySchema.parse(JSON.parse(keyText))
  const sealed = await wrapKey(sharing, secretShareInfo(share), seal ?? fromBase64Url(text.trim()))
  return signJson(identity, SECRET_SHARE_TYPE, { version: 2, ...share, sealed, ...alter })
}

it('gives another owner the secret, and tells from whom and whether it was agreed', async () => {
  const taken = await takeSecret(homeOf('shelter'), 'shelter', `${await shared()}\n`)
  expect(taken).toEqual({
    secret: await readSecretKey(homeOf('police').matchingSecret),
    digest,
    from: 'police',
    agreed: true,
  })
})

it('shows nothing of the secret in what it writes, and never seals twice alike', async () => {
  const [one, other] = [await shared(), await shared()]
  expect(one).not.toBe(other)
  const payload = Buffer.from(one.split('.')[1] ?? '', 'base64url').toString()
  expect(Object.keys(JSON.parse(payload)).sort()).toEqual([
    'agreement',
    'digest',
    'from',
    'sealed',
    'to',
    'version',
  ])
  expect(payload).not.toContain(text.trim())
})

it('refuses to share with who owns no list, and for who owns none', async () => {
  for (const stranger of ['court', 'rapporteur', 'coordinator', 'nobody']) {
    expect(await codeOf(shared(stranger))).toBe('secret.not-an-owner')
  }
  await writeSecret(homeOf('court').matchingSecret, text)
  expect(await codeOf(shared('shelter', 'court'))).toBe('secret.not-an-owner')
})

it('seals it to no key that only the coordinator brought', async () => {
  await markToCompare(homeOf('police'))
  expect(await codeOf(shared())).toBe('peer.not-compared')
  await markCompared(homeOf('police'))
  await shared()
})

it('refuses to share another secret than the agreement names, or none', async () => {
  await writeFile(homeOf('police').matchingSecret, newSecretText())
  expect(await codeOf(shared())).toBe('secret.other')
  await rm(homeOf('police').matchingSecret)
  expect(await codeOf(shared())).toBe('secret.missing')
})

it('takes a secret before the terms name one, and says that it was not agreed', async () => {
  await agree({ matchingSecretDigest: NO_SECRET_YET })
  const taken = await takeSecret(homeOf('shelter'), 'shelter', await shared())
  expect(taken).toMatchObject({ digest, agreed: false })
})

it('refuses a file for another owner, and who owns no list cannot open one', async () => {
  const file = await shared('border')
  expect(await codeOf(takeSecret(homeOf('shelter'), 'shelter', file))).toBe('secret.for-another')
  const court = takeSecret(homeOf('court'), 'court', file)
  expect(await codeOf(court)).toBe('secret.not-an-owner')
})

it('refuses a file of another agreement, and of another secret than is agreed', async () => {
  const file = await shared()
  await agree({ id: 'other' }, 'shelter')
  const take = () => takeSecret(homeOf('shelter'), 'shelter', file)
  expect(await codeOf(take())).toBe('secret.other-agreement')
  await agree({ matchingSecretDigest: matchingSecretDigest(new Uint8Array(32)) }, 'shelter')
  expect(await codeOf(take())).toBe('secret.other')
})

it('refuses a signature that is not of the sender that peers/ knows', async () => {
  const home = homeOf('shelter')
  const file = await shared()
  const [header = '', payload = '', signature = ''] = file.split('.')
  const altered = `${header}.${payload}.${signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}`
  expect(await codeOf(takeSecret(home, 'shelter', altered))).toBe('signature.refused')
  expect(await codeOf(takeSecret(home, 'shelter', 'secret'))).toBe('signature.refused')
  const other: PublicKey = await newPublicKey()
  await writeFile(join(home.peers, 'police.json'), JSON.stringify(other))
  expect(await codeOf(takeSecret(home, 'shelter', file))).toBe('signature.refused')
})

it('refuses a sender that owns no list', async () => {
  const file = await forged(homeOf('court'), 'court', {})
  const take = takeSecret(homeOf('shelter'), 'shelter', file)
  expect(await codeOf(take)).toBe('secret.not-an-owner')
})

it('refuses a form that is wrong, and a secret that is not the one that is named', async () => {
  const home = homeOf('shelter')
  const files = [
    await forged(homeOf('police'), 'police', { from: 'border' }),
    await forged(homeOf('police'), 'police', { version: 1 }),
    await forged(homeOf('police'), 'police', { note: 'hello' }),
    await forged(homeOf('police'), 'police', {}, new Uint8Array(32)),
    await forged(homeOf('police'), 'police', {}, new Uint8Array(31)),
    'A'.repeat(10_001),
  ]
  for (const file of files) {
    expect(await codeOf(takeSecret(home, 'shelter', file))).toBe('secret.share-malformed')
  }
})

it.each([
  ['agreement', { agreement: 'former' }],
  ['sender', { from: 'border' }],
  ['digest', { digest: NO_SECRET_YET }],
])('opens only with the %s that it was sealed for', async (_, alter) => {
  const police = homeOf('police')
  const genuine = JSON.parse(
    Buffer.from((await shared()).split('.')[1] ?? '', 'base64url').toString(),
  )
  const { sharing } = publicKeySchema.parse(
    JSON.parse(await readFile(join(police.peers, 'shelter.json'), 'utf8')),
  )
  const elsewhere = secretShareInfo({ ...genuine, ...alter })
  const sealed = await wrapKey(sharing, elsewhere, fromBase64Url(text.trim()))
  const identity = await readIdentity(police, 'police')
  const file = await signJson(identity, SECRET_SHARE_TYPE, { ...genuine, sealed })
  expect(await codeOf(takeSecret(homeOf('shelter'), 'shelter', file))).toBe('seal.not-for-us')
})
