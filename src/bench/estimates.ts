import { loadSolver } from '../attack/load-solver.ts'
import { resample } from '../estimates/disturb.ts'
import { estimateBy } from '../estimates/estimator.ts'
import { stratify } from '../estimates/strata.ts'
import { streamOf } from '../estimates/stream.ts'
import { startEstimatePool } from '../work/estimate-pool.ts'
import { estimateTable } from '../work/estimate-table.ts'
import { type Extent, type Figure, tidy } from './figure.ts'
import { measure } from './measure.ts'
import { sampleTable, tableSizes } from './sample-tables.ts'

const GOAL_SECONDS = 60
const RESAMPLES = 1000
const SEED = 1
const quickRun = { resamples: 100, sizes: [3] }

/** The whole of `samentel estimate` on made-up tables of several numbers of lists. */
export async function measureEstimates({ quick }: Extent): Promise<Figure[]> {
  const figures: Figure[] = []
  const resamples = quick ? quickRun.resamples : RESAMPLES
  for (const size of quick ? quickRun.sizes : tableSizes) {
    figures.push(await measureTable(size, resamples))
  }
  return figures
}

async function measureTable(size: number, resamples: number): Promise<Figure> {
  const file = sampleTable(size)
  const solver = await loadSolver()
  const sample = stratify(file)
  const pool = startEstimatePool()
  const options = {
    solver,
    pool,
    seed: SEED,
    resamples,
    linkQuality: null,
    report: () => undefined,
  }
  const whole = await measure(() => estimateTable(file, options))
  await pool.close()
  const estimate = estimateBy([{ kind: 'main-effects' }], size, solver)
  const tables = Array.from({ length: resamples }, (_, at) =>
    resample(sample, streamOf(SEED, 'bench', at)),
  )
  const bare = await measure(() => {
    for (const table of tables) estimate(table)
  })
  return {
    name: `estimates on ${size} lists`,
    value: tidy(whole.wallMs / 1000),
    unit: `s for models, ${resamples} resamples with selection, and sensitivity`,
    yardstick: 'one fit of main effects a resample, on one thread',
    goal: { limit: GOAL_SECONDS, kind: 'at-most' },
    detail: {
      'processor seconds': tidy(whole.cpuMs / 1000),
      'seconds of bare fits': tidy(bare.wallMs / 1000),
      'as many times the bare fits': tidy(whole.cpuMs / bare.cpuMs),
      persons: file.cells.reduce((sum, { count }) => sum + count, 0),
    },
  }
}
