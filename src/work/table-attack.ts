import { type GateReport, judge } from '../attack/gate.ts'
import type { Solver } from '../attack/solver.ts'
import { sceneOfTables, type TablesUnderAttack } from '../attack/tables.ts'
import type { TableControl } from '../disclosure/control-table.ts'

export interface AttackTime {
  /** Milliseconds, of a clock that never goes back. */
  readonly now: () => number
  /** For all attacks on a table together. */
  readonly limitMs: number
  /** After each programme: what is tried, and for how long all has taken. */
  readonly report: (what: string, elapsedMs: number) => void
}

/** Two organisations together are told of and not guarded against: over more lists it takes longer than all else. */
const MOST_LISTS_OF_PAIRS = 8

/**
 * The attacker of `samentel disclose`, within a time: what is not solved by then has not passed, and
 * nothing is told, so that what is told of a table depends on no machine's speed.
 */
export function tableAttack(
  under: Omit<TablesUnderAttack, 'releases'>,
  solver: Solver,
  { now, limitMs, report }: AttackTime,
): Pick<TableControl, 'attack'> & { readonly wasLate: () => boolean } {
  const from = now()
  let [tried, late] = [0, false]
  const reporting = (what: string): Solver => {
    return (programme) => {
      if (now() - from >= limitMs) {
        late = true
        return { status: 'time-out' }
      }
      const solved = solver(programme)
      report(what, now() - from)
      return solved
    }
  }
  const attack: TableControl['attack'] = (release, earlier) => {
    const releases = [...earlier.map((one) => one.release), release]
    const scene = sceneOfTables({ ...under, releases })
    const ofKind = (kind: string) => scene.insiders.filter((one) => one.kind === kind)
    const alone = reporting(`attacks on way ${++tried} to tell the table`)
    const own = judge({ ...scene, insiders: ofKind('insider') }, alone).report
    const pairs = release.lists.length > MOST_LISTS_OF_PAIRS ? [] : ofKind('pair')
    if (!own.passed || pairs.length === 0) return own
    const both = reporting('attacks by two owners of lists together')
    const together = judge({ ...scene, differences: [], insiders: pairs }, both).report
    // Told, not required: what was not tried to its end is not told of.
    return late ? own : withPairs(own, together)
  }
  return { attack, wasLate: () => late }
}

function withPairs(own: GateReport, together: GateReport): GateReport {
  const isPair = ({ check }: GateReport['checks'][0]) => check === 'pair'
  const [pair] = together.checks.filter(isPair)
  if (pair === undefined) return own
  // In the order in which they are tried: changes between releases come last.
  const at = own.checks.findIndex(({ check }) => check === 'rounds')
  const end = at < 0 ? own.checks.length : at
  return { ...own, checks: [...own.checks.slice(0, end), pair, ...own.checks.slice(end)] }
}
