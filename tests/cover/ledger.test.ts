import { describe, expect, it } from 'vitest'
import { budgetLeft, budgetOf, refuseSpent } from '../../src/cover/budget.ts'
import {
  addEntry,
  type Charge,
  checkHead,
  checkLedger,
  checkRemembered,
  type LedgerEntry,
  ledgerHead,
  type Opened,
  openedBefore,
} from '../../src/cover/ledger.ts'
import { refusal } from '../refusal.ts'

const charge = (round: string, epsilon = 0.1): Charge => ({
  kind: 'charge',
  round,
  agreement: 'convenant',
  epsilon,
  delta: 0.000001,
  reason: 'tokens',
})
const opened = (round: string, lists = ['a', 'b', 'c']): Opened => ({
  kind: 'opened',
  round,
  agreement: 'convenant',
  lists,
  questions: [{ id: 'all', bins: ['a', 'a+b'] }],
})

const ledger = (...events: readonly (Charge | Opened)[]): readonly LedgerEntry[] =>
  events.reduce<readonly LedgerEntry[]>(addEntry, [])

describe('the ledger', () => {
  it('is a chain, each entry naming the one before', () => {
    const entries = ledger(charge('r1'), opened('r1'), charge('r2'))
    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
    expect(entries[0]?.previous).toBeNull()
    expect(entries[2]?.previous).toBe(ledgerHead(entries.slice(0, 2))?.digest)
    expect(() => checkLedger(entries)).not.toThrow()
    expect(ledgerHead([])).toBeNull()
  })

  it('takes a charge of the same round once', () => {
    const entries = ledger(charge('r1'), opened('r1'))
    expect(addEntry(entries, charge('r1'))).toBe(entries)
    expect(addEntry(entries, opened('r1'))).toBe(entries)
  })

  it('refuses another charge, or another opening, of the same round', () => {
    const entries = ledger(charge('r1'), opened('r1'))
    for (const other of [charge('r1', 0.2), opened('r1', ['a', 'b', 'd'])]) {
      const problem = refusal(() => addEntry(entries, other))
      expect(problem.code).toBe('ledger.charged-otherwise')
      expect(problem.message).toContain('round r1')
    }
  })

  it('is refused with an entry altered, left out or out of order', () => {
    const entries = ledger(charge('r1'), charge('r2'), charge('r3'))
    const [one, two, three] = entries as [LedgerEntry, LedgerEntry, LedgerEntry]
    for (const wrong of [
      [one, { ...two, round: 'r9' }, three],
      [one, three],
      [two, one, three],
    ]) {
      expect(refusal(() => checkLedger(wrong)).code).toBe('ledger.broken')
    }
  })
})

describe('the head of a ledger, remembered by others', () => {
  const entries = ledger(charge('r1'), charge('r2'))
  const remembered = ledgerHead(entries)

  it('is taken up by the same ledger and by one that went on', () => {
    expect(() => checkHead(null, [], 'e1')).not.toThrow()
    expect(() => checkHead(remembered, entries, 'e1')).not.toThrow()
    expect(() => checkHead(remembered, addEntry(entries, charge('r3')), 'e1')).not.toThrow()
  })

  it('is not taken up by a ledger put back from before', () => {
    const problem = refusal(() => checkHead(remembered, entries.slice(0, 1), 'e1'))
    expect(problem.code).toBe('ledger.rolled-back')
    expect(problem.message).toContain('evaluator e1, entry 2')
    expect(refusal(() => checkHead(remembered, [], 'e1')).code).toBe('ledger.rolled-back')
  })

  it('is not taken up by a fork, however long', () => {
    const fork = ledger(charge('r1'), charge('r7'), charge('r8'), charge('r9'))
    expect(refusal(() => checkHead(remembered, fork, 'e1')).code).toBe('ledger.rolled-back')
  })
})

