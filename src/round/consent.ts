import { z } from 'zod'
import { idSchema } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { type PublicKey, publicKeySchema } from '../crypto/identity.ts'
import type { Agreement } from './agreement.ts'

const about = {
  version: z.literal(1),
  /** Digest of the agreement that it is about. */
  agreement: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  organisation: idSchema,
  /** By the clock of who signs it. */
  atMs: z.int().positive(),
}
const reason = z.string().trim().min(1).max(500)

/** What an organisation says of an agreement, signed by it alone (protocol/specification.md 4.6). */
export const agreementStatementSchema = z.discriminatedUnion('type', [
  z.strictObject({ ...about, type: z.literal('agreement.accept') }),
  z.strictObject({ ...about, type: z.literal('agreement.reject'), reason: reason.optional() }),
  z.strictObject({ ...about, type: z.literal('agreement.revoke'), reason: reason.optional() }),
  z
    .strictObject({
      ...about,
      type: z.literal('identity.succeed'),
      from: publicKeySchema,
      to: publicKeySchema,
    })
    .refine(({ from, to }) => from.x !== to.x, 'a key cannot succeed itself'),
])
export type AgreementStatement = z.infer<typeof agreementStatementSchema>
type Succession = Extract<AgreementStatement, { type: 'identity.succeed' }>

/**
 * A statement whose signature was verified with `key`; a succession by its `from`, and countersigned
 * by its `to`.
 */
export interface SignedStatement {
  readonly statement: AgreementStatement
  readonly key: PublicKey
}

/** Where an agreement stands with everybody, by the statements that a party holds. */
export interface Standing {
  readonly accepted: readonly string[]
  readonly rejected: readonly string[]
  readonly revoked: readonly string[]
  /** Whose key has two successors: nobody can tell which of them speaks for it. */
  readonly forked: readonly string[]
  /** The keys of each party in the order in which they succeeded each other, the pinned one first. */
  readonly chains: Readonly<Record<string, readonly PublicKey[]>>
  /** The newest of each. */
  readonly keys: Readonly<Record<string, PublicKey>>
}

/**
 * Judges statements (4.6, 4.7). The outcome depends on which statements there are, not on the order in
 * which they came. Statements of strangers and about other agreements count for nothing.
 */
export function standingOf(agreement: Agreement, all: readonly SignedStatement[]): Standing {
  const about = all.filter(
    ({ statement }) =>
      statement.agreement === agreement.digest &&
      Object.hasOwn(agreement.keys, statement.organisation),
  )
  const parties = Object.entries(agreement.keys).map(([id, pinned]) => {
    const own = about.filter(({ statement }) => statement.organisation === id)
    return { id, own, line: lineOf(pinned, own) }
  })
  const shared = keysOfSeveral(parties.map(({ line }) => line.reached))
  const isForked = (line: Line) => line.forked || line.reached.some(({ x }) => shared.has(x))
  const forked = parties.filter(({ line }) => isForked(line)).map(({ id }) => id)
  const answers = parties.flatMap(({ id, own, line }) => {
    const answer = forked.includes(id) ? null : answerOf(own, line.chain.at(-1)!) // has the pinned key
    return answer === null ? [] : [{ id, answer }]
  })
  const revoked = parties.filter(({ own, line }) => own.some((one) => isRevocation(one, line)))
  const said = (type: string) => answers.filter(({ answer }) => answer === type).map(({ id }) => id)
  return {
    accepted: said('agreement.accept').filter((id) => !revoked.some((one) => one.id === id)),
    rejected: said('agreement.reject'),
    revoked: revoked.map(({ id }) => id),
    forked,
    chains: Object.fromEntries(parties.map(({ id, line }) => [id, line.chain])),
    keys: Object.fromEntries(parties.map(({ id, line }) => [id, line.chain.at(-1)!])), // likewise
  }
}

/** Before anybody has said anything: the pinned keys alone. */
export function pinnedStanding(agreement: Agreement): Standing {
  return standingOf(agreement, [])
}

interface Line {
  /** From the pinned key on, up to the newest, or to where two succeed one. */
  readonly chain: readonly PublicKey[]
  /** All keys that the pinned one leads to, over every branch. */
  readonly reached: readonly PublicKey[]
  readonly forked: boolean
}

