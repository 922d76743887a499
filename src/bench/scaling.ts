import { availableParallelism } from 'node:os'
import { loadSodiumEngine } from '../group/sodium-engine.ts'
import { CHUNK_ROWS } from '../round/batch.ts'
import { type PsiPool, startPool } from '../work/pool.ts'
import type { Task } from '../work/tasks.ts'
import { recipe } from './bench-recipe.ts'
import { type Extent, type Figure, tidy } from './figure.ts'
import { measure, median } from './measure.ts'
import { measureStep } from './pipeline.ts'
import { sampleRows } from './sample-elements.ts'
import { warmWorkers } from './warm-workers.ts'

/** Of the cores that there are: 1.8 times as fast on two. */
const SHARE_OF_CORES = 0.9

/** How much faster a mix gets from one worker to one per core. */
export async function measureScaling({ quick }: Extent): Promise<Figure[]> {
  const cores = availableParallelism()
  const rows = quick ? 40 : 1024
  const rounds = quick ? 1 : 7
  const pools = [startPool(1), startPool(cores)] as const
  const real: number[] = []
  const bare: number[] = []
  try {
    for (let round = quick ? 1 : 0; round <= rounds; round++) {
      const bareRatio = await ratioOf(pools, (pool) => workersAlone(pool, rows))
      const realRatio = await ratioOf(pools, async (pool) => {
        return (await measureStep('mix', rows, pool)).wallMs
      })
      if (round > 0) bare.push(bareRatio)
      if (round > 0) real.push(realRatio)
    }
  } finally {
    for (const pool of pools) await pool.close()
  }
  return [
    {
      name: 'scaling',
      value: tidy(median(real)),
      unit: `times as fast a mix with ${cores} workers as with one`,
      yardstick: 'the same chunks of work in the same workers, nothing kept or sent',
      goal: { limit: tidy(SHARE_OF_CORES * cores), kind: 'at-least' },
      detail: {
        'workers alone': tidy(median(bare)),
        lowest: tidy(Math.min(...real)),
        highest: tidy(Math.max(...real)),
        cores,
        rows,
        rounds,
      },
    },
  ]
}

async function ratioOf(
  pools: readonly [PsiPool, PsiPool],
  wallMs: (pool: PsiPool) => Promise<number>,
): Promise<number> {
  const one = await wallMs(pools[0])
  return one / (await wallMs(pools[1]))
}

async function workersAlone(pool: PsiPool, rows: number): Promise<number> {
  const columns = recipe.slots.length + 2
  const engine = await loadSodiumEngine()
  const columnKeys = sampleRows(engine, columns, 32)
  const task: Task = {
    op: 'mix',
    rows: sampleRows(engine, CHUNK_ROWS, (columns + 1) * 32),
    columnKeys,
    seed: new Uint8Array(32),
  }
  await warmWorkers(pool)
  const chunks = Array.from({ length: Math.ceil(rows / CHUNK_ROWS) })
  const { wallMs } = await measure(() => Promise.all(chunks.map(() => pool.run(task))))
  return wallMs
}
