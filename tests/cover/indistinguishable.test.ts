import { describe, expect, it } from 'vitest'
import { CHANGED_BINS, makeBins } from '../../src/cover/bins.ts'
import { drawCover, type Law, makeLaw, weightOf } from '../../src/cover/law.ts'
import { coveredSum, exactAnswer } from '../../src/cover/opening.ts'
import { type CoverPlan, makeCoverPlan } from '../../src/cover/plan.ts'
import { decideQuestions, placesOf, type Question } from '../../src/cover/questions.ts'
import { seededRandom } from '../scripted-random.ts'

/*
 * The promise of protocol/specification.md 14.1 and 14.2, over whole rounds without their
 * ciphertexts: what the counter sees of a covered bag is a count per bin, and with the coordinator it
 * knows how many persons have how many rows. Neighbours are two rounds in which one person stands on
 * other lists, but as many. Every seed is the name given to seededRandom.
 */

const epsilon = 1
const delta = 0.000001
const agreedRows = 100

/** Whether padding rows open to nothing, as they do, or show which list they are of. */
type Padding = 'unlabelled' | 'labelled'

/** What a counter can tell apart: persons on each set of lists, and padding where it shows its list. */
function bagOf(
  persons: readonly (readonly string[])[],
  lists: readonly string[],
  padding: Padding,
) {
  const sets = makeBins(lists).map(
    ({ id }) => persons.filter((person) => person.join('+') === id).length,
  )
  const fillers = lists.map(
    (list) => agreedRows - persons.filter((person) => person.includes(list)).length,
  )
  return padding === 'labelled' ? [...sets, ...fillers] : sets
}

/** How many persons stand on 1, 2, 3 … lists: what the coordinator knows. */
function sizesOf(persons: readonly (readonly string[])[], lists: number): number[] {
  return Array.from(
    { length: lists },
    (_, at) => persons.filter((person) => person.length === at + 1).length,
  )
}

interface Neighbours {
  readonly name: string
  readonly one: readonly number[]
  readonly other: readonly number[]
}

/** Every ordered pair: some persons on every set, and one of them on other lists, but as many. */
function neighbours(lists: readonly string[], padding: Padding): Neighbours[] {
  const sets = makeBins(lists).map((bin) => bin.lists)
  const rest = sets.flatMap((set) => [set, set])
  return sets.flatMap((from) =>
    sets
      .filter((to) => to !== from && to.length === from.length)
      .map((to) => {
        const [one, other] = [
          [...rest, from],
          [...rest, to],
        ]
        expect(sizesOf(one, lists.length)).toEqual(sizesOf(other, lists.length))
        const name = `${from.join('+')} > ${to.join('+')}`
        return { name, one: bagOf(one, lists, padding), other: bagOf(other, lists, padding) }
      }),
  )
}

/** Bins whose counts differ, and by how much the first has more. */
function changes({ one, other }: Neighbours): { bin: number; more: number }[] {
  return one
    .map((count, bin) => ({ bin, more: count - (other[bin] ?? 0) }))
    .filter(({ more }) => more !== 0)
}

describe('the promise, computed exactly', () => {
  /** A little below e, as a fraction: what is left over is then too large rather than too small. */
  const e = { top: 2718281828459045235n, bottom: 10n ** 18n }

  /** The sum of what P exceeds e^ε·P' by, over all pairs of covered counts: the δ that holds. */
  function exactDelta(law: Law, [first, second]: readonly { more: number }[], factor = e): number {
    let excess = 0n
    for (let a = -1; a <= 2 * law.m + 1; a++) {
      for (let b = -1; b <= 2 * law.m + 1; b++) {
        const p = weightOf(law, a) * weightOf(law, b)
        const q = weightOf(law, a + first!.more) * weightOf(law, b + second!.more)
        const beyond = p * factor.bottom - q * factor.top
        if (beyond > 0n) excess += beyond
      }
    }
    return Number((excess * 10n ** 20n) / (law.total * law.total * factor.bottom)) / 1e20
  }

  it.each([3, 4])('holds for every pair of neighbouring rounds over %i lists', (count) => {
    const lists = ['a', 'b', 'c', 'd'].slice(0, count)
    const { law } = makeCoverPlan({ lists, epsilon, delta })
    const pairs = neighbours(lists, 'unlabelled')
    expect(pairs.length).toBe(count === 3 ? 12 : 54)
    for (const pair of pairs) {
      const changed = changes(pair)
      expect(changed.length, pair.name).toBe(CHANGED_BINS)
      const needed = exactDelta(law, changed)
      expect(needed, pair.name).toBeLessThanOrEqual(delta)
      // And not by far: the ends are what it is needed for.
      expect(needed, pair.name).toBeGreaterThan(delta / 2)
    }
  })

  it('would not hold for a smaller epsilon', () => {
    const { law } = makeCoverPlan({ lists: ['a', 'b', 'c'], epsilon, delta })
    const less = { top: (e.top * 99n) / 100n, bottom: e.bottom }
    expect(exactDelta(law, [{ more: 1 }, { more: -1 }], less)).toBeGreaterThan(0.001)
  })

  it.each([3, 4, 5])(
    'would not hold where padding shows its list: with %i lists more changes',
    (n) => {
      const lists = ['a', 'b', 'c', 'd', 'e'].slice(0, n)
      const most = (padding: Padding) =>
        Math.max(...neighbours(lists, padding).map((pair) => changes(pair).length))
      expect(most('unlabelled')).toBe(CHANGED_BINS)
      expect(most('labelled')).toBe(2 + 2 * Math.floor(n / 2))
    },
  )
})

