import { controlDisclosure, type ReleaseContext } from '../../src/disclosure/control.ts'
import type { Release } from '../../src/release/release.ts'
import { sampleCodes } from '../overlap/sample-codes.ts'
import { lists, organisations, populations, sampleTable } from '../overlap/sample-round.ts'
import { sampleLinking } from './sample-linking.ts'
import { unattacked } from './unattacked.ts'

export const rules = { threshold: 5, roundingBase: 5 }

export const context: ReleaseContext = {
  round: 'national-2013-2017',
  manifestDigest: 'm'.repeat(43),
  agreement: {
    id: 'national-picture',
    title: { nl: 'Landelijk beeld 2013-2017', en: 'National picture 2013-2017' },
    digest: 'a'.repeat(43),
  },
  period: { from: '2013-01-01', to: '2017-12-31' },
  madeBy: 'rapporteur',
  madeAtMs: Date.UTC(2026, 10, 21, 9, 30, 15, 250),
  organisations,
  populations,
  agreedSizes: Object.fromEntries(lists.map((list) => [list.id, 800])),
  recipe: 'nl-1',
  linkingRule: 'l2',
  yearRule: 'year-of-report',
  proofs: 'full',
}

const made = new Map<number, Release>()

/** The release of the sample round; sealed, so that one serves all. */
export function sampleRelease(seed = 1): Release {
  const release = made.get(seed) ?? makeSample(seed)
  made.set(seed, release)
  return release
}

function makeSample(seed: number): Release {
  const counts = { table: sampleTable(seed), codes: [sampleCodes(seed)], linking: sampleLinking() }
  return controlDisclosure(counts, context, unattacked(rules))
}
