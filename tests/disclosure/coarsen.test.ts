import { describe, expect, it } from 'vitest'
import { coarsen, groupOf, type Judged, type Withholdable } from '../../src/disclosure/coarsen.ts'
import type { ReleaseStep } from '../../src/release/gate.ts'
import { refusal } from '../refusal.ts'

type Verdict = Judged<readonly ReleaseStep[]>

const groups: Withholdable[] = [
  { class: 'persons', year: null, table: null },
  { class: 'persons-of-year', year: 2019, table: null },
  { class: 'persons-of-year', year: 2020, table: null },
  { class: 'known-only-to', year: 2019, table: null },
  { class: 'known-only-to', year: 2020, table: null },
  { class: 'codes', year: null, table: 'form' },
  { class: 'codes-of-year', year: 2020, table: 'form' },
  { class: 'codes-of-year', year: 2020, table: 'sex' },
]

const passes: Verdict = { report: { passed: true, checks: [] }, weak: [] }

function fails(...weak: Verdict['weak']): Verdict {
  return { report: { passed: false, checks: [] }, weak }
}

/** An attack that succeeds so often, always in the same place. */
function failing(times: number, ...weak: Verdict['weak']) {
  let left = times
  return () => (left-- > 0 ? fails(...weak) : passes)
}

function stepsOf(attack: (steps: readonly ReleaseStep[]) => Verdict, all = groups) {
  const { steps } = coarsen({ make: (taken) => taken, groups: all, attack })
  return steps.map(({ withheld, year, table }) => [withheld, year, table])
}

const in2020 = { check: 'marginals', year: 2020, table: null }

describe('coarsening', () => {
  it('takes nothing out where no attack succeeds', () => {
    const attack = () => passes
    const { release, report, steps } = coarsen({ make: (taken) => taken, groups, attack })
    expect([release, report, steps]).toEqual([[], passes.report, []])
  })

  it('tries nothing in a rehearsal that has no gate, and says so', () => {
    expect(coarsen({ make: () => 'all', groups, attack: null }).report).toBeNull()
  })

  it('takes whole groups of the year in the fixed order, one a round', () => {
    expect(stepsOf(failing(1, in2020))).toEqual([['codes-of-year', 2020, null]])
    expect(stepsOf(failing(4, in2020))).toEqual([
      ['codes-of-year', 2020, null],
      ['codes', 2020, null],
      ['known-only-to', 2020, null],
      ['persons-of-year', 2020, null],
    ])
  })

  it('takes the first group that helps by itself, and those before it stay', () => {
    const stays = (taken: readonly ReleaseStep[]) =>
      !taken.some(({ withheld }) => ['known-only-to', 'persons-of-year'].includes(withheld))
    const attack = failing(1, { ...in2020, stays })
    expect(stepsOf(attack)).toEqual([['known-only-to', 2020, null]])
  })

  it('takes the groups that help together, and none that is not needed for it', () => {
    const stays = (taken: readonly ReleaseStep[]) =>
      !['codes', 'known-only-to'].every((one) => taken.some(({ withheld }) => withheld === one))
    expect(stepsOf(failing(1, { ...in2020, stays }))).toEqual([
      ['codes', 2020, null],
      ['known-only-to', 2020, null],
    ])
  })

  it('takes the first group where nothing helps', () => {
    const attack = failing(2, { ...in2020, stays: () => true })
    expect(stepsOf(attack)).toEqual([
      ['codes-of-year', 2020, null],
      ['codes', 2020, null],
    ])
  })

  it('takes the codes of the table alone that tells too much', () => {
    expect(stepsOf(failing(1, { ...in2020, table: 'sex' }))).toEqual([
      ['codes-of-year', 2020, 'sex'],
    ])
  })

  it('takes of every year what is of no year', () => {
    expect(stepsOf(failing(1, { ...in2020, year: null }))).toEqual([['codes-of-year', null, null]])
  })

  it('takes from all years that tell too much in one round', () => {
    const weak = [2019, 2020].map((year) => ({ check: 'marginals', year, table: null }))
    expect(stepsOf(failing(1, ...weak))).toEqual([
      ['codes', 2019, null],
      ['codes-of-year', 2020, null],
    ])
  })

  it('names every attack that succeeded, once', () => {
    const weak = [in2020, { ...in2020, check: 'insider' }, in2020]
    const { steps } = coarsen({ make: (taken) => taken, groups, attack: failing(1, ...weak) })
    expect(steps[0]?.because).toEqual(['insider', 'marginals'])
  })

  it('refuses when nothing is left to take', () => {
    expect(refusal(() => stepsOf(failing(99, in2020)))).toMatchObject({
      code: 'disclosure.gate',
      message: expect.stringContaining('Nothing of the round is published'),
    })
  })

  it('gives up after forty rounds', () => {
    const many = Array.from({ length: 60 }, (_, at): Withholdable => {
      return { class: 'known-only-to', year: 2000 + at, table: null }
    })
    let tried = 0
    const attack = (steps: readonly ReleaseStep[]) => {
      tried++
      return fails({ check: 'marginals', year: 2000 + steps.length, table: null })
    }
    expect(refusal(() => stepsOf(attack, many))).toMatchObject({ code: 'disclosure.gate' })
    expect(tried).toBe(41)
  })
})

describe('the group of a figure', () => {
  it.each([
    [{ question: 'persons' as const }, 'persons'],
    [{ question: 'persons' as const, year: 2020 }, 'persons-of-year'],
    [{ question: 'persons' as const, year: 2020, table: 'form', code: 'labour' }, 'codes-of-year'],
    [{ question: 'persons' as const, table: 'form', code: 'labour' }, 'codes'],
    [{ question: 'known-to' as const, year: 2020 }, 'known-to'],
  ])('of %o is %s', (of, group) => {
    expect(groupOf(of, false)?.class).toBe(group)
  })

  it('tells codes within a broader one apart, and has none for a ratio', () => {
    expect(groupOf({ question: 'persons', table: 'form', code: 'labour' }, true)?.class).toBe(
      'narrow-codes',
    )
    expect(groupOf({ question: 'reports-per-person', year: 2020 }, false)).toBeNull()
  })
})
