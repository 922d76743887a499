import { loadSodiumEngine } from '../group/sodium-engine.ts'
import type { PsiPool } from '../work/pool.ts'
import type { Task } from '../work/tasks.ts'
import { sampleRows } from './sample-elements.ts'

/** Workers that have been idle are gone; starting them is paid once a stage, not once a row. */
export async function warmWorkers(pool: PsiPool): Promise<void> {
  const engine = await loadSodiumEngine()
  const task: Task = {
    op: 'mix',
    rows: sampleRows(engine, 16, 64),
    columnKeys: sampleRows(engine, 1, 32),
    seed: new Uint8Array(32),
  }
  await Promise.all(Array.from({ length: pool.width - 1 }, () => pool.run(task)))
}
