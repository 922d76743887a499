import { isProblem } from '../base/problem.ts'
import type { ConsentBook } from '../consent/consent-book.ts'
import { BROUGHT, SIGNED, TAKEN } from '../log/act.ts'
import { type Cosigner, cosignFresh, signCheckpoints, takeLogStatements } from '../log/cosign.ts'
import type { Stores } from '../storage/database.ts'
import { isPassing } from '../transport/coordinator-client.ts'
import type { NodeParts } from './parts.ts'

/** While rounds run, so many acts are signed at once; outside of them every act is signed soon. */
const ACTS_IN_A_ROUND = 100
const PAGE = 100

/**
 * Signs what was added to the log of acts, takes what others signed of theirs and signs under it, and
 * brings the coordinator what it lacks (protocol/specification.md 16.2).
 */
export async function exchangeLogs(parts: NodeParts, consents: ConsentBook): Promise<void> {
  const cosigner = await cosignerOf(parts, consents)
  await parts.database.transaction('sign-log', (stores) => signOwn(stores, parts, cosigner))
  while (await takePage(parts, cosigner));
  while (await bringPage(parts));
}

export async function cosignerOf(
  { identity, clock, agreement }: Pick<NodeParts, 'identity' | 'clock' | 'agreement'>,
  consents: ConsentBook,
): Promise<Cosigner> {
  const { chains } = await consents.standing()
  return { identity, clock, keys: { agreement: agreement.digest, chains } }
}

async function signOwn(stores: Stores, parts: NodeParts, cosigner: Cosigner): Promise<void> {
  const log = await parts.acts.id(stores)
  const acts = (await stores.acts.last(log))?.sequence ?? 0
  const signed = Number((await stores.settings.get(SIGNED)) ?? 0)
  const inRound = (await stores.rounds.open()).length > 0
  if (acts === signed || (inRound && acts > signed && acts - signed < ACTS_IN_A_ROUND)) return
  await signCheckpoints(stores, log, cosigner)
  await stores.settings.set(SIGNED, String(acts))
}

async function takePage(parts: NodeParts, cosigner: Cosigner): Promise<boolean> {
  const { settings } = parts.database.stores
  const after = Number((await settings.get(TAKEN)) ?? 0)
  const page = await parts.client.logStatements(after)
  if (page.head < after) {
    // The coordinator's store was put back or begun anew: it is told again, and asked again.
    await settings.set(TAKEN, '0')
    await settings.set(BROUGHT, '0')
    return page.head > 0
  }
  await parts.database.transaction('take-log-statements', async (stores) => {
    const { fresh, refused } = await takeLogStatements(stores, page.statements, cosigner.keys)
    for (const problem of refused) parts.log.error('a statement about a log is refused', problem)
    for (const { organisation } of await cosignFresh(stores, fresh, cosigner)) {
      const act = { action: 'log.fork', object: organisation, result: 'refused' } as const
      await parts.acts.append({ ...act, actor: parts.self, origin: 'node' }, stores)
      parts.log.info('an organisation signed two logs that contradict each other', { organisation })
    }
    await stores.settings.set(TAKEN, String(page.next))
  })
  return page.next < page.head
}

/** What this node signed. */
async function bringPage({ self, client, database, log }: NodeParts): Promise<boolean> {
  const { settings, logStatements } = database.stores
  const after = Number((await settings.get(BROUGHT)) ?? 0)
  const own = await logStatements.after(after, PAGE, self)
  const last = own.at(-1)
  if (last === undefined) return false
  await client.postLogStatements(own.map(({ body }) => body)).catch((error: unknown) => {
    if (!isProblem(error) || isPassing(error) || error.status >= 500) throw error
    log.error('the coordinator refuses what this node signed of a log', error)
  })
  await settings.set(BROUGHT, String(last.position))
  return own.length === PAGE
}
