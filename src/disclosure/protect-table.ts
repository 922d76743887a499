/**
 * From counts of a table to the figures of a release, by its plan and mode. The only code that sees
 * exact counts of a table file and says what may be shown of them. Assumes that strata were chosen
 * before. Pure; reveals the figures it gives.
 */
import type { TableCell } from '../overlap/table-file.ts'
import { perturbedBelow } from '../release/perturbation-table.ts'
import { type Stratum, type TableReleaseCell, thresholdOf } from '../release/table-release.ts'
import { meansLists, type Who } from '../release/who.ts'
import { perturb } from './cell-key.ts'
import { protectCount } from './protect.ts'
import { isLargeEnough, persons, type ToldStratum } from './strata.ts'
import { type TablePlan, whosOf } from './table-plan.ts'
import type { TableRules } from './table-rules.ts'

/** What figures are made with. */
export interface Protection {
  readonly rules: TableRules
  /** Of mode `cellkey`. */
  readonly key: Uint8Array | null
}

/** A figure before it is compared with earlier releases; the exact count goes no further than that. */
export interface MadeFigure {
  readonly of: Stratum
  readonly who: Who
  readonly count: number
  readonly cell: TableReleaseCell
}

/** Totals, and all sets of lists unless the stratum is too small for them. */
export function figuresOf(
  { of, cells }: ToldStratum,
  plan: TablePlan,
  protection: Protection,
): MadeFigure[] {
  const { rules } = protection
  const isTold = rules.mode === 'dp' || isLargeEnough(cells, rules)
  const detail = Object.keys(of).length === 0 ? plan.everybody : plan.strata
  const whos = whosOf(isTold ? detail : { ...detail, tells: 'lists' })
  const counted = cells.map((cell) => ({ cell, on: new Set(cell.lists) }))
  return whos.map((who) => {
    const meant = counted.filter(({ on }) => meansLists(who, on)).map(({ cell }) => cell)
    return { of, who, count: persons(meant), cell: protectCells(meant, of, protection) }
  })
}

/** One figure of a stratum, whatever the plan. */
export function figureOf({ of, cells }: ToldStratum, who: Who, protection: Protection): MadeFigure {
  const meant = cells.filter(({ lists }) => meansLists(who, new Set(lists)))
  return { of, who, count: persons(meant), cell: protectCells(meant, of, protection) }
}

function protectCells(
  cells: readonly TableCell[],
  of: Stratum,
  { rules, key }: Protection,
): TableReleaseCell {
  const threshold = thresholdOf(of, rules)
  // The cells have their noise already
  if (rules.mode === 'dp') return { status: 'noisy', value: persons(cells) }
  if (rules.mode === 'cellkey' && key !== null) {
    const value = perturb(cells, key)
    return value < threshold
      ? { status: 'withheld', below: perturbedBelow(threshold) }
      : { status: 'noisy', value }
  }
  const { roundingBase } = rules
  const cell = protectCount(persons(cells), { threshold, roundingBase })
  return cell.status === 'shown' ? cell : { status: 'withheld', below: threshold }
}
