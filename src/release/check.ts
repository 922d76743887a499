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
  readonly rules: { readonly threshold: number; readonly roundingBase: number }
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
    release.rules.roundingBase === due.rules.roundingBase
  )
}
