import { afterEach, beforeEach, expect, it } from 'vitest'
import { ConsentBook } from '../../src/consent/consent-book.ts'
import { openStatements } from '../../src/consent/open-statements.ts'
import { signAnswer, signSuccession } from '../../src/consent/sign-statement.ts'
import { type Identity, importKey, makePrivateKey, publicPart } from '../../src/crypto/identity.ts'
import { type Agreement, makeAgreement } from '../../src/round/agreement.ts'
import { sampleStore } from '../node/sample-node.ts'
import { sampleAgreement } from '../round/sample.ts'

async function newIdentity(id: string): Promise<Identity> {
  const key = await makePrivateKey()
  return { id, publicKey: publicPart(key), signingKey: await importKey(key) }
}

const police = await newIdentity('police')
const sample = await sampleAgreement()
const agreement: Agreement = makeAgreement(sample.terms, {
  ...sample.keys,
  police: police.publicKey,
})
const heir = await newIdentity('police')
const grandchild = await newIdentity('police')
const about = { agreement, atMs: 1000 }
const texts = {
  accept: await signAnswer(police, agreement, { type: 'agreement.accept', atMs: 1000 }),
  first: await signSuccession(police, heir, about),
  second: await signSuccession(heir, grandchild, about),
  again: await signAnswer(grandchild, agreement, { type: 'agreement.accept', atMs: 2000 }),
  revoke: await signAnswer(heir, agreement, { type: 'agreement.revoke', atMs: 3000, reason: 'no' }),
}

let store: Awaited<ReturnType<typeof sampleStore>>
let book: ConsentBook
beforeEach(async () => {
  store = await sampleStore()
  book = new ConsentBook({ agreement, database: store.database })
})
afterEach(() => store.close())

const take = async (...statements: readonly string[]) => {
  const refused = await store.database.transaction('take', (stores) =>
    book.take(stores, statements),
  )
  return refused.map(({ code }) => code)
}

it('keeps what verifies, once, and knows it again after a restart', async () => {
  expect(await take(texts.accept, texts.accept)).toEqual([])
  expect(await take(texts.accept)).toEqual([])
  expect(await book.texts()).toEqual([texts.accept])
  const after = new ConsentBook({ agreement, database: store.database })
  expect((await after.standing()).accepted).toEqual(['police'])
})

it('sees what another process has kept meanwhile', async () => {
  expect((await book.standing()).accepted).toEqual([])
  const other = new ConsentBook({ agreement, database: store.database })
  await store.database.transaction('take', (stores) => other.take(stores, [texts.accept]))
  expect((await book.standing()).accepted).toEqual(['police'])
})

it('keeps nothing of a transaction that fails', async () => {
  const failing = store.database.transaction('take', async (stores) => {
    await book.take(stores, [texts.accept])
    expect((await book.standing(stores)).accepted).toEqual(['police'])
    throw new Error('power cut')
  })
  await expect(failing).rejects.toThrow('power cut')
  expect((await book.standing()).accepted).toEqual([])
})

it('hands on successions and the answer under the newest key, and no answer before it', async () => {
  expect(await take(texts.accept)).toEqual([])
  expect(await take(texts.first, texts.second, texts.again)).toEqual([])
  expect((await book.texts()).sort()).toEqual([texts.first, texts.second, texts.again].sort())
  expect((await book.standing()).keys.police).toEqual(grandchild.publicKey)
  const late = await signAnswer(police, agreement, { type: 'agreement.accept', atMs: 5000 })
  expect(await take(late)).toEqual(['identity.replaced'])
})

it('lets a revocation by a former key stand, and refuses every answer after it', async () => {
  expect(await take(texts.first, texts.second, texts.revoke)).toEqual([])
  expect(await take(texts.again)).toEqual(['agreement.revoked'])
  expect(await book.standing()).toMatchObject({ revoked: ['police'], accepted: [] })
})

it('opens the same statements in whatever order they come', async () => {
  const all = Object.values(texts)
  for (let turn = 0; turn < all.length; turn++) {
    const { opened, refused } = await openStatements(agreement, [
      ...all.slice(turn),
      ...all.slice(0, turn),
    ])
    expect(refused).toEqual([])
    expect(opened.map(({ text }) => text).sort()).toEqual([...all].sort())
  }
})

it('refuses a statement that is too long, no statement, or not all canonical', async () => {
  const { opened, refused } = await openStatements(agreement, [
    `${texts.accept}${'A'.repeat(20_001)}`,
    'no statement',
    await signAnswer(police, agreement, { type: 'agreement.accept', atMs: 0 }),
    texts.accept.slice(0, -2),
  ])
  expect(opened).toEqual([])
  expect(refused.map(({ problem }) => problem.code)).toEqual([
    'agreement.statement',
    'signature.refused',
    'agreement.statement',
    'signature.refused',
  ])
})
