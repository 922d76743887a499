/*
 * The verifier's work on one chunk of rows (protocol/specification.md 13.8): no state, bytes in and
 * bytes out, for worker threads. The steps are those of CheckShuffleProof of Haenni, Locher, Koenig
 * and Dubuis (2017). Everything here is public. Whatever is no element, no scalar or of another
 * length is refused with `proof.invalid`.
 */
import { concatBytes } from '../base/bytes.ts'
import { isProblem } from '../base/problem.ts'
import { ELEMENT_BYTES, GENERATOR, type GroupEngine, isScalar } from '../group/engine.ts'
import { elementAt, rowBytes } from '../psi/row.ts'
import { generators } from './generators.ts'
import { invalidProof } from './refusals.ts'
import { rowsNamed, type ShuffleRows } from './shuffle-rows.ts'
import { multiplyScalars, ZERO } from './shuffle-scalars.ts'
import { chunkDigestOf, PROOF_ROW_BYTES } from './shuffle-statement.ts'
import { weighRows } from './weigh-rows.ts'
import { weights } from './weights.ts'

export interface DigestTask {
  /** Rows of the chunk. */
  readonly count: number
  readonly where: string
}

export interface CheckTask {
  /** Number of the chunk's first row, and how many there are. */
  readonly from: number
  readonly count: number
  readonly columns: number
  readonly weightSeed: Uint8Array
  readonly challenge: Uint8Array
  /** ĉ of the row before the chunk; h before the first. */
  readonly before: Uint8Array
  readonly where: string
}

/** Digest of the chunk's c, digest of its ĉ, its last ĉ: 64, 64 and 32 bytes. */
export function digestRows(task: DigestTask, rows: ShuffleRows): Uint8Array {
  const { count, where } = task
  const proof = rowsNamed(rows, 'proof', { bytes: count * PROOF_ROW_BYTES, where })
  const chain = columnOf(proof, 1)
  const last = elementAt(chain, count - 1)
  return concatBytes(chunkDigestOf(columnOf(proof, 0)), chunkDigestOf(chain), last)
}

/**
 * What digestRows gave (160 bytes), so that nobody can send other rows the second time; then the
 * chunk's share in what the commitments t are computed from: digest of its t̂ (64 bytes);
 * Πu_l (32 bytes); then elements: Σ(c_l − h_l), Σu_l·c_l, Σs'_i·h_i, Σs'_i·row'_i (w+1), Σu_l·row_l
 * (w+1). `h_l` is generator l+1 with l counted from 0.
 */
export function checkRows(engine: GroupEngine, task: CheckTask, rows: ShuffleRows): Uint8Array {
  const { from, count, columns } = task
  const where = `${task.where}, rows ${from} to ${from + count - 1}`
  const bytes = count * rowBytes(columns)
  const proof = rowsNamed(rows, 'proof', { bytes: count * PROOF_ROW_BYTES, where })
  const input = rowsNamed(rows, 'input', { bytes, where })
  const output = rowsNamed(rows, 'output', { bytes, where })
  const [c, sHat, sPrime] = [columnOf(proof, 0), columnOf(proof, 2), columnOf(proof, 3)]
  refuseBadResponses(concatBytes(sHat, sPrime), where)
  const u = weights(engine, task.weightSeed, from, count)
  const h = generators(engine, from + 1, count)
  return refusing(where, () =>
    concatBytes(
      digestRows(task, rows),
      chunkDigestOf(rebuildLinks(engine, task, proof)),
      multiplyScalars(engine, u),
      engine.subtract(sumElements(engine, c), sumElements(engine, h)),
      engine.multiScalar(u, c),
      engine.multiScalar(sPrime, h),
      weighRows(engine, output, columns, sPrime),
      weighRows(engine, input, columns, u),
    ),
  )
}

/** t̂_i = ŝ_i·G + s'_i·ĉ_(i−1) − c·ĉ_i, 32 bytes a row. */
function rebuildLinks(engine: GroupEngine, task: CheckTask, proof: Uint8Array): Uint8Array {
  const [chain, sHat, sPrime] = [columnOf(proof, 1), columnOf(proof, 2), columnOf(proof, 3)]
  const minusC = engine.scalarSubtract(ZERO, task.challenge)
  const out = new Uint8Array(chain.length)
  for (let at = 0; at < task.count; at++) {
    const before = at === 0 ? task.before : elementAt(chain, at - 1)
    const scalars = concatBytes(elementAt(sHat, at), elementAt(sPrime, at), minusC)
    const elements = concatBytes(GENERATOR, before, elementAt(chain, at))
    out.set(engine.multiScalar(scalars, elements), at * ELEMENT_BYTES)
  }
  return out
}

/** One of the four parts of every row of a proof, flat. */
function columnOf(proof: Uint8Array, part: number): Uint8Array {
  const count = proof.length / PROOF_ROW_BYTES
  const out = new Uint8Array(count * ELEMENT_BYTES)
  for (let at = 0; at < count; at++) {
    out.set(elementAt(proof, at * 4 + part), at * ELEMENT_BYTES)
  }
  return out
}

function sumElements(engine: GroupEngine, flat: Uint8Array): Uint8Array {
  let sum: Uint8Array = new Uint8Array(ELEMENT_BYTES)
  for (let at = 0; at * ELEMENT_BYTES < flat.length; at++) {
    sum = engine.add(sum, elementAt(flat, at))
  }
  return sum
}

function refuseBadResponses(flat: Uint8Array, where: string): void {
  for (let at = 0; at * ELEMENT_BYTES < flat.length; at++) {
    if (!isScalar(elementAt(flat, at))) throw invalidProof(`${where}: responses`)
  }
}

/** Says `proof.invalid` where the engine meets bytes that are no element. */
function refusing<T>(where: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (isProblem(error, 'element.invalid')) throw invalidProof(`${where}: elements`)
    throw error
  }
}
