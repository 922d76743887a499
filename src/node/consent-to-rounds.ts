import { knownRounds } from '../consent/known-rounds.ts'
import { listsOf } from '../round/agreement.ts'
import type { Core } from '../round/manifest.ts'
import {
  checkRules,
  type RoundFacts,
  type RuleCheck,
  rulesDigest,
  type StandingRules,
  standingRulesSchema,
} from '../round/standing-rules.ts'
import type { Stores } from '../storage/database.ts'
import { isPaused } from './decisions.ts'
import type { NodeParts } from './parts.ts'
import type { NodeState } from './state.ts'

/** What this organisation wants to be asked, as its settings say. */
export interface ConsentSettings {
  /** `by-agreement`: who accepted the agreement is not asked again. */
  readonly rounds: 'by-agreement' | 'ask' | 'by-rules'
  /** What lets something out takes the word of two persons. */
  readonly fourEyes: boolean
}

/** Of a node whose settings say nothing of it. */
export const consentByAgreement: ConsentSettings = { rounds: 'by-agreement', fourEyes: false }

export interface RulesInForce {
  readonly rules: StandingRules
  readonly digest: string
  readonly adoptedMs: number
  readonly by: string
}

/** Rules are what was adopted last and not withdrawn since; null where there are none. */
export async function rulesInForce(stores: Stores): Promise<RulesInForce | null> {
  const decided = await stores.decisions.list('rules')
  const last = decided.findLast(({ choice }) => choice === 'adopt' || choice === 'withdraw')
  if (last === undefined || last.choice === 'withdraw' || last.text === null) return null
  const rules = standingRulesSchema.parse(JSON.parse(last.text)) // written by adoptRules only
  return { rules, digest: rulesDigest(rules), adoptedMs: last.atMs, by: last.actor }
}

export interface Verdict {
  readonly consent: 'given' | 'asked' | 'paused'
  /** Digest of the standing rules that said yes; null where none did. */
  readonly rules: string | null
}

/** Whether this organisation takes part in a proposed round, or a person of it is to be asked. */
export async function consentTo(stores: Stores, parts: NodeParts, core: Core): Promise<Verdict> {
  const { rounds } = parts.consent ?? consentByAgreement
  if (await isPaused(stores)) return { consent: 'paused', rules: null }
  if (rounds === 'by-agreement') return { consent: 'given', rules: null }
  const inForce = rounds === 'by-rules' ? await rulesInForce(stores) : null
  if (inForce === null) return { consent: 'asked', rules: null }
  const checks = await checkRound(stores, parts, { core, rules: inForce.rules })
  if (checks.some(({ holds }) => !holds)) return { consent: 'asked', rules: null }
  return { consent: 'given', rules: inForce.digest }
}

/** A yes that no person gave is kept like a person's, in the name of the rules. */
export async function keepRulesAnswer(
  stores: Stores,
  { acts }: Pick<NodeParts, 'acts'>,
  { state, verdict }: { readonly state: NodeState; readonly verdict: Verdict },
): Promise<void> {
  if (verdict.rules === null || state.phase === 'aborted') return
  const { round: object } = state.core
  const who = { actor: `rules/${verdict.rules}`, origin: 'node' } as const
  const said = { subject: 'round', object, choice: 'accept', text: null } as const
  await stores.decisions.append({ ...said, ...who })
  await acts.append({ action: 'round.accept', object, result: 'done', ...who }, stores)
}

/** Each rule, and whether it holds of this round with the records of this node as they are. */
export async function checkRound(
  stores: Stores,
  parts: NodeParts,
  { core, rules }: { readonly core: Core; readonly rules: StandingRules },
): Promise<RuleCheck[]> {
  return checkRules(rules, await roundFacts(stores, parts, core))
}

async function roundFacts(stores: Stores, parts: NodeParts, core: Core): Promise<RoundFacts> {
  const { agreement, self, clock } = parts
  const { terms } = agreement
  const known = await knownRounds(stores, agreement.digest, openedMsOf)
  const counts = await stores.records.counts()
  const taking = new Set(core.lists.map(({ id }) => id))
  return {
    core,
    nowMs: clock.nowMs(),
    before: known.filter(({ round }) => round !== core.round),
    agreedLists: terms.lists.map(({ id }) => id),
    own: listsOf(terms, self)
      .filter(({ id }) => taking.has(id))
      .map(({ id, size }) => ({ records: counts.get(id) ?? 0, size })),
    importedMs: (await stores.imports.latest())?.atMs ?? null,
  }
}

function openedMsOf(state: unknown): number {
  return (state as NodeState).core.openedMs // written by NodeRounds only
}
