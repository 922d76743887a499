import { runScript } from './child.ts'
import { type Extent, type Figure, tidy } from './figure.ts'
import { type Cost, median } from './measure.ts'

const GOAL_SECONDS = 30
const GOAL_MEGABYTES = 1024
const SIZES = [10_000, 100_000, 1_000_000] as const

interface Linked extends Cost {
  readonly megabytes: number
  readonly found: number
}

const seconds = (list: readonly Cost[]) => tidy(median(list.map((one) => one.wallMs)) / 1000)
const cpu = (list: readonly Cost[]) => tidy(median(list.map((one) => one.cpuMs)) / 1000)
const memory = (list: readonly Linked[]) => tidy(Math.max(...list.map((one) => one.megabytes)))
const yardstick = 'counting the same tokens in plain maps, which links nothing'

/** Links rows of a full recipe to persons, each time in a process of its own. */
export async function measureLinking({ quick }: Extent): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const rows of quick ? [3000] : SIZES) figures.push(...(await measureAt(rows, quick ? 1 : 3)))
  return figures
}

async function measureAt(rows: number, rounds: number): Promise<Figure[]> {
  const linked: Linked[] = []
  const mapped: Linked[] = []
  for (let round = 0; round < rounds; round++) {
    linked.push(await runScript<Linked>('linking-child.ts', rows, 'link'))
    mapped.push(await runScript<Linked>('linking-child.ts', rows, 'map'))
  }
  const detail = { rows, persons: linked[0]?.found ?? 0, rounds }
  return [
    {
      name: `linking ${rows} rows`,
      value: seconds(linked),
      unit: 's to link rows of 18 tokens by the whole rule',
      yardstick,
      goal: { limit: GOAL_SECONDS, kind: 'at-most' },
      detail: {
        'processor seconds': cpu(linked),
        'microseconds of processor a row': tidy((cpu(linked) * 1e6) / rows),
        'seconds with maps': seconds(mapped),
        'processor seconds with maps': cpu(mapped),
        ...detail,
      },
    },
    {
      name: `memory of linking ${rows} rows`,
      value: memory(linked),
      unit: 'MB at most, the tokens and the program included',
      yardstick,
      goal: { limit: GOAL_MEGABYTES, kind: 'at-most' },
      detail: { 'MB with maps': memory(mapped), ...detail },
    },
  ]
}
