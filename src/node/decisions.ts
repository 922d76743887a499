import { Problem } from '../base/problem.ts'
import type { By } from '../log/act.ts'
import type { Stores } from '../storage/database.ts'
import type { StoredDecision } from '../storage/decision-store.ts'

/** What can be decided on. What lets something out may take two persons; what holds it back, one. */
export type Subject = 'agreement' | 'round' | 'rules' | 'rounds'
export type Choice = 'accept' | 'refuse' | 'revoke' | 'adopt' | 'withdraw' | 'pause' | 'resume'

const lettingOut: readonly Choice[] = ['accept', 'adopt', 'resume']

/** Who decides: somebody who is signed in, or who may use the files of this node. */
export interface Decider extends By {
  /** Of the console; on the command line there are none. */
  readonly role?: 'operator' | 'privacy-officer' | 'auditor'
}

export interface Decision {
  readonly subject: Subject
  readonly object: string
  readonly choice: Choice
  readonly text?: string
  readonly by: Decider
}

/** As it is kept of the first of two. */
export function firstOf(choice: Choice): string {
  return `${choice}.first`
}

/**
 * The first of two persons' word, where the second has not spoken yet; null where nobody waits. Any later
 * decision among those given, on this object or another, has taken its place.
 */
export function waitingFor(
  decisions: readonly StoredDecision[],
  choice: Choice,
  object: string | undefined = decisions.at(-1)?.object,
): StoredDecision | null {
  const last = decisions.at(-1)
  return last?.choice === firstOf(choice) && last.object === object ? last : null
}

/** All whose last counts for an object: a round stands by itself, what is in force of the rest is one. */
async function decisionsBeside(
  stores: Stores,
  { subject, object }: Pick<Decision, 'subject' | 'object'>,
): Promise<StoredDecision[]> {
  return stores.decisions.list(subject, subject === 'round' ? object : undefined)
}

/**
 * Keeps a decision. With four eyes the first word for what lets something out only waits for the
 * second, which must be another person's. Gives whether it is settled.
 * @throws Problem `consent.role`, `consent.same-person`
 */
export async function keepDecision(
  stores: Stores,
  { subject, object, choice, text, by }: Decision,
  fourEyes: boolean,
): Promise<'settled' | 'waits'> {
  const { actor, origin } = by
  const first = waitingFor(await decisionsBeside(stores, { subject, object }), choice, object)
  const kept = { subject, object, actor, origin, text: text ?? first?.text ?? null }
  const needsTwo = fourEyes && lettingOut.includes(choice)
  if (needsTwo && first !== null && isSame(first.actor, actor)) throw samePerson(actor)
  const isSecond = needsTwo && first !== null
  if (by.role === 'operator' && lettingOut.includes(choice) && !isSecond) throw onlySecond()
  const settled = !needsTwo || isSecond
  await stores.decisions.append({ ...kept, choice: settled ? choice : firstOf(choice) })
  return settled ? 'settled' : 'waits'
}

/** A local account, one of the organisation's sign-in and a user of the machine may be one person. */
function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** Whether rounds are paused, by what was decided last. */
export async function isPaused(stores: Stores): Promise<boolean> {
  const decided = await stores.decisions.list('rounds')
  return (
    decided.findLast(({ choice }) => choice === 'pause' || choice === 'resume')?.choice === 'pause'
  )
}

function samePerson(actor: string): Problem {
  return new Problem({
    code: 'consent.same-person',
    what: 'Two persons are needed, and both words would be those of one',
    where: actor,
    remedy: 'Ask a colleague to confirm it under a name of their own.',
    status: 403,
  })
}

function onlySecond(): Problem {
  return new Problem({
    code: 'consent.role',
    what: 'An operator can confirm what a privacy officer has said, not say it first',
    remedy: 'Ask the privacy officer; refusing and pausing an operator may do alone.',
    status: 403,
  })
}
