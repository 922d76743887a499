import { runScript } from './child.ts'
import { type Extent, type Figure, tidy } from './figure.ts'
import type { Cost } from './measure.ts'
import type { Step } from './operations.ts'

const GOAL_MEGABYTES = 64
const GOAL_ROWS = 200_000

/**
 * How much more memory a step takes for 200,000 rows than for 10,000, each in a process of its own.
 * Unless told to do all of them, 40,000 are measured and the growth per row is carried on; it says so.
 */
export async function measureMemory(extent: Extent): Promise<Figure[]> {
  const [small, large] = sizes(extent)
  const figures: Figure[] = []
  for (const step of ['mix', 'submit'] as const) {
    figures.push(await figureOf(step, small, large))
  }
  return figures
}

function sizes({ quick, full }: Extent): readonly [number, number] {
  if (quick) return [40, 80]
  return [10_000, full ? GOAL_ROWS : 40_000]
}

async function figureOf(step: Step, small: number, large: number): Promise<Figure> {
  const less = await runScript<Cost & { megabytes: number }>('memory-child.ts', step, small)
  const more = await runScript<Cost & { megabytes: number }>('memory-child.ts', step, large)
  const perRow = (more.megabytes - less.megabytes) / (large - small)
  const measured = large === GOAL_ROWS
  return {
    name: `memory of ${step}`,
    value: tidy(perRow * (GOAL_ROWS - 10_000)),
    unit: `MB more at 200,000 rows than at 10,000${measured ? '' : `, carried on from ${large}`}`,
    yardstick: `the same step over ${small} rows`,
    goal: { limit: GOAL_MEGABYTES, kind: 'at-most' },
    detail: {
      [`MB at ${small} rows`]: tidy(less.megabytes),
      [`MB at ${large} rows`]: tidy(more.megabytes),
      [`seconds at ${small} rows`]: tidy(less.wallMs / 1000),
      [`seconds at ${large} rows`]: tidy(more.wallMs / 1000),
    },
  }
}
