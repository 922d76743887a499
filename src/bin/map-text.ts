import type { CodeProposal } from '../node/propose-codes.ts'
import type { ColumnProposal, MapProposal } from '../node/propose-map.ts'
import { keyColumnSets, type RecordColumn } from '../source/columns.ts'

/** The text of a mapping file, which says where a person has to look. Values of code columns alone stand in it. */
export function mapText(
  { sample, columns, codes, roles, ignored }: MapProposal,
  file: string,
): string {
  const lines = [
    `# A proposal for ${oneLine(file)}, by names and the first ${sample.rows.length} rows. Read it before you use it:`,
    '# samentel node import --dry-run --file … --map … says what it makes of the whole file.',
    ...(sample.sheet === undefined ? [] : ['', `sheet: ${quoted(sample.sheet)}`]),
    '',
    'columns:',
    ...columns.flatMap(columnLines),
    ...missing(columns),
    ...(roles.length === 0
      ? []
      : [
          '',
          '# What the column of role says, and how often; name each that counts under roles in node.yaml:',
          ...roles.map(({ value, count }) => `#   ${quoted(value)} (${count})`),
        ]),
    ...(codes.length === 0 ? [] : ['', 'codes:', ...codes.flatMap(codeLines)]),
    ...(ignored.length === 0
      ? []
      : ['', '# Not read: move what you know under columns or codes.', 'ignore:']),
    ...ignored.map((name) => `  - ${quoted(name)}`),
    ...formLines(sample),
  ]
  return `${lines.join('\n')}\n`
}

function columnLines({ ours, theirs, by, readable }: ColumnProposal): string[] {
  const note = [
    ...(by === 'values' ? ['by its values alone: is it?'] : []),
    ...(readable !== null && readable.values < readable.of
      ? [`${readable.values} of ${readable.of} values can be read as such`]
      : []),
  ]
  return [`  ${ours}: ${quoted(theirs)}${note.length === 0 ? '' : ` # ${note.join('; ')}`}`]
}

/** Without these the import is refused, or puts no record on a list. */
function missing(columns: readonly ColumnProposal[]): string[] {
  const has = (name: RecordColumn) => columns.some(({ ours }) => ours === name)
  const wanted = (['record_id', 'report_date', 'role'] as const).filter((name) => !has(name))
  const keyless = !keyColumnSets.some((set) => set.every(has))
  return [
    ...wanted.map((name) => `  # Not found: ${name}: "…"`),
    ...(keyless ? ['  # Not found: bsn, v_number, or birth_date with given_names or surname'] : []),
  ]
}

function codeLines({ table, column, values, unmapped, more }: CodeProposal): string[] {
  return [
    `  ${table}:`,
    `    column: ${quoted(column)}`,
    values.length === 0 ? '    values: {}' : '    values:',
    ...values.map(({ value, code, count }) => `      ${quoted(value)}: ${code} # ${count} times`),
    ...(unmapped.length === 0
      ? []
      : ['      # For these no code was found; until you name one they count as unknown:']),
    ...unmapped.map(({ value, count }) => `      # ${quoted(value)}: … # ${count} times`),
    ...(more === 0 ? [] : [`      # and ${more} more`]),
  ]
}

function formLines({ encoding, delimiter }: MapProposal['sample']): string[] {
  return [
    ...(encoding === undefined
      ? []
      : ['', '# A guess: see in a dry run or in your own system that names keep their signs.']),
    ...(encoding === undefined ? [] : [`encoding: ${encoding}`]),
    ...(delimiter === undefined
      ? []
      : [
          '',
          '# As found in the first line.',
          `delimiter: ${delimiter === '\t' ? 'tab' : quoted(delimiter)}`,
        ]),
  ]
}

/** Double quotes of JSON are double quotes of YAML; a line end within would end a comment. */
function quoted(text: string): string {
  return JSON.stringify(text)
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\u0085\u2028\u2029]+/g, ' ')
}
