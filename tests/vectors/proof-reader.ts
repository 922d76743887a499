/*
 * The second reading of protocol/specification.md 13, as notation.ts: makes every proof again, and
 * then verifies it by the text on verifiers.
 */
import {
  combined,
  type Element,
  type Fields,
  framed,
  hashToGroup,
  hexOf,
  type Input,
  little,
  Point,
  Q,
  rowsOf,
  SUITE,
  scalarHex,
  sha512,
  times,
  uint,
} from './notation.ts'

/** Σ of the factors' multiples of the bases is the image. */
interface Equation {
  readonly terms: readonly (readonly [witness: number, base: Element])[]
  readonly image: Element
}

const bytesOf = (point: Element) => Buffer.from(point.toBytes())
const flat = (points: readonly Element[]) => Buffer.concat(points.map(bytesOf))
const scalarBytes = (value: bigint) => Buffer.from(scalarHex(value), 'hex')
const uint64 = (value: number) => Buffer.concat([uint(0, 2), uint(value, 6)])
const reduced = (bytes: Uint8Array) => little(bytes) % Q
const hash = (use: string, ...values: readonly Buffer[]) =>
  sha512(framed(`SAMENTEL-V02-${use}-SHA512`, ...values))
const add = (points: readonly Element[]) => points.reduce((x, y) => x.add(y), Point.ZERO)

function weightsFrom(seed: Buffer, from: number, count: number): bigint[] {
  return Array.from({ length: count }, (_, at) => reduced(hash('WEIGHT', seed, uint64(from + at))))
}

function weightsOf(input: Input, keys: readonly Element[], count: number): bigint[] {
  const seed = hash('SEED', input.bytes('context'), input.bytes('digests'), flat(keys))
  return weightsFrom(seed, 0, count)
}

function weigh(rows: readonly (readonly Element[])[], by: readonly bigint[]): Element[] {
  const width = rows[0]?.length ?? 0
  return Array.from({ length: width }, (_, column) =>
    combined(
      by,
      rows.map((row) => row[column]!),
    ),
  )
}

const weighSecrets = (secrets: readonly bigint[], by: readonly bigint[]) =>
  secrets.reduce((sum, s, at) => (sum + s * by[at]!) % Q, 0n)

/** 13.2: makes the proof, then verifies it from its bytes. */
function linear(input: Input, equations: readonly Equation[], secrets: readonly bigint[]): string {
  const n = secrets.length
  const encoded = equations.flatMap(({ terms, image }) => [
    Buffer.concat(terms.flatMap(([witness, base]) => [uint(witness, 4), bytesOf(base)])),
    bytesOf(image),
  ])
  const parts = [input.bytes('context'), uint(n, 4), ...encoded]
  const challenge = (commitments: readonly Element[]) =>
    reduced(hash('LINEAR', ...parts, ...commitments.map(bytesOf)))
  const all = Buffer.concat(secrets.map(scalarBytes))
  const fresh = input.random(32)
  const v = secrets.map((_, k) => reduced(hash('NONCE', all, fresh, ...parts, uint(k, 4))))
  const sums = (by: readonly bigint[]) =>
    equations.map(({ terms }) => add(terms.map(([witness, base]) => times(by[witness]!, base))))
  const c = challenge(sums(v))
  const z = secrets.map((x, k) => (v[k]! + c * x) % Q)
  const again = sums(z).map((sum, e) => sum.subtract(times(c, equations[e]!.image)))
  if (challenge(again) !== c) throw new Error('a linear proof does not verify')
  return [c, ...z].map(scalarHex).join('')
}

const multiple = (witness: number, base: Element, image: Element): Equation => ({
  terms: [[witness, base]],
  image,
})
const own = (publics: readonly Element[], first: number) =>
  publics.map((key, at) => multiple(first + at, Point.BASE, key))
const publicOf = (secrets: readonly bigint[]) => secrets.map((y) => times(y, Point.BASE))

