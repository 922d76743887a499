/*
 * A ciphertext opens to one of n public vectors (protocol/specification.md 13.7): the proof of
 * Cramer, Damgård and Schoenmakers (CRYPTO 1994) that one of n holds, over proofs that two or more
 * discrete logarithms are equal. Reveals that it is one of them, and not which.
 *
 * Assumes that keys and vectors are the agreed ones, and that the context names manifest, batch and
 * column. A proof holds for its own ciphertext only, which is hashed into it. Timing: the same operations whichever of the n it is, but in an
 * order that tells, to whoever measures single operations on the prover's own machine.
 */
import { concatBytes, equalBytes, i2osp } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'
import {
  ELEMENT_BYTES,
  GENERATOR,
  type GroupEngine,
  invalidElement,
  isScalar,
  SCALAR_BYTES,
} from '../group/engine.ts'
import { countColumns, countParts, elementAt, splitElements } from '../psi/row.ts'
import { hashTags } from '../psi/suite.ts'
import { taggedHash } from '../psi/tagged-hash.ts'
import { badStatement, invalidProof, untrue } from './refusals.ts'

/** What is proven to be one of n. */
export interface OneOfStatement {
  /** Y_1 ‖ … ‖ Y_w. */
  readonly keys: Uint8Array
  /** a ‖ b_1 ‖ … ‖ b_w. */
  readonly row: Uint8Array
  /** M_1 ‖ … ‖ M_w of each of the n, one after the other. */
  readonly choices: Uint8Array
}

/** c_i ‖ z_i. */
const SHARE_BYTES = 2 * SCALAR_BYTES
/** Random bytes that everything random in one proof is made of. */
const NONCE_BYTES = 32

/**
 * c_1 ‖ z_1 ‖ … ‖ c_n ‖ z_n, 64·n bytes.
 *
 * @param by.choice which of the n it is, from 0
 * @param by.randomness r of the row, not zero
 * @returns the proof; throws `proof.untrue` if the row is not an encryption of that choice with r
 */
export function proveOneOf(
  engine: GroupEngine,
  statement: OneOfStatement,
  by: {
    readonly choice: number
    readonly randomness: Uint8Array
    readonly random: Random
    readonly context: Uint8Array
  },
): Uint8Array {
  const targets = targetsOf(engine, statement)
  const { choice, randomness: r } = by
  const target = targets[choice]
  if (target === undefined || !equalBytes(raise(engine, r, statement.keys), target)) throw untrue()
  const draw = drawer(engine, statement, by)
  const shares = targets.map((_, i) => concatBytes(draw(2 * i), draw(2 * i + 1)))
  const commitments = targets.map((images, i) =>
    // For the one that holds, the second scalar is a nonce; the others are simulated.
    i === choice
      ? raise(engine, draw(2 * i + 1), statement.keys)
      : commitment(engine, statement.keys, images, shares[i]!),
  )
  const all = challenge(engine, statement, by.context, commitments)
  const others = shares.filter((_, i) => i !== choice).map((share) => elementAt(share, 0))
  const c = others.reduce((rest, other) => engine.scalarSubtract(rest, other), all)
  const z = engine.scalarAdd(draw(2 * choice + 1), engine.scalarMultiply(c, r))
  shares[choice] = concatBytes(c, z)
  return concatBytes(...shares)
}

/**
 * Throws `proof.invalid` unless the proof is 2·n scalars below q and the c_i add up to the
 * challenge over T_i = z_i·(G, Y_1 … Y_w) − c_i·(a, b_1 − M_1 … b_w − M_w).
 *
 * @param shown.where what the reader of the refusal is told: list, row, column
 */
