import { describe, expect, it } from 'vitest'
import { encodeRelease } from '../../src/release/encode.ts'
import { earlierReleases } from '../../src/release/register.ts'
import type { Release } from '../../src/release/release.ts'
import { sampleRelease } from '../disclosure/sample-release.ts'
import { refusal } from '../refusal.ts'

const release = sampleRelease()
const here = { agreement: release.agreement.id, round: 'now' }

function stored(round: string, other: Partial<Release> = {}) {
  return { round, body: encodeRelease({ ...release, round, ...other }) }
}

describe('the register of an agreement', () => {
  it('has every release but that of the round, the oldest first', () => {
    const all = [
      stored('b', { madeAt: '2026-03-01T00:00:00Z' }),
      stored('now'),
      stored('a', { madeAt: '2026-02-01T00:00:00Z' }),
    ]
    expect(earlierReleases(all, here).map(({ round }) => round)).toEqual(['a', 'b'])
  })

  it('keeps those under terms that were agreed anew, and leaves other agreements out', () => {
    const { id, title } = release.agreement
    const anew = stored('a', { agreement: { id, title, digest: 'b'.repeat(43) } })
    const other = stored('b', { agreement: { id: 'other', title, digest: 'c'.repeat(43) } })
    expect(earlierReleases([anew, other], here).map(({ round }) => round)).toEqual(['a'])
  })

  it('refuses to go on without a release that it cannot read', () => {
    const old = { round: 'a', body: JSON.stringify({ ...release, version: 2 }) }
    expect(refusal(() => earlierReleases([old], here))).toMatchObject({
      code: 'release.version',
      message: expect.stringContaining('version 2, not 3'),
    })
  })
})
