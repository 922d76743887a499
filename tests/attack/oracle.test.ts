import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { boundsOf } from '../../src/attack/bounds.ts'
import type { Claim, Published } from '../../src/attack/claims.ts'
import { judge, type Scene } from '../../src/attack/gate.ts'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { type Solver, type Term, valueAt } from '../../src/attack/solver.ts'
import { refusal } from '../refusal.ts'

let solver: Solver
beforeAll(async () => {
  solver = await loadSolver()
})

const COUNTS = 4
const MOST = 8

/** Every table of so many counts, each 0 to MOST. */
function* tables(): Generator<number[]> {
  for (let at = 0; at < (MOST + 1) ** COUNTS; at++) {
    yield Array.from(
      { length: COUNTS },
      (_, place) => Math.floor(at / (MOST + 1) ** place) % (MOST + 1),
    )
  }
}

interface Told {
  readonly counts: readonly number[]
  readonly claims: readonly Claim[]
}

/** True claims about a table: each count masked or rounded, and sums of some of them. */
const told: fc.Arbitrary<Told> = fc
  .record({
    counts: fc.array(fc.integer({ min: 0, max: MOST - 1 }), {
      minLength: COUNTS,
      maxLength: COUNTS,
    }),
    sums: fc.array(fc.subarray([0, 1, 2, 3], { minLength: 2 }), { maxLength: 4 }),
    give: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ counts, sums, give }) => {
    const cells = counts.map((count, at): Claim => {
      const terms: Term[] = [[at, 1]]
      const id = `cell ${at}`
      if (count < 5) return { id, terms, low: 0, high: 4, hidden: true, threshold: 5 }
      return {
        id,
        terms,
        low: Math.max(5, count - give),
        high: Math.min(MOST, count + give),
        hidden: false,
        threshold: 5,
      }
    })
    const totals = sums.map((places, at): Claim => {
      const terms = places.map((place): Term => [place, 1])
      const sum = valueAt(terms, counts)
      return {
        id: `sum ${at}`,
        terms,
        low: sum - give,
        high: sum + give,
        hidden: false,
        threshold: 5,
      }
    })
    return { counts, claims: [...cells, ...totals] }
  })

function sceneOf({ claims }: Told, more: Partial<Scene> = {}): Scene {
  const published: Published[] = [{ id: 'told', claims }]
  const space = { variables: COUNTS, rows: [] }
  return { space, published, insiders: [], differences: [], counts: null, ...more }
}

/** Least and greatest of each hidden claim over all tables that fit. */
function byHand({ claims }: Told, knows: readonly Claim[] = []) {
  const ranges = new Map<string, [number, number]>()
  for (const table of tables()) {
    const fits = [...claims, ...knows].every(({ terms, low, high }) => {
      const sum = valueAt(terms, table)
      return low <= sum && sum <= high
    })
    if (!fits) continue
    for (const { id, terms } of claims.filter(({ hidden }) => hidden)) {
      const value = valueAt(terms, table)
      const [least, greatest] = ranges.get(id) ?? [value, value]
      ranges.set(id, [Math.min(least, value), Math.max(greatest, value)])
    }
  }
  return ranges
}

describe('the attacker against all tables tried one by one', () => {
  it('finds the same least and greatest counts', () => {
    fc.assert(
      fc.property(told, (one) => {
        const { bounds } = boundsOf(sceneOf(one), solver)
        const found = bounds.map(({ id, least, greatest }) => [id, [least, greatest]])
        expect(new Map(found as [string, [number, number]][])).toEqual(byHand(one))
      }),
      { numRuns: 20 },
    )
  })

  it('passes exactly those in which every masked count can be 0 and 4', () => {
    fc.assert(
      fc.property(told, fc.boolean(), (one, withCounts) => {
        const scene = sceneOf(one, { counts: withCounts ? one.counts : null })
        const hidden = [...byHand(one)]
        const open = hidden.filter(([, [least, greatest]]) => least === 0 && greatest === 4)
        const { report, weak } = judge(scene, solver)
        expect(report.passed).toBe(open.length === hidden.length)
        const weakByHand = hidden.filter((each) => !open.includes(each)).map(([id]) => id)
        expect(weak.map(({ id }) => id).sort()).toEqual(weakByHand.sort())
      }),
      { numRuns: 20 },
    )
  })

  it('finds what an insider could tell, and does not mind what it knew before', () => {
    fc.assert(
      fc.property(told, (one) => {
        const own: Term[] = [
          [0, 1],
          [1, 1],
        ]
        const sum = valueAt(own, one.counts)
        const knows = [{ terms: own, low: sum, high: sum }]
        const insider = { id: 'own', kind: 'insider' as const, knows }
        const { report } = judge(sceneOf(one, { insiders: [insider] }), solver)
        const claim: Claim = {
          id: '',
          hidden: false,
          threshold: 5,
          terms: own,
          low: sum,
          high: sum,
        }
        const before = new Map(
          one.claims.flatMap(({ id, terms }) => {
            const isOwn = terms.length === 1 && (terms[0]?.[0] ?? COUNTS) < 2
            return [[id, isOwn ? sum : Number.POSITIVE_INFINITY] as const]
          }),
        )
        const weak = [...byHand(one, [claim])].filter(
          ([id, [least, greatest]]) => greatest - least < Math.min(4, before.get(id) ?? 0),
        )
        const [marginals, check] = report.checks
        // A reader who succeeds without it leaves nothing to try.
        if (marginals?.passed !== true) expect(check).toBeUndefined()
        fc.pre(marginals?.passed === true)
        expect(check?.passed).toBe(weak.length === 0)
      }),
      { numRuns: 20 },
    )
  })

  it('names what cannot be of one table', () => {
    const terms: Term[] = [[0, 1]]
    const claims = [
      { id: 'a', terms, low: 0, high: 4, hidden: true, threshold: 5 },
      { id: 'b', terms, low: 6, high: 9, hidden: false, threshold: 5 },
    ]
    const scene = sceneOf({ counts: [], claims })
    expect(refusal(() => judge(scene, solver))).toMatchObject({
      code: 'attack.contradictory',
      where: 'told',
    })
    expect(boundsOf(scene, solver).contradictory).toBe(true)
  })

  it('passes nothing that a solver does not solve', () => {
    const scene = sceneOf({
      counts: [],
      claims: [{ id: 'a', terms: [[0, 1]], low: 0, high: 4, hidden: true, threshold: 5 }],
    })
    for (const status of ['time-out', 'failed', 'unbounded'] as const) {
      const { report } = judge(scene, () => ({ status }))
      expect(report.checks[0]).toMatchObject({
        passed: false,
        narrowest: 0,
        reason: 'Not everything could be shown to be hidden in the time given.',
      })
    }
    // A point that fits nothing is no table, whoever says so.
    const liar = judge(scene, () => ({ status: 'optimal', value: 4, at: [9] }))
    expect(liar.report.passed).toBe(false)
  })
})
