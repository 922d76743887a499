import { beforeAll, describe, expect, it } from 'vitest'
import { reachesOf } from '../../src/attack/bounds.ts'
import { claimRow, type Published } from '../../src/attack/claims.ts'
import { judge, usualBudget } from '../../src/attack/gate.ts'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { makeModel } from '../../src/attack/model.ts'
import type { Solver } from '../../src/attack/solver.ts'
import {
  type Attacks,
  bitsOf,
  maskedOf,
  onAll,
  type ReferenceBound,
  type ReferenceTable,
  readJson,
  readTable,
  scenarioOf,
  sceneOf,
  sumOf,
} from './reference-table.ts'

const tables = ['australia-2015-2017', 'new-orleans-five-lists', 'new-orleans-eight-lists']

let solver: Solver
beforeAll(async () => {
  solver = await loadSolver()
})

/** Linear and whole bounds of the cells of a reference, as found here. */
function boundsOf(table: ReferenceTable, published: Published, bounds: readonly ReferenceBound[]) {
  const rows = published.claims.map(claimRow)
  const targets = bounds.map(({ lists }) => [[bitsOf(table.lists, lists), 1] as const])
  const { reaches } = reachesOf(table.counts.length, rows, targets)(solver)
  const model = makeModel(table.counts.length, rows, targets)
  const linear = (at: number, sense: 'min' | 'max') => {
    const objective = model.targets[at] ?? []
    const solved = solver({ ...model, objective, sense, integer: false })
    return solved.status === 'optimal' ? solved.value : Number.NaN
  }
  return bounds.map(({ lists }, at) => ({
    lists,
    lpMin: expect.closeTo(linear(at, 'min'), 6),
    lpMax: expect.closeTo(linear(at, 'max'), 6),
    ilpMin: reaches[at]?.low,
    ilpMax: reaches[at]?.high,
  }))
}

function wanted(bounds: readonly ReferenceBound[]) {
  return bounds.map(({ lists, lpMin, lpMax, ilpMin, ilpMax }) => ({
    lists,
    lpMin,
    lpMax,
    ilpMin,
    ilpMax,
  }))
}

describe.each(tables)('the attacker on %s', (name) => {
  const table = readTable(name)
  const attacks = readJson<Attacks>(`attack-${name}`)

  it.each(attacks.scenarios.map((one) => [one.scenario, one] as const))(
    'finds the bounds of the reference in scenario %s',
    (_, scenario) => {
      const published = scenarioOf(table, scenario)
      expect(wanted(scenario.bounds)).toEqual(boundsOf(table, published, scenario.bounds))
    },
  )

  it.each(
    attacks.scenarios
      .filter(({ scenario }) => 'ABD'.includes(scenario))
      .map((one) => [one.scenario, one] as const),
  )('finds scenario %s unsafe', (_, scenario) => {
    const { report } = judge(sceneOf(table, scenarioOf(table, scenario)), solver)
    expect(report.passed).toBe(false)
    expect(report.checks[0]).toMatchObject({
      check: 'marginals',
      passed: false,
      reason: 'A reader could tell some withheld counts too closely.',
    })
  })
})

describe.each(
  tables.flatMap((name) => {
    const { scenariosMaskAndRound = [] } = readJson<Attacks>(`attack-${name}`)
    return scenariosMaskAndRound.map((one) => [one.scenario, name, one.runs] as const)
  }),
)('masking and rounding, %s on %s', (scenario, name, runs) => {
  const table = readTable(name)
  const threshold = scenario === 'F5' ? 5 : 10

  it('is safe, with the bounds of the reference', () => {
    const [open] = runs
    if (open === undefined) throw new Error('the reference has no run')
    const published = maskedOf(table, threshold, open.publishedTotals)
    expect(wanted(open.bounds)).toEqual(boundsOf(table, published, open.bounds))
    const { report } = judge(sceneOf(table, published), solver)
    expect(report).toEqual({
      passed: true,
      checks: [
        {
          check: 'marginals',
          passed: true,
          cells: open.bounds.length,
          narrowest: expect.any(Number),
          reason: null,
        },
      ],
    })
    expect(report.checks[0]?.narrowest).toBeGreaterThanOrEqual(4)
  })

  it('is safe against each organisation that knows its own total', () => {
    const insiders = runs.flatMap(({ insider }) => {
      if (insider === null) return []
      const terms = onAll(table, [insider])
      const own = sumOf(table, terms)
      return [{ id: insider, kind: 'insider' as const, knows: [{ terms, low: own, high: own }] }]
    })
    const published = maskedOf(table, threshold, runs[0]?.publishedTotals ?? [])
    const scene = { ...sceneOf(table, published), insiders }
    const { report, weak } = judge(scene, solver, usualBudget)
    expect({ report, weak }).toMatchObject({ report: { passed: true }, weak: [] })
    expect(insiders.length).toBeGreaterThan(0)
  })
})
