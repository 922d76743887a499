/** The columns of a register, in the order of the files. */
export const columns = [
  'record_id',
  'bsn',
  'v_number',
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
  'phone',
  'email',
  'report_date',
  'role',
] as const

export type Column = (typeof columns)[number]

/** One record of a register; an empty text where nothing is known. */
export type RegisterRow = Readonly<Record<Column, string>>

/** What generated registers say besides: read by a mapping file only. */
export const attributes = ['exploitation', 'age_class'] as const

export type CodedRow = RegisterRow & Readonly<Record<(typeof attributes)[number], string>>

/** RFC 4180 with a header line, but with LF; fields are quoted where they must be. */
export function encodeCsv(rows: readonly RegisterRow[]): string {
  return encodeRows(columns, rows)
}

/** The same with the attributes, last. */
export function encodeCodedCsv(rows: readonly CodedRow[]): string {
  return encodeRows([...columns, ...attributes], rows)
}

function encodeRows<Name extends string>(
  names: readonly Name[],
  rows: readonly Readonly<Record<Name, string>>[],
): string {
  const lines = rows.map((row) => names.map((name) => encodeField(row[name])).join(','))
  return `${[names.join(','), ...lines].join('\n')}\n`
}

function encodeField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
