import type { NamedCodeBook } from '../base/codes.ts'
import { columnNamed } from '../source/column-aliases.ts'
import { type RecordColumn, recordColumns } from '../source/columns.ts'
import type { ExportSample } from '../source/sample-export.ts'
import { type CodeProposal, countValues, proposeCodes } from './propose-codes.ts'
import { looksLike, type ReadableColumn } from './value-forms.ts'

/** One of our columns, and the column of the export that it seems to be. */
export interface ColumnProposal {
  readonly ours: RecordColumn
  readonly theirs: string
  /** By its name, or, where no name is known, by the form of its values. */
  readonly by: 'name' | 'values'
  /** Of the values in the sample, those that can be read as what the column is; null where any text is. */
  readonly readable: { readonly of: number; readonly values: number } | null
}

export interface MapProposal {
  readonly sample: ExportSample
  readonly columns: readonly ColumnProposal[]
  readonly codes: readonly CodeProposal[]
  /** Values of the column that says what a person is, most frequent first. */
  readonly roles: readonly { readonly value: string; readonly count: number }[]
  readonly ignored: readonly string[]
}

/** Found by their values alone where no name says it, in this order. */
const byForm: readonly ReadableColumn[] = [
  ...(['bsn', 'v_number', 'email', 'postcode', 'birth_date', 'phone', 'sex'] as const),
]
const SURE = 0.8
const FEWEST = 5
const MOST_ROLES = 12

/** Proposes what an export's columns are, by names and values: for a person to read before it is used. Pure. */
export function proposeMap(
  sample: ExportSample,
  tables: readonly NamedCodeBook[],
  today: string,
): MapProposal {
  const values = sample.names.map((_, at) => columnValues(sample, at))
  const found = new Map<number, ColumnProposal>()
  const taken = new Set<RecordColumn>()
  const take = (at: number, ours: RecordColumn, by: ColumnProposal['by']) => {
    const readable = looksLike(ours, values[at] ?? [], today)
    found.set(at, { ours, theirs: sample.names[at] ?? '', by, readable })
    taken.add(ours)
  }
  for (const [at, name] of sample.names.entries()) {
    const ours = columnNamed(name)
    if (ours !== undefined && !taken.has(ours)) take(at, ours, 'name')
  }
  const free = () => [...sample.names.keys()].filter((at) => !found.has(at) && sample.names[at])
  for (const ours of byForm) {
    if (taken.has(ours)) continue
    const at = free().find((one) => isSurely(looksLike(ours, values[one] ?? [], today)))
    if (at !== undefined) take(at, ours, 'values')
  }
  const named = free().find((at) => isDistinct(values[at] ?? []))
  if (!taken.has('record_id') && named !== undefined) take(named, 'record_id', 'values')
  const codes = proposeCodes(sample.names, values, tables)
  const used = new Set(codes.map(({ column }) => column))
  const role = [...found].find(([, { ours }]) => ours === 'role')?.[0]
  return {
    sample,
    columns: [...found.values()].sort((a, b) => orderOf(a.ours) - orderOf(b.ours)),
    codes,
    roles: role === undefined ? [] : countValues(values[role] ?? []).slice(0, MOST_ROLES),
    ignored: free()
      .map((at) => sample.names[at] ?? '')
      .filter((name) => !used.has(name)),
  }
}

function columnValues({ rows }: ExportSample, at: number): string[] {
  return rows.map((row) => row[at] ?? '').filter((value) => value !== '')
}

function isSurely(readable: ColumnProposal['readable']): boolean {
  return readable !== null && readable.of >= FEWEST && readable.values >= SURE * readable.of
}

function isDistinct(values: readonly string[]): boolean {
  return values.length >= FEWEST && new Set(values).size === values.length
}

const orderOf = (ours: RecordColumn) => recordColumns.indexOf(ours)
