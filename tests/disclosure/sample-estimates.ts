import type { PublishedEstimate } from '../../src/release/estimate.ts'

/** An estimate as it is published, of a year of the sample round. */
export const told: PublishedEstimate = {
  of: { year: 2016 },
  verdict: 'publish',
  method: 'bic-pairs',
  estimate: 2610,
  low: 1900,
  high: 3520,
  data: 'exact',
  reasons: [],
  warnings: ['extreme-resample', 'population', 'assumption', 'referral', 'change', 'parts'],
}

export const refusedEstimate: PublishedEstimate = {
  of: { year: 2017 },
  verdict: 'refuse',
  method: null,
  estimate: null,
  low: null,
  high: null,
  data: 'exact',
  reasons: ['estimate.few-overlaps', 'estimate.wide-interval'],
  warnings: [],
}
