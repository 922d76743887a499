import { availableParallelism } from 'node:os'
import { Tinypool } from 'tinypool'
import { Problem } from '../base/problem.ts'
import type { WorkerAnswer } from './psi-worker.ts'
import type { Task } from './tasks.ts'

/** Workers that do the group operations, so that the process itself stays free to answer. */
export interface PsiPool {
  /** How many chunks to keep under way: one per worker, and one waiting. */
  readonly width: number
  run(task: Task): Promise<Uint8Array>
  close(): Promise<void>
}

const IDLE_MS = 5_000

export function startPool(workers: number = availableParallelism()): PsiPool {
  const pool = new Tinypool({
    filename: new URL('./psi-worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: workers,
    // Idle nodes give their workers' memory back.
    idleTimeout: IDLE_MS,
  })
  return {
    width: workers + 1,
    async run(task) {
      const answer: WorkerAnswer = await pool.run(task)
      if (answer instanceof Uint8Array) return answer
      const { where, ...rest } = answer
      throw new Problem(where === undefined ? rest : { ...rest, where })
    },
    close: () => pool.destroy(),
  }
}
