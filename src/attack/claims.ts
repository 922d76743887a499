/**
 * What releases say, as an attacker reads them: intervals about sums of counts that nobody was to
 * see. Assumes that whoever makes the claims numbers the variables of one space. Reveals nothing.
 */
import type { Row, Term } from './solver.ts'

/** One figure: the sum of these counts lies from `low` to `high`. */
export interface Claim {
  readonly id: string
  readonly terms: readonly Term[]
  readonly low: number
  readonly high: number
  /** Withheld: a small count that must stay hidden. */
  readonly hidden: boolean
  readonly threshold: number
}

/** One release of any kind. */
export interface Published {
  readonly id: string
  readonly claims: readonly Claim[]
}

/** The counts behind all releases: variables 0, 1, …, whole and not negative, and how they hang together. */
export interface Space {
  readonly variables: number
  readonly rows: readonly Row[]
  /** False: not every table has its counts here. What is possible is; what seems told may not be. */
  readonly complete?: boolean
}

/** Somebody who knows more than the public: an organisation, or several together. */
export interface Insider {
  readonly id: string
  readonly kind: 'insider' | 'pair'
  /** Counts of its own records, as equalities. */
  readonly knows: readonly Row[]
}

/** The same figure in two rounds. Its difference is itself a figure about those who came between. */
export interface Difference {
  readonly id: string
  readonly terms: readonly Term[]
  readonly threshold: number
}

export function claimRow({ terms, low, high }: Claim): Row {
  return { terms, low, high }
}

/** A withheld cell: nobody to threshold - 1. */
export function withheld(id: string, terms: readonly Term[], threshold: number): Claim {
  return { id, terms, low: 0, high: threshold - 1, hidden: true, threshold }
}

/** A shown cell: what rounds to it, and never below the threshold. */
export function shown(
  id: string,
  terms: readonly Term[],
  {
    value,
    threshold,
    roundingBase,
  }: { readonly value: number; readonly threshold: number; readonly roundingBase: number },
): Claim {
  const [low, high] = roundsTo(value, roundingBase)
  return { id, terms, low: Math.max(low, threshold), high, hidden: false, threshold }
}

/**
 * The whole numbers that round to a multiple of the base, a half to the even multiple
 * (protocol/disclosure-rules.md, "As a formula").
 */
export function roundsTo(value: number, base: number): [low: number, high: number] {
  const half = base / 2
  if (base % 2 === 1) return [value - (base - 1) / 2, value + (base - 1) / 2]
  const reach = (value / base) % 2 === 0 ? half : half - 1
  return [value - reach, value + reach]
}
