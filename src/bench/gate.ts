import { loadSolver } from '../attack/load-solver.ts'
import type { Solver } from '../attack/solver.ts'
import { attackTables, type ReadTable } from '../attack/tables.ts'
import type { TableReleaseFigure } from '../release/table-release.ts'
import { type Extent, type Figure, tidy } from './figure.ts'
import { measure } from './measure.ts'

const LISTS = ['A', 'B', 'C', 'D', 'E', 'F']
const STRATA = 8
const ROUNDS = 2

/**
 * The gate on two rounds of a table of six lists by eight strata, of which the later has all persons of
 * the earlier: how long it takes, against the time that the solver takes of it.
 */
export async function measureGate({ quick }: Extent): Promise<Figure[]> {
  const lists = quick ? LISTS.slice(0, 3) : LISTS
  const bare = await loadSolver()
  let solving = 0
  let programmes = 0
  const solver: Solver = (programme) => {
    const from = performance.now()
    const solved = bare(programme)
    solving += performance.now() - from
    programmes++
    return solved
  }
  const releases = Array.from({ length: ROUNDS }, (_, round) => makeTable(lists, round))
  const { wallMs } = await measure(async () => {
    attackTables({ releases, exact: null, cumulative: true }, solver)
  })
  const cells = releases.flatMap(({ figures }) => figures)
  return [
    {
      name: 'gate',
      value: tidy(wallMs / solving),
      unit: 'times the bare solver',
      yardstick: 'the time within calls of the solver',
      goal: { limit: 2, kind: 'at-most' },
      detail: {
        seconds: tidy(wallMs / 1000),
        'seconds in the solver': tidy(solving / 1000),
        programmes,
        'withheld cells': cells.filter(({ cell }) => cell.status === 'withheld').length,
        figures: cells.length,
        counts: (2 ** lists.length - 1) * STRATA * ROUNDS,
      },
    },
  ]
}

/** Every set of lists in every stratum and in all, and the totals; many cells small. */
function makeTable(lists: readonly string[], round: number): ReadTable {
  const sets = Array.from({ length: 2 ** lists.length - 1 }, (_, at) =>
    lists.filter((__, bit) => ((at + 1) >> bit) & 1),
  )
  const count = (set: number, stratum: number) =>
    Math.floor(200 / 4 ** ((sets[set]?.length ?? 1) - 1)) +
    ((set * 7 + stratum * 3) % 9) +
    10 * round
  const strata = Array.from({ length: STRATA }, (_, at) => at)
  const cellOf = (persons: number): TableReleaseFigure['cell'] =>
    persons < 15
      ? { status: 'withheld', below: 15 }
      : { status: 'shown', value: Math.round(persons / 5) * 5 }
  const figuresOf = (of: Record<string, string>, some: readonly number[]) => {
    const sum = (of: readonly number[]) =>
      of.reduce(
        (all, set) => all + some.reduce((part, stratum) => part + count(set, stratum), 0),
        0,
      )
    const told = sets.map((onlyOn, set) => ({
      of,
      who: { onlyOn },
      cell: cellOf(sum([set])),
      repeated: null,
    }))
    const totals = lists.map((list) => {
      const on = sets.flatMap((set, at) => (set.includes(list) ? [at] : []))
      return { of, who: { list }, cell: cellOf(sum(on)), repeated: null }
    })
    return [...told, ...totals]
  }
  return {
    id: `round-${round}`,
    lists,
    attributes: ['stratum'],
    rules: {
      mode: 'rounding',
      threshold: 15,
      stratumThreshold: 15,
      roundingBase: 5,
      leastPersons: 0,
      leastMultiList: 0,
      leastNewPersons: 10,
      strata: [['stratum']],
      cellKey: null,
      dp: null,
    },
    figures: [
      ...figuresOf({}, strata),
      ...strata.flatMap((stratum) => figuresOf({ stratum: `s${stratum}` }, [stratum])),
    ],
  }
}
