/*
 * Knowledge of x_1 … x_n with Σ_k x_k·B_e,k = C_e for every equation e (protocol/specification.md
 * 13.2): Maurer's proof for a homomorphism (AFRICACRYPT 2009), of which those of Schnorr, Chaum and
 * Pedersen, and Okamoto are cases, made non-interactive with everything that is public hashed into
 * the challenge. Reveals that the equations hold, to whoever sees the proof.
 *
 * Assumes that the context says for what and by whom something is proven: in the same context the
 * proof can be shown again by anybody. Timing: secrets and nonces go through engine.multiply only.
 */
import { concatBytes, equalBytes, i2osp } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'
import {
  type GroupEngine,
  IDENTITY,
  invalidElement,
  isScalar,
  SCALAR_BYTES,
} from '../group/engine.ts'
import { elementAt, splitElements } from '../psi/row.ts'
import { hashTags } from '../psi/suite.ts'
import { taggedHash } from '../psi/tagged-hash.ts'
import { badStatement, invalidProof, untrue } from './refusals.ts'

/** x_witness·base. Witnesses are numbered from 0. */
export interface Term {
  readonly witness: number
  readonly base: Uint8Array
}

/** The sum of the terms is the image. */
export interface Equation {
  readonly terms: readonly Term[]
  readonly image: Uint8Array
}

/** All equations hold for the same witnesses. */
export interface LinearStatement {
  readonly witnesses: number
  readonly equations: readonly Equation[]
}

/** Random bytes that go into the nonces. */
const NONCE_BYTES = 32

/**
 * c ‖ z_1 ‖ … ‖ z_n with z_k = v_k + c·x_k, 32·(n+1) bytes.
 *
 * v_k hashes secrets, 32 random bytes, context, statement and k: a random source that repeats
 * itself never gives one nonce for two statements, which would reveal the secrets.
 *
 * @param by.secrets x_1 ‖ … ‖ x_n; zero is allowed
 * @returns the proof; throws `proof.untrue` if the secrets do not satisfy the statement,
 *   `proof.statement`, `scalar.invalid`, `element.invalid`
 */
export function proveLinear(
  engine: GroupEngine,
  statement: LinearStatement,
  by: { readonly secrets: Uint8Array; readonly random: Random; readonly context: Uint8Array },
): Uint8Array {
  refuseBadStatement(engine, statement)
  const secrets = splitElements(by.secrets)
  if (secrets.length !== statement.witnesses) throw badStatement('it has another number of secrets')
  const parts = transcriptParts(by.context, statement)
  const fresh = by.random(NONCE_BYTES)
  const nonces = secrets.map((_, k) =>
    engine.scalarFromWide(taggedHash(hashTags.nonce, by.secrets, fresh, ...parts, i2osp(k, 4))),
  )
  const commitments = statement.equations.map((equation) => commit(engine, equation, nonces))
  const c = engine.scalarFromWide(taggedHash(hashTags.linear, ...parts, ...commitments))
  const responses = nonces.map((v, k) =>
    engine.scalarAdd(v, engine.scalarMultiply(c, elementAt(by.secrets, k))),
  )
  const proof = concatBytes(c, ...responses)
  if (!isLinearProof(engine, statement, proof, by.context)) throw untrue()
  return proof
}

/**
 * Throws `proof.invalid` unless the proof is c ‖ z_1 ‖ … ‖ z_n, scalars below q, and c is the
 * challenge over T_e = Σ_k z_k·B_e,k − c·C_e.
 *
 * @param shown.where what the reader of the refusal is told: party, stage
 */
export function verifyLinear(
  engine: GroupEngine,
  statement: LinearStatement,
  shown: { readonly proof: Uint8Array; readonly context: Uint8Array; readonly where: string },
): void {
  refuseBadStatement(engine, statement)
  if (isLinearProof(engine, statement, shown.proof, shown.context)) return
  throw invalidProof(shown.where)
}

function isLinearProof(
  engine: GroupEngine,
  statement: LinearStatement,
  proof: Uint8Array,
  context: Uint8Array,
): boolean {
  if (proof.length !== SCALAR_BYTES * (statement.witnesses + 1)) return false
  const [c, responses] = [elementAt(proof, 0), proof.subarray(SCALAR_BYTES)]
  if (!splitElements(proof).every(isScalar)) return false
  const minusC = engine.scalarSubtract(new Uint8Array(SCALAR_BYTES), c)
  const commitments = statement.equations.map(({ terms, image }) => {
    const scalars = terms.map(({ witness }) => elementAt(responses, witness))
    const elements = terms.map(({ base }) => base)
    return engine.multiScalar(concatBytes(...scalars, minusC), concatBytes(...elements, image))
  })
  const parts = transcriptParts(context, statement)
  return equalBytes(c, engine.scalarFromWide(taggedHash(hashTags.linear, ...parts, ...commitments)))
}

/** Σ v_k·B_k, in a time that does not depend on v_k where the engine can. */
function commit(
  engine: GroupEngine,
  equation: Equation,
  nonces: readonly Uint8Array[],
): Uint8Array {
  return equation.terms.reduce((sum, { witness, base }) => {
    // A statement names only witnesses that it has.
    return engine.add(sum, engine.multiply(nonces[witness]!, base))
  }, IDENTITY)
}

/** What is hashed before the commitments. Together with their number it has one reading. */
function transcriptParts(context: Uint8Array, statement: LinearStatement): Uint8Array[] {
  const equations = statement.equations.flatMap(({ terms, image }) => [
    concatBytes(...terms.flatMap(({ witness, base }) => [i2osp(witness, 4), base])),
    image,
  ])
  return [context, i2osp(statement.witnesses, 4), ...equations]
}

function refuseBadStatement(engine: GroupEngine, statement: LinearStatement): void {
  const { witnesses, equations } = statement
  if (!Number.isInteger(witnesses) || witnesses < 1) throw badStatement('it has no witness')
  if (equations.length === 0) throw badStatement('it has no equation')
  for (const { terms, image } of equations) {
    for (const { witness, base } of terms) {
      const named = Number.isInteger(witness) && witness >= 0 && witness < witnesses
      if (!named) throw badStatement(`there is no witness ${witness}`)
      if (!engine.isElement(base)) throw invalidElement()
    }
    if (!engine.isElement(image)) throw invalidElement()
  }
}
