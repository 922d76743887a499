import { describe, expect, it } from 'vitest'
import { controlDisclosure } from '../../src/disclosure/control.ts'
import { withholdEstimates } from '../../src/disclosure/withhold-estimates.ts'
import { tallyPersons } from '../../src/overlap/overlap-table.ts'
import { parseRelease } from '../../src/release/release.ts'
import { lists } from '../overlap/sample-round.ts'
import { refusal } from '../refusal.ts'
import { refusedEstimate, told } from './sample-estimates.ts'
import { sampleLinking } from './sample-linking.ts'
import { context, rules, sampleRelease } from './sample-release.ts'
import { unattacked } from './unattacked.ts'

const { figures } = sampleRelease()
const withCell = (status: 'secondary' | 'withheld') =>
  figures.map((figure) =>
    figure.question === 'persons-without-enrichment' && figure.year === 2016
      ? { ...figure, cell: status === 'withheld' ? { status, below: 5 } : { status } }
      : figure,
  )

describe('an estimate', () => {
  it('stays where the persons seen are shown', () => {
    expect(withholdEstimates([told], figures)).toEqual([told])
  })

  it.each(['secondary', 'withheld'] as const)(
    'goes where these are %s, and its reasons',
    (status) => {
      const refused = { ...refusedEstimate, of: { year: 2016 } }
      for (const estimates of [[told], [refused], [told, { ...told, method: 'stepwise' }]]) {
        expect(withholdEstimates(estimates, withCell(status))).toEqual([
          { ...refused, reasons: ['estimate.withheld'] },
        ])
      }
    },
  )

  it('is not in a release that withholds how many persons were seen', () => {
    const estimatesOf = (persons: number) => {
      const people = Array.from({ length: persons }, () => ['police-2013-victims'])
      const table = tallyPersons(lists, people, { listTwice: 0, undecodable: 0 })
      const estimates = [{ ...told, of: { year: 2013 } }]
      const counted = { table, codes: [], linking: sampleLinking() }
      return controlDisclosure(counted, { ...context, estimates }, unattacked(rules)).estimates
    }
    expect(estimatesOf(40)).toMatchObject([{ verdict: 'publish' }])
    expect(estimatesOf(3)).toMatchObject([{ reasons: ['estimate.withheld'], estimate: null }])
  })

  it('of persons who are not shown makes no release', () => {
    const part = { figures: withCell('withheld'), estimates: [told], corrected: [] }
    const release = { ...sampleRelease(), ...part }
    expect(refusal(() => parseRelease(release))).toMatchObject({
      code: 'release.unreadable',
      where: 'an estimate is of persons who are not shown',
    })
  })
})
