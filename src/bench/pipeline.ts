import { type PsiPool, startPool } from '../work/pool.ts'
import { recipe } from './bench-recipe.ts'
import { openBenchRound } from './bench-round.ts'
import { FILLED_SLOTS, setUpStep } from './bench-step.ts'
import { bareScene } from './bench-terms.ts'
import { type Extent, type Figure, tidy } from './figure.ts'
import { type Cost, measure, median } from './measure.ts'
import { operationsOf, operationsText, runBare, type Step, steps } from './operations.ts'
import { PacedPool } from './paced-pool.ts'
import { warmWorkers } from './warm-workers.ts'

const GOAL = 0.9
const WARM_ROWS = 128

/**
 * What of the processor's time in a real step goes into the group operations that it needs: fetched,
 * opened, worked in one worker, kept, sealed, stored and sent, against bare calls of libsodium.
 */
export async function measurePipeline({ quick }: Extent): Promise<Figure[]> {
  const rows = quick ? 40 : 4096
  const rounds = quick ? 1 : 3
  const pool = startPool(1)
  const runs = new Map(steps.map((step) => [step, [] as Run[]]))
  try {
    // Warms both sides up; not counted.
    if (!quick) for (const step of steps) await measureRun(step, WARM_ROWS, pool)
    for (let round = 0; round < rounds; round++) {
      for (const step of steps) runs.get(step)?.push(await measureRun(step, rows, pool))
    }
  } finally {
    await pool.close()
  }
  return [...runs].map(([step, done]) => figureOf(step, rows, done))
}

interface Run {
  /** Processor time of a step and of its bare operations, done in turns chunk by chunk. */
  readonly realCpuMs: number
  readonly bareCpuMs: number
  /** Each by itself. */
  readonly realWallMs: number
  readonly bareWallMs: number
}

async function measureRun(step: Step, rows: number, pool: PsiPool): Promise<Run> {
  const operations = operationsOf(step, recipe.slots.length, FILLED_SLOTS)
  const before = await measure(() => runBare(operations, rows / 2))
  const { wallMs: realWallMs } = await measureStep(step, rows, pool)
  const after = await measure(() => runBare(operations, rows / 2))
  const paced = new PacedPool(pool, operations, rows)
  const both = await measureStep(step, rows, pool, paced)
  return {
    realCpuMs: both.cpuMs - paced.bareCpuMs,
    bareCpuMs: paced.bareCpuMs,
    realWallMs,
    bareWallMs: before.wallMs + after.wallMs,
  }
}

/** A step of a fresh round; what precedes it is not measured. */
export async function measureStep(
  step: Step,
  rows: number,
  pool: PsiPool,
  through: PsiPool = pool,
): Promise<Cost> {
  const round = await openBenchRound({ ...bareScene, rows }, through)
  try {
    const work = await setUpStep(round, step, rows)
    await warmWorkers(pool)
    return await measure(work)
  } finally {
    await round.close()
  }
}

function figureOf(step: Step, rows: number, runs: readonly Run[]): Figure {
  const shares = runs.map((run) => run.bareCpuMs / run.realCpuMs)
  const perSecond = (part: keyof Run) => tidy((rows / median(runs.map((run) => run[part]))) * 1000)
  return {
    name: step,
    value: tidy(median(shares)),
    unit: 'of the processor time is group operations',
    yardstick: 'the same operations as bare libsodium calls, in turns with the step',
    goal: { limit: GOAL, kind: 'at-least' },
    detail: {
      'rows per second per core': perSecond('realCpuMs'),
      'bare rows per second per core': perSecond('bareCpuMs'),
      'rows per second on the wall': perSecond('realWallMs'),
      'bare rows per second on the wall': perSecond('bareWallMs'),
      'lowest share': tidy(Math.min(...shares)),
      'highest share': tidy(Math.max(...shares)),
      'operations of a row': operationsText(operationsOf(step, recipe.slots.length, FILLED_SLOTS)),
      rows,
      rounds: runs.length,
    },
  }
}