/** Rounds drawn for each of two neighbours. */
const rounds = 20_000
/** Chance that all sampled tests together find fault with a promise that holds. */
const significance = 0.000001

type Cover = readonly (readonly number[])[]

/** The cover of so many rounds, added up over evaluators: a number per round and bin. */
function sampleCover(
  law: Law,
  bins: number,
  of: { readonly rounds: number; readonly evaluators: number; readonly seed: string },
): Cover {
  const random = seededRandom(of.seed)
  const draw = () => {
    let sum = 0
    for (let j = 0; j < of.evaluators; j++) sum += drawCover(law, random)
    return sum
  }
  return Array.from({ length: of.rounds }, () => Array.from({ length: bins }, draw))
}

/**
 * Bounds on a chance from how often something happened (Chernoff's, so a little wider than Clopper's
 * and Pearson's), each wrong with a chance of at most alpha.
 */
function bounds(seen: number, of: number, alpha: number): { low: number; high: number } {
  const share = seen / of
  const part = (p: number, q: number) => (p === 0 ? 0 : p * Math.log(p / q))
  const plausible = (p: number) =>
    of * (part(share, p) + part(1 - share, 1 - p)) <= -Math.log(alpha)
  const search = (inside: number, outside: number) => {
    let [yes, no] = [inside, outside]
    for (let step = 0; step < 60; step++) {
      const middle = (yes + no) / 2
      if (plausible(middle)) yes = middle
      else no = middle
    }
    return no
  }
  return { low: search(share, 0), high: search(share, 1) }
}

interface Trial {
  readonly pairs: readonly Neighbours[]
  readonly covers: readonly [Cover, Cover]
  /** Middle of the cover of a bin. */
  readonly middle: number
}

/**
 * Neighbours that can be told apart better than ε and δ allow. Events are what the likelihood ratio
 * makes worst: the bins that the first round has more of are high, the others low.
 */
function violations({ pairs, covers, middle }: Trial): string[] {
  const shifts = [-2, 0, 2]
  const alpha = significance / (2 * pairs.length * shifts.length)
  const [coverOne, coverOther] = covers
  return pairs.flatMap((pair) => {
    const changed = changes(pair)
    const happens = (counts: readonly number[], cover: Cover, shift: number) =>
      cover.filter((round) =>
        changed.every(({ bin, more }) => {
          const beyond = (counts[bin] ?? 0) + (round[bin] ?? 0) - (pair.one[bin] ?? 0) - middle
          return more > 0 ? beyond >= shift : beyond <= -shift
        }),
      ).length
    return shifts
      .filter((shift) => {
        const one = bounds(happens(pair.one, coverOne, shift), coverOne.length, alpha)
        const other = bounds(happens(pair.other, coverOther, shift), coverOther.length, alpha)
        return one.low > Math.exp(epsilon) * other.high + delta
      })
      .map((shift) => `${pair.name}, shift ${shift}`)
  })
}

/*
 * Power, worked out for the pair of thresholds in the middle: with the law of ε' the event has the
 * chances P(z ≥ m)² = 1/(1+a)² and P(z > m)² = (a/(1+a))², a = e^(−ε'/2). At 20,000 rounds and alpha of
 * 10^-8 both bounds lie 6 standard deviations away, so a law of ε' = 1.25 (0.424 against 0.122, and
 * e·0.122 = 0.331) is found with a chance above 0.9999, one of ε' = 1.1 hardly ever.
 */
