/*
 * A second reading of protocol/specification.md 13.8, on @noble/curves and node:crypto, without a
 * line of Samentel: prover and verifier of a shuffle. Scalars are bigints here, rows are arrays.
 *
 * The prover takes any matrix where 13.8 has a permutation, so that tests can prove with one that
 * is none, and says itself which equations are then untrue.
 */
import { createCipheriv, hkdfSync } from 'node:crypto'
import {
  combined,
  type Element,
  type Fields,
  framed,
  hashToGroup,
  type Input,
  little,
  Point,
  Q,
  SUITE,
  scalarHex,
  sha512,
  times as timesSmall,
  uint,
} from './notation.ts'

const CHUNK = 128

/** The statement, in hexadecimal but for n. */
export interface Statement {
  readonly context: string
  readonly rows: number
  readonly columnKeys: string
  /** Empty in a mix. */
  readonly ownKeys: string
  readonly inputDigest: string
  readonly outputDigest: string
}

/** A batch that came out and the proof for it, in hexadecimal. */
export interface Proven {
  readonly output: string
  readonly constant: string
  readonly proof: string
  /** Numbers of the equations of 13.8 that do not hold. */
  readonly untrue: readonly number[]
}

export interface Witness {
  /** Row i of the output is Σ_l spread[i][l]·(row l of the input), re-randomised. */
  readonly spread: readonly (readonly bigint[])[]
  /** u'_i = Σ_l carry[i][l]·u_l. The same as `spread` where that is a permutation. */
  readonly carry: readonly (readonly bigint[])[]
  /** Coefficients of h_i in c_l; the columns of `carry` in an honest proof. */
  readonly committed: readonly (readonly bigint[])[]
  readonly rowSeeds: readonly string[]
  readonly shares: readonly bigint[]
  readonly seed: string
  /** What stands for the order in the hash that makes the root. */
  readonly orderBytes: string
  /** Breaks the chain at the last row, so that ĉ_n is R·G + Πu·h all the same. */
  readonly breakChain?: boolean
}

const mod = (value: bigint) => ((value % Q) + Q) % Q
const hex = (text: string) => Buffer.from(text, 'hex')
const bytesOf = (point: Element) => Buffer.from(point.toBytes())
const sumOf = (points: readonly Element[]) => points.reduce((x, y) => x.add(y), Point.ZERO)
const total = (values: readonly bigint[]) => mod(values.reduce((x, y) => x + y, 0n))
const times = (scalar: bigint, point: Element) => timesSmall(mod(scalar), point)
const base = (scalar: bigint) => times(scalar, Point.BASE)
const dot = (scalars: readonly bigint[], points: readonly Element[]) => combined(scalars, points)
const range = (count: number) => Array.from({ length: count }, (_, at) => at)

/** I2OSP(value, 8). */
const long = (value: number) => Buffer.concat([Buffer.alloc(4), uint(value, 4)])

function hashed(tag: string, ...values: readonly (Buffer | string)[]): Buffer {
  return sha512(framed(`SAMENTEL-V02-${tag}-SHA512`, ...values))
}

const shuffleHash = (...values: readonly (Buffer | string)[]) => hashed('SHUFFLE', ...values)

const scalarBytes = (value: bigint) => hex(scalarHex(value))

function parts(flat: Buffer, size = 32): Buffer[] {
  return range(flat.length / size).map((at) => flat.subarray(at * size, (at + 1) * size))
}

const pointsOf = (flat: Buffer) => parts(flat).map((each) => Point.fromBytes(new Uint8Array(each)))

/** Generator 0 is h, 1 is h_1 and so on. */
export function generatorAt(index: number): Element {
  return hashToGroup(framed(long(index)), `SAMENTEL-V02-GENERATOR-with-${SUITE}`)
}

/** `count` scalars from KeyStream(seed). */
function drawn(seed: Buffer, count: number): bigint[] {
  const cipher = createCipheriv('aes-256-ctr', seed, Buffer.alloc(16))
  return range(count).map(() => mod(little(cipher.update(Buffer.alloc(64)))))
}

function partSeed(root: Buffer, context: readonly Buffer[]): Buffer {
  const info = framed('SAMENTEL-V02-SHUFFLE-SEED', ...context)
  return Buffer.from(hkdfSync('sha512', root, Buffer.alloc(0), info, 32))
}

