/**
 * What an agreement says of the sizes of lists, everybody knows beside a release; so it must not tell of a
 * withheld number (protocol/disclosure-rules.md, What everybody knows of a list). Pure; reveals nothing.
 */

/** No withheld count is to be known closer than this: highest less lowest (src/attack/pass-rule.ts). */
const LEAST_WIDTH = 4

/** Why sizes would tell of withheld numbers, each naming the setting; none of a rehearsal on made-up persons. */
export function sizeFaults({
  lists,
  limits,
  disclosure,
}: {
  readonly lists: readonly { readonly id: string; readonly size: number }[]
  readonly limits: { readonly minimumPersons: number }
  readonly disclosure: { readonly threshold: number; readonly gate?: 'off' | undefined }
}): string[] {
  const { threshold, gate } = disclosure
  if (gate === 'off') return []
  const most = Math.max(1, threshold - 1 - LEAST_WIDTH)
  const small = lists.filter(({ size }) => size < threshold)
  return [
    ...(limits.minimumPersons > most
      ? [
          `limits.minimumPersons must be at most ${most} with a disclosure.threshold of ${threshold}: a withheld number would be nobody, or known closely`,
        ]
      : []),
    ...small.map(
      ({ id }) =>
        `the size of list ${id} must be at least disclosure.threshold: every number of it would be withheld, and known to be smaller still`,
    ),
  ]
}
