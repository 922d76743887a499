import { readPostcode } from '../matching/normalise-address.ts'
import { readBirthDate } from '../matching/normalise-date.ts'
import { readBsn, readVNumber } from '../matching/normalise-number.ts'
import { readEmail, readPhone } from '../matching/normalise-phone.ts'
import { readSex } from '../matching/normalise-sex.ts'
import type { RecordColumn } from '../source/columns.ts'

/** Columns whose values have a form by which they can be told. */
const forms = {
  bsn: (text: string) => readBsn(text).value !== undefined,
  v_number: (text: string) => readVNumber(text).value !== undefined,
  email: (text: string) => readEmail(text).value !== undefined,
  postcode: (text: string) =>
    /^\d{4} ?[a-z]{2}$/i.test(text) && readPostcode(text).value !== undefined,
  birth_date: (text: string, today: string) => readBirthDate(text, today).value !== undefined,
  phone: (text: string) => /^[+0]/.test(text) && readPhone(text).value !== undefined,
  sex: (text: string) => readSex(text).value !== undefined,
} as const satisfies Partial<Record<RecordColumn, (text: string, today: string) => boolean>>

export type ReadableColumn = keyof typeof forms

/** How many of the values can be read as those of a column; null for columns that take any text. */
export function looksLike(
  column: RecordColumn,
  values: readonly string[],
  today: string,
): { of: number; values: number } | null {
  if (!isReadable(column)) return null
  const reads = forms[column]
  return { of: values.length, values: values.filter((value) => reads(value, today)).length }
}

function isReadable(column: RecordColumn): column is ReadableColumn {
  return column in forms
}
