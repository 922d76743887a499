import { type CodeBook, codesOf, UNKNOWN } from '../base/codes.ts'
import { Problem } from '../base/problem.ts'
import { codeField, type FieldMap, foldValue } from './field-map.ts'
import { nearMiss } from './near-miss.ts'
import type { RecordFields } from './source-event.ts'

/** What a record says of every table. */
export interface RecordCodes {
  /** Per table, in their order, the place of the code among the table's codes. */
  readonly codes: Uint8Array
  /** Values that the mapping does not name, taken as unknown. */
  readonly unmapped: readonly { readonly table: string; readonly value: string }[]
}

interface TableReader {
  readonly table: string
  /** Null: the mapping says nothing of the table, so all is unknown. */
  readonly field: string | null
  readonly places: ReadonlyMap<string, number>
  readonly unknown: number
}

/**
 * Reads codes as the mapping file says. A blank is `unknown`, and so is a value that the mapping does
 * not name.
 * Throws `field-map.table-unknown` and `field-map.code-unknown`.
 */
export function codeReader(
  map: FieldMap,
  books: readonly CodeBook[],
): (fields: RecordFields) => RecordCodes {
  refuseStrangers(map, books)
  const readers = books.map((book) => tableReader(map, book))
  return (fields) => {
    const unmapped: { table: string; value: string }[] = []
    const codes = Uint8Array.from(readers, ({ table, field, places, unknown }) => {
      const value = field === null ? '' : foldValue(fields[field] ?? '')
      if (value === '') return unknown
      const place = places.get(value)
      if (place === undefined) unmapped.push({ table, value })
      return place ?? unknown
    })
    return { codes, unmapped }
  }
}

function tableReader(map: FieldMap, book: CodeBook): TableReader {
  const codes = codesOf(book)
  const mapped = Object.hasOwn(map.codes, book.id) ? map.codes[book.id] : undefined
  const places = Object.entries(mapped?.values ?? {}).map(
    ([value, code]) => [foldValue(value), codes.indexOf(code)] as const,
  )
  return {
    table: book.id,
    field: mapped === undefined ? null : codeField(map, mapped.column),
    places: new Map(places),
    unknown: codes.indexOf(UNKNOWN),
  }
}

function refuseStrangers(map: FieldMap, books: readonly CodeBook[]): void {
  for (const [table, { values }] of Object.entries(map.codes)) {
    const book = books.find(({ id }) => id === table)
    if (book === undefined) throw unknownTable(table, books)
    // What contradicts itself within one record, the organisation has to settle.
    const codes = codesOf(book).slice(0, -1)
    const stranger = Object.values(values).find((code) => !codes.includes(code))
    if (stranger !== undefined) throw unknownCode(table, stranger, codes)
  }
}

function unknownTable(table: string, books: readonly CodeBook[]): Problem {
  const known = books.map(({ id }) => id)
  return new Problem({
    code: 'field-map.table-unknown',
    what: `The mapping file has codes for a table that is not agreed: ${table.slice(0, 64)}`,
    where: 'codes',
    remedy: `${meant(table, known)}Tables of the agreement: ${known.join(', ') || 'none'}.`,
  })
}

function unknownCode(table: string, code: string, codes: readonly string[]): Problem {
  return new Problem({
    code: 'field-map.code-unknown',
    what: `The mapping file names a code that the table does not have: ${code.slice(0, 64)}`,
    where: `codes.${table}.values`,
    remedy: `${meant(code, codes)}Codes of ${table}: ${codes.join(', ')}.`,
  })
}

function meant(name: string, known: readonly string[]): string {
  const near = nearMiss(name, known)
  return near === undefined ? '' : `Did you mean ${near}? `
}
