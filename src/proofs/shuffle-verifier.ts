/*
 * The verifier's passes over a proof of shuffle, and the little work between them
 * (protocol/specification.md 13.8; CheckShuffleProof of Haenni, Locher, Koenig and Dubuis 2017).
 * Takes some hundred bytes of memory a chunk. Everything here is public.
 */
import { concatBytes, equalBytes } from '../base/bytes.ts'
import { ELEMENT_BYTES, GENERATOR, type GroupEngine, isScalar, isZero } from '../group/engine.ts'
import { elementAt } from '../psi/row.ts'
import { addRows } from '../psi/sum.ts'
import { generator } from './generators.ts'
import { invalidProof } from './refusals.ts'
import { multiplyScalars, ONE, ZERO } from './shuffle-scalars.ts'
import {
  arrayDigest,
  chunkSize,
  columnsOf,
  constantBytes,
  leftKeys,
  SHUFFLE_CHUNK_ROWS,
  type ShuffleStatement,
  shuffleChallenge,
  shuffleWeightSeed,
  statementDigest,
} from './shuffle-statement.ts'
import type { ShufflePass } from './shuffle-tasks.ts'

/** Where things stand in what digestRows and checkRows give. */
const DIGEST_BYTES = 64
const DIGESTS = 2 * DIGEST_BYTES
const PRODUCT = DIGEST_BYTES
const ELEMENTS = PRODUCT + ELEMENT_BYTES

/** The sums over all rows; see checkRows. */
interface Sums {
  /** Πu_l. */
  readonly product: Uint8Array
  /** Σ(c_l − h_l), Σu_l·c_l, Σs'_i·h_i, Σs'_i·row'_i (w+1), Σu_l·row_l (w+1). */
  readonly elements: Uint8Array
  /** The last ĉ. */
  readonly last: Uint8Array
}

/** Σ scalar·element of some pairs. */
type Terms = readonly (readonly [scalar: Uint8Array, element: Uint8Array])[]

/**
 * Yields one pass after the other; the second needs the rows that went in and came out as well.
 * Throws `proof.invalid` unless the proof holds, and wherever it has another length, an element
 * that is not canonical or a scalar not below q.
 */
export function* verifyInPasses(
  engine: GroupEngine,
  statement: ShuffleStatement,
  constant: Uint8Array,
): Generator<ShufflePass, void, void> {
  refuseBadConstant(statement, constant)
  if (statement.rows === 0) return
  const digests: Uint8Array[] = []
  yield digestPass(statement, digests)
  const order = arrayDigest('order', partsOf(digests, 0, DIGEST_BYTES))
  const chain = arrayDigest('chain', partsOf(digests, DIGEST_BYTES, DIGESTS))
  const ends = partsOf(digests, DIGESTS, DIGESTS + ELEMENT_BYTES)
  const digest = statementDigest(statement)
  const challenge = elementAt(constant, 0)
  const parts: Uint8Array[] = []
  yield checkPass(statement, parts, {
    weightSeed: shuffleWeightSeed(digest, order),
    challenge,
    before: (chunk) => ends[chunk - 1] ?? generator(engine, 0),
  })
  const sums = {
    product: multiplyScalars(engine, concatBytes(...partsOf(parts, PRODUCT, ELEMENTS))),
    elements: partsOf(parts, ELEMENTS).reduce((sum, part) => addRows(engine, sum, part)),
    last: ends.at(-1) ?? ZERO,
  }
  const again = shuffleChallenge(engine, {
    statement: digest,
    order,
    chain,
    links: arrayDigest('links', partsOf(parts, 0, DIGEST_BYTES)),
    elements: rebuildElements(engine, statement, { sums, constant }),
  })
  if (!equalBytes(again, challenge)) throw invalidProof(statement.where)
}

