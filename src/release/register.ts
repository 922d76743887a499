/**
 * The register of an agreement: every release that was made under it, whatever its terms were at the
 * time. Pure; reads what was stored as it was published, and reveals no more.
 */
import { Problem } from '../base/problem.ts'
import { releaseDigest } from './encode.ts'
import { parseRelease, type Release } from './release.ts'

/**
 * The releases of this agreement among those stored, but for that of one round; oldest first.
 * @param agreement its id: terms that were agreed anew are over the same persons
 * @throws Problem as parseRelease, for one that cannot be compared with
 */
export function earlierReleases(
  stored: readonly { readonly round: string; readonly body: string }[],
  { agreement, round }: { readonly agreement: string; readonly round: string },
): Release[] {
  return stored
    .filter((one) => one.round !== round)
    .map(({ body }) => JSON.parse(body) as unknown)
    .filter((one) => agreementOf(one) === agreement)
    .map(parseRelease)
    .sort((one, other) => order(madeAs(one), madeAs(other)))
}

function agreementOf(stored: unknown): unknown {
  return (stored as { agreement?: { id?: unknown } } | null)?.agreement?.id
}

function madeAs({ madeAt, round }: Release): string {
  return `${madeAt} ${round}`
}

function order(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

/**
 * What a release does not name was not in the attacks that were tried on it.
 * @throws Problem `release.register-gap`
 */
export function refuseGap(release: Release, earlier: readonly Release[]): void {
  const named = new Set(release.earlier)
  const missing = earlier.filter((one) => !named.has(releaseDigest(one)))
  if (missing.length === 0) return
  throw new Problem({
    code: 'release.register-gap',
    what: 'A release does not name an earlier release of its agreement, so was not compared with it',
    where: `release ${missing.map(({ round }) => round).join(', ')}`,
    remedy: 'Do not use it; the counter must have every earlier release before it makes one.',
    status: 409,
  })
}
