/* The proofs of protocol/specification.md 13, for who verifies them; each throws Untrue. */
import * as n from './notation.ts'
import {
  bytesOf,
  combine,
  type Element,
  hash,
  Point,
  range,
  scalars,
  Untrue,
  uint,
} from './notation.ts'

export type Row = readonly Element[]
export type Shown = { readonly context: Buffer; readonly proof: Buffer }
/** The sum of the terms, witness times base, is the image. */
export type Equation = readonly [image: Element, ...terms: (readonly [number, Element])[]]

/** 13.1: w_l = Hash_WEIGHT(seed, I2OSP(l, 8)) mod q. */
export const weights = (seed: Buffer, count: number) =>
  range(count).map((row) => n.mod(n.little(hash('WEIGHT', seed, uint(row, 8)))))

export const weigh = (rows: readonly Row[], by: readonly bigint[], width: number) =>
  range(width).map((column) =>
    combine(
      by,
      rows.map((row) => row[column]!),
    ),
  )

/** 13.2, of as many witnesses. */
export function requireLinear(count: number, equations: readonly Equation[], shown: Shown): void {
  if (shown.proof.length !== 32 * (count + 1)) throw new Untrue('a proof has another length')
  const [c, ...z] = scalars(shown.proof) as [bigint]
  const again = equations.map(([image, ...terms]) => {
    const by = terms.map(([k]) => z[k]!)
    return bytesOf(combine([...by, -c], [...terms.map(([, base]) => base), image]))
  })
  const statement = equations.flatMap(([image, ...terms]) => [
    Buffer.concat(terms.flatMap(([k, base]) => [uint(k, 4), bytesOf(base)])),
    bytesOf(image),
  ])
  const challenge = hash('LINEAR', shown.context, uint(count, 4), ...statement, ...again)
  if (n.mod(n.little(challenge)) !== c) throw new Untrue('a linear proof does not verify')
}

/** 13.7: that the row a, b_1 … b_w under these keys holds one of the choices. */
export function requireOneOf(keys: Row, row: Row, choices: readonly Row[], shown: Shown): void {
  if (shown.proof.length !== 64 * choices.length) throw new Untrue('a proof has another length')
  const shares = n.split(shown.proof, 64).map(scalars)
  const again = choices.flatMap((choice, i) => {
    const [c, z] = shares[i] as [bigint, bigint]
    const images = row.map((point, at) => point.subtract([Point.ZERO, ...choice][at]!))
    return [Point.BASE, ...keys].map((base, at) => combine([z, -c], [base, images[at]!]))
  })
  const over = [keys, row, choices.flat(), again].map((points) => bytesOf(...points))
  const challenge = n.mod(n.little(hash('ONE-OF', shown.context, ...over)))
  const sum = shares.reduce((total, [c]) => total + c!, 0n)
  if (challenge !== n.mod(sum)) throw new Untrue('a proof of one of several does not verify')
}

const H = (use: string, ...values: readonly Buffer[]) => hash('SHUFFLE', use, ...values)
const arrayDigest = (name: string, array: Row) =>
  H(
    name,
    ...[
      Buffer.concat(
        range(Math.ceil(array.length / 128)).map((at) =>
          H('chunk', bytesOf(...array.slice(at * 128, at * 128 + 128))),
        ),
      ),
    ],
  )

/** 13.8, by the text on verifiers. `own` is empty in a mix. */
export function requireShuffle(
  rows: { readonly input: readonly Row[]; readonly output: readonly Row[]; readonly proof: Buffer },
  keys: { readonly columns: Row; readonly own: Row; readonly digests: readonly Buffer[] },
  { context, proof }: Shown,
): void {
  const { input, output } = rows
  const { columns, own } = keys
  const [N, w] = [output.length, columns.length]
  const right = input.length === N && rows.proof.length === 128 * N && N > 0
  if (!right || proof.length !== 32 * (5 + own.length)) throw new Untrue('a proof has another size')
  const [c, s1, s2, s3, s4, ...sy] = scalars(proof) as [bigint, bigint, bigint, bigint, bigint]
  const parts = range(4).map((place) =>
    Buffer.concat(n.split(rows.proof, 128).map((row) => row.subarray(32 * place, 32 * place + 32))),
  )
  const [order, chain] = [n.elements(parts[0]!, Untrue), n.elements(parts[1]!, Untrue)]
  const [sHat, sPrime] = [scalars(parts[2]!), scalars(parts[3]!)]
  const about = [uint(N, 8), uint(w, 4), bytesOf(...columns), bytesOf(...own), ...keys.digests]
  const S = H('statement', context, ...about)
  const dOrder = arrayDigest('order', order)
  const u = weights(H('weights', S, dOrder), N)
  const [h0, ...h] = range(N + 1).map((at) => n.hashToGroup('GENERATOR', uint(at, 8))) as [Element]
  const links = range(N).map((i) =>
    combine([sHat[i]!, sPrime[i]!, -c], [Point.BASE, chain[i - 1] ?? h0, chain[i]!]),
  )
  const [ins, outs] = [weigh(input, u, w + 1), weigh(output, sPrime, w + 1)]
  const sum = (points: Row) =>
    combine(
      points.map(() => 1n),
      points,
    )
  const product = u.reduce((x, y) => n.mod(x * y), 1n)
  const left = [Point.BASE, ...columns.map((key, k) => key.subtract(own[k] ?? Point.ZERO))]
  const t = [
    combine([s1, -c], [Point.BASE, sum(order).subtract(sum(h))]),
    combine([s2, -c], [Point.BASE, chain[N - 1]!.subtract(combine([product], [h0]))]),
    combine([s3, 1n, -c], [Point.BASE, combine(sPrime, h), combine(u, order)]),
    ...left.map((key, k) =>
      combine([1n, -s4, -c, k > 0 ? (sy[k - 1] ?? 0n) : 0n], [outs[k]!, key, ins[k]!, ins[0]!]),
    ),
    ...own.map((key, k) => combine([sy[k]!, -c], [Point.BASE, key])),
  ]
  const digests = [dOrder, arrayDigest('chain', chain), arrayDigest('links', links)]
  const challenge = n.mod(n.little(H('challenge', S, ...digests, bytesOf(...t))))
  if (c === 0n || challenge !== c) throw new Untrue('the proof of shuffle does not verify')
}
