/**
 * An overlap table as it stands in a file: how many persons stand on exactly which lists, by any
 * attributes. Assumes nothing of the file; reveals nothing by itself: problems name a cell by its
 * lists and attributes, never by its count.
 */
import { z } from 'zod'
import { isId } from '../base/ids.ts'
import { plainIssue } from '../base/plain-issue.ts'
import { Problem } from '../base/problem.ts'

/** Persons who stand on exactly these lists and have these attributes. */
export interface TableCell {
  /** In the order of the table's lists; at least one. */
  readonly lists: readonly string[]
  readonly of: Readonly<Record<string, string>>
  readonly count: number
}

export interface TableFile {
  readonly id: string
  readonly title: string | null
  readonly lists: readonly string[]
  /** In the order in which the first cell has them; every cell has a value for each. */
  readonly attributes: readonly string[]
  /** No two of the same lists and attributes. Combinations that are absent are 0. */
  readonly cells: readonly TableCell[]
}

/** All values of an attribute that are not told by themselves, together; no value of a table. */
export const OTHER = '(other)'
export const MOST_LISTS = 10

const nameSchema = z.string().min(1).max(100)
const fileSchema = z.looseObject({
  id: z.string().max(200).optional(),
  title: z.unknown().optional(),
  lists: z.array(nameSchema).min(1, 'it names no list').max(1000),
  cells: z.array(z.record(z.string(), z.unknown())).max(1_000_000),
})

/**
 * Cells are of `lists`, `count` and any further text fields, which are attributes (sex, age …).
 * Further fields of the table itself (published, observed, period …) are allowed and ignored.
 *
 * @param file its name, for messages and for the id of a table that has none
 * @throws Problem `table.unreadable`, `table.too-many-lists`, `table.list-unknown`,
 *   `table.negative-count`, `table.fractional-count`, `table.attributes-differ`, `table.cell-twice`,
 *   `table.no-persons`, `table.list-without-persons`
 */
export function parseTableFile(value: unknown, file: string): TableFile {
  const parsed = fileSchema.safeParse(value)
  if (!parsed.success) throw unreadable(`${file}: ${plainIssue(parsed.error)}`)
  const { lists, title } = parsed.data
  checkLists(lists, file)
  const cells = parsed.data.cells.map((cell, at) =>
    readCell(cell, lists, `${file}, cell ${at + 1}`),
  )
  const attributes = Object.keys(cells[0]?.of ?? {})
  checkCells(cells, attributes, file)
  checkPersons(cells, lists, file)
  return {
    id: idOf(parsed.data.id, file),
    title: typeof title === 'string' ? title : null,
    lists,
    attributes,
    cells,
  }
}

/** A cell as messages name it: its lists and attributes. */
export function cellName({ lists, of }: Pick<TableCell, 'lists' | 'of'>): string {
  const attributes = Object.entries(of).map(([name, value]) => `${name} ${value}`)
  return [lists.join(' + '), ...attributes].join(', ')
}

/** The id as ids are written; of a table that has none, the name of its file. */
function idOf(id: string | undefined, file: string): string {
  const text = id ?? /([^/\\]+?)(?:\.json)?$/.exec(file)?.[1] ?? ''
  const plain = text.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const trimmed = plain.slice(0, 63).replace(/^-+|-+$/g, '')
  return isId(trimmed) ? trimmed : 'table'
}

function checkLists(lists: readonly string[], file: string): void {
  if (new Set(lists).size < lists.length) throw unreadable(`${file}: lists: one is named twice`)
  if (lists.length <= MOST_LISTS) return
  throw new Problem({
    code: 'table.too-many-lists',
    what: `A table has more than ${MOST_LISTS} lists`,
    where: file,
    remedy: 'Join lists that belong together, or leave some out.',
  })
}

function readCell(
  { lists: named, count, ...rest }: Readonly<Record<string, unknown>>,
  known: readonly string[],
  where: string,
): TableCell {
  const lists = z.array(nameSchema).min(1).max(1000).safeParse(named)
  if (!lists.success) throw unreadable(`${where}: lists: name at least one list`)
  const of = z.record(nameSchema, nameSchema).safeParse(rest)
  if (!of.success) throw unreadable(`${where}: attributes are texts of 1 to 100 characters`)
  const name = `${where}: ${cellName({ lists: lists.data, of: of.data })}`
  if (Object.values(of.data).includes(OTHER)) throw unreadable(`${name}: ${OTHER} is no value`)
  checkNamed(lists.data, known, name)
  return {
    lists: known.filter((list) => lists.data.includes(list)),
    of: of.data,
    count: readCount(count, name),
  }
}

function checkNamed(lists: readonly string[], known: readonly string[], where: string): void {
  if (new Set(lists).size < lists.length) throw unreadable(`${where}: a list is named twice`)
  if (lists.every((list) => known.includes(list))) return
  throw new Problem({
    code: 'table.list-unknown',
    what: 'A cell names a list that the table does not have',
    where,
    remedy: 'Add it to the lists of the table, or correct its name in the cell.',
  })
}

/** The count itself is in no message: it may be a small one. */
function readCount(count: unknown, where: string): number {
  if (typeof count !== 'number' || !Number.isFinite(count)) {
    throw unreadable(`${where}: count is no number`)
  }
  if (count < 0) {
    throw new Problem({
      code: 'table.negative-count',
      what: 'A cell has fewer than no persons',
      where,
      remedy: 'Give exact counts; a table with noise or corrections on it cannot be used.',
    })
  }
  if (!Number.isSafeInteger(count)) {
    throw new Problem({
      code: 'table.fractional-count',
      what: 'A cell has a count that is no whole number',
      where,
      remedy: 'Give exact counts; a weighted or estimated table cannot be used.',
    })
  }
  return count
}

function checkCells(
  cells: readonly TableCell[],
  attributes: readonly string[],
  file: string,
): void {
  const seen = new Set<string>()
  for (const cell of cells) {
    const where = `${file}, cell ${cellName(cell)}`
    const names = Object.keys(cell.of)
    if (names.length !== attributes.length || !attributes.every((name) => names.includes(name))) {
      throw new Problem({
        code: 'table.attributes-differ',
        what: 'A cell has other attributes than the first one',
        where,
        remedy: 'Give every cell a value for the same attributes, also where it is not known.',
      })
    }
    const key = JSON.stringify([cell.lists, attributes.map((name) => cell.of[name])])
    if (seen.has(key)) {
      throw new Problem({
        code: 'table.cell-twice',
        what: 'Two cells are of the same lists and attributes',
        where,
        remedy: 'Add them up to one cell, or correct the one that is wrong.',
      })
    }
    seen.add(key)
  }
}

function checkPersons(cells: readonly TableCell[], lists: readonly string[], file: string): void {
  const filled = cells.filter((cell) => cell.count > 0)
  if (filled.length === 0) {
    throw new Problem({
      code: 'table.no-persons',
      what: 'A table has no persons at all',
      where: file,
      remedy: 'Check that this is the table that was meant.',
    })
  }
  const empty = lists.find((list) => !filled.some((cell) => cell.lists.includes(list)))
  if (empty === undefined) return
  throw new Problem({
    code: 'table.list-without-persons',
    what: 'A list of the table has no persons',
    where: `${file}, list ${empty}`,
    remedy: 'Leave the list out of the table: it says nothing of the others.',
  })
}

function unreadable(where: string): Problem {
  return new Problem({
    code: 'table.unreadable',
    what: 'This is not an overlap table that can be read',
    where,
    remedy: 'Give {"lists": […], "cells": [{"lists": […], "count": 12}, …]}; README.md shows one.',
  })
}