function readEquation(text: string): Equation {
  const point = (hex: string) => Point.fromBytes(new Uint8Array(Buffer.from(hex, 'hex')))
  const [sum = '', image = ''] = text.split('=')
  const terms = sum.split('+').map((term) => {
    const [witness = '', base = ''] = term.split(':')
    return [Number(witness), point(base)] as const
  })
  return { terms, image: point(image) }
}

/** 13.7 likewise. */
function oneOf(input: Input): string {
  const [keys, row] = [input.points('keys'), input.points('row')]
  const choices = rowsOf(input.points('choices'), keys.length)
  const [chosen, r] = [Number(input.text('choice')), input.scalars('randomness')[0]!]
  const about = ['context', 'keys', 'row', 'choices'].map((name) => input.bytes(name))
  const nonceInput = [input.bytes('randomness'), input.random(32), ...about]
  const drawn = choices.flatMap((_, i) =>
    [2 * i, 2 * i + 1].map((index) => reduced(hash('NONCE', ...nonceInput, uint(index, 4)))),
  )
  const bases = [Point.BASE, ...keys]
  const images = choices.map((choice) => [
    row[0]!,
    ...choice.map((m, at) => row[at + 1]!.subtract(m)),
  ])
  const show = (c: bigint, z: bigint, i: number) =>
    bases.map((base, at) => combined([z, -c], [base, images[i]![at]!]))
  const challenge = (commitments: readonly Element[]) =>
    reduced(hash('ONE-OF', ...about, flat(commitments)))
  const made = choices.flatMap((_, i) =>
    show(i === chosen ? 0n : drawn[2 * i]!, drawn[2 * i + 1]!, i),
  )
  const c = choices.map((_, i) => drawn[2 * i]!)
  const z = choices.map((_, i) => drawn[2 * i + 1]!)
  const others = c.reduce((sum, one, i) => (i === chosen ? sum : sum + one), 0n)
  c[chosen] = (((challenge(made) - others) % Q) + Q) % Q
  z[chosen] = (z[chosen]! + c[chosen]! * r) % Q
  const verified = challenge(choices.flatMap((_, i) => show(c[i]!, z[i]!, i)))
  if (verified !== c.reduce((sum, one) => sum + one, 0n) % Q) {
    throw new Error('a proof of one of n does not verify')
  }
  return c.map((one, i) => scalarHex(one) + scalarHex(z[i]!)).join('')
}

