import type { ReviewRow } from '../node/review-list.ts'

const header = ['group', 'what', 'list', 'person', 'record_id', 'line', 'keys']

const kinds: Readonly<Record<ReviewRow['kind'], string>> = {
  joined: 'one person',
  numbers: 'one person with two numbers: look',
  address: 'one person by date and address alone: look',
  'near-numbers': 'left apart as numbers differ: look',
  'near-tie': 'left apart as not all agree: look',
}

/** RFC 4180, for the eyes of a person with a spreadsheet. Records of one person have one number under `person`. */
export function reviewCsv(rows: readonly ReviewRow[]): string {
  const lines = rows.map(({ group, kind, list, person, recordId, line, keys }) =>
    [group, kinds[kind], list, person, recordId, line, keys.join(' ')].map(field).join(','),
  )
  return `${[header.join(','), ...lines].join('\n')}\n`
}

function field(value: string | number): string {
  const text = typeof value === 'string' ? plainText(value) : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A spreadsheet runs a value that begins with one of these as a formula; an apostrophe makes it text. */
function plainText(value: string): string {
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
}
