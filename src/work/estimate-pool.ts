import { availableParallelism } from 'node:os'
import { Tinypool } from 'tinypool'
import type { Replicates, ReplicateTask } from '../estimates/replicate.ts'

/** Workers that estimate on many disturbed tables; what they find does not depend on how many they are. */
export interface EstimatePool {
  /** Replicates 0 to `count`, in order. */
  replicate(
    task: Omit<ReplicateTask, 'from' | 'to'>,
    count: number,
    report: (done: number) => void,
  ): Promise<Replicates>
  close(): Promise<void>
}

const IDLE_MS = 5_000
/** Small enough to show progress, large enough that a worker's own preparations do not count. */
const AT_ONCE = 25

export function startEstimatePool(workers: number = availableParallelism()): EstimatePool {
  const pool = new Tinypool({
    filename: new URL('./estimate-worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: workers,
    idleTimeout: IDLE_MS,
  })
  return {
    async replicate(task, count, report) {
      let done = 0
      const stretches = Array.from({ length: Math.ceil(count / AT_ONCE) }, async (_, at) => {
        const from = at * AT_ONCE
        const to = Math.min(count, from + AT_ONCE)
        const found: Replicates = await pool.run({ ...task, from, to } satisfies ReplicateTask)
        done += to - from
        report(done)
        return found
      })
      return (await Promise.all(stretches)).flat()
    },
    close: () => pool.destroy(),
  }
}
