import { readFile } from 'node:fs/promises'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { isProblem, Problem } from '../base/problem.ts'
import { isRecordColumn, type RecordColumn, recordColumns } from './columns.ts'
import { ENTITY_COLUMN } from './file-shape.ts'
import { nearMiss } from './near-miss.ts'

/** Encodings a mapping file may name; a byte order mark in the export goes before it. */
export const encodings = [
  ...['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1', 'iso-8859-15'],
  ...['windows-1250', 'windows-1251', 'windows-1253', 'windows-1254', 'windows-1255'],
  ...['windows-1256', 'windows-1257', 'windows-1258', 'iso-8859-2', 'iso-8859-5', 'iso-8859-7'],
  ...['iso-8859-9', 'koi8-r', 'macintosh', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr'],
] as const
export const delimiters = [',', ';', '\t', '|'] as const

export type Encoding = (typeof encodings)[number]
export type Delimiter = (typeof delimiters)[number]

const headerName = z
  .string({ error: 'write the column name as it stands in the export, between quotes' })
  .trim()
  .min(1, 'write the column name as it stands in the export')

/** Which column says something of a table, and which code each of its values is. */
const tableCodes = z.strictObject({
  column: headerName,
  values: z
    .record(z.string(), z.string({ error: 'write the code of the agreement, between quotes' }))
    .refine(
      (values) => new Set(Object.keys(values).map(foldValue)).size === Object.keys(values).length,
      {
        error: 'write each value once: capitals and blanks make no difference',
      },
    ),
})

const fieldMapSchema = z.strictObject({
  columns: perColumn(headerName)
    // Files of which it is known whose a record is are read to measure by; a round never reads it.
    .extend({ [ENTITY_COLUMN]: z.exactOptional(headerName) })
    .default({}),
  codes: z.record(z.string(), tableCodes).default({}),
  ignore: z.array(headerName).default([]),
  encoding: z.exactOptional(z.enum(encodings)),
  delimiter: z.exactOptional(
    z
      .enum([...delimiters, 'tab'])
      .transform((delimiter) => (delimiter === 'tab' ? '\t' : delimiter)),
  ),
  sheet: z.exactOptional(z.string({ error: 'write the name of the sheet, between quotes' }).min(1)),
  sharedAddresses: z
    .array(z.string({ error: 'write each address between quotes' }).trim().min(1))
    .default([]),
  constants: perColumn(z.string({ error: 'write the value between quotes' }))
    .omit({ record_id: true })
    .default({}),
})

/**
 * How an export is read. `columns`: our name to the name in the export. `codes`: per table of the agreement the name
 * of a column in the export, and its values to codes. `ignore`: columns of the export that are not read.
 * `sheet`: which sheet of a workbook.
 * `sharedAddresses`: postcodes, with or without house number, of which no key is made. `constants`: our name to one
 * value for all records.
 */
export type FieldMap = z.output<typeof fieldMapSchema>

/** The map of an export whose columns already have our names. */
export const plainFieldMap: FieldMap = {
  columns: {},
  codes: {},
  ignore: [],
  sharedAddresses: [],
  constants: {},
}

/**
 * Reads a mapping file in YAML.
 * Throws `field-map.unreadable`, and what {@link parseFieldMap} throws.
 */
export async function readFieldMap(path: string): Promise<FieldMap> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw new Problem({
      code: 'field-map.unreadable',
      what: 'The mapping file cannot be read',
      where: path,
      remedy: 'Check its path and that this user may read it.',
      cause,
    })
  }
  return parseFieldMap(text, path)
}

/**
 * Parses the text of a mapping file; `where` is its name in errors.
 * Throws `field-map.yaml`, `field-map.key-unknown`, `field-map.value` and `field-map.column-twice`.
 */
export function parseFieldMap(text: string, where: string): FieldMap {
  const parsed = fieldMapSchema.safeParse(parseYaml(text, where))
  if (!parsed.success) throw fieldMapProblem(parsed.error, where)
  refuseTwice(parsed.data, where)
  return parsed.data
}

function perColumn<T extends z.ZodType>(value: T) {
  return z.strictObject(
    Object.fromEntries(recordColumns.map((name) => [name, z.exactOptional(value)])) as Record<
      RecordColumn,
      z.ZodExactOptional<T>
    >, // fromEntries forgets the names of the keys
  )
}

/** Values of a code column are told apart by their letters alone. */
export function foldValue(value: string): string {
  return value.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ')
}

/** Our name for a column of the export from which codes are read; it may be a record's column, too. */
export function codeField({ columns }: FieldMap, column: string): string {
  const named = Object.entries(columns).find(([, theirs]) => theirs === column)?.[0]
  if (named !== undefined) return named
  return isRecordColumn(column) && !(column in columns) ? column : `code column ${column}`
}

function parseYaml(text: string, where: string): unknown {
  try {
    const document = parseDocument(text)
    const fault = document.errors[0]
    if (fault !== undefined) throw notYaml(`${where}, line ${fault.linePos?.[0].line ?? 1}`)
    return document.toJS() ?? {}
  } catch (error) {
    if (isProblem(error)) throw error
    // An alias of nothing, or of too much, and nesting without an end are found only here.
    throw notYaml(where)
  }
}

function notYaml(where: string): Problem {
  return new Problem({
    code: 'field-map.yaml',
    what: 'The mapping file is not valid YAML',
    where,
    remedy: 'Check indentation, colons and quotes, and that no key stands there twice.',
  })
}

function fieldMapProblem(error: z.ZodError, where: string): Problem {
  // A key that is misspelt is missing, too; that it is misspelt says more.
  const issue = error.issues.find(({ code }) => code === 'unrecognized_keys') ?? error.issues[0]
  if (issue?.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? ''
    const known = knownKeys(issue.path)
    const meant = nearMiss(key, known)
    return new Problem({
      code: 'field-map.key-unknown',
      what: `The mapping file has a key that is not known: ${[...issue.path, key].join('.')}`,
      where,
      remedy: `${meant === undefined ? '' : `Did you mean ${meant}? `}Known keys: ${known.join(', ')}.`,
    })
  }
  return new Problem({
    code: 'field-map.value',
    what: `A value in the mapping file is refused: ${issue?.path.join('.') || 'the whole file'}`,
    where,
    remedy: `${issue?.message ?? 'See the manual for its form'}.`,
  })
}

function knownKeys([first, table]: readonly PropertyKey[]): readonly string[] {
  if (first === undefined) return Object.keys(fieldMapSchema.shape)
  if (first === 'columns') return [...recordColumns, ENTITY_COLUMN]
  return first === 'codes' && table !== undefined ? Object.keys(tableCodes.shape) : recordColumns
}

function refuseTwice(map: FieldMap, where: string): void {
  const inFile = [...Object.values(map.columns), ...map.ignore]
  const twice =
    inFile.find((name, at) => inFile.indexOf(name) !== at) ??
    Object.values(map.codes).find(({ column }) => map.ignore.includes(column))?.column ??
    Object.keys(map.constants).find((name) => name in map.columns)
  if (twice === undefined) return
  throw new Problem({
    code: 'field-map.column-twice',
    what: `The mapping file names a column twice: ${twice}`,
    where,
    remedy:
      'Name each column once, under columns, ignore or constants; a column of codes not under ignore.',
  })
}
