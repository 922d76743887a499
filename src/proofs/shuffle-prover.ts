/*
 * The prover's passes over a shuffle, and the little work between them (protocol/specification.md
 * 13.8). Takes 64 bytes of memory a row, for c and ĉ. Timing: as in shuffle-prove-chunk.ts.
 */
import { concatBytes, equalBytes } from '../base/bytes.ts'
import type { GroupEngine } from '../group/engine.ts'
import { elementAt } from '../psi/row.ts'
import { untrue } from './refusals.ts'
import type { OutputChunk } from './shuffle-prove-chunk.ts'
import {
  addSums,
  commitmentElements,
  constantPart,
  drawNonces,
  type Proving,
} from './shuffle-prove-total.ts'
import { CHAIN_START, type ChainLink } from './shuffle-scalars.ts'
import { partSeed, placesOf, type ShuffleSecrets, shuffleRoot } from './shuffle-secrets.ts'
import {
  arrayDigest,
  chunkDigestOf,
  chunksOf,
  columnsOf,
  SHUFFLE_CHUNK_ROWS,
  type ShuffleStatement,
  shuffleChallenge,
  shuffleWeightSeed,
  statementDigest,
} from './shuffle-statement.ts'
import type { ShufflePass } from './shuffle-tasks.ts'

/**
 * Yields one pass after the other; the results of the last are the rows of the proof, 128 bytes
 * each. Returns the proof's constant part: challenge ‖ s_1 ‖ s_2 ‖ s_3 ‖ s_4 ‖ s_y per column, or
 * nothing for no rows. Throws `proof.untrue` where order or shares cannot be the statement's.
 */
export function* proveInPasses(
  engine: GroupEngine,
  statement: ShuffleStatement,
  secrets: ShuffleSecrets,
): Generator<ShufflePass, Uint8Array, void> {
  refuseUntrue(engine, statement, secrets)
  if (statement.rows === 0) return new Uint8Array(0)
  const digest = statementDigest(statement)
  const proving = { engine, statement, secrets, root: shuffleRoot(secrets, digest) }
  const c: Uint8Array[] = []
  yield commitPass(proving, c)
  const order = arrayDigest('order', c.map(chunkDigestOf))
  const output = outputChunks(proving, shuffleWeightSeed(digest, order))
  const parts: Uint8Array[] = []
  yield sumPass(proving, output, parts)
  const sums = addSums(engine, parts)
  const chain: Uint8Array[] = []
  const linkDigests: Uint8Array[] = []
  yield chainPass(output, sums.links, (chunk, result) => {
    chain[chunk] = result.slice(0, result.length / 2)
    linkDigests[chunk] = chunkDigestOf(result.subarray(result.length / 2))
  })
  const nonces = drawNonces(proving)
  const challenge = shuffleChallenge(engine, {
    statement: digest,
    order,
    chain: arrayDigest('chain', chain.map(chunkDigestOf)),
    links: arrayDigest('links', linkDigests),
    elements: commitmentElements(proving, sums, nonces),
  })
  yield {
    rows: [],
    task: (chunk) => ({
      op: 'shuffle-respond',
      ...output(chunk),
      challenge,
      commitments: c[chunk]!, // every chunk of the passes before was taken
      chain: chain[chunk]!,
    }),
    take: null,
  }
  return constantPart(proving, sums, { nonces, challenge })
}

function refuseUntrue(
  engine: GroupEngine,
  statement: ShuffleStatement,
  secrets: ShuffleSecrets,
): void {
  const { order, rowSeeds, shares } = secrets
  const seen = new Set(order)
  const isOrder =
    order.length === statement.rows &&
    seen.size === order.length &&
    order.every((row) => row < order.length)
  if (!isOrder || rowSeeds.length !== chunksOf(statement)) throw untrue()
  const keys = Array.from({ length: shares === null ? 0 : columnsOf(statement) }, (_, column) =>
    engine.multiplyBase(elementAt(shares ?? new Uint8Array(0), column)),
  )
  const ownKeys = statement.ownKeys ?? new Uint8Array(0)
  if (!equalBytes(concatBytes(...keys), ownKeys)) throw untrue()
}

function commitPass({ root, secrets }: Proving, into: Uint8Array[]): ShufflePass {
  const places = placesOf(secrets.order)
  return {
    rows: [],
    task: (chunk) => ({
      op: 'shuffle-commit',
      seed: partSeed(root, chunk),
      places: places.slice(...chunkRange(chunk)),
    }),
    take: (chunk, result) => {
      into[chunk] = result
    },
  }
}

function sumPass(
  { statement, secrets }: Proving,
  output: (chunk: number) => OutputChunk,
  into: Uint8Array[],
): ShufflePass {
  const strip = secrets.shares !== null
  const columns = columnsOf(statement)
  return {
    rows: strip ? ['input', 'output'] : ['output'],
    task: (chunk) => ({
      op: 'shuffle-sum',
      ...output(chunk),
      from: chunk * SHUFFLE_CHUNK_ROWS,
      columns,
      rowSeed: secrets.rowSeeds[chunk]!, // one for every chunk, refuseUntrue
      strip,
      where: statement.where,
    }),
    take: (chunk, result) => {
      into[chunk] = result
    },
  }
}

function chainPass(
  output: (chunk: number) => OutputChunk,
  links: readonly ChainLink[],
  take: (chunk: number, result: Uint8Array) => void,
): ShufflePass {
  const start = (chunk: number) => {
    const { R, U } = links[chunk] ?? CHAIN_START
    return concatBytes(R, U)
  }
  return {
    rows: [],
    task: (chunk) => ({ op: 'shuffle-chain', ...output(chunk), start: start(chunk) }),
    take,
  }
}

function outputChunks(
  { root, secrets }: Proving,
  weightSeed: Uint8Array,
): (chunk: number) => OutputChunk {
  return (chunk) => ({
    seed: partSeed(root, chunk),
    weightSeed,
    order: secrets.order.slice(...chunkRange(chunk)),
  })
}

function chunkRange(chunk: number): [number, number] {
  return [chunk * SHUFFLE_CHUNK_ROWS, (chunk + 1) * SHUFFLE_CHUNK_ROWS]
}
