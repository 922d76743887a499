import { claimRow } from '../attack/claims.ts'
import { loadSolver } from '../attack/load-solver.ts'
import { makeModel } from '../attack/model.ts'
import type { Programme } from '../attack/solver.ts'
import { sceneOfTables } from '../attack/tables.ts'
import { discloseTable } from '../disclosure/control-table.ts'
import { defaultTableRules } from '../disclosure/table-rules.ts'
import type { TableFile } from '../overlap/table-file.ts'
import type { TableRelease } from '../release/table-release.ts'
import { tableAttack } from '../work/table-attack.ts'
import { type Extent, type Figure, tidy } from './figure.ts'
import { measure } from './measure.ts'

const LISTS = 10
const LISTS_QUICK = 4

/**
 * `samentel disclose` on a table of ten lists, the most there can be: how long it takes, against the
 * linear bounds of each withheld count, one after another.
 */
export async function measureDisclose({ quick }: Extent): Promise<Figure[]> {
  const table = makeTable(quick ? LISTS_QUICK : LISTS)
  const solver = await loadSolver()
  const given = { table, rules: defaultTableRules, key: null, random: noRandom, earlier: [] }
  const under = { exact: table.cells, cumulative: false }
  const limits = { now: () => performance.now(), limitMs: 3_600_000, report: () => undefined }
  const made: TableRelease[] = []
  const whole = await measure(() => {
    const { release } = discloseTable({ ...given, ...tableAttack(under, solver, limits) })
    if (release === null) throw new TypeError('the table of the bench is refused')
    made.push(release)
  })
  const bounds = made.flatMap(boundsOf)
  const bare = await measure(() => {
    for (const bound of bounds) solver(bound)
  })
  return [
    {
      name: 'disclose',
      value: tidy(whole.cpuMs / bare.cpuMs),
      unit: 'times the bare bounds, for a reader and every owner of a list',
      yardstick: 'both linear bounds of each withheld count for a reader, one by one',
      // For each attacker the bounds, and three times as much for tables that show what is possible.
      goal: { limit: 4 * (LISTS + 1), kind: 'at-most' },
      detail: {
        seconds: tidy(whole.wallMs / 1000),
        'processor seconds': tidy(whole.cpuMs / 1000),
        'processor seconds of bare bounds': tidy(bare.cpuMs / 1000),
        'withheld cells': bounds.length / 2,
        lists: table.lists.length,
      },
    },
  ]
}

/** Of each withheld count its least and its greatest. */
function boundsOf(release: TableRelease): Programme[] {
  const { space, published } = sceneOfTables({
    releases: [release],
    exact: null,
    cumulative: false,
  })
  const claims = published.flatMap((one) => one.claims)
  const targets = claims.filter(({ hidden }) => hidden)
  const { variables, rows, upper, ...model } = makeModel(
    space.variables,
    [...space.rows, ...claims.map(claimRow)],
    targets.map(({ terms }) => terms),
  )
  const programme = { variables, rows, upper, integer: false }
  return model.targets.flatMap((objective) => [
    { ...programme, objective, sense: 'min' as const },
    { ...programme, objective, sense: 'max' as const },
  ])
}

/** Many persons on one list, few on two, hardly any on three. */
function makeTable(size: number): TableFile {
  const lists = Array.from({ length: size }, (_, at) => String.fromCharCode(65 + at))
  const cells = Array.from({ length: 2 ** size - 1 }, (_, at) => {
    const on = lists.filter((__, bit) => ((at + 1) >> bit) & 1)
    return { lists: on, of: {}, count: Math.floor(400 / 16 ** (on.length - 1)) + ((at * 7) % 5) }
  })
  const told = cells.filter(({ lists: on }) => on.length <= 3)
  return { id: 'bench', title: null, lists, attributes: [], cells: told }
}

/** Of mode dp only. */
function noRandom(): never {
  throw new TypeError('no noise is drawn')
}