/** Digest of c, ĉ or t̂ over the digests of chunks of 128. */
function arrayDigest(name: string, elements: readonly Element[]): Buffer {
  const flat = Buffer.concat(elements.map(bytesOf))
  const chunks = range(Math.ceil(elements.length / CHUNK)).map((at) =>
    shuffleHash('chunk', flat.subarray(at * CHUNK * 32, (at + 1) * CHUNK * 32)),
  )
  return shuffleHash(name, Buffer.concat(chunks))
}

function leftKeys({ columnKeys, ownKeys }: { columnKeys: string; ownKeys: string }): Element[] {
  const own = pointsOf(hex(ownKeys))
  return pointsOf(hex(columnKeys)).map((key, at) => key.subtract(own[at] ?? Point.ZERO))
}

class Hashes {
  readonly S: Buffer
  readonly L: readonly Element[]
  readonly strip: boolean
  readonly own: readonly Element[]
  readonly n: number

  constructor(statement: Statement) {
    const { context, rows, columnKeys, ownKeys, inputDigest, outputDigest } = statement
    this.n = rows
    this.strip = ownKeys !== ''
    this.own = pointsOf(hex(ownKeys))
    this.L = leftKeys(statement)
    this.S = shuffleHash(
      'statement',
      hex(context),
      long(rows),
      uint(this.L.length, 4),
      hex(columnKeys),
      hex(ownKeys),
      hex(inputDigest),
      hex(outputDigest),
    )
  }

  weights(c: readonly Element[]): bigint[] {
    const seed = shuffleHash('weights', this.S, arrayDigest('order', c))
    return range(this.n).map((at) => mod(little(hashed('WEIGHT', seed, long(at)))))
  }

  challenge(
    c: readonly Element[],
    chain: readonly Element[],
    links: readonly Element[],
    t: readonly Element[],
  ): bigint {
    const digests = [
      arrayDigest('order', c),
      arrayDigest('chain', chain),
      arrayDigest('links', links),
    ]
    const elements = Buffer.concat(t.map(bytesOf))
    return mod(little(shuffleHash('challenge', this.S, ...digests, elements)))
  }
}

function rowsOf(flat: Buffer, columns: number): Element[][] {
  return parts(flat, 32 * (columns + 1)).map(pointsOf)
}

/** The n scalars of a kind for all rows, chunk by chunk: r is kind 0, then r̂, ω̂, ω'. */
function rowScalars(root: Buffer, n: number, kind: number): bigint[] {
  return range(Math.ceil(n / CHUNK)).flatMap((chunk) => {
    const count = Math.min(CHUNK, n - chunk * CHUNK)
    const all = drawn(partSeed(root, [long(chunk)]), count * 4)
    return all.slice(kind * count, (kind + 1) * count)
  })
}

/**
 * Σ_l row[l]·input_l with s = Σ_l row[l]·s_l: a' = a + s·G, b' = b + s·L − y·a, which is
 * b + s·Y − y·a' if y is what L lacks of Y.
 */
function spreadRow(
  input: readonly Element[][],
  row: readonly bigint[],
  how: { s: readonly bigint[]; left: readonly Element[]; shares: readonly bigint[] },
): Element[] {
  const s = total(row.map((factor, l) => factor * how.s[l]!))
  const column = (place: number) =>
    dot(
      row,
      input.map((each) => each[place]!),
    )
  const a = column(0)
  const stripped = how.left.map((left, at) =>
    column(at + 1)
      .add(times(s, left))
      .subtract(times(how.shares[at] ?? 0n, a)),
  )
  return [a.add(base(s)), ...stripped]
}

/** The output for a witness; its digest has to be put into the statement before the proof. */
export function shuffleRows(statement: Omit<Statement, 'outputDigest'>, input: string, w: Witness) {
  const left = leftKeys(statement)
  const s = rowNoise(w, statement.rows)
  const rows = rowsOf(hex(input), left.length)
  const output = w.spread.map((row) => spreadRow(rows, row, { s, left, shares: w.shares }))
  return Buffer.concat(output.flat().map(bytesOf)).toString('hex')
}

function rowNoise(w: Witness, n: number): bigint[] {
  return w.rowSeeds.flatMap((seed, at) => drawn(hex(seed), Math.min(CHUNK, n - at * CHUNK)))
}