describe('the promise, on sampled rounds', () => {
  const lists = ['kmar', 'politie', 'zorg']
  const plan = makeCoverPlan({ lists, epsilon, delta })
  const pairs = neighbours(lists, 'unlabelled')
  const seeds = ['indistinguishable, one', 'indistinguishable, other'] as const
  const sample = (law: Law, bins: number, of: { rounds: number; evaluators: number }) =>
    seeds.map((seed) => sampleCover(law, bins, { ...of, seed })) as [Cover, Cover]

  it('is kept by the cover of one honest evaluator, the others taken away', () => {
    const covers = sample(plan.law, 7, { rounds, evaluators: 1 })
    expect(violations({ pairs, covers, middle: 27 }), seeds.join()).toEqual([])
  })

  it('is kept by the cover of three evaluators', () => {
    const covers = sample(plan.law, 7, { rounds: 5000, evaluators: 3 })
    expect(violations({ pairs, covers, middle: 81 }), seeds.join()).toEqual([])
  })

  it('is found broken without cover, for every pair', () => {
    const none: Cover = Array.from({ length: rounds }, () => Array.from({ length: 7 }, () => 0))
    const broken = violations({ pairs, covers: [none, none], middle: 0 })
    expect(broken).toEqual(pairs.map(({ name }) => `${name}, shift 0`))
  })

  it('is found broken by the law of an epsilon a quarter larger, for every pair', () => {
    const law = makeLaw({ epsilon: 1.25, delta, changedBins: 2 })
    const covers = sample(law, 7, { rounds, evaluators: 1 })
    const broken = violations({ pairs, covers, middle: law.m })
    for (const { name } of pairs) expect(broken).toContain(`${name}, shift 0`)
  })

  it('is found broken where padding shows its list under a law for two bins, not for four', () => {
    const labelled = neighbours(lists, 'labelled')
    const covers = sample(plan.law, 10, { rounds, evaluators: 1 })
    const broken = violations({ pairs: labelled, covers, middle: 27 })
    for (const { name } of labelled) expect(broken).toContain(`${name}, shift 0`)
    const own = makeLaw({ epsilon, delta, changedBins: 4 })
    const wide = sample(own, 10, { rounds: 5000, evaluators: 1 })
    expect(violations({ pairs: labelled, covers: wide, middle: own.m })).toEqual([])
  })
})

describe('what is opened on sampled rounds', () => {
  const plan = makeCoverPlan({ lists: ['kmar', 'politie', 'zorg'], epsilon, delta })
  const threshold = 5
  const questions: Question[] = [
    { id: 'all', bins: plan.bins.map(({ id }) => id) },
    ...plan.bins.slice(0, 3).map(({ id: list }) => ({
      id: `known-to-${list}`,
      bins: plan.bins.filter(({ lists }) => lists.includes(list)).map(({ id }) => id),
    })),
    ...plan.bins.map(({ id }) => ({ id: `only-${id}`, bins: [id] })),
  ]

  /** One round: decisions from covered counts alone, answers from what evaluators open. */
  function playRound(one: CoverPlan, truth: readonly number[], seed: string) {
    const covers = [0, 1, 2].flatMap((evaluator) =>
      sampleCover(one.law, 7, { rounds: 1, evaluators: 1, seed: `${seed}, ${evaluator}` }),
    )
    const covered = truth.map((count, bin) =>
      covers.reduce((sum, cover) => sum + (cover[bin] ?? 0), count),
    )
    const before = { questions: [], overOtherLists: false }
    const by = { evaluators: 3, threshold, delta, covered, before }
    const decisions = decideQuestions(one, questions, by)
    return questions.map((question, at) => {
      const places = placesOf(one.bins, question)
      const sumOf = (counts: readonly number[]) =>
        places.reduce((sum, place) => sum + (counts[place] ?? 0), 0)
      const openings = covers.map((cover) => ({ value: sumOf(cover), blinding: new Uint8Array() }))
      const verdict = decisions[at]!.verdict
      const answer = exactAnswer(coveredSum(one, question, covered), openings)
      return { id: question.id, verdict, answer, truth: sumOf(truth) }
    })
  }

  it('is the truth, and never a sum below the threshold', () => {
    const random = seededRandom('truths of rounds')
    const verdicts = new Map<string, number>()
    for (let round = 0; round < 300; round++) {
      const truth = [...random(7)].map((byte, at) => (at % 2 === 0 ? byte : byte % 40))
      for (const { verdict, answer, truth: true_ } of playRound(plan, truth, `round ${round}`)) {
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1)
        if (verdict !== 'opened') continue
        expect(answer).toBe(true_)
        expect(true_).toBeGreaterThanOrEqual(threshold)
      }
    }
    // The rule neither opens everything nor nothing.
    expect([...verdicts.keys()].toSorted()).toEqual(['difference', 'opened', 'too-small'])
  })

  it('never gives a sum below the threshold as a difference', () => {
    // Two on kmar and zorg only: known-to-kmar less the other sets with kmar would give them away.
    const truth = [400, 300, 500, 200, 2, 150, 250]
    for (let round = 0; round < 100; round++) {
      const played = playRound(plan, truth, `small ${round}`)
      const opened = played.filter(({ verdict }) => verdict === 'opened').map(({ id }) => id)
      expect(opened).toContain('known-to-kmar')
      expect(opened).not.toContain('only-kmar+zorg')
      const parts = ['only-kmar', 'only-kmar+politie', 'only-kmar+politie+zorg']
      expect(parts.every((id) => opened.includes(id))).toBe(false)
    }
  })
})