export const proofReadings: Readonly<Record<string, (input: Input) => Fields>> = {
  seed: (input) => {
    const values = ['context', 'digests', 'keys'].map((name) => input.bytes(name))
    return { seed: hash('SEED', ...values).toString('hex') }
  },
  weights: (input) => {
    const [from, count] = [Number(input.text('from')), Number(input.text('count'))]
    return { weights: weightsFrom(input.bytes('seed'), from, count).map(scalarHex).join('') }
  },
  weighed: (input) => {
    const rows = rowsOf(input.points('rows'), Number(input.text('columns')) + 1)
    return { sums: hexOf(weigh(rows, input.scalars('weights'))) }
  },
  linear: (input) => {
    const equations = input.text('equations').split(';').map(readEquation)
    return { proof: linear(input, equations, input.scalars('secrets')) }
  },
  'evaluation-proof': (input) => {
    const [k, y] = [input.scalars('tokenKey')[0]!, input.scalars('shares')]
    const rows = rowsOf(input.points('rows'), y.length + 1)
    const evaluated = rows.map((row) => {
      const a = times(k, row[0]!)
      return [a, ...y.map((one, at) => times(k, row[at + 1]!).subtract(times(one, a)))]
    })
    const [publics, P] = [publicOf(y), times(k, Point.BASE)]
    const keys = [...publics, P]
    const by = weightsOf(input, keys, rows.length)
    const [before, after] = [weigh(rows, by), weigh(evaluated, by)]
    const minusA = after[0]!.negate()
    const equations = [
      multiple(0, Point.BASE, P),
      ...own(publics, 1),
      multiple(0, before[0]!, after[0]!),
      ...y.map((_, at) => ({
        terms: [[0, before[at + 1]!] as const, [at + 1, minusA] as const],
        image: after[at + 1]!,
      })),
    ]
    return {
      keys: hexOf(keys),
      rows: hexOf(evaluated.flat()),
      sums: hexOf([...before, ...after]),
      proof: linear(input, equations, [k, ...y]),
    }
  },
  'first-strip-proof': (input) => {
    const [y, rest] = [input.scalars('shares'), input.points('restKeys')]
    const rows = rowsOf(input.points('rows'), y.length + 1)
    const drawn = input.bytes('drawn')
    const s = rows.map((_, at) => reduced(drawn.subarray(at * 64, at * 64 + 64)))
    const stripped = rows.map((row, at) => {
      const a = row[0]!.add(times(s[at]!, Point.BASE))
      const b = y.map((one, i) => row[i + 1]!.add(times(s[at]!, rest[i]!)).subtract(times(one, a)))
      return [a, ...b]
    })
    const publics = publicOf(y)
    const by = weightsOf(input, [...publics, ...rest], rows.length)
    const [before, after] = [weigh(rows, by), weigh(stripped, by)]
    const change = after.map((point, at) => point.subtract(before[at]!))
    const minusA = after[0]!.negate()
    const equations = [
      ...own(publics, 1),
      multiple(0, Point.BASE, change[0]!),
      ...y.map((_, at) => ({
        terms: [[0, rest[at]!] as const, [at + 1, minusA] as const],
        image: change[at + 1]!,
      })),
    ]
    return {
      rows: hexOf(stripped.flat()),
      sums: hexOf([...before, ...after]),
      proof: linear(input, equations, [weighSecrets(s, by), ...y]),
    }
  },
  'last-strip-proof': (input) => {
    const y = input.scalars('shares')
    const rows = rowsOf(input.points('rows'), y.length + 1)
    const opened = rows.map((row) => y.map((one, at) => row[at + 1]!.subtract(times(one, row[0]!))))
    const publics = publicOf(y)
    const by = weightsOf(input, publics, rows.length)
    const [before, plain] = [weigh(rows, by), weigh(opened, by)]
    const equations = [
      ...own(publics, 0),
      ...y.map((_, at) => multiple(at, before[0]!, before[at + 1]!.subtract(plain[at]!))),
    ]
    const proof = linear(input, equations, y)
    return { plain: hexOf(opened.flat()), sums: hexOf([...before, ...plain]), proof }
  },
  'links-proof': (input) => {
    const y = input.scalars('shares')
    const rows = rowsOf(input.points('rows'), y.length + 1)
    const links = input
      .text('links')
      .split(', ')
      .map((link) => link.split(' ').map(Number) as [number, number, number, number])
    const publics = publicOf(y)
    const by = weightsOf(input, publics, links.length)
    const a = y.map((_, slot) =>
      add(
        links.flatMap(([u, i, v, j], at) => [
          ...(i === slot ? [times(by[at]!, rows[u]![0]!)] : []),
          ...(j === slot ? [times(by[at]!, rows[v]![0]!).negate()] : []),
        ]),
      ),
    )
    const b = add(
      links.map(([u, i, v, j], at) => times(by[at]!, rows[u]![i + 1]!.subtract(rows[v]![j + 1]!))),
    )
    const terms = a.map((point, at) => [at, point] as const)
    const proof = linear(input, [...own(publics, 0), { terms, image: b }], y)
    return { sums: hexOf([...a, b]), proof }
  },
  'one-of': (input) => ({ proof: oneOf(input) }),
  pedersen: (input) => {
    const h = hashToGroup(framed(uint64(0)), `SAMENTEL-V02-GENERATOR-with-${SUITE}`)
    const [z, rho] = [input.scalars('value')[0]!, input.scalars('blinding')[0]!]
    const commitment = times(z, Point.BASE).add(times(rho, h))
    return { generator: h.toHex(), commitment: commitment.toHex() }
  },
}
