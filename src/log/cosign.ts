import type { Clock } from '../base/clock.ts'
import { isProblem, Problem } from '../base/problem.ts'
import type { Identity } from '../crypto/identity.ts'
import type { Stores } from '../storage/database.ts'
import { emptyHead, entryDigest, entrySchema, nextHead } from './entry.ts'
import { type Fork, findForks, follows } from './forks.ts'
import {
  type Checkpoint,
  type LogKeys,
  logStatementDigest,
  MOST_DIGESTS,
  type OpenedStatement,
  openLogStatement,
  signLogStatement,
  subjectOf,
} from './statement.ts'

export interface Cosigner {
  readonly identity: Identity
  readonly clock: Clock
  readonly keys: LogKeys
}

/** Nobody has reason to sign more of logs than this; it bounds what a member can fill a store with. */
const MOST_OF_ONE = 100_000

/** Keeps statements that verify; gives those that were new, and what was refused. */
export async function takeLogStatements(
  stores: Stores,
  texts: readonly string[],
  keys: LogKeys,
): Promise<{ readonly fresh: readonly OpenedStatement[]; readonly refused: readonly Problem[] }> {
  const fresh: OpenedStatement[] = []
  const refused: Problem[] = []
  for (const text of texts) {
    try {
      const opened = await openLogStatement(text, keys)
      const { organisation: signer, log } = opened.statement
      if ((await stores.logStatements.countOf(signer)) >= MOST_OF_ONE) throw tooMany(signer)
      if (await put(stores, { text, signer, organisation: subjectOf(opened.statement), log })) {
        fresh.push(opened)
      }
    } catch (error) {
      if (!isProblem(error)) throw error
      refused.push(error)
    }
  }
  return { fresh, refused }
}

function tooMany(signer: string): Problem {
  return new Problem({
    code: 'log-statement.too-many',
    what: 'An organisation has signed more about logs than is kept of one; the rest is refused',
    where: signer,
    remedy: 'Ask it why it signs so much; what is kept already stays.',
    status: 409,
  })
}

/**
 * Signs under each new checkpoint of others that goes on from what is held of its log, and under no
 * other. Gives the forks that it found: the two statements are kept, so that anybody can be shown.
 */
export async function cosignFresh(
  stores: Stores,
  fresh: readonly OpenedStatement[],
  cosigner: Cosigner,
): Promise<readonly Fork[]> {
  const forks: Fork[] = []
  for (const { text, statement } of fresh) {
    if (statement.type !== 'log.checkpoint' || statement.organisation === cosigner.identity.id) {
      continue
    }
    const { organisation, log } = statement
    const all = await heldCheckpoints(stores, { organisation, log }, cosigner.keys)
    const held = all.filter((one) => one.text !== text).map((one) => one.checkpoint)
    const found = findForks([...held, statement])
    if (found.length > 0) forks.push(...found)
    else if (follows(statement, held)) await cosign(stores, statement, cosigner)
  }
  return forks
}

async function cosign(stores: Stores, checkpoint: Checkpoint, cosigner: Cosigner): Promise<void> {
  const { organisation: of, agreement, log, size, head } = checkpoint
  const { identity, clock } = cosigner
  const atMs = clock.nowMs()
  const said = { type: 'log.cosign', agreement, of, log, size, head, atMs } as const
  const text = await signLogStatement(identity, said)
  await put(stores, { text, signer: identity.id, organisation: of, log })
}

export async function heldCheckpoints(
  stores: Stores,
  of: { readonly organisation: string; readonly log: string },
  keys: LogKeys,
): Promise<{ readonly text: string; readonly checkpoint: Checkpoint }[]> {
  const found = []
  for (const text of await stores.logStatements.about(of.organisation, of.log)) {
    // Kept under another agreement of this organisation: not for these keys to judge.
    const opened = await openLogStatement(text, keys).catch(() => null)
    if (opened?.statement.type === 'log.checkpoint') {
      found.push({ text, checkpoint: opened.statement })
    }
  }
  return found
}

/**
 * Signs checkpoints over the acts since the last; as many as it takes. The first under an agreement
 * begins at the first entry.
 */
export async function signCheckpoints(
  stores: Stores,
  log: string,
  cosigner: Cosigner,
): Promise<number> {
  const organisation = cosigner.identity.id
  const held = await heldCheckpoints(stores, { organisation, log }, cosigner.keys)
  const empty = { size: 0, head: emptyHead(organisation, log) }
  let since = held.map((one) => one.checkpoint).reduce(longer, empty)
  await refuseRewound(stores, log, since)
  for (let made = 0; ; made++) {
    const acts = await stores.acts.page(log, since.size, MOST_DIGESTS)
    const last = acts.at(-1)
    if (last === undefined) return made
    const { sequence: size, head } = last
    const digests = acts.map(({ entry }) => entryDigest(entrySchema.parse(JSON.parse(entry))))
    if (digests.reduce(nextHead, since.head) !== head) throw broken(size)
    const text = await signLogStatement(cosigner.identity, {
      type: 'log.checkpoint',
      agreement: cosigner.keys.agreement,
      log,
      size,
      head,
      since: { size: since.size, head: since.head },
      digests,
      atMs: cosigner.clock.nowMs(),
    })
    await put(stores, { text, signer: organisation, organisation, log })
    since = { size, head }
  }
}

/** What was signed must still be there: else the next checkpoint would be proof against this node. */
async function refuseRewound(stores: Stores, log: string, { size, head }: Point): Promise<void> {
  if (size === 0) return
  const [act] = await stores.acts.page(log, size - 1, 1)
  if (act?.sequence !== size || act.head !== head) throw broken(size)
}

function broken(size: number): Problem {
  return new Problem({
    code: 'log.broken',
    what: 'The log of acts is not what it was when this node signed it: acts were changed or taken away',
    where: `up to act ${size}`,
    remedy:
      'Keep the database for inspection, find out who changed it, and restore the last backup.',
    status: 500,
  })
}

interface Point {
  readonly size: number
  readonly head: string
}

function longer(a: Point, b: Point): Point {
  return b.size > a.size ? { size: b.size, head: b.head } : a
}

async function put(
  stores: Stores,
  statement: { text: string; signer: string; organisation: string; log: string },
): Promise<boolean> {
  const { text: body, ...about } = statement
  return stores.logStatements.put({ digest: logStatementDigest(body), body, ...about })
}
