/*
 * What an evaluator remembers of the promises it has spent (protocol/specification.md 14.6): every
 * covered round is charged in full once its tokens reached the coordinator, opened or dead, and
 * what was opened is noted, so that cover is not averaged away and answers not subtracted. Each entry names
 * the one before by its digest; others remember the head, so a ledger put back from a backup is noticed.
 */
import { Problem } from '../base/problem.ts'
import { digestJson } from '../crypto/digest.ts'
import type { OpenedBefore, Question } from './questions.ts'

interface Place {
  /** From 1. */
  readonly sequence: number
  /** Digest of the entry before; null for the first. */
  readonly previous: string | null
  readonly round: string
  /** Digest of the agreement. */
  readonly agreement: string
}

export interface Charge {
  readonly kind: 'charge'
  readonly round: string
  readonly agreement: string
  /** Of all covered bags of the round together. */
  readonly epsilon: number
  readonly delta: number
  readonly reason: 'tokens' | 'cover'
}

export interface Opened {
  readonly kind: 'opened'
  readonly round: string
  readonly agreement: string
  /** Lists of the round, sorted. */
  readonly lists: readonly string[]
  readonly questions: readonly Question[]
}

export type LedgerEntry = Place & (Charge | Opened)

/** What others remember of a ledger. */
export interface LedgerHead {
  readonly sequence: number
  readonly digest: string
}

export function entryDigest(entry: LedgerEntry): string {
  return digestJson('samentel ledger v2', entry)
}

/** null while nothing was charged. */
export function ledgerHead(entries: readonly LedgerEntry[]): LedgerHead | null {
  const last = entries.at(-1)
  return last === undefined ? null : { sequence: last.sequence, digest: entryDigest(last) }
}

/** Throws `ledger.broken` unless each entry follows the one before. */
export function checkLedger(entries: readonly LedgerEntry[]): void {
  for (const [at, entry] of entries.entries()) {
    const before = entries[at - 1]
    const previous = before === undefined ? null : entryDigest(before)
    if (entry.sequence === at + 1 && entry.previous === previous) continue
    throw new Problem({
      code: 'ledger.broken',
      what: 'The ledger of covered rounds is not a chain',
      where: `entry ${at + 1}`,
      remedy:
        'Put the ledger back as the other evaluators remember it; until then no covered round is joined.',
    })
  }
}

/**
 * Adds what happened. The same once more changes nothing: a round is charged once, and says once
 * what it opened.
 *
 * @throws Problem `ledger.charged-otherwise` for another charge or opening of the same round
 */
export function addEntry(
  entries: readonly LedgerEntry[],
  event: Charge | Opened,
): readonly LedgerEntry[] {
  const head = ledgerHead(entries)
  const entry = { sequence: entries.length + 1, previous: head?.digest ?? null, ...event }
  const same = entries.find((one) => one.round === event.round && one.kind === event.kind)
  if (same === undefined) return [...entries, entry]
  const { sequence, previous } = same
  if (entryDigest({ ...entry, sequence, previous }) === entryDigest(same)) return entries
  throw new Problem({
    code: 'ledger.charged-otherwise',
    what: 'A round that is in the ledger is charged or opened in another way',
    where: `round ${event.round}`,
    remedy: 'End the round; ids of rounds are never used twice.',
  })
}

/**
 * Whether a ledger that is shown goes on from the head that was remembered of it.
 *
 * @throws Problem `ledger.rolled-back` for fewer entries, or another one in the head's place
 */
export function checkHead(
  remembered: LedgerHead | null,
  entries: readonly LedgerEntry[],
  evaluator: string,
): void {
  checkLedger(entries)
  if (remembered === null) return
  const entry = entries[remembered.sequence - 1]
  if (entry !== undefined && entryDigest(entry) === remembered.digest) return
  throw rolledBack(`evaluator ${evaluator}, entry ${remembered.sequence}`)
}

function rolledBack(where: string): Problem {
  return new Problem({
    code: 'ledger.rolled-back',
    what: 'The ledger of an evaluator does not go on from what it showed before',
    where,
    remedy:
      'It was restored from a backup or altered: its evaluator has to put it back as remembered.',
    status: 409,
  })
}

/** What a party remembers of another's ledger: its head, and rounds that it was seen to answer in. */
export interface Remembered {
  readonly head: LedgerHead | null
  readonly charged: readonly string[]
}

/**
 * As checkHead; and every round in which the evaluator was seen to answer must be charged.
 *
 * @throws Problem `ledger.broken`, `ledger.rolled-back`
 */
export function checkRemembered(
  { head, charged }: Remembered,
  entries: readonly LedgerEntry[],
  evaluator: string,
): void {
  checkHead(head, entries, evaluator)
  const missing = charged.filter(
    (round) => !entries.some((entry) => entry.kind === 'charge' && entry.round === round),
  )
  if (missing.length > 0) throw rolledBack(`evaluator ${evaluator}, round ${missing[0]}`)
}

/** What other rounds opened over lists of this round. Several evaluators' ledgers can be joined. */
export function openedBefore(
  entries: readonly LedgerEntry[],
  round: { readonly id: string; readonly lists: readonly string[] },
): OpenedBefore {
  const lists = [...round.lists].sort()
  const earlier = entries
    .filter((entry) => entry.kind === 'opened')
    .filter((entry) => entry.round !== round.id && entry.questions.length > 0)
    .filter((entry) => entry.lists.some((list) => lists.includes(list)))
  const overSame = earlier.filter((entry) => entry.lists.join(' ') === lists.join(' '))
  return {
    questions: overSame.flatMap((entry) => entry.questions.map(({ bins }) => bins)),
    overOtherLists: overSame.length < earlier.length,
  }
}
