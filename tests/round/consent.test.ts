import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { PublicKey } from '../../src/crypto/identity.ts'
import type { Agreement } from '../../src/round/agreement.ts'
import {
  type AgreementStatement,
  agreementStatementSchema,
  isInForce,
  pinnedStanding,
  refuseOutdated,
  replacedKeys,
  type SignedStatement,
  type Standing,
  speakingKey,
  standingOf,
} from '../../src/round/consent.ts'
import { refusal } from '../refusal.ts'
import { newPublicKey, sampleAgreement } from './sample.ts'

const agreement: Agreement = await sampleAgreement()
const spare: PublicKey[] = await Promise.all(Array.from({ length: 4 }, () => newPublicKey()))
const pinned = (id: string) => agreement.keys[id]! // of the sample

type Said = Partial<SignedStatement['statement']> & { readonly type: string }

function said(organisation: string, parts: Said, key = pinned(organisation)): SignedStatement {
  const about = { version: 1, agreement: agreement.digest, organisation, atMs: 1000 }
  return { statement: { ...about, ...parts } as AgreementStatement, key }
}

function succession(organisation: string, from: PublicKey, to: PublicKey): SignedStatement {
  return said(organisation, { type: 'identity.succeed', from, to } as Said, from)
}

const accept = (id: string, atMs = 1000, key?: PublicKey) =>
  said(id, { type: 'agreement.accept', atMs }, key)
const reject = (id: string, atMs = 1000) => said(id, { type: 'agreement.reject', atMs })
const revoke = (id: string, key?: PublicKey) => said(id, { type: 'agreement.revoke' }, key)
const standing = (...all: readonly SignedStatement[]) => standingOf(agreement, all)

it('starts with the pinned keys and nobody’s word', () => {
  const start = pinnedStanding(agreement)
  expect(start).toMatchObject({ accepted: [], rejected: [], revoked: [], forked: [] })
  expect(start.keys).toEqual(agreement.keys)
})

it('counts an accept of this agreement by its own organisation, and of nobody and nothing else', () => {
  expect(standing(accept('police')).accepted).toEqual(['police'])
  const other = { ...accept('police').statement, agreement: 'B'.repeat(43) }
  expect(standing({ statement: other, key: pinned('police') }).accepted).toEqual([])
  expect(standing(accept('police', 1000, pinned('shelter'))).accepted).toEqual([])
  expect(standing(said('stranger', { type: 'agreement.accept' }, pinned('police')))).toEqual(
    pinnedStanding(agreement),
  )
})

it('goes by the last answer, and by a rejection where two are of one time', () => {
  expect(standing(accept('police', 1), reject('police', 2)).rejected).toEqual(['police'])
  expect(standing(accept('police', 3), reject('police', 2)).accepted).toEqual(['police'])
  expect(standing(accept('police', 2), reject('police', 2))).toMatchObject({
    accepted: [],
    rejected: ['police'],
  })
})

it('follows a key to its successors, and counts answers under the newest only', () => {
  const [first, second] = [spare[0]!, spare[1]!]
  const chain = [succession('police', pinned('police'), first), succession('police', first, second)]
  const after = standing(...chain, accept('police'))
  expect(after.accepted).toEqual([])
  expect(speakingKey(after, 'police')).toEqual(second)
  expect(replacedKeys(after, 'police')).toEqual([pinned('police'), first])
  expect(standing(...chain, accept('police', 5, second)).accepted).toEqual(['police'])
  const outdated = refusal(() => refuseOutdated(accept('police'), after))
  expect(outdated).toMatchObject({ code: 'identity.replaced', where: 'police' })
})

it('takes no succession that the key before did not sign', () => {
  const stolen = { ...succession('police', pinned('police'), spare[0]!), key: pinned('shelter') }
  expect(standing(stolen).keys).toEqual(agreement.keys)
  expect(standing(succession('police', spare[1]!, spare[2]!)).keys).toEqual(agreement.keys)
})

