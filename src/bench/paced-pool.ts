import { CHUNK_ROWS } from '../round/batch.ts'
import type { PsiPool } from '../work/pool.ts'
import type { Task } from '../work/tasks.ts'
import { type Operations, runBare } from './operations.ts'

/**
 * A pool that, after each chunk, does that chunk's bare operations in this thread and counts the time.
 * A shared machine changes its pace from second to second; so both sides meet the same pace, each
 * beside the other on a core of its own.
 */
export class PacedPool implements PsiPool {
  readonly width: number
  bareCpuMs = 0
  readonly #pool: PsiPool
  readonly #operations: Operations
  #rowsLeft: number

  constructor(pool: PsiPool, operations: Operations, rows: number) {
    this.#pool = pool
    this.width = pool.width
    this.#operations = operations
    this.#rowsLeft = rows
  }

  async run(task: Task): Promise<Uint8Array> {
    const answer = await this.#pool.run(task)
    const rows = Math.min(CHUNK_ROWS, this.#rowsLeft)
    this.#rowsLeft -= rows
    const before = process.threadCpuUsage()
    runBare(this.#operations, rows)
    const { user, system } = process.threadCpuUsage(before)
    this.bareCpuMs += (user + system) / 1000
    return answer
  }

  close(): Promise<void> {
    return this.#pool.close()
  }
}
