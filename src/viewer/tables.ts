import type { Population } from '../base/lists.ts'
import type { FigureOf, ReleaseCell } from '../release/figure.ts'
import type { CorrectedTotal } from '../release/linkage.ts'
import {
  correctedOf,
  figureOf,
  type Release,
  type ReleaseTable,
  yearsOf,
} from '../release/release.ts'
import { cellText } from './cell-text.ts'
import { capital, type Language, nameIn } from './language.ts'
import type { Signing } from './release-reader.ts'
import { type Comparison, compareToTruth, type Truth, truthOf } from './truth.ts'
import type { Words } from './vocabulary.ts'
import { wordsIn } from './words.ts'

/** A release, whom it is read by and, in a rehearsal, what is true. */
export interface Reading {
  readonly release: Release
  readonly language: Language
  readonly truth: Truth | undefined
  /** Where it is known who signed the release. */
  readonly signing?: Signing
}

export interface TableCell {
  readonly cell: ReleaseCell
  readonly isRatio: boolean
  readonly isCovered: boolean
  /** What the release before said. */
  readonly isRepeated: boolean
  readonly comparison: Comparison | null
  /** The total without linking errors, where the release has one. */
  readonly corrected: CorrectedTotal | null
}

/** A table of the page and of the terminal alike, in words of one language. */
export interface Table {
  /** Stable, for links: `known-to`. */
  readonly id: string
  readonly title: string
  readonly note: string
  readonly corner: string
  readonly columns: readonly string[]
  readonly rows: readonly { readonly head: string; readonly cells: readonly TableCell[] }[]
}

type Column = readonly [head: string, of: FigureOf]

/** All tables of a release, in the order in which they are shown. */
export function tablesOf(reading: Reading): Table[] {
  return [
    perYear(reading),
    perOrganisation(reading, 'known-to'),
    perOrganisation(reading, 'known-only-to'),
    details(reading),
    ...reading.release.populations.slice(1).map((other) => alsoIn(reading, other)),
    ...reading.release.tables.map((table) => byCode(reading, table)),
    wholePeriod(reading),
  ]
}

/** Name of the population counted. */
export function mainName({ release, language }: Reading): string {
  const main = release.populations[0]
  return main === undefined ? '' : nameIn(language, main.name)
}

export function readCell(reading: Reading, of: FigureOf): TableCell {
  const { release, truth } = reading
  const found = figureOf(release, of)
  const cell = found?.cell ?? { status: 'not-applicable' }
  const isCovered = found?.exactness === 'covered'
  const isRepeated = found?.exactness === 'repeated'
  const known = truth === undefined ? null : truthOf(truth, of)
  return {
    cell,
    isRatio: of.question === 'reports-per-person',
    isCovered,
    isRepeated,
    comparison: compareToTruth(cell, known, { ...release.rules, isCovered, isRepeated }),
    corrected: correctedOf(release, of) ?? null,
  }
}

function perYear(reading: Reading): Table {
  const words = wordsIn(reading.language)
  return yearTable(reading, 'per-year', words.tables.perYear, (year) => [
    [words.distinct(mainName(reading)), { question: 'persons', year }],
    [words.reports, { question: 'reports', year }],
    [words.reportsPerPerson, { question: 'reports-per-person', year }],
    [words.withoutEnrichment(mainName(reading)), { question: 'persons-without-enrichment', year }],
    [words.enrichments, { question: 'enrichments', year }],
  ])
}

function details(reading: Reading): Table {
  const words = wordsIn(reading.language)
  return yearTable(reading, 'details', words.tables.details, (year) => [
    [words.onlyWithoutLegalBasis, { question: 'only-without-legal-basis', year }],
    [words.seenAgain, { question: 'seen-again', year }],
  ])
}

