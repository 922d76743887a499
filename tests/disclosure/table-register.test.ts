import { describe, expect, it } from 'vitest'
import type { EarlierRelease } from '../../src/disclosure/repeat-table.ts'
import {
  checkRegister,
  type FoundRegister,
  nextEntry,
  type RegisterEntry,
  refuseOverBudget,
  releasedBefore,
  releaseFileName,
  tableDigest,
} from '../../src/disclosure/table-register.ts'
import { refusal } from '../refusal.ts'
import { asEarlier, released, tableOf } from './sample-tables.ts'

const key = new Uint8Array(32).fill(3)
const table = (more: number, id = `round-${more}`) =>
  tableOf({ A: 60 + more, B: 70, 'A B': 20 + more }, id)

/** A register of so many rounds. */
function registerOf(rounds: number) {
  const entries: RegisterEntry[] = []
  const releases: EarlierRelease[] = []
  for (let round = 0; round < rounds; round++) {
    const exact = table(20 * round)
    const one = asEarlier(released(exact, { earlier: releases }))
    entries.push(nextEntry(entries, { ...one, table: tableDigest(exact, key) }))
    releases.push(one)
  }
  const files = new Map(entries.map((entry, at) => [releaseFileName(entry), releases[at] ?? null]))
  return { entries, files, releases }
}

const codeOf = (found: FoundRegister) => refusal(() => checkRegister(found)).code

describe('the register of releases', () => {
  it('gives all earlier releases, oldest first', () => {
    const { releases, ...found } = registerOf(3)
    expect(checkRegister(found)).toEqual(releases)
    expect(checkRegister({ entries: [], files: new Map() })).toEqual([])
  })

  it('names files by their place and digest, never by a count', () => {
    const { entries } = registerOf(2)
    expect(entries.map(releaseFileName)).toEqual(
      entries.map(({ release }, at) => `000${at + 1}-${release.slice(0, 12)}.json`),
    )
  })

  it.each([
    [
      'an entry',
      ({ entries, files }: FoundRegister) => ({ entries: entries.toSpliced(1, 1), files }),
    ],
    [
      'the last entry',
      ({ entries, files }: FoundRegister) => ({ entries: entries.slice(0, -1), files }),
    ],
    [
      'a file',
      ({ entries, files }: FoundRegister) => ({ entries, files: new Map([...files].slice(1)) }),
    ],
  ])('has a gap where %s is missing', (_, without) => {
    expect(codeOf(without(registerOf(3)))).toBe('register.gap')
  })

  it('is found altered where an entry, a file or its place is another', () => {
    const { entries, files, releases } = registerOf(3)
    const swap = (at: number, change: Partial<RegisterEntry>) =>
      entries.map((entry, place) => (place === at ? { ...entry, ...change } : entry))
    expect(codeOf({ entries: swap(0, { table: 'x' }), files })).toBe('register.altered')
    expect(codeOf({ entries: swap(1, { previous: null }), files })).toBe('register.altered')
    const [first = ''] = files.keys()
    expect(codeOf({ entries, files: new Map([...files, [first, null]]) })).toBe('register.altered')
    const other = releases[1] ?? null
    expect(codeOf({ entries, files: new Map([...files, [first, other]]) })).toBe('register.altered')
  })

  it('is found altered where a chain was made anew without an earlier release', () => {
    const { releases, entries } = registerOf(3)
    const anew: RegisterEntry[] = []
    for (const one of releases.slice(1)) {
      anew.push(nextEntry(anew, { ...one, table: entries[1]?.table ?? '' }))
    }
    const files = new Map(
      anew.map((entry, at) => [releaseFileName(entry), releases[at + 1] ?? null]),
    )
    expect(codeOf({ entries: anew, files })).toBe('register.altered')
  })

  it('knows a table again, in whatever order it stands, and only with its key', () => {
    const { entries } = registerOf(2)
    const exact = table(20)
    const turned = { ...exact, cells: [...exact.cells].reverse() }
    const find = (digest: string, id = exact.id) => releasedBefore(entries, { id, digest })
    expect(find(tableDigest(turned, key))).toEqual(entries[1])
    expect(find(tableDigest(table(21, exact.id), key))).toBeUndefined()
    expect(find(tableDigest(turned, new Uint8Array(32)))).toBeUndefined()
    expect(find(tableDigest(turned, key), 'other')).toBeUndefined()
  })
})

describe('the budget of mode dp', () => {
  const spent = (...charges: readonly { year: number; epsilon: number; budget: number }[]) =>
    charges.map(
      (dp, at) => ({ ...registerOf(1).entries[0], sequence: at + 1, dp }) as RegisterEntry,
    )
  const charge = { year: 2020, epsilon: 0.3, budget: 1 }

  it('is charged with the release', () => {
    const release = released(table(0), { rules: { mode: 'dp', dp: charge } })
    expect(nextEntry([], { ...asEarlier(release), table: 'x' }).dp).toEqual(charge)
  })

  it('bears exactly what was named, per year', () => {
    const three = spent(charge, charge, { ...charge, year: 2019 })
    expect(() => refuseOverBudget(three, { ...charge, epsilon: 0.4 })).not.toThrow()
    const problem = refusal(() => refuseOverBudget(three, { ...charge, epsilon: 0.401 }))
    expect(problem.code).toBe('disclosure.budget-spent')
    expect(problem.where).toBe('year 2020')
    expect(() => refuseOverBudget(three, null)).not.toThrow()
  })

  it('is the least that was ever named for a year', () => {
    const problem = refusal(() =>
      refuseOverBudget(spent(charge), { ...charge, epsilon: 0.8, budget: 9 }),
    )
    expect(problem.code).toBe('disclosure.budget-spent')
  })
})
