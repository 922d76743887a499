import type { ListInfo } from '../base/lists.ts'

/** Fewer than three lists cannot show how they depend on each other; more than ten are too many models. */
const FEWEST_REPORTERS = 3
const MOST_REPORTERS = 10

/** Where estimates of persons on no list cannot be as agreed (protocol/estimates.md, In a round). */
export function estimateFaults({
  estimates,
  cover,
  lists,
  populations,
}: {
  readonly estimates?: object | undefined
  readonly cover: object | null
  readonly lists: readonly ListInfo[]
  readonly populations: readonly { readonly id: string }[]
}): string[] {
  if (estimates === undefined) return []
  const reports = lists.filter(
    ({ population, source }) => population === populations[0]?.id && source === 'report',
  )
  const reporters = [...new Set(reports.map(({ year }) => year))].map((year) => {
    const own = reports.filter((list) => list.year === year)
    return new Set(own.map(({ organisation }) => organisation)).size
  })
  return [
    ...(cover === null ? [] : ['estimates and cover cannot be together: exact counts are needed']),
    ...(reporters.some((count) => count >= FEWEST_REPORTERS)
      ? []
      : [
          'estimates need three organisations or more that report the first population in one year',
        ]),
    ...(reporters.some((count) => count > MOST_REPORTERS)
      ? ['estimates are of at most ten organisations that report the first population in one year']
      : []),
  ]
}
