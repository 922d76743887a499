import { z } from 'zod'
import { fromBase64Url } from '../base/bytes.ts'
import { codesOf } from '../base/codes.ts'
import { COORDINATOR, idSchema } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { digestJson } from '../crypto/digest.ts'
import { sealingKeySchema } from '../crypto/hpke.ts'
import type { Agreement } from './agreement.ts'
import { versionSchema } from './version.ts'

const elementText = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** What a round is about, before anybody's keys (protocol/specification.md 4.1). */
export const coreSchema = z.strictObject({
  version: z.literal(2),
  round: idSchema,
  agreement: z.string(),
  openedMs: z.int().positive(),
  deadlineMs: z.int().positive(),
  evaluators: z.array(idSchema).min(2),
  lists: z.array(
    z.strictObject({ id: idSchema, organisation: idSchema, rows: z.int().positive() }),
  ),
  slots: z.array(z.string()).min(1),
  /** Code columns, each with all its codes in order, `unknown` and `conflict` last. */
  tables: z.array(z.strictObject({ id: idSchema, codes: z.array(idSchema).min(3).max(66) })),
  /** Check persons hidden among the rows (5.8). */
  checks: z.int().min(0),
  proofs: z.enum(['full', 'off']),
  /** Noise on the counts of the bag of persons (14); null for none. */
  cover: z.strictObject({ epsilon: z.number(), delta: z.number() }).nullable(),
  recipe: z.string(),
  rule: z.string(),
})
export type Core = z.infer<typeof coreSchema>

/** A key holder's public keys of one round (3.1). `token` is absent for the coordinator. */
export const keyRecordSchema = z.strictObject({
  holder: idSchema,
  token: elementText.nullable(),
  columns: z.record(z.string(), elementText),
  /** X-Wing public key to which batches of this round are sealed for the holder. */
  sealing: sealingKeySchema,
  /** Of an evaluator in a covered round: its commitment to the cover of each bin (14.3). */
  cover: z.array(elementText).max(255).nullable(),
})
export type KeyRecord = z.infer<typeof keyRecordSchema>

export const revealSchema = z.strictObject({
  record: keyRecordSchema,
  /** Proof of possession per key name (3.3). */
  proofs: z.record(z.string(), z.string().max(200)),
  /** The version of the holder's program. */
  software: versionSchema,
})
export type Reveal = z.infer<typeof revealSchema>

export interface Manifest {
  readonly core: Core
  readonly coreDigest: string
  readonly keys: readonly KeyRecord[]
  /** Bound into every message from here on. */
  readonly digest: string
}

export const LABEL = 'label'
export const PRESENCE = 'presence'

/** The columns of a row, in order (5.5). */
export function columnNames(core: Pick<Core, 'slots' | 'tables'>): string[] {
  const slots = core.slots.map((slot) => `slot/${slot}`)
  return [...slots, LABEL, PRESENCE, ...core.tables.map(({ id }) => codeColumn(id))]
}

export function codeColumn(table: string): string {
  return `code/${table}`
}

/** The table that every round has: which lists each person is on. */
export const PERSONS = 'persons'

/** The columns that are opened for a table (9): a code stands beside the label, never added to it. */
export function openedColumns(table: string): string[] {
  return table === PERSONS ? [LABEL, PRESENCE] : [LABEL, PRESENCE, codeColumn(table)]
}

/** All tables in the order in which they are opened. */
export function openedTables(core: Pick<Core, 'tables'>): string[] {
  return [PERSONS, ...core.tables.map(({ id }) => id)]
}

/** Ids, in the order of the core. */
export function listsOwnedBy({ lists }: Core, owner: string): string[] {
  return lists.filter(({ organisation }) => organisation === owner).map(({ id }) => id)
}

export function keyHolders(core: Core): string[] {
  return [...core.evaluators, COORDINATOR]
}

