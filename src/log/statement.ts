import { z } from 'zod'
import { toBase64Url, utf8 } from '../base/bytes.ts'
import { idSchema } from '../base/ids.ts'
import { plainIssue } from '../base/plain-issue.ts'
import { isProblem, Problem } from '../base/problem.ts'
import { digestParts } from '../crypto/digest.ts'
import type { Identity, PublicKey } from '../crypto/identity.ts'
import { claimedSigner, signJson, verifyJson } from '../crypto/sign.ts'
import { emptyHead, nextHead } from './entry.ts'

const LOG_TYP = 'samentel-log+jws'
const MAX_CHARS = 20_000
/** So many fit in a statement; a checkpoint is due before there are more acts than that. */
export const MOST_DIGESTS = 200

const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const common = {
  version: z.literal(1),
  /** Digest of the agreement whose keys sign. */
  agreement: digest,
  /** Who signs. */
  organisation: idSchema,
  log: z.string().regex(/^[0-9a-f]{32}$/),
  /** Entries so far, and the digest over them. */
  size: z.int().min(1),
  head: digest,
  atMs: z.int().nonnegative(),
}

/**
 * What an organisation says of its own log. After the model of C2SP tlog-checkpoint: a name, a size and
 * a digest; `digests` of the entries since the last one are the proof of consistency, which in a chain is
 * so simple that no tree is needed for it.
 */
const checkpointSchema = z.strictObject({
  ...common,
  type: z.literal('log.checkpoint'),
  since: z.strictObject({ size: z.int().nonnegative(), head: digest }),
  digests: z.array(digest).min(1).max(MOST_DIGESTS),
})
export type Checkpoint = z.infer<typeof checkpointSchema>

/** What another says of it: that it saw no other log than this (C2SP tlog-cosignature). */
const cosignatureSchema = z.strictObject({
  ...common,
  type: z.literal('log.cosign'),
  /** Whose log it is. */
  of: idSchema,
})
export type Cosignature = z.infer<typeof cosignatureSchema>

const statementSchema = z.discriminatedUnion('type', [checkpointSchema, cosignatureSchema])
type Statement = z.infer<typeof statementSchema>

export interface OpenedStatement {
  readonly text: string
  readonly statement: Statement
}

/** By whose keys statements verify: those that spoke for a party at any time. */
export interface LogKeys {
  /** Digest of the agreement. */
  readonly agreement: string
  readonly chains: Readonly<Record<string, readonly PublicKey[]>>
}

type Said<T extends Statement> = Omit<T, 'version' | 'organisation'>

export async function signLogStatement(
  identity: Identity,
  said: Said<Checkpoint> | Said<Cosignature>,
): Promise<string> {
  return signJson(identity, LOG_TYP, { ...said, version: 1, organisation: identity.id })
}

/** @throws Problem `log.statement`, `signature.refused` or `message.stranger` */
export async function openLogStatement(text: string, keys: LogKeys): Promise<OpenedStatement> {
  if (text.length > MAX_CHARS) throw malformed('it is too large')
  const signer = claimedSigner(text)
  const parsed = statementSchema.safeParse(await verified(text, signer, keys))
  if (!parsed.success) throw malformed(plainIssue(parsed.error))
  const statement = parsed.data
  if (statement.organisation !== signer) throw malformed('its organisation is not its signer')
  if (statement.agreement !== keys.agreement) throw malformed('it is about another agreement')
  if (statement.type === 'log.checkpoint') checkHeads(statement)
  return { text, statement }
}

async function verified(text: string, signer: string, { chains }: LogKeys): Promise<unknown> {
  const own = Object.hasOwn(chains, signer) ? (chains[signer] ?? []) : []
  let failure: unknown = new Problem({
    code: 'message.stranger',
    what: 'A message is signed by nobody in the agreement',
    status: 401,
  })
  // The newest first: most statements are signed with it.
  for (const key of own.toReversed()) {
    try {
      return await verifyJson(text, { typ: LOG_TYP, signer, key })
    } catch (error) {
      if (!isProblem(error, 'signature.refused')) throw error
      failure = error
    }
  }
  throw failure
}

function checkHeads({ organisation, log, since, digests, size, head }: Checkpoint): void {
  if (since.size + digests.length !== size) throw malformed('its size is not that of its entries')
  const begins = since.size > 0 || since.head === emptyHead(organisation, log)
  if (!begins || digests.reduce(nextHead, since.head) !== head) {
    throw malformed('its digests do not lead to its head')
  }
}

/** Every size that a checkpoint speaks of, with the head that it says was there. */
export function headsOf({ since, digests }: Checkpoint): Map<number, string> {
  const heads = new Map([[since.size, since.head]])
  let head = since.head
  digests.forEach((digest, at) => {
    head = nextHead(head, digest)
    heads.set(since.size + at + 1, head)
  })
  return heads
}

/** Names a statement by its text. */
export function logStatementDigest(text: string): string {
  return toBase64Url(digestParts('samentel log statement v1', utf8(text)))
}

/** Whose log a statement is about. */
export function subjectOf(statement: Statement): string {
  return statement.type === 'log.checkpoint' ? statement.organisation : statement.of
}

function malformed(why: string): Problem {
  return new Problem({ code: 'log.statement', what: `A statement about a log is refused: ${why}` })
}
