import { describe, expect, it } from 'vitest'
import type { PublishedEstimate } from '../../src/release/estimate.ts'
import { estimateRows } from '../../src/viewer/estimate-text.ts'
import { dutchEstimates, englishEstimates } from '../../src/viewer/estimate-words.ts'
import { renderReleasePage } from '../../src/viewer/release-page.ts'
import { formatReleaseText } from '../../src/viewer/text.ts'
import { refusedEstimate, told } from '../disclosure/sample-estimates.ts'
import { sampleRelease } from '../disclosure/sample-release.ts'

const withEstimates = (...estimates: PublishedEstimate[]) => ({ ...sampleRelease(), estimates })
const release = withEstimates(told, refusedEstimate)
const page = async (of: typeof release, language: 'nl' | 'en') =>
  String(await renderReleasePage({ release: of, language, truth: undefined }, '/', []))

describe('the estimates of a release', () => {
  it('stand on the page with range, method, reasons and what to know with them', async () => {
    const text = await page(release, 'nl')
    expect(text).toContain('<h2 id="estimates">Schatting van wie niemand zag</h2>')
    expect(text).toContain('<td>2.610</td><td>1.900–3.520</td>')
    expect(text).toContain(
      'te weinig personen zijn bij meer dan één organisatie bekend; het bereik is te breed',
    )
    expect(text).toContain(dutchEstimates.warnings.referral)
    expect(text).toContain(dutchEstimates.warnings['extreme-resample'])
    expect(text).not.toContain(dutchEstimates.warnings['two-lists'])
    expect(await page(release, 'en')).toContain('Estimate of those whom nobody saw')
  })

  it('stand in the text too, in lines that fit a terminal', () => {
    const text = formatReleaseText(release, undefined, 'en')
    expect(text).toContain('  2016: 2,610 (1,900–3,520); best fitting simple model')
    expect(text).toContain('  2017: not estimated; too few persons')
    const part = text.slice(text.indexOf(englishEstimates.title))
    expect(Math.max(...part.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('are not spoken of where the agreement does not ask for them, nor warned of where all are refused', async () => {
    expect(await page(withEstimates(), 'nl')).not.toContain(dutchEstimates.title)
    expect(formatReleaseText(withEstimates(), undefined, 'nl')).not.toContain(dutchEstimates.title)
    const refused = await page(withEstimates(refusedEstimate), 'nl')
    expect(refused).not.toContain(dutchEstimates.warningsTitle)
    expect(refused).not.toContain('Geschat uit de exacte aantallen')
  })

  it('have words for every code in both languages', () => {
    for (const part of ['methods', 'reasons', 'warnings'] as const) {
      expect(Object.keys(dutchEstimates[part])).toEqual(Object.keys(englishEstimates[part]))
    }
    const all = withEstimates({ ...refusedEstimate, reasons: Object.keys(dutchEstimates.reasons) })
    const [row] = estimateRows({ release: all, language: 'nl', truth: undefined }) ?? []
    expect(row?.method).not.toContain('estimate.')
  })
})
