/*
 * That the rows of a cover hold each bin as often as their evaluator committed to before it saw any
 * data (protocol/specification.md 14.3): one linear proof a bin, over the sum of the bin's rows.
 * Reveals nothing of how often. Assumes that each row is proven to hold nothing or its bin.
 */
import { concatBytes, lengthPrefixed, utf8 } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'
import { ELEMENT_BYTES, GENERATOR, type GroupEngine } from '../group/engine.ts'
import { generator } from '../proofs/generators.ts'
import { type LinearStatement, proveLinear, verifyLinear } from '../proofs/linear-proof.ts'
import { invalidProof } from '../proofs/refusals.ts'
import { countRows, elementAt } from '../psi/row.ts'
import { addRows } from '../psi/sum.ts'
import { type CoverSecrets, scalarOf } from './cover-secrets.ts'
import {
  binOf,
  COVER_COLUMNS,
  COVER_ROW_BYTES,
  type CoverPlan,
  type CoverScene,
  coverRowAt,
  pairAt,
  rowsPerBin,
} from './plan.ts'

/** A challenge, and responses for R, z and ρ. */
export const COVER_SUM_PROOF_BYTES = 128

/** Sums of all bins to begin with: identities, one row of 96 bytes for each. */
export function emptyBinSums(plan: CoverPlan): Uint8Array {
  return new Uint8Array(plan.bins.length * COVER_ROW_BYTES)
}

/** Adds the rows, number `from` …, to the sums of their bins, in place. */
export function addToBinSums(
  engine: GroupEngine,
  plan: CoverPlan,
  sums: Uint8Array,
  part: { readonly rows: Uint8Array; readonly from: number },
): void {
  const count = countRows(part.rows, COVER_COLUMNS)
  for (let at = 0; at < count; at++) {
    const bin = coverRowAt(sums, binOf(plan, part.from + at))
    bin.set(addRows(engine, bin, coverRowAt(part.rows, at)))
  }
}

/** Σr of each bin, flat, from r of all rows. Secret. */
export function sumRandomness(
  engine: GroupEngine,
  plan: CoverPlan,
  randomness: Uint8Array,
): Uint8Array {
  const sums = new Uint8Array(plan.bins.length * ELEMENT_BYTES)
  for (let row = 0; row * ELEMENT_BYTES < randomness.length; row++) {
    const sum = elementAt(sums, binOf(plan, row))
    sum.set(engine.scalarAdd(sum, elementAt(randomness, row)))
  }
  return sums
}

/** That each bin's rows hold it as often as was committed: 128 bytes a bin. */
export function proveCoverSums(
  engine: GroupEngine,
  scene: CoverScene,
  by: {
    readonly sums: Uint8Array
    readonly commitments: Uint8Array
    readonly secrets: CoverSecrets
    /** Σr of each bin. */
    readonly randomness: Uint8Array
    readonly random: Random
  },
): Uint8Array {
  const { secrets, randomness, random } = by
  const statement = sumStatement(engine, scene, by)
  const proofs = scene.plan.bins.map(({ id }, bin) =>
    proveLinear(engine, statement(bin), {
      secrets: concatBytes(
        elementAt(randomness, bin),
        scalarOf(secrets.numbers[bin] ?? 0),
        elementAt(secrets.blindings, bin),
      ),
      random,
      context: binContext(scene, id),
    }),
  )
  return concatBytes(...proofs)
}

/** Throws `proof.invalid`, naming the bin, unless sums and commitments hold the same numbers. */
export function verifyCoverSums(
  engine: GroupEngine,
  scene: CoverScene,
  shown: {
    readonly sums: Uint8Array
    readonly commitments: Uint8Array
    readonly proofs: Uint8Array
    readonly where: string
  },
): void {
  const { proofs, where } = shown
  const statement = sumStatement(engine, scene, shown)
  if (proofs.length !== scene.plan.bins.length * COVER_SUM_PROOF_BYTES) throw invalidProof(where)
  for (const [bin, { id }] of scene.plan.bins.entries()) {
    verifyLinear(engine, statement(bin), {
      proof: proofs.subarray(bin * COVER_SUM_PROOF_BYTES, (bin + 1) * COVER_SUM_PROOF_BYTES),
      context: binContext(scene, id),
      where: `${where}, bin ${id}`,
    })
  }
}

/** Witnesses R = Σr, z, ρ of one bin (protocol/specification.md 14.3). */
function sumStatement(
  engine: GroupEngine,
  { plan, elements, columnKeys }: CoverScene,
  about: { readonly sums: Uint8Array; readonly commitments: Uint8Array },
): (bin: number) => LinearStatement {
  const [R, z, rho] = [0, 1, 2]
  const h = generator(engine, 0)
  const nothing = multiplePair(engine, rowsPerBin(plan), elements.nothing)
  return (bin) => {
    const sum = coverRowAt(about.sums, bin)
    const columns = [0, 1].map((column) => {
      const held = elementAt(pairAt(elements.bins, bin), column)
      const difference = engine.subtract(held, elementAt(elements.nothing, column))
      const terms = [
        { witness: R, base: elementAt(columnKeys, column) },
        { witness: z, base: difference },
      ]
      return {
        terms,
        image: engine.subtract(elementAt(sum, 1 + column), elementAt(nothing, column)),
      }
    })
    const randomness = { terms: [{ witness: R, base: GENERATOR }], image: elementAt(sum, 0) }
    const committed = {
      terms: [
        { witness: z, base: GENERATOR },
        { witness: rho, base: h },
      ],
      image: elementAt(about.commitments, bin),
    }
    return { witnesses: 3, equations: [randomness, ...columns, committed] }
  }
}

/** count·pair, element by element; no count is zero. */
function multiplePair(engine: GroupEngine, count: number, pair: Uint8Array): Uint8Array {
  const factor = scalarOf(count)
  return concatBytes(...[0, 1].map((column) => engine.multiply(factor, elementAt(pair, column))))
}

function binContext({ context }: CoverScene, bin: string): Uint8Array {
  return lengthPrefixed(context, utf8('bin'), utf8(bin))
}
