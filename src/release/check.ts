import { canonicalJson } from '../crypto/canonical.ts'
import type { Question } from '../questions/question.ts'
import { releaseDigest } from './encode.ts'
import type { Release } from './release.ts'

/** What a release must be of: the round, and the rules that were agreed. */
export interface ReleaseDue {
  readonly digest: string
  readonly round: string
  readonly manifestDigest: string | null
  /** Of the round's core, as is the next. */
  readonly proofs: Release['proofs']
  readonly cover: { readonly epsilon: number; readonly delta: number } | null
  readonly rules: {
    readonly threshold: number
    readonly roundingBase: number
    readonly stratumThreshold?: number | undefined
    readonly gate?: 'off' | undefined
  }
  /** Of the agreement; none where absent. */
  readonly questions?: readonly Question[] | undefined
  /** Of the agreement; none where absent. */
  readonly estimates?: object | undefined
}

/** Whether a release is the one its counter signed, of this round and by these rules (10). */
export function isReleaseDue(release: Release, due: ReleaseDue): boolean {
  return (
    releaseDigest(release) === due.digest &&
    release.round === due.round &&
    release.manifestDigest === due.manifestDigest &&
    release.proofs === due.proofs &&
    release.cover?.epsilon === due.cover?.epsilon &&
    release.cover?.delta === due.cover?.delta &&
    release.rules.threshold === due.rules.threshold &&
    release.rules.roundingBase === due.rules.roundingBase &&
    release.rules.stratumThreshold === due.rules.stratumThreshold &&
    (release.gate === null) === (due.rules.gate === 'off') &&
    release.estimates.length > 0 === (due.estimates !== undefined) &&
    asksWhatIsDue(release, due)
  )
}

/** The questions of the agreement, all of them and as agreed. */
function asksWhatIsDue({ asked }: Release, { questions = [] }: ReleaseDue): boolean {
  return canonicalJson(asked.map(({ question }) => question)) === canonicalJson(questions)
}