describe('the budget', () => {
  const budget = { agreement: 'convenant', rounds: 4, epsilon: 0.3, delta: 0.00001 }

  it('is exact: three rounds of a tenth spend three tenths, and no fourth is borne', () => {
    const entries = ledger(charge('r1'), charge('r2'))
    expect(budgetLeft(entries, budget)).toEqual({ rounds: 2, epsilon: 0.1, delta: 0.000008 })
    expect(() => refuseSpent(entries, budget, charge('r3'))).not.toThrow()
    const spent = addEntry(entries, charge('r3'))
    expect(budgetLeft(spent, budget)).toEqual({ rounds: 1, epsilon: 0, delta: 0.000007 })
    const problem = refusal(() => refuseSpent(spent, budget, charge('r4')))
    expect(problem.code).toBe('ledger.spent')
    expect(problem.message).toContain('round r4')
  })

  it('bears a round that was charged already', () => {
    const entries = ledger(charge('r1'), charge('r2'), charge('r3'))
    expect(() => refuseSpent(entries, budget, charge('r3'))).not.toThrow()
  })

  it('ends with the rounds or with delta as well', () => {
    const entries = ledger(charge('r1'))
    const next = charge('r2')
    expect(refusal(() => refuseSpent(entries, { ...budget, rounds: 1 }, next)).code).toBe(
      'ledger.spent',
    )
    expect(refusal(() => refuseSpent(entries, { ...budget, delta: 1e-6 }, next)).code).toBe(
      'ledger.spent',
    )
  })

  it('is of one agreement', () => {
    const other = { ...charge('r1'), agreement: 'other' }
    expect(budgetLeft(ledger(other, opened('r1')), budget).rounds).toBe(4)
  })

  it('is refused where it is no number that canonical JSON can write', () => {
    expect(refusal(() => budgetLeft([], { ...budget, epsilon: -1 })).code).toBe('cover.parameters')
  })
})

describe('the budget of some rounds', () => {
  it('bears exactly as many', () => {
    const of = budgetOf('convenant', 3, { epsilon: 0.7, delta: 0.000001 })
    expect(of).toEqual({ agreement: 'convenant', rounds: 3, epsilon: 2.1, delta: 0.000003 })
    const two = ledger(charge('r1', 0.7), charge('r2', 0.7))
    refuseSpent(two, of, charge('r3', 0.7))
    const three = addEntry(two, charge('r3', 0.7))
    expect(refusal(() => refuseSpent(three, of, charge('r4', 0.7))).code).toBe('ledger.spent')
  })
})

describe('what is remembered of a ledger', () => {
  it('has to be in the one that is shown: its head, and every round seen', () => {
    const entries = ledger(charge('r1'), opened('r1'), charge('r2'))
    const of = (head: ReturnType<typeof ledgerHead>, charged: string[]) => () =>
      checkRemembered({ head, charged }, entries, 'court')
    of(null, [])()
    of(ledgerHead(entries.slice(0, 2)), ['r1', 'r2'])()
    expect(refusal(of(ledgerHead(ledger(charge('r9'))), [])).code).toBe('ledger.rolled-back')
    const missing = refusal(of(null, ['r1', 'r3']))
    expect(missing.code).toBe('ledger.rolled-back')
    expect(missing.message).toContain('evaluator court, round r3')
  })
})

describe('what was opened before', () => {
  const round = { id: 'r3', lists: ['c', 'b', 'a'] }

  it('is what other rounds opened over the same lists', () => {
    const entries = ledger(opened('r1'), opened('r2', ['x', 'y', 'z']), opened('r3'))
    expect(openedBefore(entries, round)).toEqual({
      questions: [['a', 'a+b']],
      overOtherLists: false,
    })
  })

  it('tells of other lists where some are the same', () => {
    const entries = ledger(opened('r1'), opened('r2', ['a', 'b', 'c', 'd']))
    expect(openedBefore(entries, round).overOtherLists).toBe(true)
    const nothing = { ...opened('r2', ['a', 'b', 'c', 'd']), questions: [] }
    expect(openedBefore(ledger(nothing), round).overOtherLists).toBe(false)
  })
})
