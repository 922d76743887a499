/*
 * Estimates from two lists that share persons: Lincoln-Petersen, and Chapman with Seber's variance. They assume that
 * standing on one list says nothing of standing on the other, which two lists cannot show. With the sizes of the
 * lists known, either estimate gives the overlap back exactly: they are for the counter.
 */
export interface ListPair {
  /** Persons on the one, on the other, on both. */
  readonly one: number
  readonly other: number
  readonly both: number
}

/** n1·n2/m; null where nobody is on both. */
export function lincolnPetersen({ one, other, both }: ListPair): number | null {
  return both === 0 ? null : (one * other) / both
}

/** (n1 + 1)(n2 + 1)/(m + 1) − 1 (Chapman 1951). */
export function chapman({ one, other, both }: ListPair): number {
  return ((one + 1) * (other + 1)) / (both + 1) - 1
}

/** (n1 + 1)(n2 + 1)(n1 − m)(n2 − m)/((m + 1)²(m + 2)) (Seber 1970). */
export function seberVariance({ one, other, both }: ListPair): number {
  const moved = (one + 1) * (other + 1) * (one - both) * (other - both)
  return moved / ((both + 1) ** 2 * (both + 2))
}

export interface Limits {
  readonly lower: number
  readonly upper: number
}

/** As Chao (1987) prints it. */
const NORMAL_95 = 1.96

/** 95 % limits so that the number of the unseen is log-normal (Chao 1987): never below the observed. */
export function logNormalLimits({
  observed,
  estimate,
  variance,
}: {
  readonly observed: number
  readonly estimate: number
  readonly variance: number
}): Limits {
  const unseen = estimate - observed
  if (unseen <= 0) return { lower: observed, upper: observed }
  const spread = Math.sqrt(Math.log1p(variance / unseen ** 2))
  const factor = Math.exp(NORMAL_95 * spread)
  return { lower: observed + unseen / factor, upper: observed + unseen * factor }
}

export interface Dependence extends Limits {
  readonly oddsRatio: number
  readonly estimate: number
}

/** Two lists cannot show whether they depend on each other, so these are what-ifs. */
const ODDS_RATIOS = [0.5, 1, 2, 5] as const

/**
 * What the estimate would be if being on one list made being on the other so many times as likely (as an odds ratio):
 * the unseen are that many times Chapman's.
 */
export function dependenceTable(pair: ListPair): Dependence[] {
  const observed = pair.one + pair.other - pair.both
  const unseen = chapman(pair) - observed
  const variance = seberVariance(pair)
  return ODDS_RATIOS.map((oddsRatio) => {
    const estimate = observed + Math.max(0, unseen) * oddsRatio
    const limits = logNormalLimits({ observed, estimate, variance: variance * oddsRatio ** 2 })
    return { oddsRatio, estimate, ...limits }
  })
}
