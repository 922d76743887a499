/** A value of a code column that the mapping does not name, and how often it stands there. */
export interface UnmappedValue {
  readonly value: string
  readonly count: number
}

/** What the mapping file leaves unknown of one table. */
export interface UnmappedTable {
  readonly table: string
  /** All of them, also those not listed. */
  readonly records: number
  /** The most frequent first. */
  readonly listed: readonly UnmappedValue[]
}

/** Different values kept of a table: a column of codes has few, and free text must not fill memory. */
const mostValues = 200
const listedValues = 20
const longestValue = 40

/**
 * Values that no code was agreed for, for whoever runs the import to see and to map. They are held in
 * memory for as long as the import takes and written nowhere: only their number is kept.
 */
export class UnmappedValues {
  readonly #tables = new Map<string, { records: number; counts: Map<string, number> }>()

  add(table: string, value: string): void {
    const kept = this.#tables.get(table) ?? { records: 0, counts: new Map() }
    this.#tables.set(table, kept)
    kept.records++
    const short = value.length > longestValue ? `${value.slice(0, longestValue)}…` : value
    const count = kept.counts.get(short)
    if (count !== undefined || kept.counts.size < mostValues)
      kept.counts.set(short, (count ?? 0) + 1)
  }

  tables(): UnmappedTable[] {
    return [...this.#tables].map(([table, { records, counts }]) => ({
      table,
      records,
      listed: [...counts]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
        .slice(0, listedValues),
    }))
  }
}
