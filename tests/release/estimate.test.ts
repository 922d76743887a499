import { describe, expect, it } from 'vitest'
import { isReleaseDue } from '../../src/release/check.ts'
import { releaseDigest } from '../../src/release/encode.ts'
import { parseRelease } from '../../src/release/release.ts'
import { told } from '../disclosure/sample-estimates.ts'
import { sampleRelease } from '../disclosure/sample-release.ts'
import { refusal } from '../refusal.ts'

const release = { ...sampleRelease(), estimates: [told] }
const whereOf = (estimates: readonly object[]) => {
  const problem = refusal(() => parseRelease({ ...release, estimates }))
  return `${problem.code}: ${problem.where}`
}

describe('the estimates of a release', () => {
  it('are read as they were made', () => {
    expect(parseRelease(release)).toEqual(release)
  })

  it('are refused where they are finer than three digits, twice there or of a year without lists', () => {
    expect(whereOf([{ ...told, estimate: 2613 }])).toBe(
      'release.unreadable: an estimate is too fine',
    )
    expect(whereOf([told, told])).toBe('release.unreadable: an estimate stands twice')
    expect(whereOf([{ ...told, of: { year: 1999 } }])).toBe(
      'release.unreadable: an estimate is of a year without lists',
    )
    expect(whereOf([{ ...told, low: 2700 }])).toMatch('its range does not hold it')
    expect(whereOf([{ ...told, verdict: 'refuse' }])).toMatch('told in part')
  })

  it('are there exactly where the agreement asks for them', () => {
    const isDue = (of: typeof release, estimates?: object) => {
      const { round, manifestDigest, proofs, cover, rules, gate } = of
      const own = { ...rules, ...(gate === null ? { gate: 'off' as const } : {}) }
      const due = { digest: releaseDigest(of), round, manifestDigest, proofs, cover, rules: own }
      return isReleaseDue(of, { ...due, estimates })
    }
    expect(isDue(release, { resamples: 200 })).toBe(true)
    expect(isDue(release)).toBe(false)
    expect(isDue({ ...release, estimates: [] }, { resamples: 200 })).toBe(false)
    expect(isDue({ ...release, estimates: [] })).toBe(true)
  })
})
