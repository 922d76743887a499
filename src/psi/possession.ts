/*
 * How key holders show their public keys (protocol/specification.md 3.2 to 3.4): first a hash of
 * all of them, then the keys with proofs that the secrets are known. Without these the last one to
 * speak could choose its key as a difference with the others' and open every row alone. A proof
 * reveals nothing of the secret.
 */
import { concatBytes, equalBytes, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import type { Random } from '../base/random.ts'
import {
  ELEMENT_BYTES,
  GENERATOR,
  type GroupEngine,
  invalidElement,
  isIdentity,
  isScalar,
  isZero,
} from '../group/engine.ts'
import { hashTags } from './suite.ts'
import { taggedHash } from './tagged-hash.ts'

/** What a proof is bound to: the same bytes prove nothing in another place. */
export interface PossessionContext {
  /** Digest of the manifest's core. */
  readonly coreDigest: Uint8Array
  /** Id of the key's holder. */
  readonly holder: string
  /** `token`, or the column's name. */
  readonly keyName: string
}

/** R ‖ z. */
const PROOF_BYTES = 64
/** Random bytes that go into a nonce. */
const NONCE_BYTES = 32

/**
 * The commitment to a holder's record of public keys (protocol/specification.md 3.2):
 * SHA-512 under the tag COMMIT, 64 bytes. It needs no blinding: the keys are fresh and have 252
 * bits of entropy each.
 */
export function commitKeys(publicRecord: Uint8Array): Uint8Array {
  return taggedHash(hashTags.commit, publicRecord)
}

/** Throws `commitment.broken` unless the record is the one committed to. */
export function checkCommitment(
  commitment: Uint8Array,
  publicRecord: Uint8Array,
  holder: string,
): void {
  if (equalBytes(commitKeys(publicRecord), commitment)) return
  throw new Problem({
    code: 'commitment.broken',
    what: 'The public keys shown are not the ones committed to',
    where: `holder ${holder}`,
    remedy: 'The round ends here; start another and ask this holder what happened.',
  })
}

/**
 * Schnorr's proof of knowledge of y with Y = y·G, made non-interactive as in RFC 8235 section 3
 * (protocol/specification.md 3.3): R = v·G, c = hash(G, R, Y, context) modulo q, z = v − c·y.
 *
 * v hashes the secret, 32 random bytes and the context: a random source that repeats itself, say
 * after a restart, still never gives one v for two contexts, which would reveal y.
 *
 * @param secret 32 bytes, not zero (`scalar.zero`)
 * @returns 64 bytes: R ‖ z
 */
export function provePossession(
  engine: GroupEngine,
  secret: Uint8Array,
  context: PossessionContext,
  random: Random,
): Uint8Array {
  const publicKey = engine.multiplyBase(secret)
  const nonceInput = [secret, random(NONCE_BYTES), publicKey, ...contextParts(context)]
  const v = engine.scalarFromWide(taggedHash(hashTags.nonce, ...nonceInput))
  const commitment = engine.multiplyBase(v)
  const c = challenge(engine, { commitment, publicKey, context })
  return concatBytes(commitment, engine.scalarSubtract(v, engine.scalarMultiply(c, secret)))
}

/**
 * Throws `possession.invalid` unless R = z·G + c·Y. Refuses the identity as Y or R, anything that
 * is not canonical, z at or above q, and every other context.
 */
export function verifyPossession(
  engine: GroupEngine,
  proof: Uint8Array,
  publicKey: Uint8Array,
  context: PossessionContext,
): void {
  if (!isPossession(engine, proof, publicKey, context)) throw invalidPossession(context)
}

/**
 * Y = ΣY_j over the holders of one column (protocol/specification.md 3.4). Refuses no keys at all,
 * keys that are no elements (`element.invalid`), and the identity as a key or as the sum (`key.identity`): under it
 * everybody could read the column.
 */
export function jointKey(engine: GroupEngine, publics: readonly Uint8Array[]): Uint8Array {
  const [first, ...rest] = publics
  if (first === undefined || publics.some(isIdentity)) throw identityKey()
  // The first is added to nothing, and a single key would not be decoded at all.
  if (!engine.isElement(first)) throw invalidElement()
  const sum = rest.reduce((total, key) => engine.add(total, key), first)
  if (isIdentity(sum)) throw identityKey()
  return sum.slice()
}

function isPossession(
  engine: GroupEngine,
  proof: Uint8Array,
  publicKey: Uint8Array,
  context: PossessionContext,
): boolean {
  if (proof.length !== PROOF_BYTES) return false
  const commitment = proof.subarray(0, ELEMENT_BYTES)
  const z = proof.subarray(ELEMENT_BYTES)
  if (!isScalar(z) || isZero(z)) return false
  for (const element of [commitment, publicKey]) {
    if (isIdentity(element) || !engine.isElement(element)) return false
  }
  const c = challenge(engine, { commitment, publicKey, context })
  if (isZero(c)) return false
  const right = engine.add(engine.multiplyBase(z), engine.multiply(c, publicKey))
  return equalBytes(right, commitment)
}

function challenge(
  engine: GroupEngine,
  statement: {
    readonly commitment: Uint8Array
    readonly publicKey: Uint8Array
    readonly context: PossessionContext
  },
): Uint8Array {
  const { commitment, publicKey, context } = statement
  const parts = [GENERATOR, commitment, publicKey, ...contextParts(context)]
  return engine.scalarFromWide(taggedHash(hashTags.proof, ...parts))
}

function contextParts(context: PossessionContext): readonly Uint8Array[] {
  return [context.coreDigest, utf8(context.holder), utf8(context.keyName)]
}

function invalidPossession(context: PossessionContext): Problem {
  return new Problem({
    code: 'possession.invalid',
    what: 'A public key comes without a valid proof that its holder knows the secret behind it',
    where: `holder ${context.holder}, key ${context.keyName}`,
    remedy: 'The round ends here; start another and ask this holder what happened.',
  })
}

function identityKey(): Problem {
  return new Problem({
    code: 'key.identity',
    what: 'A sealing key would hide nothing',
    remedy: 'The round ends here; start another with fresh keys.',
  })
}
