/**
 * A release where it is taken: by the coordinator before it publishes, and by every node before it
 * signs beside the counter (protocol/specification.md 10, 10.1). What a reader can find wrong offline is
 * found here first: a release under another agreement's name would be left out of every later attack.
 * Pure; names fields, never a count.
 */
import { Problem } from '../base/problem.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { checkRelease, type KnownReleases } from '../disclosure/check-release.ts'
import type { Release } from '../release/release.ts'
import type { Terms } from '../round/agreement.ts'
import type { Core } from '../round/manifest.ts'
import { otherThanAgreed } from './as-agreed.ts'
import { wrongRatios } from './ratios.ts'

/** Of which round, and of what that its counter signed. */
export interface RoundDue {
  readonly digest: string
  readonly manifestDigest: string | null
  readonly core: Pick<Core, 'round' | 'agreement' | 'lists' | 'proofs' | 'cover'>
  readonly terms: Terms
}

/** @throws Problem as checkRelease */
export function checkDue(release: Release, of: RoundDue, known: KnownReleases): void {
  const { digest, manifestDigest, core, terms } = of
  const { round, proofs, cover } = core
  const { disclosure: rules, questions, estimates } = terms
  const due = { digest, round, manifestDigest, proofs, cover, rules, questions, estimates }
  const other = otherThanDue(release, of)
  if (other.length > 0) {
    throw new Problem({
      code: 'release.other',
      what: 'A release is not as its round and agreement say',
      where: `round ${round}: ${other.slice(0, 5).join(', ')}`,
      remedy: 'Do not use it; ask counter and coordinator.',
      status: 409,
    })
  }
  checkRelease(release, due, known)
}

/** The fields in which a release is not what was agreed, or not of the lists of its round. */
function otherThanDue(release: Release, { core, terms }: RoundDue): string[] {
  const listsOf = (lists: readonly (readonly [id: string, rows: number])[]) =>
    canonicalJson([...lists].sort(([one], [other]) => (one < other ? -1 : 1)))
  const said = listsOf(release.lists.map(({ id, agreedSize }) => [id, agreedSize]))
  const due = listsOf(core.lists.map(({ id, rows }) => [id, rows]))
  return [
    ...(release.agreement.digest === core.agreement ? [] : ['agreement.digest']),
    ...(said === due ? [] : ['lists']),
    ...otherThanAgreed(release, terms),
    ...wrongRatios(release).map((year) => `reports-per-person of ${year ?? 'all years'}`),
  ]
}
