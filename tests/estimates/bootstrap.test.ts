import { describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { rankByBic } from '../../src/estimates/bic.ts'
import { type Estimator, estimateBy } from '../../src/estimates/estimator.ts'
import { accelerationOf, bootstrapInterval } from '../../src/estimates/interval.ts'
import { runReplicates } from '../../src/estimates/replicate.ts'
import { isClose, referenceFor, sampleNamed, tableNamed } from './reference.ts'

const solver = await loadSolver()
/** Twice as many as the reference has, as its own two seeds differ by up to 15 %. */
const RESAMPLES = 2000

function intervalOf(id: string, estimator: Estimator) {
  const sample = sampleNamed(id)
  const task = { sample, estimators: [estimator], seed: 20, from: 0 } as const
  const run = (kind: 'resample' | 'leave-out', to: number) =>
    runReplicates({ ...task, disturbance: { kind }, to }, solver).flatMap(([value]) => value ?? [])
  const leftOut = run('leave-out', sample.cells.length).map((estimate, at) => ({
    estimate,
    count: sample.cells[at]?.count ?? 0,
  }))
  const [estimate] = estimateBy([estimator], sample.lists.length, solver)(sample)
  const resampled = run('resample', RESAMPLES)
  return bootstrapInterval(estimate ?? 0, resampled, accelerationOf(leftOut))
}

function isNear(value: number, references: readonly number[], share: number): boolean {
  return references.some((reference) => isClose(value, reference, share))
}

describe.each([
  ['artificial-three-lists', 0.1],
  ['australia-2015-2017', 0.2],
  ['new-orleans-five-lists', 0.2],
  ['new-orleans-five-lists-186', 0.2],
])('resamples of %s with stepwise selection', (id, share) => {
  const references = referenceFor(id).stepwiseBootstrap
  const found = intervalOf(id, { kind: 'stepwise' })
  const limit = (of: string) =>
    references.map(({ BCa }: { BCa: Record<string, number> }) => BCa[of])

  it('have the acceleration of the reference', () => {
    expect(isClose(found.acceleration ?? 0, references[0].acceleration)).toBe(true)
  })

  it('have limits near those of the reference', () => {
    expect(isNear(found.lower, limit('0.025'), share), `${found.lower}`).toBe(true)
    expect(isNear(found.upper, limit('0.975'), share), `${found.upper}`).toBe(true)
    const below = references.map((one: { propBelowEstimate: number }) => one.propBelowEstimate)
    expect(found.shareBelow).toBeGreaterThan(Math.min(...below) - 0.05)
    expect(found.shareBelow).toBeLessThan(Math.max(...below) + 0.05)
  })
})

describe.each([
  ['artificial-three-lists', 0.1],
  ['new-orleans-five-lists', 0.2],
  ['new-orleans-five-lists-186', 0.2],
])('resamples of %s with the best of twenty models by BIC', (id, share) => {
  it('have limits near those of the reference', () => {
    const table = tableNamed(id)
    const ranked = rankByBic(table, { solver }).slice(0, 20)
    const models = ranked.map(({ model }) => model.maximal)
    const found = intervalOf(id, { kind: 'bic', models })
    const { BCa } = referenceFor(id).bic[0].bootstrap.limits.at(-1)
    expect(isNear(found.lower, [BCa['0.025']], share), `${found.lower}`).toBe(true)
    expect(isNear(found.upper, [BCa['0.975']], share), `${found.upper}`).toBe(true)
  })
})
