/*
 * The prover's work on one chunk of rows (protocol/specification.md 13.8): no state, bytes in and
 * bytes out, for worker threads. shuffle.ts says what is proven and why it is sound. The steps are
 * those of GenShuffleProof, GenPermutationCommitment and GenCommitmentChain of Haenni, Locher,
 * Koenig and Dubuis (2017; CHVote specification, algorithms 8.47 to 8.49 of version 3.1), whose
 * names for scalars and elements are kept.
 *
 * Reveals: what sumRows gives is secret and stays with the prover; the results of the others go
 * into the proof. Timing: what a secret multiplies goes through multiply and multiplyBase.
 */
import { concatBytes } from '../base/bytes.ts'
import { ELEMENT_BYTES, type GroupEngine, IDENTITY, SCALAR_BYTES } from '../group/engine.ts'
import { elementAt, rowBytes, selectColumns } from '../psi/row.ts'
import { generator } from './generators.ts'
import { rowsNamed, type ShuffleRows } from './shuffle-rows.ts'
import {
  CHAIN_START,
  type ChainLink,
  nextLink,
  response,
  sumScalars,
  weightsAt,
} from './shuffle-scalars.ts'
import { chunkScalars, drawScalars } from './shuffle-secrets.ts'
import { PROOF_ROW_BYTES } from './shuffle-statement.ts'
import { weighRows, weighScalars } from './weigh-rows.ts'
import { weights } from './weights.ts'

/** A chunk of the output, as its prover knows it. */
export interface OutputChunk {
  /** Of the chunk's own randomness. */
  readonly seed: Uint8Array
  /** Seed of the weights u. */
  readonly weightSeed: Uint8Array
  /** order[i] of the chunk's rows. */
  readonly order: Uint32Array
}

/** The chunk's rows of the input, and where each of them went. */
export interface CommitTask {
  readonly seed: Uint8Array
  readonly places: Uint32Array
}

export interface SumTask extends OutputChunk {
  /** Number of the chunk's first row. */
  readonly from: number
  readonly columns: number
  /** By which the chunk's rows of the input were re-randomised. */
  readonly rowSeed: Uint8Array
  /** Whether shares were taken off: then Σ u·a is needed too. */
  readonly strip: boolean
  readonly where: string
}

export interface ChainTask extends OutputChunk {
  /** R ‖ U before the chunk's first row. */
  readonly start: Uint8Array
}

export interface RespondTask extends OutputChunk {
  readonly challenge: Uint8Array
  /** c and ĉ of the chunk. */
  readonly commitments: Uint8Array
  readonly chain: Uint8Array
}

/** c_l = r_l·G + h_(place of l), for the chunk's rows of the input. 32 bytes a row. */
export function commitRows(engine: GroupEngine, task: CommitTask): Uint8Array {
  const { r } = chunkScalars(engine, task.seed, task.places.length)
  const out = new Uint8Array(r.length)
  task.places.forEach((place, at) => {
    const blind = engine.multiplyBase(elementAt(r, at))
    out.set(engine.add(blind, generator(engine, place + 1)), at * ELEMENT_BYTES)
  })
  return out
}

/**
 * The chunk's share in the sums that t and s are made of, all secret:
 * Σr_l ‖ Σu_l·r_l ‖ Σu_l·s_l over its rows of the input; ρ ‖ υ, what it does to the chain (R
 * becomes ρ + υ·R, U becomes υ·U); Σω'_i·(h_i ‖ row'_i) over its rows of the output, w+2
 * elements; in a strip, Σu_l·a_l.
 */
export function sumRows(engine: GroupEngine, task: SumTask, rows: ShuffleRows): Uint8Array {
  const { from, columns, order } = task
  const { r, rHat, omegaPrime } = chunkScalars(engine, task.seed, order.length)
  const u = weights(engine, task.weightSeed, from, order.length)
  const link = linksOf(engine, task, rHat).at(-1) ?? CHAIN_START
  const expected = { bytes: order.length * rowBytes(columns), where: task.where }
  return concatBytes(
    sumScalars(engine, r),
    weighScalars(engine, r, u),
    weighScalars(engine, drawScalars(engine, task.rowSeed, order.length), u),
    link.R,
    link.U,
    maskGenerators(engine, from, omegaPrime),
    maskRows(engine, rowsNamed(rows, 'output', expected), omegaPrime),
    task.strip ? weighFirst(engine, rowsNamed(rows, 'input', expected), columns, u) : IDENTITY,
  )
}

