import { describe, expect, it } from 'vitest'
import { checkRelease } from '../../src/disclosure/check-release.ts'
import type { ReleaseDue } from '../../src/release/check.ts'
import { releaseDigest } from '../../src/release/encode.ts'
import type { Release } from '../../src/release/release.ts'
import { refusal } from '../refusal.ts'
import { knownNothing } from './known-nothing.ts'
import { sampleRelease } from './sample-release.ts'

const release = sampleRelease()

function dueOf({ round, manifestDigest, proofs, cover, rules }: Release): ReleaseDue {
  const { threshold, roundingBase } = rules
  const digest = releaseDigest(release)
  return { digest, round, manifestDigest, proofs, cover, rules: { threshold, roundingBase } }
}

const due = dueOf(release)

describe('a release, where it is checked', () => {
  it('is taken where nothing speaks against it', () => {
    expect(() => checkRelease(release, due, knownNothing)).not.toThrow()
  })

  it.each([
    ['another round', { round: 'other' }],
    ['other rules', { rules: { threshold: 10, roundingBase: 5 } }],
    ['another threshold of codes', { rules: { ...due.rules, stratumThreshold: 10 } }],
    ['no gate, as of a rehearsal', { rules: { ...due.rules, gate: 'off' as const } }],
    ['another digest', { digest: '0'.repeat(64) }],
  ])('is not taken where it should be of %s', (_, other) => {
    expect(refusal(() => checkRelease(release, { ...due, ...other }, knownNothing))).toMatchObject({
      code: 'release.other',
    })
  })

  it('is not taken where it leaves out an earlier release that is known here', () => {
    const earlier = [{ ...release, round: 'spring' }]
    expect(refusal(() => checkRelease(release, due, { ...knownNothing, earlier }))).toMatchObject({
      code: 'release.register-gap',
      message: expect.stringContaining('release spring'),
    })
    const later = { ...release, earlier: earlier.map(releaseDigest) }
    const digest = releaseDigest(later)
    expect(() =>
      checkRelease(later, { ...due, digest }, { ...knownNothing, earlier }),
    ).not.toThrow()
  })

  it('is not taken where a withheld number can be computed, and the refusal names none', () => {
    const check = { check: 'rounds', passed: false, cells: 3, narrowest: 1, reason: 'a cell' }
    const attack = () => ({ passed: false, checks: [check] })
    const refused = refusal(() => checkRelease(release, due, { earlier: [], attack }))
    expect(refused).toMatchObject({ code: 'release.unsafe' })
    expect(refused).toMatchObject({ where: `round ${release.round}, rounds` })
  })
})