function refuseBadConstant(statement: ShuffleStatement, constant: Uint8Array): void {
  const where = `${statement.where}: constant part`
  if (constant.length !== constantBytes(statement)) throw invalidProof(where)
  for (let at = 0; at * ELEMENT_BYTES < constant.length; at++) {
    if (!isScalar(elementAt(constant, at))) throw invalidProof(where)
  }
  if (constant.length > 0 && isZero(elementAt(constant, 0))) throw invalidProof(where)
}

function digestPass(statement: ShuffleStatement, into: Uint8Array[]): ShufflePass {
  const { where } = statement
  return {
    rows: ['proof'],
    task: (chunk) => ({ op: 'shuffle-digest', count: chunkSize(statement, chunk), where }),
    take: (chunk, result) => {
      into[chunk] = result
    },
  }
}

function checkPass(
  statement: ShuffleStatement,
  into: Uint8Array[],
  known: {
    readonly weightSeed: Uint8Array
    readonly challenge: Uint8Array
    readonly before: (chunk: number) => Uint8Array
  },
): ShufflePass {
  const { weightSeed, challenge, before } = known
  const columns = columnsOf(statement)
  return {
    rows: ['input', 'output', 'proof'],
    task: (chunk) => ({
      op: 'shuffle-check',
      from: chunk * SHUFFLE_CHUNK_ROWS,
      count: chunkSize(statement, chunk),
      columns,
      weightSeed,
      challenge,
      before: before(chunk),
      where: statement.where,
    }),
    take: (chunk, result) => {
      into[chunk] = result
    },
  }
}

/** The same part of the result of every chunk. */
function partsOf(results: readonly Uint8Array[], from: number, to?: number): Uint8Array[] {
  return results.map((result) => result.subarray(from, to))
}

/** t_1 ‖ t_2 ‖ t_3 ‖ t_4 ‖ t_5 as they must have been (shuffle.ts, equations 1 to 5). */
function rebuildElements(
  engine: GroupEngine,
  statement: ShuffleStatement,
  { sums, constant }: { readonly sums: Sums; readonly constant: Uint8Array },
): Uint8Array {
  const columns = columnsOf(statement)
  const s = (index: number) => elementAt(constant, index)
  const sum = (index: number) => elementAt(sums.elements, index)
  const [minusC, minusS4] = [0, 4].map((at) => engine.scalarSubtract(ZERO, s(at)))
  const output = (place: number) => sum(3 + place)
  const input = (place: number) => sum(4 + columns + place)
  const unwound = engine.subtract(sums.last, engine.multiScalar(sums.product, generator(engine, 0)))
  const strip = statement.ownKeys
  const t4 = leftKeys(engine, statement).map(
    (left, column): Terms => [
      [ONE, output(1 + column)],
      [minusS4!, left],
      [minusC!, input(1 + column)],
      ...(strip === null ? [] : [[s(5 + column), input(0)] as const]),
    ],
  )
  const t5 = t4.map(
    (_, column): Terms => [
      [s(5 + column), GENERATOR],
      [minusC!, elementAt(strip ?? ZERO, column)],
    ],
  )
  const all: Terms[] = [
    [
      [s(1), GENERATOR],
      [minusC!, sum(0)],
    ],
    [
      [s(2), GENERATOR],
      [minusC!, unwound],
    ],
    [
      [s(3), GENERATOR],
      [ONE, sum(2)],
      [minusC!, sum(1)],
    ],
    [
      [ONE, output(0)],
      [minusS4!, GENERATOR],
      [minusC!, input(0)],
    ],
    ...t4,
    ...(strip === null ? [] : t5),
  ]
  return concatBytes(...all.map((terms) => combine(engine, terms)))
}

function combine(engine: GroupEngine, terms: Terms): Uint8Array {
  const scalars = terms.map(([scalar]) => scalar)
  const elements = terms.map(([, element]) => element)
  return engine.multiScalar(concatBytes(...scalars), concatBytes(...elements))
}
