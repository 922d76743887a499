import { describe, expect, it } from 'vitest'
import { loadSolver } from '../../src/attack/load-solver.ts'
import { type ReplicateTask, runReplicates } from '../../src/estimates/replicate.ts'
import { sampleNamed } from './reference.ts'

const solver = await loadSolver()
const task: ReplicateTask = {
  sample: sampleNamed('australia-2015-2017'),
  estimators: [{ kind: 'main-effects' }, { kind: 'stepwise' }],
  seed: 7,
  disturbance: { kind: 'resample' },
  from: 0,
  to: 12,
}

describe('replicates', () => {
  it('are the same however the work is cut up', () => {
    const whole = runReplicates(task, solver)
    const parts = [
      runReplicates({ ...task, to: 5 }, solver),
      runReplicates({ ...task, from: 5 }, solver),
    ]
    expect(parts.flat()).toEqual(whole)
  })

  it('differ with the seed and from each other', () => {
    const estimates = runReplicates(task, solver).map(([main]) => main)
    const others = runReplicates({ ...task, seed: 8 }, solver).map(([main]) => main)
    expect(new Set([...estimates, ...others]).size).toBe(24)
  })

  it('have no estimate where a resample has no overlap', () => {
    const thin = {
      lists: ['a', 'b'],
      cells: [
        { stratum: 0, mask: 1, count: 40 },
        { stratum: 0, mask: 2, count: 30 },
        { stratum: 0, mask: 3, count: 1 },
      ],
    }
    const found = runReplicates({ ...task, sample: thin, to: 60 }, solver).map(([main]) => main)
    expect(found).toContain(null)
    expect(found.some((estimate) => typeof estimate === 'number')).toBe(true)
  })
})
