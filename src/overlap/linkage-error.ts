/**
 * How far linking errors can have moved a total (protocol/disclosure-rules.md, Linking errors). A missed link counts a
 * person twice, a false one hides a person; how often either happens is seen on pairs whose numbers say what is true.
 * Assumes that pairs without numbers err as those do, which flatters: who has no number often has a worse name. Works
 * on counts alone and reveals what the total and the error rates reveal.
 */
import type { Random } from '../base/random.ts'

/** Pairs of rows by what their numbers and their other keys say (protocol/specification.md 8.5). */
export interface LabelledPairs {
  readonly numbers: string
  readonly same: number
  readonly found: number
  readonly different: number
}

/** What is known of the links of a round. */
export interface LinkCounts {
  readonly links: number
  readonly linksByNumbers: number
  readonly labelled: readonly LabelledPairs[]
}

/** The median, and the range that holds the truth in 95 of 100 such rounds. */
export interface Range {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

export interface LinkageError {
  /** Of the pairs that are one person, the share that is linked without a number. */
  readonly recall: Range
  /** Of the pairs linked without a number, the share that is one person. */
  readonly precision: Range
  /** By how much the links of a total are to be multiplied; a draw each. */
  readonly factors: readonly number[]
}

const DRAWS = 1000
/** With fewer pairs the range says nothing. */
const FEWEST_PAIRS = 20

/**
 * Error rates with their ranges, from Beta(count + 1, other count + 1), recall by kind of number and weighed by its
 * pairs. Null where fewer than 20 pairs share a number.
 *
 * @param random seeds every draw, so that a second counter finds the same
 */
export function linkageError(counts: LinkCounts, random: Random): LinkageError | null {
  const { labelled, links, linksByNumbers } = counts
  const same = total(labelled.map((one) => one.same))
  if (same < FEWEST_PAIRS) return null
  const found = total(labelled.map((one) => one.found))
  const different = total(labelled.map((one) => one.different))
  const recalls = draws(() =>
    total(labelled.map((one) => (one.same / same) * beta(one.found, one.same - one.found, random))),
  )
  const precisions = draws(() => beta(found, different, random))
  const factors = draws((at) => {
    const byNames = ((links - linksByNumbers) * (precisions[at] ?? 1)) / (recalls[at] ?? 1)
    return links === 0 ? 1 : (linksByNumbers + byNames) / links
  })
  return { recall: rangeOf(recalls), precision: rangeOf(precisions), factors }
}

/**
 * The number of persons behind so many reports of which so many persons were found, had no link been missed or false.
 * Whole persons, at least one and never more than the reports.
 */
export function correctedTotal(
  { reports, persons }: { readonly reports: number; readonly persons: number },
  { factors }: LinkageError,
): Range {
  const linked = reports - persons
  const { estimate, low, high } = rangeOf(factors.map((factor) => reports - linked * factor))
  const whole = (value: number) => Math.min(Math.max(Math.round(value), 1), reports)
  return { estimate: whole(estimate), low: whole(low), high: whole(high) }
}

function draws(draw: (at: number) => number): number[] {
  return Array.from({ length: DRAWS }, (_, at) => draw(at))
}

function rangeOf(values: readonly number[]): Range {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0
  return { estimate: at(0.5), low: at(0.025), high: at(0.975) }
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Beta(a + 1, b + 1) as a ratio of gammas. */
function beta(a: number, b: number, random: Random): number {
  const [x, y] = [gamma(a + 1, random), gamma(b + 1, random)]
  return x / (x + y)
}

/** Marsaglia and Tsang, A simple method for generating gamma variables (2000), for shapes of 1 and more. */
function gamma(shape: number, random: Random): number {
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(random)
    const v = (1 + c * x) ** 3
    if (v <= 0) continue
    if (Math.log(uniform(random)) < x * x * 0.5 + d * (1 - v + Math.log(v))) return d * v
  }
}

/** Box and Muller (1958). */
function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(uniform(random)))
  return radius * Math.cos(2 * Math.PI * uniform(random))
}

/** In (0, 1), 52 bits. */
function uniform(random: Random): number {
  const bytes = random(8)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return ((view.getUint32(0) >>> 12) * 2 ** 32 + view.getUint32(4) + 0.5) / 2 ** 52
}
