import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isId } from '../base/ids.ts'
import type { Cell } from '../base/lists.ts'
import { Problem } from '../base/problem.ts'
import { dayIn, dayNumber, isoDay, isStandIn } from './calendar.ts'
import { fictionalBsns } from './civil-number.ts'
import { encodeCsv, type RegisterRow } from './csv.ts'
import { namesByOrigin, type Origin } from './names/by-origin.ts'
import { drawName } from './persons.ts'
import { type Prng, seededPrng } from './prng.ts'
import { countCells } from './truth.ts'

/** A published overlap table: how many persons stand on exactly these lists. */
export interface OverlapFigures {
  readonly lists: readonly string[]
  readonly cells: readonly { readonly lists: readonly string[]; readonly count: number }[]
}

export interface TableSetup {
  readonly table: OverlapFigures
  readonly directory: string
  /** Any whole number; the same seed gives the same bytes. */
  readonly seed: number
  /** Year of the reports; 2017 unless told. */
  readonly year?: number
}

export interface TableFiles {
  /** In the order of the table. The id is the list's name in lower case, the file `<id>.csv`. */
  readonly lists: readonly {
    readonly id: string
    readonly name: string
    readonly file: string
    readonly persons: number
  }[]
  /** The table with those ids, without empty cells: what a round over the files must return. */
  readonly cells: readonly Cell[]
}

/** Of the persons of a table, those without a BSN: only their names and birth date link them. */
const withoutBsn = 0.06

/**
 * Writes one register per list of a published overlap table, with made-up persons. Their identifiers are
 * clean: a person is the same on every list it stands on, and no two persons share a BSN, a birth date
 * (up to some 18,000 persons) or a full name with one.
 *
 * @returns the files and the table they make up
 * @throws Problem `rehearsal.table`: a list without a usable name, a cell with an unknown list, a list
 *   twice in a cell, a cell twice, a count that is not a whole number, more BSNs than there are
 */
export async function writePersonsOfTable(setup: TableSetup): Promise<TableFiles> {
  const { table, directory, seed, year = 2017 } = setup
  checkTable(table)
  const prng = seededPrng(seed, 'records of a table')
  const sets = table.cells.flatMap(({ lists, count }) => Array(count).fill(lists) as string[][])
  const persons = makePersons(sets.length, seed)
  await mkdir(directory, { recursive: true })
  const lists: TableFiles['lists'][number][] = []
  for (const name of table.lists) {
    const members = persons.filter((_, at) => sets[at]?.includes(name))
    const rows = prng.shuffled(members).map((person, at) => rowOf(person, { at, year, prng }))
    const id = name.toLowerCase()
    await writeFile(join(directory, `${id}.csv`), encodeCsv(rows))
    lists.push({ id, name, file: `${id}.csv`, persons: rows.length })
  }
  const ids = sets.map((set) => new Set(set.map((name) => name.toLowerCase())))
  return { lists, cells: countCells(ids) }
}

type CleanPerson = Pick<
  RegisterRow,
  'bsn' | 'given_names' | 'prefix' | 'surname' | 'birth_date' | 'sex'
>

function makePersons(count: number, seed: number): CleanPerson[] {
  const prng = seededPrng(seed, 'persons of a table')
  const nextBsn = fictionalBsns(seededPrng(seed, 'bsns of a table'))
  const dates = firmDates(prng)
  const origins = Object.keys(namesByOrigin) as Origin[]
  const taken = new Set<string>()
  return Array.from({ length: count }, (_, at) => {
    const birthDate = dates[at % dates.length] ?? ''
    for (;;) {
      const sex = prng.chance(0.8) ? 'F' : 'M'
      const { givenNames, prefix, surname } = drawName(prng.pick(origins), sex, prng)
      const key = `${birthDate} ${givenNames} ${surname}`
      if (taken.has(key)) continue
      taken.add(key)
      const bsn = prng.chance(withoutBsn) ? '' : nextBsn()
      return { bsn, given_names: givenNames, prefix, surname, birth_date: birthDate, sex }
    }
  })
}

/** Every day of fifty years that is no stand-in for an unknown birth date, in a random order. */
function firmDates(prng: Prng): string[] {
  const [from, to] = [dayNumber(1950, 1, 1), dayNumber(1999, 12, 31)]
  const days = Array.from({ length: to - from + 1 }, (_, at) => isoDay(from + at))
  return prng.shuffled(days.filter((day) => !isStandIn(day)))
}

function rowOf(
  person: CleanPerson,
  { at, year, prng }: { at: number; year: number; prng: Prng },
): RegisterRow {
  return {
    ...person,
    record_id: String(at + 1).padStart(6, '0'),
    v_number: '',
    aliases: '',
    country_of_birth: '',
    nationality: '',
    postcode: '',
    house_number: '',
    phone: '',
    email: '',
    report_date: dayIn(year, prng),
    role: 'victim',
  }
}

function checkTable({ lists, cells }: OverlapFigures): void {
  const ids = lists.map((name) => name.toLowerCase())
  if (!ids.every(isId) || new Set(ids).size !== ids.length) {
    throw tableProblem('A list has no name that is its own and can be a file name', 'lists')
  }
  const seen = new Set<string>()
  for (const [at, cell] of cells.entries()) {
    const key = [...cell.lists].sort().join(' ')
    const known = cell.lists.length > 0 && cell.lists.every((name) => lists.includes(name))
    const once = new Set(cell.lists).size === cell.lists.length && !seen.has(key)
    const whole = Number.isSafeInteger(cell.count) && cell.count >= 0
    if (known && once && whole) seen.add(key)
    else
      throw tableProblem('A cell has an unknown or repeated list or no whole count', `cells[${at}]`)
  }
  if (cells.reduce((sum, { count }) => sum + count, 0) > 9_000) {
    throw tableProblem('The table has more than 9,000 persons', 'cells')
  }
}

function tableProblem(what: string, where: string): Problem {
  return new Problem({
    code: 'rehearsal.table',
    what,
    where,
    remedy: 'Give { lists: [names], cells: [{ lists: [names], count }] }, each cell once.',
  })
}
