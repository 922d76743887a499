import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkRules,
  type RoundFacts,
  rulesDigest,
  type StandingRules,
  standingRulesSchema,
} from '../../src/round/standing-rules.ts'
import { makePaper } from './paper.ts'

const { core, agreement } = await makePaper()
const DAY_MS = 24 * 3_600_000
const nowMs = core.openedMs
const owners = [...new Set(core.lists.map(({ organisation }) => organisation))]
const roundsAgo = (...days: readonly number[]) =>
  days.map((day) => ({ round: `r${day}`, openedMs: nowMs - day * DAY_MS }))

const facts: RoundFacts = {
  core,
  nowMs,
  before: [],
  agreedLists: core.lists.map(({ id }) => id),
  own: [
    { records: 80, size: 100 },
    { records: 10, size: 100 },
  ],
  importedMs: nowMs - 3 * DAY_MS,
}

function rules(acceptWhen: StandingRules['acceptWhen'] = {}): StandingRules {
  return { version: 1, agreement: agreement.digest, until: '2199-12-31', acceptWhen }
}

function broken(one: StandingRules, of: Partial<RoundFacts> = {}): string[] {
  return checkRules(one, { ...facts, ...of })
    .filter(({ holds }) => !holds)
    .map(({ rule }) => rule)
}

describe('standing rules', () => {
  it('say yes to every round under their agreement when they ask nothing else', () => {
    expect(broken(rules())).toEqual([])
    expect(broken({ ...rules(), agreement: 'A'.repeat(43) })).toEqual(['agreement'])
  })

  it('hold on their last day, and not after it', () => {
    const day = new Date(nowMs).toISOString().slice(0, 10)
    const midnight = Date.parse(day) + DAY_MS
    expect(broken({ ...rules(), until: day }, { nowMs: midnight - 1 })).toEqual([])
    expect(broken({ ...rules(), until: day }, { nowMs: midnight })).toEqual(['until'])
  })

  it.each([
    ['daysBetween', { daysBetween: 30 }, { before: roundsAgo(30) }, { before: roundsAgo(400, 29) }],
    ['daysBetween', { daysBetween: 1 }, { before: roundsAgo() }, { before: roundsAgo(-1) }],
    [
      'roundsInYear',
      { roundsInYear: 2 },
      { before: roundsAgo(364, 365) },
      { before: roundsAgo(1, 364) },
    ],
    ['allLists', { allLists: true }, {}, { agreedLists: [...facts.agreedLists, 'one-more'] }],
    ['recordsAtLeast', { recordsAtLeast: 10 }, {}, { own: [{ records: 9, size: 100 }] }],
    ['recordsAtMost', { recordsAtMost: 0.8 }, {}, { own: [{ records: 81, size: 100 }] }],
    ['importedWithinDays', { importedWithinDays: 3 }, {}, { importedMs: nowMs - 3 * DAY_MS - 1 }],
    ['importedWithinDays', { importedWithinDays: 3 }, {}, { importedMs: null }],
  ] as const)('know where %s holds and where not', (name, when, yes, no) => {
    expect(broken(rules(when), yes)).toEqual([])
    expect(broken(rules(when), no)).toEqual([name])
  })

  it('know who may own a list', () => {
    expect(broken(rules({ onlyOwners: owners }))).toEqual([])
    expect(broken(rules({ onlyOwners: owners.slice(1) }))).toEqual(['onlyOwners'])
  })

  it('ask nothing of imports where this organisation has no list', () => {
    expect(broken(rules({ importedWithinDays: 1, recordsAtLeast: 5 }), { own: [] })).toEqual([])
  })

  it('never say yes for one rule more than without it', () => {
    const some = fc.record(
      {
        daysBetween: fc.integer({ min: 1, max: 400 }),
        roundsInYear: fc.integer({ min: 1, max: 5 }),
        recordsAtLeast: fc.integer({ min: 1, max: 100 }),
        importedWithinDays: fc.integer({ min: 1, max: 10 }),
      },
      { requiredKeys: [] },
    )
    const days = fc.array(fc.integer({ min: -10, max: 500 }), { maxLength: 5 })
    fc.assert(
      fc.property(some, some, days, (a, b, past) => {
        const of = { before: roundsAgo(...past) }
        if (broken(rules({ ...a, ...b }), of).length > 0) return
        const kept = Object.fromEntries(Object.entries(a).filter(([name]) => !(name in b)))
        expect(broken(rules(kept), of)).toEqual([])
      }),
    )
  })

  it('are named by what they say, and refuse words that they do not know', () => {
    expect(rulesDigest(rules({ daysBetween: 3 }))).toBe(rulesDigest(rules({ daysBetween: 3 })))
    expect(rulesDigest(rules({ daysBetween: 3 }))).not.toBe(rulesDigest(rules({ daysBetween: 4 })))
    const wrong = [
      { ...rules(), acceptWhen: { allLists: false } },
      { ...rules(), acceptWhen: { always: true } },
      { ...rules(), until: 'next year' },
    ]
    for (const one of wrong) expect(standingRulesSchema.safeParse(one).success).toBe(false)
  })
})
