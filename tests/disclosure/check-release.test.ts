import { describe, expect, it } from 'vitest'
import { checkRelease } from '../../src/disclosure/check-release.ts'
import { controlDisclosure, type ExactCounts } from '../../src/disclosure/control.ts'
import type { ReleaseDue } from '../../src/release/check.ts'
import { releaseDigest } from '../../src/release/encode.ts'
import type { Release } from '../../src/release/release.ts'
import { sampleCodes } from '../overlap/sample-codes.ts'
import { sampleTable } from '../overlap/sample-round.ts'
import { refusal } from '../refusal.ts'
import { knownNothing } from './known-nothing.ts'
import { sampleLinking } from './sample-linking.ts'
import { context, rules, sampleRelease } from './sample-release.ts'
import { unattacked } from './unattacked.ts'

const release = sampleRelease()

function dueOf({ round, manifestDigest, proofs, cover, rules }: Release): ReleaseDue {
  const { threshold, roundingBase } = rules
  const digest = releaseDigest(release)
  return { digest, round, manifestDigest, proofs, cover, rules: { threshold, roundingBase } }
}

const due = dueOf(release)

/** A release of the same persons, but for what is given, after these. */
function made(earlier: readonly Release[], persons: Partial<ExactCounts> = {}): Release {
  const counts = { table: sampleTable(), codes: [sampleCodes(1)], linking: sampleLinking() }
  const later = { ...context, round: 'autumn' }
  return controlDisclosure({ ...counts, ...persons }, later, unattacked(rules, earlier))
}

function check(later: Release, earlier: readonly Release[]): void {
  const of = { ...due, round: later.round, digest: releaseDigest(later) }
  checkRelease(later, { ...of, rules: later.rules }, { ...knownNothing, earlier })
}

/** With one figure otherwise. */
function bent(later: Release, at: number, change: Partial<Release['figures'][0]>): Release {
  const figures = later.figures.map((figure, n) => (n === at ? { ...figure, ...change } : figure))
  return { ...later, figures }
}

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
    const later = made(earlier)
    expect(() => check(later, earlier)).not.toThrow()
  })

  it('is not taken where a withheld number can be computed, and the refusal names none', () => {
    const check = { check: 'rounds', passed: false, cells: 3, narrowest: 1, reason: 'a cell' }
    const attack = () => ({ passed: false, checks: [check] })
    const refused = refusal(() => checkRelease(release, due, { earlier: [], attack }))
    expect(refused).toMatchObject({ code: 'release.unsafe' })
    expect(refused).toMatchObject({ where: `round ${release.round}, rounds` })
  })

  const before = { ...release, round: 'spring' }
  const second = made([before])
  const place = second.figures.findIndex(({ cell }) => cell.status === 'shown')
  const { cell } = second.figures[place]!
  const other = { status: 'shown' as const, value: (cell.status === 'shown' ? cell.value : 0) + 5 }
  const notRepeated = { code: 'release.not-repeated' }

  it('is not taken where it tells anew what hardly changed', () => {
    const anew = bent(second, place, { exactness: 'exact', cell: other })
    expect(refusal(() => check(anew, [before]))).toMatchObject(notRepeated)
    const same = bent(second, place, { exactness: 'exact' })
    expect(refusal(() => check(same, [before]))).toMatchObject(notRepeated)
    const far = { status: 'shown' as const, value: other.value + 10 }
    const changed = bent(second, place, { exactness: 'exact', cell: far })
    expect(() => check(changed, [before])).not.toThrow()
  })

  it('is not taken where it says again what was not said so, or not at all', () => {
    const otherwise = bent(second, place, { cell: other })
    expect(refusal(() => check(otherwise, [before]))).toMatchObject(notRepeated)
    const { question, year } = second.figures[place]!
    const unsaid = before.figures.filter((one) => one.question !== question || one.year !== year)
    const silent = { ...before, figures: unsaid }
    const named = { ...second, earlier: [releaseDigest(silent)] }
    expect(refusal(() => check(named, [silent]))).toMatchObject(notRepeated)
  })

  it('is held to that for what it tells of quality, too', () => {
    expect(second.repeated).toContain('links')
    const repeated = second.repeated.filter((name) => name !== 'links')
    expect(refusal(() => check({ ...second, repeated }, [before]))).toMatchObject(notRepeated)
    const linkage = { ...second.linkage!, withoutKey: (second.linkage?.withoutKey ?? 0) + 1 }
    expect(refusal(() => check({ ...second, linkage }, [before]))).toMatchObject(notRepeated)
    const shares = second.repeated.filter((name) => name !== 'withoutKey')
    const anew = { ...second, repeated: shares }
    expect(refusal(() => check(anew, [before]))).toMatchObject(notRepeated)
  })

  it('compares with the newest of them, and not where one is named that is not known here', () => {
    const third = made([before, second], { table: sampleTable(2) })
    expect(() => check(third, [second, before])).not.toThrow()
    const unknown = { ...bent(second, place, { cell: other }), earlier: ['0'.repeat(64)] }
    expect(() => check(unknown, [])).not.toThrow()
  })

  it('is not taken by looser rules than those of an earlier one', () => {
    const strict = { ...before, rules: { ...before.rules, threshold: 10 } }
    const named = { ...second, earlier: [releaseDigest(strict)] }
    expect(refusal(() => check(named, [strict]))).toMatchObject({ code: 'disclosure.loosened' })
  })
})
