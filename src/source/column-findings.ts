import type { Finding, FindingCode } from './finding.ts'

/** What was found of one kind in one column. */
export interface ColumnFinding {
  /** Our name of it, a table of the agreement for codes; null where a whole line is meant. */
  readonly column: string | null
  readonly code: FindingCode
  /** Exact, also beyond the listed lines. */
  readonly count: number
  /** The first ones, in file order. */
  readonly lines: readonly number[]
}

const listedLines = 10

/** Findings by column and code, never a value: as many entries as there are columns and codes. */
export class ColumnFindings {
  readonly #found = new Map<string, ColumnFinding & { count: number; lines: number[] }>()

  add({
    column = null,
    code,
    line,
  }: Omit<Finding, 'column'> & { readonly column?: string | null }): void {
    const key = `${column ?? ''} ${code}`
    const kept = this.#found.get(key) ?? { column, code, count: 0, lines: [] }
    kept.count++
    if (kept.lines.length < listedLines) kept.lines.push(line)
    this.#found.set(key, kept)
  }

  /** The most frequent first. */
  get(): readonly ColumnFinding[] {
    return [...this.#found.values()].sort((a, b) => b.count - a.count)
  }
}