function lineOf(pinned: PublicKey, own: readonly SignedStatement[]): Line {
  const next = (key: PublicKey) => successorsOf(key, own)
  const reached: PublicKey[] = [pinned]
  for (let at = 0; at < reached.length; at++) {
    reached.push(...next(reached[at]!).filter((key) => !has(reached, key))) // at < length
  }
  const chain: PublicKey[] = [pinned]
  for (;;) {
    const [heir, ...others] = next(chain.at(-1)!) // never empty
    if (heir === undefined) return { chain, reached, forked: false }
    // A key that comes back is a fork too: it would succeed itself.
    if (others.length > 0 || has(chain, heir)) return { chain, reached, forked: true }
    chain.push(heir)
  }
}

/** Different keys that succeed this one. */
function successorsOf(key: PublicKey, own: readonly SignedStatement[]): PublicKey[] {
  const heirs = new Map<string, PublicKey>()
  for (const one of own) {
    if (isSuccession(one.statement) && same(one.key, key) && same(one.statement.from, key)) {
      heirs.set(canonicalJson(one.statement.to), one.statement.to)
    }
  }
  return [...heirs.values()]
}

/** One key under two names would let one party speak for two. */
function keysOfSeveral(lines: readonly (readonly PublicKey[])[]): ReadonlySet<string> {
  const texts = lines.flatMap((keys) => keys.map(({ x }) => x))
  return new Set(texts.filter((text, at) => texts.indexOf(text) !== at))
}

/** The last answer under the newest key; at the same time a rejection. */
function answerOf(own: readonly SignedStatement[], newest: PublicKey): string | null {
  const answers = own
    .filter(({ statement, key }) => isAnswer(statement) && same(key, newest))
    .map(({ statement }) => statement)
  const lastMs = Math.max(...answers.map((answer) => answer.atMs))
  const last = answers.filter((answer) => answer.atMs === lastMs).map(({ type }) => type)
  if (last.length === 0) return null
  return last.includes('agreement.reject') ? 'agreement.reject' : 'agreement.accept'
}

/** Final, and so also under a key that was replaced later, or before. */
function isRevocation({ statement, key }: SignedStatement, line: Line): boolean {
  return statement.type === 'agreement.revoke' && has(line.reached, key)
}

function isAnswer({ type }: AgreementStatement): boolean {
  return type === 'agreement.accept' || type === 'agreement.reject'
}

function isSuccession(statement: AgreementStatement): statement is Succession {
  return statement.type === 'identity.succeed'
}

/** Whether a statement still says something: what is handed on to others. */
export function isInForce({ statement, key }: SignedStatement, standing: Standing): boolean {
  const { organisation } = statement
  if (!isAnswer(statement)) return true
  if (standing.revoked.includes(organisation)) return false
  const newest = standing.keys[organisation]
  return newest !== undefined && same(key, newest)
}

/** Refuses a statement that comes after what takes its force away, and tells what that was. */
export function refuseOutdated(signed: SignedStatement, standing: Standing): void {
  if (isInForce(signed, standing)) return
  const { organisation, type } = signed.statement
  if (standing.revoked.includes(organisation)) {
    throw new Problem({
      code: 'agreement.revoked',
      what: 'An organisation that has revoked the agreement cannot answer it again',
      where: `${type} of ${organisation}`,
      remedy: 'Make a new agreement.',
      status: 409,
    })
  }
  throw replacedKey(organisation)
}

/** The key that speaks for a party now, refusing strangers and whose key has two successors. */
export function speakingKey(standing: Standing, id: string): PublicKey {
  const key = Object.hasOwn(standing.keys, id) ? standing.keys[id] : undefined
  if (key === undefined) {
    throw new Problem({
      code: 'message.stranger',
      what: 'A message is signed by nobody in the agreement',
      status: 401,
    })
  }
  if (standing.forked.includes(id)) throw forkedKey([id])
  return key
}

/** Keys that spoke for a party before its newest. */
export function replacedKeys(standing: Standing, id: string): readonly PublicKey[] {
  return Object.hasOwn(standing.chains, id) ? (standing.chains[id] ?? []).slice(0, -1) : []
}

export function replacedKey(id: string): Problem {
  return new Problem({
    code: 'identity.replaced',
    what: 'A message is signed with a key that its organisation has replaced',
    where: id,
    remedy:
      'If it was not sent before the key was replaced, somebody else holds that key: tell them.',
    status: 409,
  })
}

export function forkedKey(ids: readonly string[]): Problem {
  return new Problem({
    code: 'identity.forked',
    what: 'A key has two successors, or one that is in use: nobody can tell who speaks',
    where: ids.join(', '),
    remedy: 'Somebody else holds a key of theirs; make a new agreement with new keys.',
    status: 409,
  })
}

function has(keys: readonly PublicKey[], key: PublicKey): boolean {
  return keys.some((one) => same(one, key))
}

function same(a: PublicKey, b: PublicKey): boolean {
  return a.x === b.x
}
