import type { Cell, ListInfo } from '../base/lists.ts'

/** A person of a cell as the questions see it; years and organisations of main lists only. */
export interface PersonView {
  readonly years: ReadonlySet<number>
  /** -Infinity for a person on no main list. */
  readonly lastYear: number
  readonly everReported: boolean
  /** Of all lists, in any year. */
  readonly populations: ReadonlySet<string>
  organisations(year: number): ReadonlySet<string>
  /** Report lists of that year the person stands on. */
  reports(year: number): number
  /** Enrichment lists of that year the person stands on. */
  enrichments(year: number): number
}

const none: ReadonlySet<string> = new Set()

/**
 * Each cell once, in its order, read with the main population in mind, so that questions need no
 * list ids.
 */
export function viewCells(
  table: { readonly lists: readonly ListInfo[]; readonly cells: readonly Cell[] },
  main: string,
): { person: PersonView; persons: number }[] {
  const byId = new Map(table.lists.map((list) => [list.id, list]))
  return table.cells.map((cell) => ({
    // makeOverlapTable has seen to it that cells name known lists only
    person: viewPerson(
      cell.lists.map((id) => byId.get(id) as ListInfo),
      main,
    ),
    persons: cell.persons,
  }))
}

function viewPerson(lists: readonly ListInfo[], main: string): PersonView {
  const mainLists = lists.filter((list) => list.population === main)
  const years = new Set(mainLists.map((list) => list.year))
  const organisations = new Map(
    [...years].map((year) => [
      year,
      new Set(mainLists.filter((list) => list.year === year).map((list) => list.organisation)),
    ]),
  )
  const countOf = (year: number, source: ListInfo['source']) =>
    mainLists.filter((list) => list.year === year && list.source === source).length
  return {
    years,
    lastYear: Math.max(...years),
    everReported: mainLists.some((list) => list.source === 'report'),
    populations: new Set(lists.map((list) => list.population)),
    organisations: (year) => organisations.get(year) ?? none,
    reports: (year) => countOf(year, 'report'),
    enrichments: (year) => countOf(year, 'enrichment'),
  }
}