/** The core that an agreement gives for these lists: what a node compares a proposal with. */
export function makeCore(
  agreement: Agreement,
  round: { id: string; openedMs: number; lists: readonly string[]; slots: readonly string[] },
): Core {
  const { terms } = agreement
  return {
    version: 2,
    round: round.id,
    agreement: agreement.digest,
    openedMs: round.openedMs,
    deadlineMs: round.openedMs + terms.deadlineMinutes * 60_000,
    evaluators: terms.evaluators,
    lists: terms.lists
      .filter((list) => round.lists.includes(list.id))
      // Room for every check person, so that their number in a list shows nowhere (5.8).
      .map(({ id, organisation, size }) => ({ id, organisation, rows: size + terms.checks })),
    slots: [...round.slots],
    tables: terms.tables.map((table) => ({ id: table.id, codes: codesOf(table) })),
    checks: terms.checks,
    proofs: terms.proofs,
    cover: terms.cover,
    recipe: terms.recipe,
    rule: terms.rule,
  }
}

export function coreDigest(core: Core): string {
  return digestJson('samentel core v2', core)
}

/** Refuses a proposal that is not what this node's own agreement gives (4.2). */
export function checkCore(core: Core, agreement: Agreement, slots: readonly string[]): void {
  const ids = core.lists.map((list) => list.id)
  const own = makeCore(agreement, { id: core.round, openedMs: core.openedMs, lists: ids, slots })
  if (canonicalJson(own) !== canonicalJson(core)) {
    throw new Problem({
      code: 'manifest.differs',
      what: 'The proposed round is not what this node agreed to',
      where: `round ${core.round}: ${differingKeys(own, core).join(', ')}`,
      remedy: 'Compare agreement.yaml and peers/ with the coordinator and the other organisations.',
      status: 409,
    })
  }
  if (ids.length < agreement.terms.limits.minimumLists) {
    throw new Problem({
      code: 'manifest.too-few-lists',
      what: 'The proposed round has fewer lists than the agreement asks for',
      where: `round ${core.round}: ${ids.length} of ${agreement.terms.limits.minimumLists}`,
      status: 409,
    })
  }
}

function differingKeys(own: Core, other: Core): string[] {
  const keys = Object.keys(own) as (keyof Core)[] // Object.keys of a closed type gives its keys
  return keys.filter((key) => canonicalJson(own[key]) !== canonicalJson(other[key]))
}

/** Core and everybody's keys as one manifest; records in the order of the key holders (4.3). */
export function makeManifest(core: Core, records: readonly KeyRecord[]): Manifest {
  const keys = keyHolders(core).map((holder) => recordOf(records, holder))
  for (const record of keys) checkRecord(record, core)
  return {
    core,
    coreDigest: coreDigest(core),
    keys,
    digest: digestJson('samentel manifest v2', { core, keys }),
  }
}

/** Refuses a record that has not exactly the keys that the round needs of its holder. */
export function checkRecord(record: KeyRecord, core: Core): void {
  const names = Object.keys(record.columns).sort().join(' ')
  const complete = names === columnNames(core).sort().join(' ')
  const coordinates = record.holder === COORDINATOR
  const covers = core.cover !== null && !coordinates
  const fits = (record.token === null) === coordinates && (record.cover !== null) === covers
  if (!complete || !fits) {
    throw new Problem({
      code: 'keys.incomplete',
      what: 'A key holder revealed other keys than the round needs',
      where: `round ${core.round}, ${record.holder}`,
    })
  }
}

export function recordOf(records: readonly KeyRecord[], holder: string): KeyRecord {
  const found = records.filter((record) => record.holder === holder)
  const record = found[0]
  if (record === undefined || found.length > 1) {
    throw new Problem({
      code: 'keys.incomplete',
      what: 'A key holder revealed no keys, or more than once',
      where: holder,
    })
  }
  return record
}

export function columnKey(record: KeyRecord, column: string): Uint8Array {
  const text = record.columns[column]
  if (text === undefined) throw new TypeError(`no column ${column}`) // checkRecord has seen to it
  return fromBase64Url(text)
}
