import { loadSolver } from '../attack/load-solver.ts'
import { type Replicates, type ReplicateTask, runReplicates } from '../estimates/replicate.ts'

const solver = await loadSolver()

// biome-ignore lint/style/noDefaultExport: the pool library calls the default export
export default function work(task: ReplicateTask): Replicates {
  return runReplicates(task, solver)
}
