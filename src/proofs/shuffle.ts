/*
 * The proof of shuffle (protocol/specification.md 13.8): that the rows which came out are those
 * which went in, each once, re-randomised, with the same shares taken off every one, and nothing
 * else. After Terelius and Wikström, "Proofs of Restricted Shuffles" (AFRICACRYPT 2010), in the form
 * of Haenni, Locher, Koenig and Dubuis, "Pseudo-Code Algorithms for Verifiable Re-Encryption
 * Mix-Nets" (2017), for rows of several columns as in Haines (arXiv 1901.08371).
 *
 * Assumes discrete logarithms hard, SHA-512 a random oracle, nobody knowing a logarithm among
 * G, h, h_1 … (generators.ts). Reveals to a verifier nothing but that the statement holds.
 *
 * What is done, with l = order[i], L = Y − y·G per column, and y = 0 in a mix:
 *   a'_i = a_l + s_l·G      b'_i = b_l + s_l·Y − y·a'_i
 *
 * What is proven, u'_i = u_order[i], sums over all rows:
 *   (1) Σ(c_l − h_l)  = r̄·G
 *   (2) ĉ_n − Πu_l·h  = R_n·G
 *   (3) Σ u_l·c_l     = r̃·G + Σ u'_i·h_i
 *   (4) Σ u_l·a_l     = Σ u'_i·a'_i − s̄·G
 *       Σ u_l·b_l     = Σ u'_i·b'_i − s̄·L + y·A     per column, with A = Σ u_l·a_l
 *   (5) y·G           = the prover's own public key  per column, in a strip
 *   (6) ĉ_i           = r̂_i·G + u'_i·ĉ_(i−1)         ĉ_0 = h
 * The second line of (4) is the first with b for a: Σu'·b' = Σu·b + s̄·Y − y·Σu'·a', and
 * Σu'·a' = A + s̄·G, so Σu'·b' = Σu·b + s̄·(Y − y·G) − y·A. A is public once u is, so y is one
 * witness more in an equation that stays linear in (u', s̄, y): no second proof for the strip.
 *
 * Why that is enough. An extractor that rewinds the last challenge gets r̄, r̃, R, r̂, u', s̄, y for
 * the weights u at hand; one that rewinds the weights too gets them for n linearly independent
 * vectors u. From (3) for these it solves openings of all c_l, so a matrix M to which the prover
 * was bound before it saw u, with u' = M·u every time (else it has found a logarithm). (1) says that
 * M has row sums 1; (2) with (6) that Πu' = Πu; a matrix for which both hold at random u is a
 * permutation matrix but with probability n/q (Terelius and Wikström, theorem 1). So
 * u'_i = u_order[i] for one fixed order. (5) fixes y, the same for every u. With numbers α for which Σα·u
 * is the unit vector of l, the same combination of the equations (4) reads, for the i with
 * order[i] = l and s the combined s̄: a'_i = a_l + s·G and b'_i = b_l + s·L − y·a_l, which is
 * b_l + s·Y − y·a'_i. That holds row by row: nothing was added, dropped, doubled, marked or
 * stripped otherwise, in any column.
 *
 * The proof has the compact form: the challenge is sent and the commitments t are computed again
 * from the responses s = ω + challenge·witness, as t = Σ s·base − challenge·image.
 */
import { concatBytes } from '../base/bytes.ts'
import type { GroupEngine } from '../group/engine.ts'
import { rowBytes } from '../psi/row.ts'
import { invalidProof } from './refusals.ts'
import { proveInPasses } from './shuffle-prover.ts'
import type { RowsName } from './shuffle-rows.ts'
import type { ShuffleSecrets } from './shuffle-secrets.ts'
import {
  chunksOf,
  columnsOf,
  PROOF_ROW_BYTES,
  SHUFFLE_CHUNK_ROWS,
  type ShuffleStatement,
} from './shuffle-statement.ts'
import { runShuffleTask, type ShufflePass } from './shuffle-tasks.ts'
import { verifyInPasses } from './shuffle-verifier.ts'

/** A proof as it travels: the constant part in a statement, the rows as a batch. */
export interface ShuffleProof {
  readonly constant: Uint8Array
  /** 128 bytes a row. */
  readonly rows: Uint8Array
}

/** Both batches, whole. */
export interface ShuffledRows {
  readonly input: Uint8Array
  readonly output: Uint8Array
}

/** The whole proof in memory, chunk after chunk. Throws `proof.untrue`, and as the engine does. */
export function proveShuffle(
  engine: GroupEngine,
  statement: ShuffleStatement,
  secrets: ShuffleSecrets,
  rows: ShuffledRows,
): ShuffleProof {
  const passes = proveInPasses(engine, statement, secrets)
  const run = { engine, statement, fetch: (name: RowsName) => rows[name as keyof ShuffledRows] }
  let kept: Uint8Array = new Uint8Array(0)
  let step = passes.next()
  for (; step.done !== true; step = passes.next()) {
    kept = concatBytes(...runPass(run, step.value))
  }
  return { constant: step.value, rows: kept }
}

/** Throws `proof.invalid` unless the proof holds. */
export function verifyShuffle(
  engine: GroupEngine,
  statement: ShuffleStatement,
  rows: ShuffledRows,
  proof: ShuffleProof,
): void {
  const all: Readonly<Record<RowsName, Uint8Array>> = { ...rows, proof: proof.rows }
  refuseOtherLengths(statement, all)
  const run = { engine, statement, fetch: (name: RowsName) => all[name] }
  for (const pass of verifyInPasses(engine, statement, proof.constant)) runPass(run, pass)
}

interface Run {
  readonly engine: GroupEngine
  readonly statement: ShuffleStatement
  readonly fetch: (name: RowsName) => Uint8Array
}

/** One pass, its chunks in order. */
function runPass({ engine, statement, fetch }: Run, pass: ShufflePass): Uint8Array[] {
  return Array.from({ length: chunksOf(statement) }, (_, chunk) => {
    const rows = pass.rows.map((name) => [name, chunkOf(statement, name, fetch(name), chunk)])
    const result = runShuffleTask(engine, pass.task(chunk), Object.fromEntries(rows))
    pass.take?.(chunk, result)
    return result
  })
}

function chunkOf(
  statement: ShuffleStatement,
  name: RowsName,
  rows: Uint8Array,
  chunk: number,
): Uint8Array {
  const bytes = SHUFFLE_CHUNK_ROWS * bytesOf(statement, name)
  return rows.subarray(chunk * bytes, (chunk + 1) * bytes)
}

function bytesOf(statement: ShuffleStatement, name: RowsName): number {
  return name === 'proof' ? PROOF_ROW_BYTES : rowBytes(columnsOf(statement))
}

/** Rows beyond the last chunk would go unread. */
function refuseOtherLengths(
  statement: ShuffleStatement,
  all: Readonly<Record<RowsName, Uint8Array>>,
): void {
  for (const name of ['input', 'output', 'proof'] as const) {
    if (all[name].length === statement.rows * bytesOf(statement, name)) continue
    throw invalidProof(`${statement.where}: length of the ${name} rows`)
  }
}
