/*
 * What a proof of shuffle is about, and the hashes that make it non-interactive
 * (protocol/specification.md 13.8). Everything here is public.
 */
import { concatBytes, i2osp, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import type { GroupEngine } from '../group/engine.ts'
import { countColumns } from '../psi/row.ts'
import { ELEMENT_BYTES, hashTags } from '../psi/suite.ts'
import { taggedHash } from '../psi/tagged-hash.ts'

/** Rows in a chunk, of the batches shuffled and of the proof alike (protocol/specification.md 5.6). */
export const SHUFFLE_CHUNK_ROWS = 128

/** Bytes of the proof for a row: c ‖ ĉ ‖ ŝ ‖ s'. */
export const PROOF_ROW_BYTES = 4 * ELEMENT_BYTES

/** A batch of rows was shuffled, and stripped of a share if `ownKeys` are named. */
export interface ShuffleStatement {
  /** Frame of whatever the proof is bound to: manifest digest, stage, prover. */
  readonly context: Uint8Array
  /** n, in and out alike. */
  readonly rows: number
  /** Y_1 ‖ … ‖ Y_w: the keys the rows come under; in a strip, the prover's own included. */
  readonly columnKeys: Uint8Array
  /** y_1·G ‖ … ‖ y_w·G of the shares that the prover takes off; null in a mix. */
  readonly ownKeys: Uint8Array | null
  /** Digests of the batches that go in and come out (protocol/specification.md 5.6). */
  readonly inputDigest: Uint8Array
  readonly outputDigest: Uint8Array
  /** Stage and prover, for whoever reads a refusal; not hashed. */
  readonly where: string
}

/** What the commitments and responses of a proof are made of, row by row. */
export type RowArray = 'order' | 'chain' | 'links'

export interface ShuffleCommitments {
  readonly statement: Uint8Array
  /** Digests of c, of ĉ and of t̂. */
  readonly order: Uint8Array
  readonly chain: Uint8Array
  readonly links: Uint8Array
  /** t_1 ‖ t_2 ‖ t_3 ‖ t_4 (w+1 elements) ‖ t_5 (w elements, in a strip). */
  readonly elements: Uint8Array
}

export function chunksOf(statement: ShuffleStatement): number {
  return Math.ceil(statement.rows / SHUFFLE_CHUNK_ROWS)
}

/** Rows in that chunk: 128, or fewer in the last one. */
export function chunkSize(statement: ShuffleStatement, chunk: number): number {
  return Math.min(SHUFFLE_CHUNK_ROWS, statement.rows - chunk * SHUFFLE_CHUNK_ROWS)
}

/** w. Refuses keys and own keys of unlike many columns. */
export function columnsOf(statement: ShuffleStatement): number {
  const columns = countColumns(statement.columnKeys)
  const { ownKeys } = statement
  if (ownKeys === null || ownKeys.length === statement.columnKeys.length) return columns
  throw new Problem({ code: 'rows.columns', what: 'Shares and keys name unlike many columns' })
}

/** Bytes of the part of a proof that does not grow: challenge ‖ s_1 ‖ … ‖ s_4 ‖ s_y per column. */
export function constantBytes(statement: ShuffleStatement): number {
  if (statement.rows === 0) return 0
  const strip = statement.ownKeys === null ? 0 : columnsOf(statement)
  return ELEMENT_BYTES * (5 + strip)
}

/** L_i = Y_i − y_i·G: the keys the rows leave under. */
export function leftKeys(engine: GroupEngine, statement: ShuffleStatement): Uint8Array[] {
  const { columnKeys, ownKeys } = statement
  return Array.from({ length: columnsOf(statement) }, (_, column) => {
    const [from, to] = [column * ELEMENT_BYTES, (column + 1) * ELEMENT_BYTES]
    const key = columnKeys.subarray(from, to)
    return ownKeys === null ? key : engine.subtract(key, ownKeys.subarray(from, to))
  })
}

/** S: everything the proof is about, 64 bytes. */
export function statementDigest(statement: ShuffleStatement): Uint8Array {
  return hash(
    'statement',
    statement.context,
    i2osp(statement.rows, 8),
    i2osp(columnsOf(statement), 4),
    statement.columnKeys,
    statement.ownKeys ?? new Uint8Array(0),
    statement.inputDigest,
    statement.outputDigest,
  )
}

/** Digest of a chunk of c, ĉ or t̂, 64 bytes. */
export function chunkDigestOf(elements: Uint8Array): Uint8Array {
  return hash('chunk', elements)
}

/** Digest of all of c, ĉ or t̂, from those of its chunks in order. */
export function arrayDigest(array: RowArray, chunkDigests: readonly Uint8Array[]): Uint8Array {
  return hash(array, concatBytes(...chunkDigests))
}

/**
 * The seed of the weights u. It hashes all rows, keys and the committed order: chosen with any of
 * them open, they could be bent until a wrong output fits.
 */
export function shuffleWeightSeed(statement: Uint8Array, orderDigest: Uint8Array): Uint8Array {
  return hash('weights', statement, orderDigest)
}

/** The challenge, 32 bytes below q. */
export function shuffleChallenge(engine: GroupEngine, made: ShuffleCommitments): Uint8Array {
  const { statement, order, chain, links, elements } = made
  return engine.scalarFromWide(hash('challenge', statement, order, chain, links, elements))
}

/** 64 bytes under the tag SHUFFLE; `use` keeps the uses apart. */
export function hash(use: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return taggedHash(hashTags.shuffle, utf8(use), ...parts)
}
