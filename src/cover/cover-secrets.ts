/*
 * What one evaluator hides of its cover: how many rows of each bin stand for nobody, and with which
 * blinding it committed to that (protocol/specification.md 14.3). Drawn with the round keys, before
 * anybody's data, and again from the same seed when the cover is made. Whoever learns the numbers
 * of all evaluators sees the exact counts.
 */
import { concatBytes } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import type { Random } from '../base/random.ts'
import { ELEMENT_BYTES, type GroupEngine, isIdentity, SCALAR_BYTES } from '../group/engine.ts'
import { generator } from '../proofs/generators.ts'
import { commit } from '../proofs/pedersen.ts'
import { drawScalar } from '../psi/draw-scalar.ts'
import { permutation } from '../psi/permutation.ts'
import { elementAt, splitElements } from '../psi/row.ts'
import { drawCover } from './law.ts'
import { type CoverPlan, rowsPerBin } from './plan.ts'

export interface CoverSecrets {
  /** z of each bin, 0 … 2m. */
  readonly numbers: readonly number[]
  /** ρ of each bin, flat. */
  readonly blindings: Uint8Array
}

/** Bin by bin: z by the law, then ρ from 64 bytes. */
export function drawCoverSecrets(
  engine: GroupEngine,
  plan: CoverPlan,
  random: Random,
): CoverSecrets {
  const drawn = plan.bins.map(() => ({
    number: drawCover(plan.law, random),
    blinding: drawScalar(engine, random),
  }))
  return {
    numbers: drawn.map(({ number }) => number),
    blindings: concatBytes(...drawn.map(({ blinding }) => blinding)),
  }
}

/** C = z·G + ρ·H of each bin, flat: they go with the evaluator's key record. */
export function commitCover(engine: GroupEngine, secrets: CoverSecrets): Uint8Array {
  const h = generator(engine, 0)
  const commitments = secrets.numbers.map((number, bin) => {
    const opening = { value: scalarOf(number), blinding: elementAt(secrets.blindings, bin) }
    return commit(engine, h, opening)
  })
  return concatBytes(...commitments)
}

/** Throws `cover.commitments` unless there is one element for each bin. */
export function checkCommitments(
  engine: GroupEngine,
  plan: CoverPlan,
  commitments: Uint8Array,
  holder: string,
): void {
  const complete = commitments.length === plan.bins.length * ELEMENT_BYTES
  const sound = (one: Uint8Array) => !isIdentity(one) && engine.isElement(one)
  if (complete && splitElements(commitments).every(sound)) return
  throw new Problem({
    code: 'cover.commitments',
    what: 'Commitments to the cover are not one element for each bin',
    where: `holder ${holder}`,
    remedy: 'The round ends here; start another and ask this holder what happened.',
  })
}

/** Which rows hold their bin (1) and which hold nothing (0): each bin's in an order of its own. */
export function placeCover(plan: CoverPlan, secrets: CoverSecrets, random: Random): Uint8Array {
  const size = rowsPerBin(plan)
  const places = new Uint8Array(plan.bins.length * size)
  for (const [bin, number] of secrets.numbers.entries()) {
    for (const [row, place] of permutation(size, random).entries()) {
      places[bin * size + row] = place < number ? 1 : 0
    }
  }
  return places
}

/** A count as a scalar: little-endian (protocol/specification.md 1.4). */
export function scalarOf(count: number): Uint8Array {
  const scalar = new Uint8Array(SCALAR_BYTES)
  new DataView(scalar.buffer).setUint32(0, count, true)
  return scalar
}