/** The proof of 13.8, step by step. */
export function proveShuffled(
  statement: Statement,
  rows: { readonly input: string; readonly output: string },
  w: Witness,
): Proven {
  const hashes = new Hashes(statement)
  const { n, L, strip } = hashes
  const [input, output] = [rows.input, rows.output].map((flat) => rowsOf(hex(flat), L.length))
  const shares = Buffer.concat(w.shares.map(scalarBytes))
  const seeds = Buffer.concat(w.rowSeeds.map(hex))
  const root = shuffleHash('seed', hex(w.seed), hashes.S, hex(w.orderBytes), shares, seeds)
  const [r, rHat, wHat, wPrime] = range(4).map((kind) => rowScalars(root, n, kind))
  const omega = drawn(partSeed(root, []), 4 + w.shares.length)
  const h0 = generatorAt(0)
  const h = range(n).map((at) => generatorAt(at + 1))
  const c = r!.map((blind, l) => base(blind).add(dot(w.committed[l]!, h)))
  const u = hashes.weights(c)
  const uPrime = w.carry.map((row) => total(row.map((factor, l) => factor * u[l]!)))
  const chain: Element[] = []
  let R = 0n
  uPrime.forEach((weight, i) => {
    const honest = base(rHat![i]!).add(times(weight, chain[i - 1] ?? h0))
    R = mod(rHat![i]! + weight * R)
    const product = u.reduce((x, y) => mod(x * y), 1n)
    const bent = w.breakChain === true && i === n - 1
    chain.push(bent ? base(R).add(times(product, h0)) : honest)
  })
  const before = [h0, ...chain]
  const links = range(n).map((i) => base(wHat![i]!).add(times(wPrime![i]!, before[i]!)))
  const columnOf = (batch: readonly Element[][], place: number) => batch.map((row) => row[place]!)
  const A = dot(u, columnOf(input!, 0))
  const sBar = total(
    rowNoise(w, n).map((each, l) => each * total(w.spread.map((row, i) => row[l]! * uPrime[i]!))),
  )
  const t = [
    base(omega[0]!),
    base(omega[1]!),
    base(omega[2]!).add(dot(wPrime!, h)),
    dot(wPrime!, columnOf(output!, 0)).subtract(base(omega[3]!)),
    ...L.map((left, k) => {
      const masked = dot(wPrime!, columnOf(output!, k + 1)).subtract(times(omega[3]!, left))
      return strip ? masked.add(times(omega[4 + k]!, A)) : masked
    }),
    ...w.shares.map((_, k) => base(omega[4 + k]!)),
  ]
  const challenge = hashes.challenge(c, chain, links, t)
  const rTilde = total(u.map((weight, l) => weight * r![l]!))
  const hidden = [total(r!), R, rTilde, sBar, ...w.shares]
  const constant = [challenge, ...hidden.map((value, at) => omega[at]! + challenge * value)]
  const proof = range(n).flatMap((i) => [
    bytesOf(c[i]!),
    bytesOf(chain[i]!),
    scalarBytes(wHat![i]! + challenge * rHat![i]!),
    scalarBytes(wPrime![i]! + challenge * uPrime[i]!),
  ])
  const holds: Record<number, boolean> = {
    1: sumOf(c)
      .subtract(sumOf(h))
      .equals(base(total(r!))),
    2: chain[n - 1]!.subtract(
      times(
        u.reduce((x, y) => mod(x * y), 1n),
        h0,
      ),
    ).equals(base(R)),
    3: dot(u, c).equals(base(rTilde).add(dot(uPrime, h))),
    4: range(L.length + 1).every((k) => {
      const sum = dot(uPrime, columnOf(output!, k))
      const left = k === 0 ? Point.BASE : L[k - 1]!
      const taken = k === 0 || !strip ? Point.ZERO : times(w.shares[k - 1]!, A)
      return dot(u, columnOf(input!, k)).equals(sum.subtract(times(sBar, left)).add(taken))
    }),
    5: w.shares.every((share, k) => base(share).equals(hashes.own[k]!)),
    6: range(n).every((i) => chain[i]!.equals(base(rHat![i]!).add(times(uPrime[i]!, before[i]!)))),
  }
  return {
    output: rows.output,
    constant: Buffer.concat(constant.map(scalarBytes)).toString('hex'),
    proof: Buffer.concat(proof).toString('hex'),
    untrue: Object.keys(holds)
      .map(Number)
      .filter((number) => !holds[number]),
  }
}