export function verifyOneOf(
  engine: GroupEngine,
  statement: OneOfStatement,
  shown: { readonly proof: Uint8Array; readonly context: Uint8Array; readonly where: string },
): void {
  const targets = targetsOf(engine, statement)
  const { proof, context, where } = shown
  if (proof.length !== targets.length * SHARE_BYTES) throw invalidProof(where)
  const scalars = splitElements(proof)
  if (!scalars.every(isScalar)) throw invalidProof(where)
  const commitments = targets.map((images, i) => {
    const share = proof.subarray(i * SHARE_BYTES, (i + 1) * SHARE_BYTES)
    return commitment(engine, statement.keys, images, share)
  })
  const sum = targets.reduce<Uint8Array>(
    (total, _, i) => engine.scalarAdd(total, elementAt(proof, 2 * i)),
    new Uint8Array(SCALAR_BYTES),
  )
  if (!equalBytes(sum, challenge(engine, statement, context, commitments)))
    throw invalidProof(where)
}

/** a ‖ b_1 − M_1 ‖ … ‖ b_w − M_w for each of the n: r·(G, Y_1 … Y_w) for the one that holds. */
function targetsOf(engine: GroupEngine, { keys, row, choices }: OneOfStatement): Uint8Array[] {
  const columns = countColumns(keys)
  const count = countParts(choices, columns * ELEMENT_BYTES)
  if (row.length !== (columns + 1) * ELEMENT_BYTES || count === 0) {
    throw badStatement('a row of other columns than the keys, or nothing to choose from')
  }
  for (const element of splitElements(concatBytes(keys, row.subarray(0, ELEMENT_BYTES)))) {
    if (!engine.isElement(element)) throw invalidElement()
  }
  return Array.from({ length: count }, (_, i) => {
    const target = row.slice()
    for (let column = 0; column < columns; column++) {
      const message = elementAt(choices, i * columns + column)
      const left = engine.subtract(elementAt(row, column + 1), message)
      target.set(left, (column + 1) * ELEMENT_BYTES)
    }
    return target
  })
}

/** v·(G, Y_1 … Y_w), for a secret v. */
function raise(engine: GroupEngine, v: Uint8Array, keys: Uint8Array): Uint8Array {
  return concatBytes(
    engine.multiplyBase(v),
    ...splitElements(keys).map((key) => engine.multiply(v, key)),
  )
}

/** z·(G, Y_1 … Y_w) − c·images, for a share c ‖ z that is shown anyway. */
function commitment(
  engine: GroupEngine,
  keys: Uint8Array,
  images: Uint8Array,
  share: Uint8Array,
): Uint8Array {
  const [c, z] = [elementAt(share, 0), elementAt(share, 1)]
  const scalars = concatBytes(z, engine.scalarSubtract(new Uint8Array(SCALAR_BYTES), c))
  const bases = [GENERATOR, ...splitElements(keys)]
  return concatBytes(
    ...bases.map((base, at) =>
      engine.multiScalar(scalars, concatBytes(base, elementAt(images, at))),
    ),
  )
}

function challenge(
  engine: GroupEngine,
  statement: OneOfStatement,
  context: Uint8Array,
  commitments: readonly Uint8Array[],
): Uint8Array {
  const { keys, row, choices } = statement
  const parts = [context, keys, row, choices, concatBytes(...commitments)]
  return engine.scalarFromWide(taggedHash(hashTags.oneOf, ...parts))
}

/**
 * The scalars of one proof by number: hashed from r, 32 random bytes and everything that the proof
 * is about, so that a random source that repeats itself gives no nonce twice (as in possession.ts).
 */
function drawer(
  engine: GroupEngine,
  statement: OneOfStatement,
  by: {
    readonly randomness: Uint8Array
    readonly random: Random
    readonly context: Uint8Array
  },
): (index: number) => Uint8Array {
  const { keys, row, choices } = statement
  const input = [by.randomness, by.random(NONCE_BYTES), by.context, keys, row, choices]
  return (index) => engine.scalarFromWide(taggedHash(hashTags.nonce, ...input, i2osp(index, 4)))
}
