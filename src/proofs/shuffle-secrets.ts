/*
 * What only the prover of a shuffle knows, and the randomness of its proof. All of it comes from
 * seeds, so that a proof made again after a restart has the same bytes
 * (protocol/specification.md 12.2, 13.8).
 */
import { concatBytes, i2osp } from '../base/bytes.ts'
import { deriveBytes, keyStream } from '../crypto/derive.ts'
import { type GroupEngine, SCALAR_BYTES } from '../group/engine.ts'
import { drawScalar } from '../psi/draw-scalar.ts'
import { deriveLabels } from '../psi/suite.ts'
import { hash } from './shuffle-statement.ts'

/** How a batch was shuffled. */
export interface ShuffleSecrets {
  /** Row i of the output is row order[i] of the input. */
  readonly order: Uint32Array
  /**
   * The seeds, 32 bytes each, by whose KeyStream the rows of each chunk **of the input** were
   * re-randomised: 64 bytes a row, as rerandomiseRows and stripOpen take them.
   */
  readonly rowSeeds: readonly Uint8Array[]
  /** y_1 ‖ … ‖ y_w that were taken off; null in a mix. */
  readonly shares: Uint8Array | null
  /** 32 secret bytes for the proof's own randomness. */
  readonly seed: Uint8Array
}

/** The scalars that a chunk's rows need, each 32 bytes a row. */
export interface ChunkScalars {
  /** Of the row as a row of the input: r blinds c. */
  readonly r: Uint8Array
  /** Of the row as a row of the output: r̂ blinds ĉ; ω̂ and ω' hide r̂ and u'. */
  readonly rHat: Uint8Array
  readonly omegaHat: Uint8Array
  readonly omegaPrime: Uint8Array
}

/**
 * The root of the proof's randomness: hashes the statement and all secrets with the seed, as
 * provePossession does. One seed used for two statements, or with two orders, then still gives no
 * nonce twice, which would reveal the order and the shares.
 */
export function shuffleRoot(secrets: ShuffleSecrets, statement: Uint8Array): Uint8Array {
  const order = new Uint8Array(secrets.order.length * 4)
  const view = new DataView(order.buffer)
  secrets.order.forEach((row, place) => {
    view.setUint32(place * 4, row)
  })
  const shares = secrets.shares ?? new Uint8Array(0)
  return hash('seed', secrets.seed, statement, order, shares, concatBytes(...secrets.rowSeeds))
}

/** The seed of chunk `index`; of the part that is no chunk's if there is no index. */
export function partSeed(root: Uint8Array, index?: number): Uint8Array {
  const context = index === undefined ? [] : [i2osp(index, 8)]
  return deriveBytes(root, deriveLabels.shuffle, context, 32)
}

/** `count` scalars from a seed's KeyStream, 64 bytes each (protocol/specification.md 1.4). */
export function drawScalars(engine: GroupEngine, seed: Uint8Array, count: number): Uint8Array {
  const random = keyStream(seed)
  const out = new Uint8Array(count * SCALAR_BYTES)
  for (let at = 0; at < count; at++) out.set(drawScalar(engine, random), at * SCALAR_BYTES)
  return out
}

/** r for every row of the chunk, then r̂, ω̂ and ω'. */
export function chunkScalars(engine: GroupEngine, seed: Uint8Array, rows: number): ChunkScalars {
  const all = drawScalars(engine, seed, rows * 4)
  const part = (at: number) =>
    all.subarray(at * rows * SCALAR_BYTES, (at + 1) * rows * SCALAR_BYTES)
  return { r: part(0), rHat: part(1), omegaHat: part(2), omegaPrime: part(3) }
}

/** places[order[i]] = i: where each row of the input went. */
export function placesOf(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length)
  order.forEach((row, place) => {
    places[row] = place
  })
  return places
}
