import { runScript } from './child.ts'
import { type Extent, type Figure, tidy } from './figure.ts'
import { type Cost, median } from './measure.ts'

const GOAL_SECONDS = 15
const GOAL_MEGABYTES = 1024

interface Linked extends Cost {
  readonly megabytes: number
  readonly found: number
}

/** Links a million rows of five tokens to persons, in a process of its own. */
export async function measureLinking({ quick }: Extent): Promise<Figure[]> {
  const rows = quick ? 3000 : 1_000_000
  const linked: Linked[] = []
  const mapped: Linked[] = []
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    linked.push(await runScript<Linked>('linking-child.ts', rows, 'link'))
    mapped.push(await runScript<Linked>('linking-child.ts', rows, 'map'))
  }
  const seconds = (list: readonly Linked[]) => tidy(median(list.map((one) => one.wallMs)) / 1000)
  const cpu = (list: readonly Linked[]) => tidy(median(list.map((one) => one.cpuMs)) / 1000)
  const memory = (list: readonly Linked[]) => tidy(Math.max(...list.map((one) => one.megabytes)))
  const yardstick = 'counting the same tokens in plain maps, which links nothing'
  const detail = { rows, persons: linked[0]?.found ?? 0, rounds: linked.length }
  return [
    {
      name: 'linking',
      value: seconds(linked),
      unit: 's to link a million rows of five tokens',
      yardstick,
      goal: { limit: GOAL_SECONDS, kind: 'at-most' },
      detail: {
        'processor seconds': cpu(linked),
        'seconds with maps': seconds(mapped),
        'processor seconds with maps': cpu(mapped),
        ...detail,
      },
    },
    {
      name: 'memory of linking',
      value: memory(linked),
      unit: 'MB at most, the tokens and the program included',
      yardstick,
      goal: { limit: GOAL_MEGABYTES, kind: 'at-most' },
      detail: { 'MB with maps': memory(mapped), ...detail },
    },
  ]
}
