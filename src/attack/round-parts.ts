/**
 * What each figure of a round's release counts, as a sum of parts that each look at as few lists as
 * they can: a part only ever asks whether a person stands on any of some lists. Assumes a parsed
 * release; the fixed figures are those of src/overlap/questions.ts, the others the questions of the
 * agreement. Reveals nothing.
 */
import { codesOf, lineOf } from '../base/codes.ts'
import { isPerYear, tableOf, weightOf, yearsOf } from '../questions/answer.ts'
import { type Expression, pick, type Scene } from '../questions/expression.ts'
import type { Question } from '../questions/question.ts'
import { allWithin, atYear, selectorAtYear } from '../questions/years.ts'
import type { ReleaseFigure } from '../release/figure.ts'
import type { Release } from '../release/release.ts'

export type Lists = readonly string[]

export interface Part {
  /** All that the weight depends on: whether a person stands on any list of each. */
  readonly sets: readonly Lists[]
  /** How much a person counts who stands on these lists and has this code. */
  readonly weigh: (lists: ReadonlySet<string>, code: string | null) => number
  /** Of which table the code is; null: codes do not matter. */
  readonly table: string | null
}

/** The parts of a fixed figure; null for those that are made of others. */
export function partsOfFigure(figure: ReleaseFigure, release: Release): Part[] | null {
  const parts = fixedParts(figure, release)
  const { table, code } = figure
  if (parts === null || table === null || code === null) return parts
  const book = bookOf(release, table)
  const within = new Set(codesOf(book).filter((own) => lineOf(book, own).includes(code)))
  return parts.map(({ sets, weigh }) => ({
    sets,
    table,
    weigh: (lists, own) => (own !== null && within.has(own) ? weigh(lists, own) : 0),
  }))
}

export function bookOf(release: Release, table: string) {
  const codes = release.tables.find(({ id }) => id === table)?.codes ?? []
  return {
    id: table,
    codes: codes.map(({ id, within }) => ({ id, ...(within === null ? {} : { within }) })),
  }
}

/** The lists of the population counted, of this year, or of all. */
function mainLists({ lists, populations }: Release, year: number | null) {
  const main = populations[0]?.id
  return lists.filter((one) => one.population === main && (year === null || one.year === year))
}

function fixedParts(figure: ReleaseFigure, release: Release): Part[] | null {
  const { question, year, organisation, population } = figure
  const main = mainLists(release, year)
  const reports = main.filter(({ source }) => source === 'report')
  const others = release.lists.filter((one) => one.population === population)
  const legal = new Set(release.organisations.filter((one) => one.legalBasis).map(({ id }) => id))
  const later = mainLists(release, null).filter((one) => year !== null && one.year > year)
  switch (question) {
    case 'reports':
      return reports.map((one) => onAnyOf([one]))
    case 'enrichments':
      return main.filter(({ source }) => source === 'enrichment').map((one) => onAnyOf([one]))
    case 'persons':
      return [onAnyOf(main)]
    case 'persons-without-enrichment':
      return [onAnyOf(reports)]
    case 'known-to':
      return [onAnyOf(main.filter((one) => one.organisation === organisation))]
    case 'known-only-to':
      return [onlyOnAnyOf(...split(main, (one) => one.organisation === organisation))]
    case 'only-without-legal-basis':
      return [onlyOnAnyOf(...split(main, (one) => !legal.has(one.organisation)))]
    case 'seen-again':
      return [onBoth(main, later)]
    case 'also-in':
      return [onBoth(main, others)]
    case 'population-total':
      return [onAnyOf(others)]
    case 'reports-per-person':
      return null
  }
}

type Named = readonly { readonly id: string }[]

function split<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))]
}

function idsOf(lists: Named): string[] {
  return lists.map(({ id }) => id)
}

function isOn(lists: ReadonlySet<string>, any: Lists): boolean {
  return any.some((id) => lists.has(id))
}

function onAnyOf(some: Named): Part {
  const any = idsOf(some)
  return { sets: [any], table: null, weigh: (lists) => (isOn(lists, any) ? 1 : 0) }
}

function onlyOnAnyOf(some: Named, rest: Named): Part {
  const [any, none] = [idsOf(some), idsOf(rest)]
  const weigh = (lists: ReadonlySet<string>) => (isOn(lists, any) && !isOn(lists, none) ? 1 : 0)
  return { sets: [any, none], table: null, weigh }
}

function onBoth(some: Named, others: Named): Part {
  const [one, other] = [idsOf(some), idsOf(others)]
  const weigh = (lists: ReadonlySet<string>) => (isOn(lists, one) && isOn(lists, other) ? 1 : 0)
  return { sets: [one, other], table: null, weigh }
}

/** The parts of one figure of a question of the agreement. */
export function partsOfAsked(
  question: Question,
  of: { readonly year: number | null; readonly code: string | null },
  release: Release,
): Part[] {
  const scene = sceneOf(release)
  const table = tableOf(question) ?? null
  const years = of.year !== null ? [of.year] : isPerYear(question) ? yearsOf(scene) : [null]
  // Over the period a person counts once, so the years cannot be counted apart.
  const apart =
    question.once === 'over-the-period' && years.length > 1 ? [years] : years.map((year) => [year])
  return apart.map((some) => {
    const asked = some.length === 1 ? { ...of, year: some[0] ?? null } : of
    const weight = weightOf(question, asked, scene)
    const sets = some.flatMap((year) => setsOf(question, year ?? 0, scene))
    const weigh = (lists: ReadonlySet<string>, code: string | null) =>
      weight === null
        ? 0
        : weight({ lists, codes: table === null || code === null ? {} : { [table]: code } })
    return { sets, table, weigh }
  })
}

export function sceneOf(release: Release): Scene {
  const { lists, organisations, tables } = release
  return { lists, organisations, books: tables.map(({ id }) => bookOf(release, id)) }
}

/** Every set of lists that the question asks about in a year. */
function setsOf({ who, counts, of = {} }: Question, year: number, scene: Scene): Lists[] {
  const named = allWithin(atYear(who, year)).flatMap((one) => leafSets(one, scene))
  const counted = counts === 'reports' ? pick(selectorAtYear(of, year), scene) : []
  return [...named, ...counted.map((id) => [id])]
}

function leafSets(one: Expression, scene: Scene): Lists[] {
  if ('list' in one) return [[one.list]]
  if ('lists' in one) return [pick(one.lists, scene)]
  if ('only' in one) {
    const own = pick(one.only, scene)
    return [own, pick(one.among, scene).filter((id) => !own.includes(id))]
  }
  if (!('onlyOn' in one)) return []
  const rest = scene.lists.map(({ id }) => id).filter((id) => !one.onlyOn.includes(id))
  return [...one.onlyOn.map((id) => [id]), rest]
}
