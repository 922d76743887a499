import type { Coverage } from '../node/key-tally.ts'
import type { Mend, Reason } from '../node/mending.ts'

/** What the export calls a column, by our name. */
export type ColumnNames = Readonly<Partial<Record<string, string>>>

/** Sentences in the list of what to mend. */
const MOST_MENDS = 10

/** Plain sentences, that which most records would gain by first. */
export function mendSentences(coverage: Coverage, names: ColumnNames): string[] {
  const { mends, beyond, records: all } = coverage
  const sentences = mends.slice(0, MOST_MENDS).map((mend) => mendText(mend, { all, names }))
  if (beyond === 0) return sentences
  const rest = `${records(beyond)} would need three columns or more for a name key, or have an address that many share.`
  return [...sentences, rest]
}

function mendText(
  { gain, columns, records: count, reasons }: Mend,
  { all, names }: { readonly all: number; readonly names: ColumnNames },
): string {
  const named = columns.map((column) => columnText(column, names)).join(' and ')
  const gained = `${records(count)} (${percent(count, all)}) would gain a ${gain === 'name' ? 'name key' : 'number'}`
  if (gain === 'number') return `${named}: ${gained}, were what is refused below corrected.`
  if (columns.length > 1) return `${named}, both together: ${gained}.`
  if (reasons.absent !== undefined) return `${named} is not in the export: with it ${gained}.`
  const why = (Object.entries(reasons) as [Reason, number][]).sort(([, a], [, b]) => b - a)
  return `${named}: ${gained}; ${why.map(([reason, of]) => `${of} ${reasonText(reason, columns[0])}`).join(', ')}.`
}

function reasonText(reason: Reason, column: string | undefined): string {
  switch (reason) {
    case 'absent':
      return 'not in the export'
    case 'empty':
      return 'empty or "not known"'
    case 'refused':
      return 'refused, as listed below'
    case 'incomplete':
      return incompleteText(column)
  }
}

function incompleteText(column: string | undefined): string {
  if (column === 'birth_date') return 'without day or month, or on 1 January or 31 December'
  return column === 'sex' ? 'X or unknown' : 'with too little to make a key of'
}

/** Our name of a column, and what the export calls it. */
export function columnText(column: string, names: ColumnNames): string {
  const theirs = names[column]
  return theirs === undefined || theirs === column ? column : `${column} (${theirs})`
}

export function records(count: number): string {
  return `${count} ${count === 1 ? 'record' : 'records'}`
}

export function portion(count: number, all: number): string {
  return `${count} (${percent(count, all)})`
}

export function percent(count: number, all: number): string {
  return all === 0 ? '-' : `${((100 * count) / all).toFixed(1)} %`
}
