import { describe, expect, it } from 'vitest'
import { controlDisclosure } from '../../src/disclosure/control.ts'
import type { Release } from '../../src/release/release.ts'
import { renderReleasePage } from '../../src/viewer/release-page.ts'
import { formatReleaseText } from '../../src/viewer/text.ts'
import { sampleLinking } from '../disclosure/sample-linking.ts'
import { context, rules, sampleRelease } from '../disclosure/sample-release.ts'
import { unattacked } from '../disclosure/unattacked.ts'
import { sampleTable } from '../overlap/sample-round.ts'
import { sampleTruth } from './sample-truth.ts'

const weak = [{ check: 'marginals', year: 2015, table: null }]

/** Of which an attack succeeded twice before. */
function coarsened(earlier: readonly Release[] = []): Release {
  let left = 2
  const attack = () => {
    const passed = left-- <= 0
    const check = { check: 'marginals', passed, cells: 10, narrowest: 4, reason: null }
    return { report: { passed, checks: [check] }, weak: passed ? [] : weak }
  }
  const counts = { table: sampleTable(), codes: [], linking: sampleLinking() }
  return controlDisclosure(counts, { ...context, round: 'later' }, { rules, earlier, attack })
}

const flat = (text: string) => text.replaceAll(/\s+/g, ' ')

describe('what was tried on a release', () => {
  it('stands beneath it in words, with what was withheld for it', () => {
    const text = flat(formatReleaseText(coarsened(), undefined, 'nl'))
    expect(text).toContain('Beproefd voor publicatie. Voor deze publicatie is geprobeerd')
    expect(text).toContain('Dat lukte niet: uit de publicaties alleen.')
    expect(text).toContain('Extra onderdrukt: alleen bij deze organisatie bekend, 2015.')
    expect(text).toContain('Extra onderdrukt: alleen zonder grondslag bekend, 2015.')
    expect(text).toContain('Dit is de eerste publicatie van deze afspraak.')
    expect(text).toContain('x: onderdrukt, zodat geen ander onderdrukt aantal te berekenen is')
    expect(text).not.toContain('=: overgenomen')
  })

  it('is said to be nothing in a rehearsal without a gate', () => {
    const bare = { ...sampleRelease(), gate: null }
    expect(formatReleaseText(bare, undefined, 'nl')).toContain('ER IS NIETS BEPROEFD')
    expect(formatReleaseText(bare, undefined, 'en')).toContain('NOTHING WAS TRIED')
  })

  it('names the earlier releases, and marks what was taken over from them', async () => {
    const before = sampleRelease()
    const release = coarsened([before])
    const text = flat(formatReleaseText(release, undefined, 'nl'))
    expect(text).toContain('De eerdere publicatie van deze afspraak telde daarbij mee.')
    expect(text).toContain('=: overgenomen uit de vorige publicatie')
    const page = String(
      await renderReleasePage({ release, language: 'en', truth: undefined }, '/', []),
    )
    expect(page).toContain('(as in the release before)')
    expect(page).toContain('withheld to protect another withheld number')
    expect(page).toContain(`<dd>${release.earlier[0]}</dd>`)
  })

  it('leaves what is withheld for others out of what a rehearsal holds to be wrong', () => {
    const truth = sampleTruth()
    const text = flat(formatReleaseText(coarsened(), truth, 'en'))
    expect(text).not.toContain('wrongly withheld')
    expect(text).toMatch(/x \(\d/)
  })
})

it('a second release of the same counts says every figure again', () => {
  const counts = { table: sampleTable(), codes: [], linking: sampleLinking() }
  const first = controlDisclosure(counts, context, unattacked(rules))
  const own = { ...context, round: 'later' }
  const second = controlDisclosure(counts, own, unattacked(rules, [first]))
  expect(second.figures.map(({ cell }) => cell)).toEqual(first.figures.map(({ cell }) => cell))
})
