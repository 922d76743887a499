import { type NamedCodeBook, UNKNOWN } from '../base/codes.ts'
import { foldName } from '../source/column-aliases.ts'
import { foldValue } from '../source/field-map.ts'

/** Which column seems to say a table, and which of its values seem to be which code. */
export interface CodeProposal {
  readonly table: string
  readonly column: string
  readonly values: readonly {
    readonly value: string
    readonly count: number
    readonly code: string
  }[]
  /** For a person to name a code for, most frequent first. */
  readonly unmapped: readonly { readonly value: string; readonly count: number }[]
  /** Further different values, not listed. */
  readonly more: number
}

/** A column of codes has few different values; one of names or free text is never listed. */
const MOST_DIFFERENT = 60
const LISTED = 30
const unknownWords = new Set(['onbekend', 'unknown', 'nietbekend', 'nvt', 'geen'])

export function proposeCodes(
  names: readonly string[],
  values: readonly (readonly string[])[],
  tables: readonly NamedCodeBook[],
): CodeProposal[] {
  return tables.flatMap((table) => {
    const proposals = names
      .map((column, at) => ({ column, ...matchCodes(values[at] ?? [], table) }))
      .filter(
        ({ column, different }) => column !== '' && different > 0 && different <= MOST_DIFFERENT,
      )
    const called = proposals.find(({ column }) => isCalled(column, table))
    const likely = proposals
      .filter(({ share }) => share >= 0.5)
      .sort((a, b) => b.share - a.share)
      .at(0)
    const chosen = called ?? likely
    if (chosen === undefined) return []
    const { column, mapped, open } = chosen
    const unmapped = open.slice(0, LISTED)
    return [
      { table: table.id, column, values: mapped, unmapped, more: open.length - unmapped.length },
    ]
  })
}

/** Distinct values and how often they stand there, most frequent first. */
export function countValues(values: readonly string[]): { value: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}

function matchCodes(values: readonly string[], table: NamedCodeBook) {
  const codes = codesByWord(table)
  const counted = countValues(values.map(foldValue))
  const mapped = counted.flatMap(({ value, count }) => {
    const code = unknownWords.has(foldName(value)) ? UNKNOWN : codes.get(foldName(value))
    return code === undefined ? [] : [{ value, count, code }]
  })
  const found = new Set(mapped.map(({ value }) => value))
  const open = counted.filter(({ value }) => !found.has(value))
  const known = mapped.filter(({ code }) => code !== UNKNOWN)
  const share = known.reduce((sum, { count }) => sum + count, 0) / Math.max(1, values.length)
  return { different: counted.length, mapped, open, share }
}

function codesByWord({ codes }: NamedCodeBook): Map<string, string> {
  const words = codes.flatMap(({ id, name }) => [
    [foldName(id), id] as const,
    [foldName(name.nl), id] as const,
    [foldName(name.en), id] as const,
  ])
  return new Map(words)
}

function isCalled(column: string, { id, name }: NamedCodeBook): boolean {
  return [id, name.nl, name.en].map(foldName).includes(foldName(column))
}
