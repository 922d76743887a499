import type { Solver } from '../../src/attack/solver.ts'
import { runReplicates } from '../../src/estimates/replicate.ts'
import type { EstimatePool } from '../../src/work/estimate-pool.ts'

/** The work of the workers, done here: their start takes longer than a small table. */
export function inProcessPool(solver: Solver): EstimatePool {
  return {
    async replicate(task, count, report) {
      const found = runReplicates({ ...task, from: 0, to: count }, solver)
      report(count)
      return found
    },
    async close() {},
  }
}