it.each<[string, () => SignedStatement[], string[]]>([
  [
    'two keys succeed one',
    () => [spare[0]!, spare[1]!].map((to) => succession('police', pinned('police'), to)),
    ['police'],
  ],
  [
    'a key succeeds itself in a circle',
    () => [
      succession('police', pinned('police'), spare[0]!),
      succession('police', spare[0]!, pinned('police')),
    ],
    ['police'],
  ],
  [
    'two organisations hand over to one key',
    () => [
      succession('police', pinned('police'), spare[0]!),
      succession('shelter', pinned('shelter'), spare[0]!),
    ],
    ['police', 'shelter'],
  ],
  [
    'an organisation hands over to the key of another',
    () => [succession('police', pinned('police'), pinned('shelter'))],
    ['police', 'shelter'],
  ],
])('takes nobody’s word under a name where %s', (_, make, forked) => {
  const all = make()
  const found = standing(...all, accept('police'), accept('police', 5, spare[0]))
  expect(found.forked.toSorted()).toEqual(forked)
  expect(found.accepted).toEqual([])
  const problem = refusal(() => speakingKey(found, 'police'))
  expect(problem).toMatchObject({ code: 'identity.forked', where: 'police' })
})

it('lets a revocation stand whatever is said before or after it, under any key there was', () => {
  const heir = spare[0]!
  const later = [succession('police', pinned('police'), heir), accept('police', 9000, heir)]
  for (const key of [pinned('police'), heir]) {
    const found = standing(...later, revoke('police', key))
    expect(found).toMatchObject({ revoked: ['police'], accepted: [] })
    const again = refusal(() => refuseOutdated(accept('police', 9000, heir), found))
    expect(again).toMatchObject({ code: 'agreement.revoked' })
  }
  expect(standing(revoke('police', spare[1])).revoked).toEqual([])
})

it('hands on what still says something', () => {
  const heir = spare[0]!
  const handover = succession('police', pinned('police'), heir)
  const found = standing(handover, accept('police'), accept('shelter'), revoke('border'))
  const still = [handover, accept('police'), accept('shelter'), revoke('border'), accept('border')]
  expect(still.map((one) => isInForce(one, found))).toEqual([true, false, true, true, false])
})

const keys = [pinned('police'), pinned('shelter'), ...spare]
const anyKey = fc.constantFrom(...keys)
const anyStatement: fc.Arbitrary<SignedStatement> = fc
  .record({
    id: fc.constantFrom('police', 'shelter', 'stranger'),
    type: fc.constantFrom('accept', 'reject', 'revoke', 'succeed'),
    atMs: fc.integer({ min: 1, max: 3 }),
    key: anyKey,
    to: anyKey,
    other: fc.boolean(),
  })
  .map(({ id, type, atMs, key, to, other }) => {
    if (type === 'succeed') return succession(id, key, to)
    const agreed = other ? { agreement: 'B'.repeat(43) } : {}
    return said(id, { type: `agreement.${type}`, atMs, ...agreed } as Said, key)
  })
const many = fc.array(anyStatement, { maxLength: 12 })

const text = (found: Standing) => JSON.stringify(found)

it('depends on which statements there are, not on their order, nor on how often they come', () => {
  fc.assert(
    fc.property(many, fc.infiniteStream(fc.nat()), (all, draws) => {
      const mixed = [...all, ...all.slice(0, 2)]
        .map((one) => ({ one, at: draws.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one)
      expect(text(standing(...mixed))).toBe(text(standing(...all)))
    }),
    { numRuns: 400 },
  )
})

it('never takes back a revocation or a fork, whatever is said besides', () => {
  fc.assert(
    fc.property(many, many, (some, more) => {
      const [before, after] = [standing(...some), standing(...some, ...more)]
      expect(after.revoked).toEqual(expect.arrayContaining([...before.revoked]))
      expect(after.forked).toEqual(expect.arrayContaining([...before.forked]))
      expect(after.accepted.filter((id) => after.revoked.includes(id))).toEqual([])
      expect(after.accepted.filter((id) => after.forked.includes(id))).toEqual([])
    }),
    { numRuns: 400 },
  )
})

it('counts nothing that strangers say, or that is said of another agreement', () => {
  fc.assert(
    fc.property(many, (all) => {
      const relevant = all.filter(
        ({ statement }) =>
          statement.organisation !== 'stranger' && statement.agreement === agreement.digest,
      )
      expect(text(standing(...all))).toBe(text(standing(...relevant)))
    }),
    { numRuns: 400 },
  )
})

it('refuses a statement with a field too many, without a date, or of a key to itself', () => {
  const { statement } = accept('police')
  expect(agreementStatementSchema.safeParse(statement).success).toBe(true)
  const wrong = [
    { ...statement, reason: 'because' },
    { ...statement, atMs: 0 },
    { ...statement, type: 'agreement.maybe' },
    { ...revoke('police').statement, reason: ' ' },
    succession('police', spare[0]!, spare[0]!).statement,
  ]
  for (const one of wrong) expect(agreementStatementSchema.safeParse(one).success).toBe(false)
})