/**
 * ĉ_i and t̂_i = ω̂_i·G + ω'_i·ĉ_(i−1), 64 bytes a row: first all ĉ, then all t̂. Both from the known
 * logarithms of the chain to G and h, so that no chunk waits for the one before.
 */
export function chainRows(engine: GroupEngine, task: ChainTask): Uint8Array {
  const count = task.order.length
  const { rHat, omegaHat, omegaPrime } = chunkScalars(engine, task.seed, count)
  const h = generator(engine, 0)
  const element = ({ R, U }: ChainLink) => engine.add(engine.multiplyBase(R), engine.multiply(U, h))
  const start = { R: elementAt(task.start, 0), U: elementAt(task.start, 1) }
  const links = linksOf(engine, task, rHat, start)
  const out = new Uint8Array(count * 2 * ELEMENT_BYTES)
  links.forEach((link, at) => {
    const mask = { rHat: elementAt(omegaHat, at), u: elementAt(omegaPrime, at) }
    const before = links[at - 1] ?? start
    out.set(element(link), at * ELEMENT_BYTES)
    out.set(element(nextLink(engine, before, mask)), (count + at) * ELEMENT_BYTES)
  })
  return out
}

/** The chunk's rows of the proof: c_i ‖ ĉ_i ‖ ŝ_i ‖ s'_i with ŝ = ω̂ + c·r̂ and s' = ω' + c·u'. */
export function respondRows(engine: GroupEngine, task: RespondTask): Uint8Array {
  const { challenge, order } = task
  const { rHat, omegaHat, omegaPrime } = chunkScalars(engine, task.seed, order.length)
  const u = weightsAt(engine, task.weightSeed, order)
  const out = new Uint8Array(order.length * PROOF_ROW_BYTES)
  for (let at = 0; at < order.length; at++) {
    const [hat, prime] = [elementAt(rHat, at), elementAt(u, at)]
    const row = concatBytes(
      elementAt(task.commitments, at),
      elementAt(task.chain, at),
      response(engine, elementAt(omegaHat, at), { challenge, secret: hat }),
      response(engine, elementAt(omegaPrime, at), { challenge, secret: prime }),
    )
    out.set(row, at * PROOF_ROW_BYTES)
  }
  return out
}

/** The chain after each row of the chunk; from the very start unless told. */
function linksOf(
  engine: GroupEngine,
  task: OutputChunk,
  rHat: Uint8Array,
  start = CHAIN_START,
): ChainLink[] {
  const u = weightsAt(engine, task.weightSeed, task.order)
  let link = start
  return Array.from(task.order, (_, at) => {
    link = nextLink(engine, link, { rHat: elementAt(rHat, at), u: elementAt(u, at) })
    return link
  })
}

/** Σ ω'_i·h_i. */
function maskGenerators(engine: GroupEngine, from: number, masks: Uint8Array): Uint8Array {
  let sum = IDENTITY
  for (let at = 0; at * SCALAR_BYTES < masks.length; at++) {
    const h = generator(engine, from + at + 1)
    sum = engine.add(sum, engine.multiply(elementAt(masks, at), h))
  }
  return sum
}

/** Σ ω'_i·row'_i: weighRows with secret weights, so one multiplication after the other. */
function maskRows(engine: GroupEngine, rows: Uint8Array, masks: Uint8Array): Uint8Array {
  const width = rows.length / masks.length
  const out = new Uint8Array(width * ELEMENT_BYTES)
  for (let place = 0; place < width; place++) {
    let sum = IDENTITY
    for (let at = 0; at * SCALAR_BYTES < masks.length; at++) {
      const masked = engine.multiply(elementAt(masks, at), elementAt(rows, at * width + place))
      sum = engine.add(sum, masked)
    }
    out.set(sum, place * ELEMENT_BYTES)
  }
  return out
}

/** Σ u_l·a_l. */
function weighFirst(
  engine: GroupEngine,
  rows: Uint8Array,
  columns: number,
  u: Uint8Array,
): Uint8Array {
  return weighRows(engine, selectColumns(rows, columns, []), 0, u)
}
