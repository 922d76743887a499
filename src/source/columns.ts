/** The columns of a record, as the rest of Samentel knows them. A mapping file gives them other names. */
export const recordColumns = [
  'record_id',
  'bsn',
  'v_number',
  'other_number',
  'other_number_kind',
  'other_number_issuer',
  'given_names',
  'prefix',
  'surname',
  'aliases',
  'birth_date',
  'sex',
  'country_of_birth',
  'nationality',
  'postcode',
  'house_number',
  'house_number_addition',
  'phone',
  'email',
  'report_date',
  'role',
] as const

export type RecordColumn = (typeof recordColumns)[number]

/** A match key can be built from any one of these sets of columns. */
export const keyColumnSets: readonly (readonly RecordColumn[])[] = [
  ['bsn'],
  ['v_number'],
  ['given_names', 'birth_date'],
  ['surname', 'birth_date'],
]

const knownColumns: ReadonlySet<string> = new Set(recordColumns)

export function isRecordColumn(name: string): name is RecordColumn {
  return knownColumns.has(name)
}
