import { z } from 'zod'
import { idSchema } from '../base/ids.ts'
import { digestJson } from '../crypto/digest.ts'
import type { Core } from './manifest.ts'
import type { KnownRound } from './permit.ts'

/**
 * When an organisation takes part in a round without being asked (protocol/specification.md 4.9): as data,
 * so that it can be read, adopted by two persons, and named by its digest in the log.
 */
export const standingRulesSchema = z.strictObject({
  version: z.literal(1),
  /** Digest of the one agreement that they are for. */
  agreement: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, 'must be the digest that agreement show prints'),
  /** Last day on which they hold, UTC. */
  until: z.iso.date(),
  /** All of these must hold; what stands not here is not asked. */
  acceptWhen: z.strictObject({
    /** Days since the last round that came as far as sending data. */
    daysBetween: z.int().min(1).max(3650).optional(),
    /** Rounds in 365 days, this one included. */
    roundsInYear: z.int().min(1).max(1000).optional(),
    /** Every list of the agreement takes part: two rounds then never differ by a list. */
    allLists: z.literal(true).optional(),
    /** Nobody but these owns a list of the round. */
    onlyOwners: z.array(idSchema).min(1).optional(),
    /** Records that each own list holds at least; none of them is then a list of a few persons. */
    recordsAtLeast: z.int().min(1).optional(),
    /** Records of an own list at most, as a share of its agreed size. */
    recordsAtMost: z.number().gt(0).max(1).optional(),
    /** Days since the last import at most. */
    importedWithinDays: z.int().min(1).max(3650).optional(),
  }),
})
export type StandingRules = z.infer<typeof standingRulesSchema>
export type RuleName = keyof StandingRules['acceptWhen'] | 'agreement' | 'until'

/** What this node knows when a round is proposed. */
export interface RoundFacts {
  readonly core: Core
  readonly nowMs: number
  /** Rounds in which data may have been sent, this one not among them. */
  readonly before: readonly KnownRound[]
  /** List ids of the agreement. */
  readonly agreedLists: readonly string[]
  /** This organisation's own lists of the round. `size`: as agreed, without check persons. */
  readonly own: readonly { readonly records: number; readonly size: number }[]
  /** Null: never. */
  readonly importedMs: number | null
}

export interface RuleCheck {
  readonly rule: RuleName
  readonly holds: boolean
}

const DAY_MS = 24 * 3_600_000

export function rulesDigest(rules: StandingRules): string {
  return digestJson('samentel standing rules v1', rules)
}

/** Every rule that stands there, and whether it holds. A round is accepted when all of them do. */
export function checkRules(rules: StandingRules, facts: RoundFacts): RuleCheck[] {
  const { core, nowMs } = facts
  const asked = Object.keys(rules.acceptWhen) as (keyof StandingRules['acceptWhen'])[] // a closed type
  return [
    { rule: 'agreement', holds: core.agreement === rules.agreement },
    { rule: 'until', holds: nowMs < Date.parse(rules.until) + DAY_MS },
    ...asked
      .filter((rule) => rules.acceptWhen[rule] !== undefined)
      .map((rule) => ({ rule, holds: holds(rule, rules.acceptWhen, facts) })),
  ]
}

function holds(
  rule: keyof StandingRules['acceptWhen'],
  when: StandingRules['acceptWhen'],
  facts: RoundFacts,
): boolean {
  const { core, nowMs, before, own } = facts
  switch (rule) {
    case 'daysBetween': {
      // What was opened after this one, by a clock put back, is no long time ago either.
      const latest = Math.max(...before.map(({ openedMs }) => openedMs))
      return core.openedMs - latest >= (when.daysBetween ?? 0) * DAY_MS
    }
    case 'roundsInYear': {
      const year = before.filter(({ openedMs }) => openedMs > core.openedMs - 365 * DAY_MS)
      return year.length < (when.roundsInYear ?? 0)
    }
    case 'allLists':
      return facts.agreedLists.every((id) => core.lists.some((list) => list.id === id))
    case 'onlyOwners':
      return core.lists.every(
        ({ organisation }) => when.onlyOwners?.includes(organisation) === true,
      )
    case 'recordsAtLeast':
      return own.every(({ records }) => records >= (when.recordsAtLeast ?? 0))
    case 'recordsAtMost':
      return own.every(({ records, size }) => records <= size * (when.recordsAtMost ?? 0))
    case 'importedWithinDays':
      return (
        own.length === 0 ||
        (facts.importedMs !== null &&
          nowMs - facts.importedMs <= (when.importedWithinDays ?? 0) * DAY_MS)
      )
  }
}
