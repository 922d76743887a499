import type { SheetRows } from './workbook.ts'

/** Where the column names of a sheet stand. */
export interface SheetHeader {
  readonly names: readonly string[]
  /** Number of the row in which they end, from 1. */
  readonly row: number
}

/** Above the names may stand a title, a date and the like. */
const ROWS_SEARCHED = 30

/**
 * Finds the row of the column names: that with the most names that are known, the first of equals. Where the row below
 * says more of merged cells ("Name" over "Given names" and "Surname"), both are taken together. Undefined where no row
 * has a known name.
 */
export function findSheetHeader(
  rows: SheetRows,
  isKnown: (name: string) => boolean,
): SheetHeader | undefined {
  let best: SheetHeader | undefined
  let bestCount = 0
  for (let at = 0; at < Math.min(rows.length, ROWS_SEARCHED); at++) {
    const own = namesOf(rows[at] ?? [])
    const joined = joinMerged(namesOf(rows[at - 1] ?? []), own)
    for (const names of [own, joined]) {
      const count = names.filter(isKnown).length
      if (count <= bestCount) continue
      best = { names, row: at + 1 }
      bestCount = count
    }
  }
  return best
}

function namesOf(row: SheetRows[number]): string[] {
  return row.map((cell) => String(cell).replace(/\s+/g, ' ').trim())
}

/** The lower name, else that above it: of cells merged downwards only the upper one holds text. */
function joinMerged(upper: readonly string[], lower: readonly string[]): string[] {
  return lower.map((name, at) => (name === '' ? (upper[at] ?? '') : name))
}
