/**
 * What everybody can judge of a release without the counts behind it: that it is the one that its
 * counter signed, of this round, by the rules agreed, compared with every earlier release known here,
 * and that nothing withheld can be computed from it. Pure; reveals why it is refused, never a count.
 */
import { Problem } from '../base/problem.ts'
import { isReleaseDue, type ReleaseDue } from '../release/check.ts'
import type { GateReport } from '../release/gate.ts'
import { refuseGap } from '../release/register.ts'
import type { Release } from '../release/release.ts'
import { wrongRepeats } from './check-repeats.ts'
import { refuseLooserRules } from './repeat.ts'

/** What is known where a release is checked. */
export interface KnownReleases {
  /** Of the same agreement, but for this one; oldest first. */
  readonly earlier: readonly Release[]
  /** Tries a release as a reader would, who has these earlier ones. */
  readonly attack: (release: Release, earlier: readonly Release[]) => GateReport
}

/**
 * @throws Problem `release.other`, `release.register-gap`, `disclosure.loosened`, `release.not-repeated`
 *   or `release.unsafe`
 */
export function checkRelease(
  release: Release,
  due: ReleaseDue,
  { earlier, attack }: KnownReleases,
): void {
  if (!isReleaseDue(release, due)) {
    throw new Problem({
      code: 'release.other',
      what: 'A release is of another round or other rules, or not the one its counter signed',
      where: `round ${due.round}`,
      remedy: 'Do not use it; ask counter and coordinator.',
      status: 409,
    })
  }
  refuseGap(release, earlier)
  refuseLooserRules(release.rules, earlier)
  if (wrongRepeats(release, earlier).length > 0) throw notRepeated(due)
  if (release.gate === null) return // isReleaseDue: agreed, of made-up persons
  const { passed, checks } = attack(release, earlier)
  if (passed) return
  const failed = checks.filter((one) => !one.passed).map(({ check }) => check)
  throw new Problem({
    code: 'release.unsafe',
    what: 'From a release and the earlier ones a withheld number can be computed, or nearly',
    where: `round ${due.round}, ${failed.join(', ')}`,
    remedy: 'Do not publish it any further; its counter must find out why its own check passed it.',
    status: 409,
  })
}

function notRepeated({ round }: ReleaseDue): Problem {
  return new Problem({
    code: 'release.not-repeated',
    what: 'A release tells anew what hardly changed, or says something again otherwise than it was',
    where: `round ${round}`,
    remedy: 'Do not use it; with the earlier releases it tells of fewer than ten who came or went.',
    status: 409,
  })
}
