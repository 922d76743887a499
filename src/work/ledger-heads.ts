import {
  addEntry,
  type Charge,
  type LedgerEntry,
  ledgerHead,
  type Opened,
  type Remembered,
} from '../cover/ledger.ts'
import type { Stores } from '../storage/database.ts'

/** What this party remembers of an evaluator's ledger (protocol/specification.md 14.6). */
export async function readRemembered(
  { settings }: Pick<Stores, 'settings'>,
  evaluator: string,
): Promise<Remembered> {
  const text = await settings.get(place(evaluator))
  return text === null ? { head: null, charged: [] } : (JSON.parse(text) as Remembered) // written below
}

/** It showed these entries, and they were accepted: they hold all that was remembered. */
export async function rememberShown(
  stores: Pick<Stores, 'settings'>,
  evaluator: string,
  entries: readonly LedgerEntry[],
): Promise<void> {
  const remembered: Remembered = { head: ledgerHead(entries), charged: [] }
  await stores.settings.set(place(evaluator), JSON.stringify(remembered))
}

/** It answered in a round, so its ledger has to say so from now on. */
export async function rememberCharge(
  stores: Pick<Stores, 'settings'>,
  evaluator: string,
  round: string,
): Promise<void> {
  const { head, charged } = await readRemembered(stores, evaluator)
  if (charged.includes(round)) return
  const remembered: Remembered = { head, charged: [...charged, round] }
  await stores.settings.set(place(evaluator), JSON.stringify(remembered))
}

/** This evaluator's own ledger. */
export async function readLedger({ ledger }: Pick<Stores, 'ledger'>): Promise<LedgerEntry[]> {
  return (await ledger.list()) as LedgerEntry[] // written by writeLedger only
}

export async function writeLedger(
  stores: Pick<Stores, 'ledger'>,
  event: Charge | Opened,
): Promise<void> {
  const before = await readLedger(stores)
  const added = addEntry(before, event).at(before.length)
  if (added !== undefined) await stores.ledger.append(added.sequence, added)
}

function place(evaluator: string): string {
  return `ledger-of/${evaluator}`
}
