/* Elements and proofs (protocol/specification.md 1, 13), for who verifies; on @noble/curves. */
import { createHash } from 'node:crypto'
import { mulAddUnsafe, pippenger } from '@noble/curves/abstract/curve.js'
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js'
import { bytesToNumberLE } from '@noble/curves/utils.js'
import { base64, frame, type Part, proven, range, split, Untrue, uint } from './notation.ts'

const { Point } = ristretto255
export const { BASE: G, ZERO: none } = Point
export type Element = typeof G
export type Row = readonly Element[]

/** An element that is named in the manifest. */
export const element = (text: string) => Point.fromBytes(base64(text))
export function elements(flat: Buffer): Element[] {
  try {
    return split(flat, 32).map((bytes) => Point.fromBytes(bytes))
  } catch {
    throw new Untrue('bytes are no canonical element')
  }
}
const q = Point.Fn.ORDER
const mod = (value: bigint) => ((value % q) + q) % q
function scalars(flat: Buffer): bigint[] {
  const values = split(flat, 32).map(bytesToNumberLE)
  const right = values.every((value) => value < q)
  proven(right, 'a scalar is not below q')
  return values
}

/** Σ scalar·point. */
const combine = (by: readonly bigint[], points: Row): Element =>
  (points.length > 16 ? pippenger : mulAddUnsafe)(Point, [...points], by.map(mod))
/** Σ scalar·row of rows of so many elements, column by column; without scalars their sum. */
export function weigh(rows: readonly Row[], width: number, by = rows.map(() => 1n)): Element[] {
  const columns = range(width).map((k) => rows.map((row) => row[k]!))
  return columns.map((column) => combine(by, column))
}
export const sum = (points: Row) => points.reduce((total, point) => total.add(point), none)

export const hashToGroup = (use: string, ...parts: readonly Part[]): Element =>
  ristretto255_hasher.hashToCurve(frame(...parts), {
    DST: `SAMENTEL-V02-${use}-with-ristretto255_XMD:SHA-512_R255MAP_RO_`,
  })
export const generator = (number: number) => hashToGroup('GENERATOR', uint(number, 8))
/** Elements one after another are one part of what is hashed. */
export function hash(use: string, ...parts: readonly (Part | Row)[]): Buffer {
  const bytesOf = (row: Row) => Buffer.concat(row.map((point) => point.toBytes()))
  const isBytes = (part: Part | Row): part is Part =>
    typeof part === 'string' || Buffer.isBuffer(part)
  const bytes = parts.map((part) => (isBytes(part) ? part : bytesOf(part)))
  const framed = frame(`SAMENTEL-V02-${use}-SHA512`, ...bytes)
  return createHash('sha512').update(framed).digest()
}
const toScalar = (hashed: Buffer) => mod(bytesToNumberLE(hashed))
/** 13.1. */
export const weights = (seed: Buffer, count: number) =>
  range(count).map((row) => toScalar(hash('WEIGHT', seed, uint(row, 8))))

/** A proof, and what it is bound to. */
export type Shown = { readonly context: Buffer; readonly proof: Buffer }
/** The sum of the terms, witness times base, is the image. Witnesses are numbered from 0. */
export type Equation = readonly [image: Element, ...terms: (readonly [number, Element])[]]

/** 13.2. */
export function requireLinear(equations: readonly Equation[], { context, proof }: Shown): void {
  const count = 1 + Math.max(...equations.flatMap(([, ...terms]) => terms.map(([k]) => k)))
  proven(proof.length === 32 * (count + 1), 'a proof has another length')
  const [c, ...z] = scalars(proof) as [bigint]
  const again = equations.map(([image, ...terms]) => {
    const bases = terms.map(([, base]) => base)
    return [combine([...terms.map(([k]) => z[k]!), -c], [...bases, image])]
  })
  const statement = equations.flatMap(([image, ...terms]) => {
    const parts = terms.flatMap(([k, base]) => [uint(k, 4), Buffer.from(base.toBytes())])
    return [Buffer.concat(parts), [image]]
  })
  const challenge = toScalar(hash('LINEAR', context, uint(count, 4), ...statement, ...again))
  proven(challenge === c, 'a linear proof does not verify')
}

