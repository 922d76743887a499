import { beforeAll, describe, expect, it } from 'vitest'
import { boundsOf } from '../../src/attack/bounds.ts'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { attackRound, roundScenes } from '../../src/attack/round.ts'
import type { Solver } from '../../src/attack/solver.ts'
import type { Cell, ListInfo } from '../../src/base/lists.ts'
import { controlDisclosure } from '../../src/disclosure/control.ts'
import { makeOverlapTable } from '../../src/overlap/overlap-table.ts'
import { figureKey } from '../../src/release/figure.ts'
import type { Release } from '../../src/release/release.ts'
import { sampleLinking } from '../disclosure/sample-linking.ts'
import { context } from '../disclosure/sample-release.ts'
import { unattacked } from '../disclosure/unattacked.ts'
import { refusal } from '../refusal.ts'

let solver: Solver
beforeAll(async () => {
  solver = await loadSolver()
})

const lists: ListInfo[] = ['police', 'kmar'].flatMap((organisation) =>
  [2013, 2014].map((year) => ({
    id: `${organisation}-${year}`,
    organisation,
    population: 'victims',
    year,
    source: 'report' as const,
  })),
)

const cells: Cell[] = [
  { lists: ['police-2013'], persons: 60 },
  { lists: ['police-2014'], persons: 51 },
  { lists: ['kmar-2013'], persons: 22 },
  { lists: ['kmar-2014'], persons: 27 },
  { lists: ['kmar-2013', 'police-2013'], persons: 18 },
  { lists: ['police-2013', 'police-2014'], persons: 2 },
]

function releaseOf(rules: { threshold: number; roundingBase: number }, all = cells): Release {
  const quality = { listTwice: 0, undecodable: 0 }
  const table = makeOverlapTable({ lists, cells: all, quality })
  const agreedSizes = Object.fromEntries(lists.map(({ id }) => [id, 100]))
  const organisations = context.organisations.filter(({ id }) => id === 'police' || id === 'kmar')
  const populations = context.populations.slice(0, 1)
  return controlDisclosure(
    { table, codes: [], linking: sampleLinking(), asked: [] } as never,
    { ...context, agreedSizes, organisations, populations, madeBy: 'police' } as never,
    unattacked(rules),
  )
}

const seenAgain = figureKey({ question: 'seen-again', year: 2013 })

describe('the gate of a round', () => {
  it('finds who came back from exact totals of years and of both years', () => {
    const release = releaseOf({ threshold: 3, roundingBase: 1 })
    const { report, weak } = attackRound({ release, earlier: [], cells: null }, solver)
    expect(report.passed).toBe(false)
    expect(weak).toContainEqual({
      check: 'marginals',
      attacker: null,
      id: seenAgain,
      year: 2013,
      table: null,
      asked: false,
    })
    // The report names no figure and no count.
    expect(JSON.stringify(report)).not.toContain('2013')
  })

  it('passes them when all is rounded to 5', () => {
    const release = releaseOf({ threshold: 5, roundingBase: 5 })
    const { report } = attackRound({ release, earlier: [], cells: null }, solver)
    expect(report).toMatchObject({ passed: true, checks: [{ check: 'marginals', cells: 1 }] })
  })

  it('tries each organisation with its own records', () => {
    // The border police saw nobody in both years, so the police knows who came back: its own two.
    const release = releaseOf({ threshold: 5, roundingBase: 5 })
    const { report, weak } = attackRound({ release, earlier: [], cells }, solver)
    const check = report.checks.find((one) => one.check === 'insider')
    expect(check).toMatchObject({ cells: 2 })
    expect(weak.every((one) => one.check === 'insider')).toBe(true)
    expect(report.passed).toBe(weak.length === 0)
  })

  it('compares a round with the one before', () => {
    const release = releaseOf({ threshold: 3, roundingBase: 1 })
    const changed = cells.map((cell) => ({ ...cell, persons: cell.persons + 1 }))
    const before = releaseOf({ threshold: 3, roundingBase: 1 }, changed)
    const { report } = attackRound({ release, earlier: [before], cells: null }, solver)
    expect(report.checks).toContainEqual(
      expect.objectContaining({ check: 'rounds', passed: false, narrowest: 0 }),
    )
  })

  it('compares with every earlier release, not with the newest alone', () => {
    const exact = { threshold: 3, roundingBase: 1 }
    const grown = (more: number) =>
      releaseOf(
        exact,
        cells.map((cell) => ({ ...cell, persons: cell.persons + more })),
      )
    const [first, between, last] = [grown(1), grown(40), grown(2)]
    const check = (earlier: Release[]) =>
      attackRound({ release: last, earlier, cells: null }, solver).report.checks.find(
        (one) => one.check === 'rounds',
      )
    expect(check([between])?.passed).toBe(true)
    expect(check([first, between])?.passed).toBe(false)
  })

  it('passes nothing that is not solved', () => {
    const release = releaseOf({ threshold: 5, roundingBase: 5 })
    const { report, weak } = attackRound({ release, earlier: [], cells: null }, () => ({
      status: 'time-out',
    }))
    expect(report.checks[0]).toMatchObject({
      passed: false,
      reason: 'Not everything could be shown to be hidden in the time given.',
    })
    expect(weak.length).toBeGreaterThan(0)
  })
})

describe('releases of rounds for a reader', () => {
  it('have the bounds of who came back', () => {
    const [scene] = roundScenes([releaseOf({ threshold: 3, roundingBase: 1 })])
    if (scene === undefined) throw new Error('there is no scene')
    const { bounds } = boundsOf(scene, solver)
    expect(bounds.find(({ id }) => id === seenAgain)).toEqual({
      id: seenAgain,
      least: 2,
      greatest: 2,
      safe: false,
    })
  })

  it('of other agreements are refused', () => {
    const release = releaseOf({ threshold: 5, roundingBase: 5 })
    const other = { ...release, agreement: { ...release.agreement, id: 'other' } }
    expect(refusal(() => roundScenes([release, other]))).toMatchObject({
      code: 'attack.other-agreement',
    })
  })
})
