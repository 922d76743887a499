import { beforeAll, describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import type { Solver } from '../../src/attack/solver.ts'
import type { ListInfo } from '../../src/base/lists.ts'
import { controlDisclosure } from '../../src/disclosure/control.ts'
import { gateOf, publicAttack } from '../../src/disclosure/gate.ts'
import { makeOverlapTable } from '../../src/overlap/overlap-table.ts'
import { cellOf, type Release } from '../../src/release/release.ts'
import { refusal } from '../refusal.ts'
import { sampleLinking } from './sample-linking.ts'
import { context, rules } from './sample-release.ts'
import { unattacked } from './unattacked.ts'

const name = (text: string) => ({ nl: text, en: text })
const organisations = ['a', 'b', 'counter'].map((id) => {
  return { id, name: name(id), legalBasis: true }
})
const populations = [{ id: 'victims', name: name('victims') }]
const lists: ListInfo[] = ['a', 'b'].map((organisation) => {
  return {
    id: `${organisation}-2020`,
    organisation,
    population: 'victims',
    year: 2020,
    source: 'report',
  }
})

/** The example of protocol/disclosure-rules.md: 19 persons, 15 of them known to A only, 4 to B. */
const cells = [
  { lists: ['a-2020'], persons: 15 },
  { lists: ['b-2020'], persons: 4 },
]
const quality = { listTwice: 0, undecodable: 0 }
const own = { ...context, organisations, populations, agreedSizes: { 'a-2020': 50, 'b-2020': 50 } }

let solver: Solver

beforeAll(async () => {
  solver = await loadSolver()
})

function makeRelease(counted: typeof cells, earlier: readonly Release[] = [], gated = true) {
  const table = makeOverlapTable({ lists, cells: counted, quality })
  const control = gated
    ? { rules, earlier, attack: gateOf(solver, { earlier, cells: table.cells }) }
    : unattacked(rules, earlier)
  const round = `round-${earlier.length + 1}`
  return controlDisclosure(
    { table, codes: [], linking: sampleLinking() },
    { ...own, round },
    control,
  )
}

describe('a release that threshold and rounding alone do not protect', () => {
  const bare = () => makeRelease(cells, [], false)

  it('lets a reader compute that a withheld number is not nobody', () => {
    expect(cellOf(bare(), { question: 'known-to', year: 2020, organisation: 'b' })).toEqual({
      status: 'withheld',
      below: 5,
    })
    const report = publicAttack(solver)(bare(), [])
    expect(report.passed).toBe(false)
    expect(report.checks).toMatchObject([{ check: 'marginals', passed: false }])
  })

  it('is coarsened until nobody can, neither reader nor organisation', () => {
    const release = makeRelease(cells)
    expect(release.gate?.passed).toBe(true)
    expect(release.steps.map(({ withheld }) => withheld)).toContain('known-only-to')
    expect(cellOf(release, { question: 'known-only-to', year: 2020, organisation: 'a' })).toEqual({
      status: 'secondary',
    })
    expect(publicAttack(solver)(release, []).passed).toBe(true)
  })

  it('passes as it is where no small number hides', () => {
    const large = [
      { lists: ['a-2020'], persons: 150 },
      { lists: ['b-2020'], persons: 80 },
      { lists: ['a-2020', 'b-2020'], persons: 60 },
    ]
    const release = makeRelease(large)
    expect(release.steps).toEqual([])
    expect(release.gate?.checks.every(({ passed }) => passed)).toBe(true)
  })

  it('tells no bound of a figure in its report', () => {
    const said = JSON.stringify(makeRelease(cells).gate)
    expect(said).not.toContain('known-to')
    expect(said).not.toMatch(/"(low|high|lowest|highest)"/)
  })

  it('is not published at all where the attack never fails', () => {
    const table = makeOverlapTable({ lists, cells, quality })
    const attack = gateOf(() => ({ status: 'time-out' }), { earlier: [], cells: table.cells })
    expect(
      refusal(() =>
        controlDisclosure({ table, codes: [], linking: sampleLinking() }, own, {
          rules,
          earlier: [],
          attack,
        }),
      ),
    ).toMatchObject({ code: 'disclosure.gate' })
  })
})

describe('a second round', () => {
  const before = [
    { lists: ['a-2020'], persons: 150 },
    { lists: ['b-2020'], persons: 80 },
    { lists: ['a-2020', 'b-2020'], persons: 60 },
  ]

  it('over two persons more tells nothing new, and passes', () => {
    const first = makeRelease(before)
    const after = before.map((cell, at) => (at === 1 ? { ...cell, persons: 83 } : cell))
    const second = makeRelease(after, [first])
    expect(second.gate?.passed).toBe(true)
    const counts = ({ figures }: Release) => figures.map(({ cell }) => cell)
    expect(counts(second)).toEqual(counts(first))
    const told = second.figures.filter(({ cell }) => cell.status !== 'not-applicable')
    expect(told.every(({ exactness }) => exactness === 'repeated')).toBe(true)
  })
})
