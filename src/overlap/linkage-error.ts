/**
 * How far linking errors can have moved a total (protocol/disclosure-rules.md, Linking errors). A missed link counts a
 * person twice, a false one hides a person; how often either happens is seen on links that numbers judge. Assumes that
 * rows without numbers err as those do, which flatters: who has no number often has a worse name; and a false link is
 * seen only where others share both numbers, so precision is an upper bound. Works on counts alone and reveals what the total and the error rates reveal.
 */
import type { Random } from '../base/random.ts'

/** A count, or what is shown of one: somewhere from `low` to `high`. */
export interface Span {
  readonly low: number
  readonly high: number
}

/** Links by what numbers and other keys say (protocol/specification.md 8.5). */
export interface LabelledPairs {
  readonly numbers: string
  /** One person by their numbers, and linked without them. */
  readonly found: Span
  /** One person by their numbers, and not linked without them. */
  readonly missed: Span
  /** Linked without numbers, and not one person by them. */
  readonly different: Span
}

/** What is known of the links of a round. */
export interface LinkCounts {
  readonly links: Span
  readonly linksByNumbers: Span
  readonly labelled: readonly LabelledPairs[]
}

/** The median, and the range that holds the truth in 95 of 100 such rounds. */
export interface Range {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

export interface LinkageError {
  /** Of the links that there are, the share that is found without a number. */
  readonly recall: Range
  /** Of the links made without a number, the share that is right; at most. */
  readonly precision: Range
  /** By how much the links of a total are to be multiplied; a draw each. */
  readonly factors: readonly number[]
  /** Recall of each kind of numbers, in the order given; null where its links are too few. */
  readonly recalls: readonly (Range | null)[]
}

const DRAWS = 1000
/** With fewer links the range says nothing. */
const FEWEST_LINKS = 20
const BULK_BYTES = 8192

/**
 * Error rates with their ranges, from Beta(count + 1, other count + 1), recall by kind of number and weighed by its
 * links; a count that is not shown exactly is drawn from its span each time. Null with fewer than 20 links by number.
 *
 * @param source seeds every draw, so that whoever has the counts finds the same
 */
export function linkageError(counts: LinkCounts, source: Random): LinkageError | null {
  const random = inBulk(source)
  const pairs = counts.labelled.map(({ found, missed }) => middle(found) + middle(missed))
  const all = total(pairs)
  if (all < FEWEST_LINKS) return null
  const recalls = counts.labelled.map((one) => draws(() => recallDraw(one, random)))
  const recall = draws((at) =>
    total(pairs.map((own, of) => (own / all) * (recalls[of]?.[at] ?? 1))),
  )
  const precision = draws(() => precisionDraw(counts.labelled, random))
  const factors = draws((at) => {
    const links = within(counts.links, random)
    if (links === 0) return 1
    const byNumbers = Math.min(within(counts.linksByNumbers, random), links)
    return (byNumbers + ((links - byNumbers) * (precision[at] ?? 1)) / (recall[at] ?? 1)) / links
  })
  return {
    recall: rangeOf(recall),
    precision: rangeOf(precision),
    factors,
    recalls: recalls.map((own, at) => ((pairs[at] ?? 0) < FEWEST_LINKS ? null : rangeOf(own))),
  }
}

function recallDraw({ found, missed }: LabelledPairs, random: Random): number {
  return beta(within(found, random), within(missed, random), random)
}

function precisionDraw(labelled: readonly LabelledPairs[], random: Random): number {
  const found = total(labelled.map((one) => within(one.found, random)))
  const different = total(labelled.map((one) => within(one.different, random)))
  return beta(found, different, random)
}

/**
 * The number of persons behind so many reports of which so many persons were found, had no link been missed or false;
 * what is not shown exactly is drawn from its span. Whole persons, at least one and never more than the reports.
 */
export function correctedTotal(
  { reports, persons }: { readonly reports: Span; readonly persons: Span },
  { factors }: LinkageError,
  source: Random,
): Range {
  const random = inBulk(source)
  const totals = factors.map((factor) => {
    const found = within(persons, random)
    const all = Math.max(within(reports, random), found)
    return Math.min(Math.max(all - (all - found) * factor, 1), all)
  })
  const { estimate, low, high } = rangeOf(totals)
  return { estimate: Math.round(estimate), low: Math.floor(low), high: Math.ceil(high) }
}

function middle({ low, high }: Span): number {
  return (low + high) / 2
}

function within({ low, high }: Span, random: Random): number {
  return low === high ? low : low + (high - low) * uniform(random)
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

/** The same bytes, asked for in fewer calls: there are tens of thousands of draws. */
function inBulk(source: Random): Random {
  let bytes = new Uint8Array(0)
  let at = 0
  return (length) => {
    if (at + length > bytes.length) {
      const more = source(BULK_BYTES)
      const rest = bytes.subarray(at)
      bytes = new Uint8Array(rest.length + more.length)
      bytes.set(rest)
      bytes.set(more, rest.length)
      at = 0
    }
    at += length
    return bytes.subarray(at - length, at)
  }
}

/** In (0, 1), 52 bits. */
function uniform(random: Random): number {
  const bytes = random(8)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return ((view.getUint32(0) >>> 12) * 2 ** 32 + view.getUint32(4) + 0.5) / 2 ** 52
}
