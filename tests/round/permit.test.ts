import { expect, it } from 'vitest'
import { type Agreement, termsSchema } from '../../src/round/agreement.ts'
import { pinnedStanding, type Standing } from '../../src/round/consent.ts'
import { checkPermit, type KnownRound } from '../../src/round/permit.ts'
import { refusal } from '../refusal.ts'
import { rawTerms, sampleAgreement, sampleCore } from './sample.ts'

const raw = rawTerms()
const agreement: Agreement = await sampleAgreement(
  termsSchema.parse({
    ...raw,
    limits: { ...raw.limits, roundsPerYear: 3, minimumHoursBetween: 48 },
    validity: { from: '2020-09-01', until: '2020-09-30' },
  }),
)
/** Opened on 13 September 2020. */
const core = sampleCore(agreement)
const HOUR_MS = 3_600_000
const all: Standing = {
  ...pinnedStanding(agreement),
  accepted: agreement.terms.organisations.map((one) => one.id),
}

function outcome(
  standing: Standing,
  { openedMs = core.openedMs, known = [] }: { openedMs?: number; known?: KnownRound[] } = {},
): string {
  try {
    checkPermit(agreement, standing, { core: { ...core, openedMs }, known })
    return 'permitted'
  } catch {
    const problem = refusal(() =>
      checkPermit(agreement, standing, { core: { ...core, openedMs }, known }),
    )
    return `${problem.code} ${problem.where}`
  }
}

it('permits a round that all who take part have accepted', () => {
  expect(outcome(all)).toBe('permitted')
})

it('asks for the word of everybody who takes part, evaluators with them, and of nobody else', () => {
  const without = (...ids: string[]) => ({
    ...all,
    accepted: all.accepted.filter((id) => !ids.includes(id)),
  })
  expect(outcome(without('police', 'court'))).toBe('agreement.not-accepted police, court')
  const lists = core.lists.filter((list) => list.organisation !== 'police')
  checkPermit(agreement, without('police'), { core: { ...core, lists }, known: [] })
  const refused = refusal(() =>
    checkPermit(agreement, without('court'), { core: { ...core, lists }, known: [] }),
  )
  expect(refused).toMatchObject({ code: 'agreement.not-accepted', where: 'court' })
})

it('refuses where anybody has rejected or revoked, also who takes no part', () => {
  expect(outcome({ ...all, rejected: ['shelter'] })).toBe('agreement.rejected shelter')
  expect(outcome({ ...all, rejected: ['shelter'], revoked: ['police'] })).toBe(
    'agreement.revoked police',
  )
  const lists = core.lists.filter((list) => list.organisation !== 'police')
  const asked = { core: { ...core, lists }, known: [] }
  const refused = refusal(() => checkPermit(agreement, { ...all, revoked: ['police'] }, asked))
  expect(refused.code).toBe('agreement.revoked')
})

it('refuses where nobody can tell who speaks for one that takes part', () => {
  expect(outcome({ ...all, forked: ['border'] })).toBe('identity.forked border')
})

it('permits rounds from the first to the last agreed day, both whole', () => {
  const at = (text: string) => outcome(all, { openedMs: Date.parse(text) })
  expect(at('2020-08-31T23:59:59.999Z')).toBe('agreement.not-yet-valid valid from 2020-09-01')
  expect(at('2020-09-01T00:00:00Z')).toBe('permitted')
  expect(at('2020-09-30T23:59:59.999Z')).toBe('permitted')
  expect(at('2020-10-01T00:00:00Z')).toBe('agreement.expired valid until 2020-09-30')
})

it('counts the rounds of the last 365 days, not the round itself', () => {
  const before = (days: number, round = `r${days}`) => ({
    round,
    openedMs: core.openedMs - days * 24 * HOUR_MS,
  })
  const three = [before(100), before(200), before(364)]
  expect(outcome(all, { known: three })).toBe('agreement.too-many-rounds 3 in 365 days')
  expect(outcome(all, { known: [before(100), before(200), before(365)] })).toBe('permitted')
  const itself = { round: core.round, openedMs: core.openedMs }
  expect(outcome(all, { known: [before(100), before(200), itself] })).toBe('permitted')
})

it('asks for time between rounds, and takes no opening that is dated before another round', () => {
  const hoursAfter = (hours: number) =>
    outcome(all, { known: [{ round: 'last', openedMs: core.openedMs - hours * HOUR_MS }] })
  expect(hoursAfter(48)).toBe('permitted')
  expect(hoursAfter(47)).toMatch(/^agreement\.too-soon .*48 hours/)
  expect(hoursAfter(-1000)).toMatch(/^agreement\.too-soon/)
})

it('refuses an agreement without proofs, whoever accepted it, unless all persons are made up', () => {
  const unproven = { ...agreement, terms: { ...agreement.terms, proofs: 'off' as const } }
  const asked = { core: { ...core, proofs: 'off' as const }, known: [] }
  for (const rehearsal of [undefined, false]) {
    const refused = refusal(() => checkPermit(unproven, all, { ...asked, rehearsal }))
    expect(refused).toMatchObject({ code: 'agreement.unproven', status: 409 })
    expect(refused.what).toBe(
      'The agreement leaves the proofs out, and this is no rehearsal on made-up persons',
    )
    expect(refused.remedy).toContain('rehearsalOnMadeUpPersons: true')
  }
  checkPermit(unproven, all, { ...asked, rehearsal: true })
})
