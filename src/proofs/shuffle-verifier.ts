/*
 * The verifier's passes over a proof of shuffle, and the little work between them
 * (protocol/specification.md 13.8; CheckShuffleProof of Haenni, Locher, Koenig and Dubuis 2017).
 * Takes some hundred bytes of memory a chunk. Everything here is public.
 */
import { concatBytes, equalBytes } from '../base/bytes.ts'
import { ELEMENT_BYTES, type GroupEngine, isScalar, isZero } from '../group/engine.ts'
import { elementAt } from '../psi/row.ts'
import { addRows } from '../psi/sum.ts'
import { generator } from './generators.ts'
import { invalidProof } from './refusals.ts'
import { multiplyScalars, ZERO } from './shuffle-scalars.ts'
import {
  arrayDigest,
  chunkSize,
  columnsOf,
  constantBytes,
  SHUFFLE_CHUNK_ROWS,
  type ShuffleStatement,
  shuffleChallenge,
  shuffleWeightSeed,
  statementDigest,
} from './shuffle-statement.ts'
import type { ShufflePass } from './shuffle-tasks.ts'
import { rebuildElements } from './shuffle-verify-total.ts'

/** Where things stand in what digestRows and checkRows give. */
const DIGEST_BYTES = 64
const DIGESTS = 2 * DIGEST_BYTES
const LINKS = DIGESTS + ELEMENT_BYTES
const PRODUCT = LINKS + DIGEST_BYTES
const ELEMENTS = PRODUCT + ELEMENT_BYTES

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
  const ends = partsOf(digests, DIGESTS, LINKS)
  const digest = statementDigest(statement)
  const challenge = elementAt(constant, 0)
  const parts: Uint8Array[] = []
  yield checkPass(statement, parts, {
    weightSeed: shuffleWeightSeed(digest, order),
    challenge,
    before: (chunk) => ends[chunk - 1] ?? generator(engine, 0),
  })
  refuseOtherRows(statement, digests, partsOf(parts, 0, LINKS))
  const sums = {
    product: multiplyScalars(engine, concatBytes(...partsOf(parts, PRODUCT, ELEMENTS))),
    elements: partsOf(parts, ELEMENTS).reduce((sum, part) => addRows(engine, sum, part)),
    last: ends.at(-1) ?? ZERO,
  }
  const again = shuffleChallenge(engine, {
    statement: digest,
    order,
    chain,
    links: arrayDigest('links', partsOf(parts, LINKS, PRODUCT)),
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

/** Both passes must have had the same rows of the proof. */
function refuseOtherRows(
  statement: ShuffleStatement,
  first: readonly Uint8Array[],
  second: readonly Uint8Array[],
): void {
  if (equalBytes(concatBytes(...first), concatBytes(...second))) return
  throw invalidProof(`${statement.where}: rows of the proof, which came otherwise the second time`)
}

/** The same part of the result of every chunk. */
function partsOf(results: readonly Uint8Array[], from: number, to?: number): Uint8Array[] {
  return results.map((result) => result.subarray(from, to))
}
