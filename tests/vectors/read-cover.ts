/*
 * The second reading of protocol/specification.md 14, as notation.ts: the law from fractions of whole
 * numbers, sets of lists by counting in binary.
 */
import {
  type Fields,
  framed,
  hashToGroup,
  hexOf,
  type Input,
  little,
  Point,
  Q,
  SUITE,
  scalarHex,
  times,
} from './notation.ts'

/** A decimal as text to a fraction. */
function fraction(text: string): [bigint, bigint] {
  const [digits = '', exponent = '0'] = text.split('e')
  const [whole = '', rest = ''] = digits.split('.')
  const shift = rest.length - Number(exponent)
  return [BigInt(whole + rest), 10n ** BigInt(shift)]
}

/** e^(top/bottom) as a numerator over 10^100, from its series. */
function exponential(top: bigint, bottom: bigint): bigint {
  let [term, sum] = [10n ** 100n, 0n]
  for (let n = 1n; term > 0n; n++) {
    sum += term
    term = (term * top) / (bottom * n)
  }
  return sum
}

function lawOf(input: Input, bins: bigint) {
  const [epsilon, one] = fraction(input.text('epsilon'))
  const [delta, unit] = fraction(input.text('delta'))
  const factor = exponential(epsilon, one * bins)
  const weights = [2n ** 64n]
  const total = () => 2n * weights.reduce((sum, weight) => sum + weight, 0n) - weights[0]!
  do weights.push((weights.at(-1)! * 10n ** 100n) / factor + 1n)
  while (bins * weights.at(-1)! * unit > delta * total())
  return { weights, total: total() }
}

function draw(input: Input, { weights, total }: ReturnType<typeof lawOf>): number {
  let u: bigint
  do u = BigInt(`0x${input.random(16).toString('hex')}`)
  while (u >= 2n ** 128n - (2n ** 128n % total))
  let left = u % total
  const all = [...weights.slice(1).toReversed(), ...weights]
  return all.findIndex((weight) => {
    left -= weight
    return left < 0n
  })
}

/** Sets of lists: every number from 1 says in binary which lists are in, then in order. */
function setsOf(input: Input): string[][] {
  const lists = input.text('lists').split(' ').toSorted()
  const numbers = Array.from({ length: 2 ** lists.length - 1 }, (_, at) => at + 1)
  const sets = numbers.map((number) => lists.filter((_, at) => (number >> at) % 2 === 1))
  return sets.toSorted((x, y) => x.length - y.length || (x.join(' ') < y.join(' ') ? -1 : 1))
}

const padding = () => hashToGroup(framed('padding'), `SAMENTEL-V02-PRESENCE-with-${SUITE}`)
const H = () => hashToGroup(framed(Buffer.alloc(8)), `SAMENTEL-V02-GENERATOR-with-${SUITE}`)

/** Readings of the vectors of cover.json, by the first word of their names. */
export const coverReadings: Readonly<Record<string, (input: Input) => Fields>> = {
  law: (input) => {
    const { weights, total } = lawOf(input, BigInt(input.text('bins')))
    return { m: String(weights.length - 1), weights: weights.join(' '), total: String(total) }
  },
  numbers: (input) => {
    const law = lawOf(input, BigInt(input.text('bins')))
    const count = Number(input.text('count'))
    return { numbers: Array.from({ length: count }, () => draw(input, law)).join(' ') }
  },
  bins: (input) => {
    const tag = `SAMENTEL-V02-LABEL-with-${SUITE}`
    const core = input.bytes('coreDigest')
    const sets = setsOf(input)
    const elements = sets.flatMap((set) => {
      const labels = set.map((list) => hashToGroup(framed(core, list), tag))
      return [labels.reduce((sum, label) => sum.add(label)), Point.ZERO]
    })
    const ids = sets.map((set) => set.join('+')).join(' ')
    return { ids, elements: hexOf(elements), nothing: hexOf([Point.ZERO, padding()]) }
  },
  'cover-commitments': (input) => {
    const law = lawOf(input, 2n)
    const made = setsOf(input).map(() => {
      const z = draw(input, law)
      const rho = little(input.random(64)) % Q
      return { z, C: times(BigInt(z), Point.BASE).add(times(rho, H())) }
    })
    return {
      numbers: made.map(({ z }) => z).join(' '),
      commitments: hexOf(made.map(({ C }) => C)),
    }
  },
  'cover-opening': (input) => {
    const ids = setsOf(input).map((set) => set.join('+'))
    const places = input
      .text('bins')
      .split(' ')
      .map((id) => ids.indexOf(id))
    const numbers = input.text('numbers').split(' ').map(Number)
    const rhos = input.scalars('blindings')
    const value = places.reduce((sum, place) => sum + numbers[place]!, 0)
    const blinding = places.reduce((sum, place) => sum + rhos[place]!, 0n)
    return { value: String(value), blinding: scalarHex(blinding) }
  },
}
