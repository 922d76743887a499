/* The proofs of protocol/specification.md 13, for whoever verifies them. */
import {
  bytesOf,
  combine,
  type Element,
  elements,
  generator,
  hash,
  mod,
  Point,
  parts,
  Q,
  range,
  reduced,
  scalars,
  Untrue,
  uint,
} from './notation.ts'

/** Σ x_k·B = image over the terms (k, B). */
export interface Equation {
  readonly terms: readonly (readonly [witness: number, base: Element])[]
  readonly image: Element
}

/** 13.1: under this seed; `keys` and digests as 13.4 to 13.6 order them. */
export function weights(
  about: { readonly context: Buffer; readonly digests: readonly Buffer[]; readonly keys: Buffer },
  count: number,
): bigint[] {
  const seed = hash('SEED', about.context, Buffer.concat(about.digests), about.keys)
  return weightsUnder(seed, count)
}

function weightsUnder(seed: Buffer, count: number): bigint[] {
  return range(count).map((row) => reduced(hash('WEIGHT', seed, uint(row, 8))))
}

export function weigh(rows: readonly (readonly Element[])[], by: readonly bigint[], width: number) {
  return range(width).map((column) =>
    combine(
      by,
      rows.map((row) => row[column]!),
    ),
  )
}

/** 13.2. */
export function requireLinear(
  n: number,
  equations: readonly Equation[],
  shown: { readonly context: Buffer; readonly proof: Buffer },
): void {
  const { context, proof } = shown
  if (proof.length !== 32 * (n + 1)) throw new Untrue('a proof has another length')
  const [c, ...z] = scalars(proof)
  const again = equations.map(({ terms, image }) =>
    combine([...terms.map(([k]) => z[k]!), -c!], [...terms.map(([, base]) => base), image]),
  )
  const statement = equations.flatMap(({ terms, image }) => [
    Buffer.concat(terms.flatMap(([k, base]) => [uint(k, 4), bytesOf(base)])),
    bytesOf(image),
  ])
  const over = [context, uint(n, 4), ...statement, ...again.map((one) => bytesOf(one))]
  if (reduced(hash('LINEAR', ...over)) !== c) throw new Untrue('a linear proof does not verify')
}

/** 13.7. `row` is a, b_1 … b_w. */
export function requireOneOf(
  about: {
    readonly keys: readonly Element[]
    readonly row: readonly Element[]
    readonly choices: readonly (readonly Element[])[]
  },
  { context, proof }: { readonly context: Buffer; readonly proof: Buffer },
): void {
  const { keys, row, choices } = about
  if (proof.length !== 64 * choices.length) throw new Untrue('a proof has another length')
  const shares = scalars(proof)
  const again = choices.flatMap((choice, i) => {
    const images = row.map((point, at) => (at === 0 ? point : point.subtract(choice[at - 1]!)))
    const [c, z] = [shares[2 * i]!, shares[2 * i + 1]!]
    return [Point.BASE, ...keys].map((base, at) => combine([z, -c], [base, images[at]!]))
  })
  const flat = [keys, row, choices.flat(), again].map((points) => bytesOf(...points))
  const sum = choices.reduce((total, _, i) => total + shares[2 * i]!, 0n)
  if (reduced(hash('ONE-OF', context, ...flat)) !== sum % Q) {
    throw new Untrue('a proof of one of n does not verify')
  }
}

export interface Shuffled {
  readonly context: Buffer
  readonly input: readonly (readonly Element[])[]
  readonly output: readonly (readonly Element[])[]
  readonly columnKeys: readonly Element[]
  /** None in a mix. */
  readonly ownKeys: readonly Element[]
  readonly inputDigest: Buffer
  readonly outputDigest: Buffer
}

const shuffleHash = (use: string, ...values: readonly Buffer[]) => hash('SHUFFLE', use, ...values)

function arrayDigest(name: string, array: readonly Element[]): Buffer {
  const chunks = parts(Buffer.concat([bytesOf(...array)]), 32)
  const count = Math.ceil(array.length / 128)
  const digests = range(count).map((at) =>
    shuffleHash('chunk', Buffer.concat(chunks.slice(at * 128, (at + 1) * 128))),
  )
  return shuffleHash(name, Buffer.concat(digests))
}

/** 13.8, by the text on verifiers. */
export function requireShuffle(about: Shuffled, constant: Buffer, proofRows: Buffer): void {
  const { input, output, columnKeys, ownKeys } = about
  const [n, w] = [output.length, columnKeys.length]
  const own = ownKeys.length
  if (input.length !== n || proofRows.length !== 128 * n) throw new Untrue('rows are missing')
  if (constant.length !== (n === 0 ? 0 : 32 * (5 + own))) {
    throw new Untrue('a proof has another length')
  }
  if (n === 0) return
  const [c, s1, s2, s3, s4, ...sy] = scalars(constant) as [bigint, bigint, bigint, bigint, bigint]
  const part = (place: number) =>
    Buffer.concat(parts(proofRows, 128).map((row) => row.subarray(32 * place, 32 * place + 32)))
  const [committed, chain] = [elements(part(0), Untrue), elements(part(1), Untrue)]
  const [sHat, sPrime] = [scalars(part(2)), scalars(part(3))]
  const S = shuffleHash(
    'statement',
    about.context,
    uint(n, 8),
    uint(w, 4),
    bytesOf(...columnKeys),
    bytesOf(...ownKeys),
    about.inputDigest,
    about.outputDigest,
  )
  const order = arrayDigest('order', committed)
  const u = weightsUnder(shuffleHash('weights', S, order), n)
  const h0 = generator(0)
  const h = range(n).map((row) => generator(row + 1))
  const links = range(n).map((i) =>
    combine([sHat[i]!, sPrime[i]!, -c], [Point.BASE, chain[i - 1] ?? h0, chain[i]!]),
  )
  const [inSums, outSums] = [weigh(input, u, w + 1), weigh(output, sPrime, w + 1)]
  const ones = h.map(() => 1n)
  const product = u.reduce((x, y) => mod(x * y), 1n)
  const unwound = chain[n - 1]!.subtract(combine([product], [h0]))
  const left = columnKeys.map((key, at) => key.subtract(ownKeys[at] ?? Point.ZERO))
  const t4 = [Point.BASE, ...left].map((key, k) =>
    combine(
      [1n, -s4, -c, k > 0 && own > 0 ? sy[k - 1]! : 0n],
      [outSums[k]!, key, inSums[k]!, inSums[0]!],
    ),
  )
  const t = [
    combine([s1, -c], [Point.BASE, combine(ones, committed).subtract(combine(ones, h))]),
    combine([s2, -c], [Point.BASE, unwound]),
    combine([s3, 1n, -c], [Point.BASE, combine(sPrime, h), combine(u, committed)]),
    ...t4,
    ...ownKeys.map((key, k) => combine([sy[k]!, -c], [Point.BASE, key])),
  ]
  const digests = [order, arrayDigest('chain', chain), arrayDigest('links', links)]
  const again = shuffleHash('challenge', S, ...digests, bytesOf(...t))
  if (c === 0n || reduced(again) !== c) throw new Untrue('the proof of shuffle does not verify')
}