/** Whether the proof holds; throws where it cannot be read. */
export function holdsShuffled(
  statement: Statement,
  rows: { readonly input: string; readonly output: string },
  proof: { readonly constant: string; readonly proof: string },
): boolean {
  const hashes = new Hashes(statement)
  const { n, L, strip, own } = hashes
  if (n === 0) return proof.constant === '' && proof.proof === ''
  const [input, output] = [rows.input, rows.output].map((flat) => rowsOf(hex(flat), L.length))
  const [c0, s1, s2, s3, s4, ...sy] = parts(hex(proof.constant)).map(little)
  const lines = parts(hex(proof.proof), 128).map((line) => parts(line))
  const element = (place: number) =>
    lines.map((line) => Point.fromBytes(new Uint8Array(line[place]!)))
  const [c, chain] = [element(0), element(1)]
  const [sHat, sPrime] = [2, 3].map((place) => lines.map((line) => little(line[place]!)))
  const h0 = generatorAt(0)
  const h = range(n).map((at) => generatorAt(at + 1))
  const u = hashes.weights(c)
  const before = [h0, ...chain]
  const links = range(n).map((i) =>
    dot([sHat![i]!, sPrime![i]!, -c0!], [Point.BASE, before[i]!, chain[i]!]),
  )
  const weigh = (scalars: readonly bigint[], batch: readonly Element[][], place: number) =>
    dot(
      scalars,
      batch.map((row) => row[place]!),
    )
  const product = u.reduce((x, y) => mod(x * y), 1n)
  const [A, left] = [weigh(u, input!, 0), [Point.BASE, ...L]]
  const t = [
    base(s1!).add(times(-c0!, sumOf(c).subtract(sumOf(h)))),
    base(s2!).add(times(-c0!, chain[n - 1]!.subtract(times(product, h0)))),
    sumOf([base(s3!), dot(sPrime!, h), times(-c0!, dot(u, c))]),
    ...left.map((key, k) =>
      sumOf([
        weigh(sPrime!, output!, k).subtract(times(s4!, key)),
        times(-c0!, weigh(u, input!, k)),
        strip && k > 0 ? times(sy[k - 1]!, A) : Point.ZERO,
      ]),
    ),
    ...own.map((key, k) => base(sy[k]!).add(times(-c0!, key))),
  ]
  return hashes.challenge(c, chain, links, t) === c0
}

/** The matrix of an order: row i has its one at order[i]. */
export function matrixOf(order: readonly number[]): bigint[][] {
  return order.map((row) => order.map((_, l) => (l === row ? 1n : 0n)))
}

export function transpose(matrix: readonly (readonly bigint[])[]): bigint[][] {
  return matrix.map((_, l) => matrix.map((row) => row[l]!))
}

/** Readings of the vectors of shuffle.json, by the first word of their names. */
export const shuffleReadings: Readonly<Record<string, (input: Input) => Fields>> = {
  generator: (input) => ({ element: generatorAt(Number(input.text('index'))).toHex() }),
  shuffle: (input) => {
    const order = input.text('order').split(' ').map(Number)
    const shares = input.scalars('shares')
    const statement = {
      context: input.text('context'),
      rows: order.length,
      columnKeys: input.text('columnKeys'),
      ownKeys: shares.map((share) => base(share).toHex()).join(''),
      inputDigest: input.text('inputDigest'),
      outputDigest: input.text('outputDigest'),
    }
    const spread = matrixOf(order)
    const witness = {
      spread,
      carry: spread,
      committed: transpose(spread),
      rowSeeds: [input.text('rowSeed')],
      shares,
      seed: input.text('seed'),
      orderBytes: Buffer.concat(order.map((row) => uint(row, 4))).toString('hex'),
    }
    const output = shuffleRows(statement, input.text('input'), witness)
    const rows = { input: input.text('input'), output }
    const proven = proveShuffled(statement, rows, witness)
    if (proven.untrue.length > 0) throw new Error('the vector proves what is not so')
    if (!holdsShuffled(statement, rows, proven)) throw new Error('the proof does not hold')
    return { output, constant: proven.constant, proof: proven.proof }
  },
}