function perOrganisation(reading: Reading, question: 'known-to' | 'known-only-to'): Table {
  const { release, language } = reading
  const words = wordsIn(language)
  const years = yearsOf(release)
  const text = question === 'known-to' ? words.tables.knownTo : words.tables.knownOnlyTo
  return {
    id: question,
    title: text.title(mainName(reading)),
    note: text.note,
    corner: words.organisation,
    columns: years.map(String),
    rows: ownersOf(release).map(({ id, name }) => ({
      head: nameIn(language, name),
      cells: years.map((year) => readCell(reading, { question, year, organisation: id })),
    })),
  }
}

function alsoIn(reading: Reading, other: Population): Table {
  const words = wordsIn(reading.language)
  const name = nameIn(reading.language, other.name)
  const text = { title: words.tables.alsoIn.title(name), note: words.tables.alsoIn.note(name) }
  const table = yearTable(reading, `also-in-${other.id}`, text, (year) => [
    [words.alsoIn(name), { question: 'also-in', year, population: other.id }],
  ])
  const all = readCell(reading, { question: 'also-in', population: other.id })
  return { ...table, rows: [...table.rows, { head: words.allYears, cells: [all] }] }
}

/** One row per code, broader ones before what is within them, `unknown` and `conflict` last. */
function byCode(reading: Reading, table: ReleaseTable): Table {
  const { release, language } = reading
  const words = wordsIn(language)
  const years = yearsOf(release)
  const name = nameIn(language, table.name)
  return {
    id: `by-${table.id}`,
    title: words.tables.byCode.title(mainName(reading), name),
    note: words.tables.byCode.note(cellText(language, table.undecodable)),
    corner: capital(name),
    columns: [...years.map(String), words.allYears],
    rows: codesWithin(table.codes, null).map((code) => {
      const of = { question: 'persons', table: table.id, code: code.id } as const
      const text = nameIn(language, code.name)
      return {
        head: code.within === null ? capital(text) : words.ofWhich(text),
        cells: [...years.map((year) => readCell(reading, { ...of, year })), readCell(reading, of)],
      }
    }),
  }
}

type ReleaseCode = ReleaseTable['codes'][number]

function codesWithin(codes: readonly ReleaseCode[], broader: string | null): ReleaseCode[] {
  return codes
    .filter((code) => code.within === broader)
    .flatMap((code) => [code, ...codesWithin(codes, code.id)])
}

function wholePeriod(reading: Reading): Table {
  const { release, language } = reading
  const words = wordsIn(language)
  const main = mainName(reading)
  const lines: Column[] = [
    [words.distinct(main), { question: 'persons' }],
    [words.withoutEnrichment(main), { question: 'persons-without-enrichment' }],
    ...release.populations
      .slice(1)
      .flatMap(({ id, name }) => otherLines(words, id, name[language])),
  ]
  return {
    id: 'all-years',
    title: words.tables.period.title,
    note: words.tables.period.note,
    corner: words.figure,
    columns: [words.number],
    rows: lines.map(([head, of]) => ({ head, cells: [readCell(reading, of)] })),
  }
}

function otherLines(words: Words, population: string, name: string): Column[] {
  return [
    [words.alsoIn(name), { question: 'also-in', population }],
    [words.populationTotal(name), { question: 'population-total', population }],
  ]
}

function yearTable(
  reading: Reading,
  id: string,
  text: { readonly title: string; readonly note: string },
  columnsIn: (year: number) => readonly Column[],
): Table {
  const years = yearsOf(reading.release)
  return {
    id,
    title: text.title,
    note: text.note,
    corner: wordsIn(reading.language).year,
    columns: columnsIn(years[0] ?? 0).map(([head]) => head),
    rows: years.map((year) => ({
      head: String(year),
      cells: columnsIn(year).map(([, of]) => readCell(reading, of)),
    })),
  }
}

/** Organisations with a list of the population counted; a counter has none. */
export function ownersOf(release: Release): Release['organisations'][number][] {
  const main = release.populations[0]?.id
  const owners = new Set(
    release.lists.filter((list) => list.population === main).map((list) => list.organisation),
  )
  return release.organisations.filter((one) => owners.has(one.id))
}
