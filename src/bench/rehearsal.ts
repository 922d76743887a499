import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OverlapFigures, writePersonsOfTable } from '../rehearsal/table-persons.ts'
import { recipe } from './bench-recipe.ts'
import { runScript } from './child.ts'
import { type Extent, type Figure, tidy } from './figure.ts'
import { addCosts, type Cost, measure } from './measure.ts'
import { type Operations, runBare } from './operations.ts'

const SEED = 6
const LISTS = ['alder', 'birch', 'cedar', 'dogwood', 'elm', 'fir']
const EVALUATORS = 3

interface Rehearsed extends Cost {
  readonly megabytes: number
  readonly persons: number
}
/** Rows of the bare loop before and after; its cost a row is carried on to all rows. */
const BARE_ROWS = 100

/** A whole round over lists of made-up persons, as `samentel rehearse` does it, but unproven. */
export async function measureRehearsal({ quick, full }: Extent): Promise<Figure[]> {
  const perList = quick ? 12 : full ? 10_000 : 1000
  const directory = await mkdtemp(join(tmpdir(), 'samentel-bench-lists-'))
  try {
    const table = tableOf(quick ? LISTS.slice(0, 3) : LISTS, perList)
    await writePersonsOfTable({ table, directory, seed: SEED })
    const before = await measureBare()
    const real = await runScript<Rehearsed>('rehearsal-child.ts', directory)
    const bare = addCosts(before, await measureBare())
    return [figureOf(table, perList, { real, bare })]
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Half of each list stands on the next list too: all lists come out at the same size. */
function tableOf(lists: readonly string[], perList: number): OverlapFigures {
  const shared = Math.round(perList / 4)
  const alone = perList - 2 * shared
  const cells = lists.flatMap((list, at) => [
    { lists: [list], count: alone },
    { lists: [list, lists[(at + 1) % lists.length] ?? list], count: shared },
  ])
  return { lists, cells }
}

/** What a row of a round cannot do without, over all who take part; opening counted per row too. */
function operationsOfRound(): Operations {
  const slots = recipe.slots.length
  const columns = slots + 2
  return {
    reduce: 1 + EVALUATORS,
    base: 1 + EVALUATORS,
    multiply: columns + EVALUATORS * (columns + 1 + 2 * slots) + slots,
    add: slots + EVALUATORS * (columns + 2),
    subtract: EVALUATORS * slots + slots,
    map: slots,
    check: EVALUATORS * (columns + 1),
  }
}

function measureBare(): Promise<Cost> {
  return measure(() => runBare(operationsOfRound(), BARE_ROWS))
}

function figureOf(
  table: OverlapFigures,
  perList: number,
  { real, bare }: { real: Rehearsed; bare: Cost },
): Figure {
  const rows = perList * table.lists.length
  const bareSeconds = ((bare.cpuMs / (2 * BARE_ROWS)) * rows) / 1000
  return {
    name: 'rehearsal',
    value: tidy(real.wallMs / 1000),
    unit: `s for a whole unproven round of ${table.lists.length} lists of ${perList} persons`,
    yardstick: 'the group operations of all who take part up to linking, as bare libsodium calls',
    goal: null,
    detail: {
      'processor seconds': tidy(real.cpuMs / 1000),
      'bare processor seconds': tidy(bareSeconds),
      share: tidy(bareSeconds / (real.cpuMs / 1000)),
      rows,
      'persons made up': table.cells.reduce((sum, cell) => sum + cell.count, 0),
      'persons counted': real.persons,
      'MB, all parties in one process': tidy(real.megabytes),
      seed: SEED,
    },
  }
}
