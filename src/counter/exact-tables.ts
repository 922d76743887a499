import type { NamedCodeBook } from '../base/codes.ts'
import type { Cell } from '../base/lists.ts'
import { resolveCodes } from '../linkage/resolve-codes.ts'
import type { CodeCell, CodeTable } from '../overlap/code-table.ts'
import type { LinkQuality } from '../overlap/overlap-table.ts'
import { collapseSets } from '../psi/bag.ts'
import { PERSONS } from '../round/manifest.ts'
import type { Database } from '../storage/database.ts'
import { readCount, type TableCount } from './table-count.ts'

/** Exact counts of persons per set of lists. */
export interface ExactTable {
  readonly cells: readonly Cell[]
  readonly quality: LinkQuality
}

/** The exact table of persons, for whoever holds the counter's storage key. */
export async function exactTable(
  database: Database,
  storageKey: Uint8Array,
  round: string,
): Promise<ExactTable | null> {
  const count = await readCount({ database, storageKey }, round, PERSONS)
  return count === null ? null : personTable(count)
}

/** The exact counts per set of lists and code of one table, likewise. */
export async function exactCodes(
  database: Database,
  storageKey: Uint8Array,
  of: { readonly round: string; readonly book: NamedCodeBook },
): Promise<CodeTable | null> {
  const count = await readCount({ database, storageKey }, of.round, of.book.id)
  return count === null ? null : codeTable(of.book, count)
}

/** 9.3: a list twice in a person is a false link; the person counts once on that list. */
export function personTable({ sets, undecodable }: TableCount): ExactTable {
  const { cells, listTwice } = collapseSets(sets)
  return { cells, quality: { listTwice, undecodable } }
}

/** 9.4: one code per person, of all the codes its rows hold. */
export function codeTable(book: NamedCodeBook, { sets, undecodable }: TableCount): CodeTable {
  const cells = new Map<string, CodeCell>()
  let lost = undecodable
  for (const { lists, codes, count } of sets) {
    if (codes === null) {
      lost += count
      continue
    }
    const once = [...new Set(lists)].sort()
    const code = resolveCodes(book, codes)
    const key = JSON.stringify([once, code])
    const persons = (cells.get(key)?.persons ?? 0) + count
    cells.set(key, { lists: once, code, persons })
  }
  return { book, cells: [...cells.values()], undecodable: lost }
}