/** 13.7: that the row a, b_1 … b_w under these keys holds one of the choices. */
export function requireOneOf(keys: Row, row: Row, choices: readonly Row[], shown: Shown): void {
  const shares = split(shown.proof, 64).map(scalars) as [bigint, bigint][]
  const again = choices.flatMap((choice, i) => {
    const [c, z] = shares[i]!
    const images = row.map((point, k) => point.subtract([none, ...choice][k]!))
    return [G, ...keys].map((base, k) => combine([z, -c], [base, images[k]!]))
  })
  const total = mod(shares.reduce((all, [c]) => all + c, 0n))
  const challenge = toScalar(hash('ONE-OF', shown.context, keys, row, choices.flat(), again))
  proven(challenge === total, 'a proof of one of several does not verify')
}

const H = (use: string, ...parts: readonly (Part | Row)[]) => hash('SHUFFLE', use, ...parts)
function arrayDigest(name: string, array: Row): Buffer {
  const starts = range(Math.ceil(array.length / 128)).map((chunk) => chunk * 128)
  return H(name, Buffer.concat(starts.map((at) => H('chunk', array.slice(at, at + 128)))))
}

/** `keys` are those that the rows come under; `own` those that the maker took off, none in a mix. */
type Shuffle = { before: Row[]; after: Row[]; digests: Buffer[]; keys: Row; own: Row }

/** 13.8, by the text on verifiers. */
export function requireShuffle(shuffle: Shuffle, proofRows: Buffer[], shown: Shown): void {
  const { before, after, digests, keys, own } = shuffle
  const [N, w, proofBytes] = [proofRows.length, keys.length, 32 * (5 + own.length)]
  const right = after.length === N && N > 0 && shown.proof.length === proofBytes
  proven(right, 'a proof has another size')
  const [c, s1, s2, s3, s4, ...sy] = scalars(shown.proof) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ]
  const part = (at: number) => Buffer.concat(proofRows.map((row) => split(row, 32)[at]!))
  const [order, chain] = [elements(part(0)), elements(part(1))]
  const [sHat, sPrime] = [scalars(part(2)), scalars(part(3))]
  const S = H('statement', shown.context, uint(N, 8), uint(w, 4), keys, own, ...digests)
  const dOrder = arrayDigest('order', order)
  const u = weights(H('weights', S, dOrder), N)
  const [h0, ...h] = range(N + 1).map(generator) as [Element]
  const links = chain.map((point, i) =>
    combine([sHat[i]!, sPrime[i]!, -c], [G, chain[i - 1] ?? h0, point]),
  )
  const [ins, outs] = [weigh(before, w + 1, u), weigh(after, w + 1, sPrime)]
  const product = u.reduce((x, y) => mod(x * y), 1n)
  const left = [G, ...keys.map((key, k) => key.subtract(own[k] ?? none))]
  const t = [
    combine([s1, -c], [G, sum(order).subtract(sum(h))]),
    combine([s2, -c, c * product], [G, chain[N - 1]!, h0]),
    combine([s3, 1n, -c], [G, combine(sPrime, h), combine(u, order)]),
    ...left.map((key, k) =>
      combine([1n, -s4, -c, sy[k - 1] ?? 0n], [outs[k]!, key, ins[k]!, ins[0]!]),
    ),
    ...own.map((key, k) => combine([sy[k]!, -c], [G, key])),
  ]
  const arrays = [dOrder, arrayDigest('chain', chain), arrayDigest('links', links)]
  const challenge = toScalar(H('challenge', S, ...arrays, t))
  proven(c !== 0n && challenge === c, 'the proof of shuffle does not verify')
}
