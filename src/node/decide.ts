import { Problem } from '../base/problem.ts'
import type { Act } from '../log/act.ts'
import { rulesDigest, type StandingRules } from '../round/standing-rules.ts'
import type { Stores } from '../storage/database.ts'
import { consentByAgreement, rulesInForce } from './consent-to-rounds.ts'
import { answerAgreement, refuseUnfit, revokeAgreement } from './consents.ts'
import {
  type Decider,
  type Decision,
  firstOf,
  isPaused,
  keepDecision,
  waitingFor,
} from './decisions.ts'
import type { NodeParts } from './parts.ts'
import type { NodeRounds } from './rounds.ts'

/** What a decision came to: done, or kept until a second person says the same. */
export type Outcome = 'settled' | 'waits'

/** As `round.abort` hands it on, with room for what comes before it. */
const MOST_REASON = 400

/**
 * A person's answer to a round that waits for one (protocol/specification.md 4.9). A refusal ends the
 * round for everybody, and its reason is for all to read.
 * @throws Problem `consent.not-asked`, `consent.no-reason`, `consent.reason-long`, those of keepDecision
 */
export async function decideRound(
  parts: NodeParts,
  rounds: NodeRounds,
  said: { round: string; choice: 'accept' | 'refuse'; reason?: string | undefined; by: Decider },
): Promise<Outcome> {
  const { round, choice, by } = said
  const text = choice === 'refuse' ? reasonOf(said.reason) : undefined
  let outcome: Outcome = 'settled'
  await rounds.answer(round, async (stores, state) => {
    if (state?.phase !== 'asked') throw notAsked(round)
    outcome = await decided(stores, parts, {
      subject: 'round',
      object: round,
      choice,
      by,
      ...(text === undefined ? {} : { text }),
    })
    if (outcome === 'waits') return null
    if (text === undefined) return { type: 'consent.given' }
    const what = `An organisation refuses to take part in the round: ${text}`
    return { type: 'failed', code: 'consent.refused', what }
  })
  return outcome
}

/** Accepts, rejects or revokes the agreement; gives also the rounds that a revocation ended. */
export async function decideAgreement(
  parts: NodeParts,
  rounds: NodeRounds,
  said: {
    readonly choice: 'accept' | 'refuse' | 'revoke'
    readonly reason?: string | undefined
    readonly by: Decider
    /** Of a revocation: no other process of this node works. */
    readonly alone?: boolean
  },
): Promise<{ readonly outcome: Outcome; readonly ended: readonly string[] }> {
  const { choice, by } = said
  const text = choice === 'accept' ? undefined : reasonOf(said.reason)
  const why = text === undefined ? {} : { text }
  const decision = {
    subject: 'agreement',
    object: parts.agreement.digest,
    choice,
    by,
    ...why,
  } as const
  const type = typeOf[choice]
  const reason = text === undefined ? {} : { reason: text }
  // No decision may stand that nothing can follow.
  await refuseUnfit(parts, rounds, { type, ...reason })
  // The statement itself is kept and logged by whoever takes it; this is who of us said it.
  const outcome = await parts.database.transaction('decide-agreement', (stores) =>
    choice === 'accept' && needsTwo(parts)
      ? decided(stores, parts, decision)
      : keepDecision(stores, decision, needsTwo(parts)),
  )
  if (outcome === 'waits') return { outcome, ended: [] }
  const { actor, origin } = by
  const signed = { ...reason, by: { actor, origin } }
  if (choice === 'revoke') {
    const alone = said.alone === true
    return { outcome, ended: await revokeAgreement(parts, rounds, { ...signed, alone }) }
  }
  await answerAgreement(parts, rounds, { type, ...signed })
  return { outcome, ended: [] }
}

const typeOf = {
  accept: 'agreement.accept',
  refuse: 'agreement.reject',
  revoke: 'agreement.revoke',
} as const

/** Holds back every new round, or no longer. Rounds that run go on. */
export async function pauseRounds(
  parts: NodeParts,
  said: { readonly choice: 'pause' | 'resume'; readonly by: Decider },
): Promise<Outcome> {
  return parts.database.transaction('pause-rounds', async (stores) => {
    const paused = await isPaused(stores)
    const decisions = await stores.decisions.list('rounds')
    // Who pauses what is paused takes back what a first person said to resume.
    const takesBack = said.choice === 'pause' && waitingFor(decisions, 'resume') !== null
    if (paused === (said.choice === 'pause') && !takesBack) return 'settled'
    return decided(stores, parts, { subject: 'rounds', object: 'all', ...said })
  })
}

/** Puts standing rules in force, in the place of others. Gives their digest. */
export async function adoptRules(
  parts: NodeParts,
  said: { readonly rules: StandingRules; readonly by: Decider },
): Promise<{ readonly digest: string; readonly outcome: Outcome }> {
  const { rules, by } = said
  if (rules.agreement !== parts.agreement.digest) throw otherAgreement()
  const digest = rulesDigest(rules)
  const outcome = await parts.database.transaction('adopt-rules', (stores) =>
    decided(stores, parts, {
      subject: 'rules',
      object: digest,
      choice: 'adopt',
      text: JSON.stringify(rules),
      by,
    }),
  )
  return { digest, outcome }
}

/** No rule says yes any more, nor can those that one person has put forward; rounds wait for a person again. */
export async function withdrawRules(parts: NodeParts, by: Decider): Promise<void> {
  await parts.database.transaction('withdraw-rules', async (stores) => {
    const inForce = await rulesInForce(stores)
    const first = waitingFor(await stores.decisions.list('rules'), 'adopt')
    const object = inForce?.digest ?? first?.object
    if (object === undefined) throw noRules()
    await decided(stores, parts, { subject: 'rules', object, choice: 'withdraw', by })
  })
}

function needsTwo(parts: NodeParts): boolean {
  return (parts.consent ?? consentByAgreement).fourEyes
}

/** Kept and logged as one. */
async function decided(stores: Stores, parts: NodeParts, decision: Decision): Promise<Outcome> {
  const outcome = await keepDecision(stores, decision, needsTwo(parts))
  const { subject, object, choice, by } = decision
  const word = outcome === 'waits' ? firstOf(choice).replace('.', '-') : choice
  const act: Act = {
    action: `${subject}.${word}`,
    // A digest may begin with a sign that no name in the log does.
    object: subject === 'round' || subject === 'rounds' ? object : `${subject}/${object}`,
    result: 'done',
    actor: by.actor,
    origin: by.origin,
  }
  await parts.acts.append(act, stores)
  return outcome
}

function reasonOf(text: string | undefined): string {
  const reason = text?.trim() ?? ''
  if (reason.length > 0 && reason.length <= MOST_REASON) return reason
  throw new Problem({
    code: 'consent.reason',
    what: 'A no needs a reason, which all parties will read',
    remedy: `Give one of at most ${MOST_REASON} characters, without anything about a person.`,
  })
}

function notAsked(round: string): Problem {
  return new Problem({
    code: 'consent.not-asked',
    what: 'This round does not wait for an answer of this organisation',
    where: `round ${round}`,
    remedy: 'See where it stands: it was answered, has ended, or is not known here.',
    status: 409,
  })
}

function otherAgreement(): Problem {
  return new Problem({
    code: 'rules.other-agreement',
    what: 'The standing rules are for another agreement than this node holds',
    where: 'agreement',
    remedy: 'Read the agreement that is held now, and write its digest into the rules.',
  })
}

function noRules(): Problem {
  return new Problem({
    code: 'rules.none',
    what: 'There are no standing rules in force',
    status: 409,
  })
}
