/**
 * When a count is hidden well enough (protocol/disclosure-rules.md, "The attacker"). Pure; reveals
 * nothing.
 */
import type { Claim } from './claims.ts'
import type { Reach, Sense } from './explore.ts'

/** No withheld count is to be known closer than this: highest less lowest. */
export const LEAST_WIDTH = 4

/** What must be possible of a count. */
export interface Demand {
  /** By tables that were found. */
  readonly met: (reach: Readonly<Reach>) => boolean
  /** By what is proven of all tables: then finding more does not help. */
  readonly lost: (reach: Readonly<Reach>) => boolean
  /** How far to look in this direction; undefined: as far as can be. */
  readonly aim: (reach: Readonly<Reach>, sense: Sense) => number | undefined
}

/** Some table has so few, some so many. */
function spans(from: number, to: number): Demand {
  return {
    met: ({ low, high }) => low <= from && high >= to,
    lost: ({ lowest, highest }) => lowest > from || highest < to,
    aim: (_, sense) => (sense === 'min' ? from : to),
  }
}

function isWide(width: number): Demand {
  return {
    met: ({ low, high }) => high - low >= width,
    lost: ({ lowest, highest }) => highest - lowest < width,
    aim: ({ low, high }, sense) => {
      const aim = sense === 'min' ? high - width : low + width
      return Number.isFinite(aim) ? aim : undefined
    },
  }
}

function isSurelyAtLeast(least: number): Demand {
  return {
    met: ({ lowest }) => lowest >= least,
    lost: ({ low }) => low < least,
    aim: () => undefined,
  }
}

function either(one: Demand, other: Demand): Demand {
  return {
    met: (reach) => one.met(reach) || other.met(reach),
    lost: (reach) => one.lost(reach) && other.lost(reach),
    aim: one.aim,
  }
}

/**
 * Up to T = 5 nothing may be told beyond "fewer than T"; above that, and of counts with noise or said
 * again, a range of four. A figure that is withheld for the sake of others may be told to be large.
 */
export function demandOf({ threshold, high }: Pick<Claim, 'threshold' | 'high'>): Demand {
  if (isSecondary({ threshold, high })) {
    return either(isWide(LEAST_WIDTH), isSurelyAtLeast(threshold))
  }
  const isMask = high === threshold - 1 && threshold <= LEAST_WIDTH + 1
  return isMask ? spans(0, threshold - 1) : isWide(LEAST_WIDTH)
}

/** For who knows its own records: a range of four, whatever that range is. */
export function demandOfInsider(claim: Pick<Claim, 'threshold' | 'high'>): Demand {
  const { threshold } = claim
  const wide = isWide(Math.min(LEAST_WIDTH, threshold - 1))
  return isSecondary(claim) ? either(wide, isSurelyAtLeast(threshold)) : wide
}

function isSecondary({ threshold, high }: Pick<Claim, 'threshold' | 'high'>): boolean {
  return high === Number.POSITIVE_INFINITY && threshold > 0
}

/**
 * A change must be as open as a withheld count; or it must be open whether there was one at all, and
 * how large it was; or it was surely not small.
 */
export function demandOfDifference(threshold: number): Demand {
  const perhapsNone: Demand = {
    met: ({ low, high }) => low <= 0 && high >= 0 && high - low >= 2,
    lost: ({ lowest, highest }) => lowest > 0 || highest < 0 || highest - lowest < 2,
    aim: () => undefined,
  }
  const surelyLess: Demand = {
    met: ({ highest }) => highest <= -threshold,
    lost: ({ high }) => high > -threshold,
    aim: () => undefined,
  }
  const notSmall = either(isSurelyAtLeast(threshold), surelyLess)
  return either(isWide(Math.min(LEAST_WIDTH, threshold - 1)), either(perhapsNone, notSmall))
}
