import { type CodeBook, UNKNOWN } from '../base/codes.ts'
import type { Cell } from '../base/lists.ts'
import { resolveCodes } from '../linkage/resolve-codes.ts'

/** One record of one list, whom it is about, and what it says of each table. */
export interface CodedRecord {
  readonly listId: string
  readonly personNumber: number
  readonly codes: Readonly<Record<string, string>>
}

/** Persons of one code who stand on exactly these lists. */
export type TrueCode = Cell & { readonly code: string }

/**
 * What a faultless linkage would count of a table: of each person one code, by the rules of the
 * protocol (5.1, 9.4): first of the records of each list, then of the lists together.
 */
export function countCodes(book: CodeBook, records: readonly CodedRecord[]): TrueCode[] {
  const cells = new Map<string, { lists: string[]; code: string; persons: number }>()
  for (const own of Map.groupBy(records, (record) => record.personNumber).values()) {
    const perList = Map.groupBy(own, (record) => record.listId)
    const lists = [...perList.keys()].sort()
    const codes = [...perList.values()].map((some) =>
      resolveCodes(
        book,
        some.map((record) => record.codes[book.id] ?? UNKNOWN),
      ),
    )
    const code = resolveCodes(book, codes)
    const key = JSON.stringify([lists, code])
    const cell = cells.get(key) ?? { lists, code, persons: 0 }
    cell.persons++
    cells.set(key, cell)
  }
  return [...cells.values()]
}
