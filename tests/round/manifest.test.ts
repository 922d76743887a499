import { beforeAll, expect, it } from 'vitest'
import { secureRandom } from '../../src/base/random.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import type { Agreement } from '../../src/round/agreement.ts'
import { checkReveal, makeReveal } from '../../src/round/keys.ts'
import {
  type Core,
  checkCore,
  columnNames,
  coreDigest,
  type KeyRecord,
  keyHolders,
  makeManifest,
} from '../../src/round/manifest.ts'
import { refusal } from '../refusal.ts'
import { newPublicKey, sampleAgreement, sampleCore, sampleSlots } from './sample.ts'

const engine = await loadSodiumEngine()
const slots = sampleSlots.map((slot) => slot.id)
let agreement: Agreement
let core: Core

beforeAll(async () => {
  agreement = await sampleAgreement()
  core = sampleCore(agreement)
})

function keysOf(holder: string, digest = coreDigest(core)) {
  const own = {
    roundKey: secureRandom(32),
    coreDigest: digest,
    holder,
    columns: columnNames(core),
    evaluates: holder !== 'coordinator',
    sealing: 'A'.repeat(1622),
    cover: null,
  }
  return makeReveal(engine, own, secureRandom)
}

it('takes the round that the own agreement gives', () => {
  expect(() => checkCore(core, agreement, slots)).not.toThrow()
})

it.each<[string, (core: Core) => Core]>([
  ['agreement', (core) => ({ ...core, agreement: 'B'.repeat(43) })],
  ['deadlineMs', (core) => ({ ...core, deadlineMs: core.deadlineMs + 1 })],
  ['evaluators', (core) => ({ ...core, evaluators: core.evaluators.toReversed() })],
  ['evaluators', (core) => ({ ...core, evaluators: core.evaluators.slice(1) })],
  ['lists', (core) => ({ ...core, lists: core.lists.toReversed() })],
  ['lists', (core) => ({ ...core, lists: [...core.lists, ...core.lists.slice(0, 1)] })],
  ['lists', (core) => ({ ...core, lists: core.lists.map((list) => ({ ...list, rows: 7 })) })],
  [
    'lists',
    (core) => ({ ...core, lists: core.lists.map((list) => ({ ...list, organisation: 'court' })) }),
  ],
  [
    'lists',
    (core) => ({ ...core, lists: [...core.lists, { id: 'x', organisation: 'x', rows: 1 }] }),
  ],
  ['slots', (core) => ({ ...core, slots: ['bsn'] })],
  ['tables', (core) => ({ ...core, tables: [{ id: 'form', codes: ['unknown', 'conflict'] }] })],
  ['checks', (core) => ({ ...core, checks: 1 })],
  ['proofs', (core) => ({ ...core, proofs: 'off' })],
  ['cover', (core) => ({ ...core, cover: { epsilon: 1, delta: 0.001 } })],
  ['recipe', (core) => ({ ...core, recipe: 'r0/1' })],
  ['rule', (core) => ({ ...core, rule: 'l0' })],
])('refuses a round with other %s than agreed', (term, alter) => {
  const problem = refusal(() => checkCore(alter(core), agreement, slots))
  expect(problem.code).toBe('manifest.differs')
  expect(problem.where).toBe(`round spring: ${term}`)
})

it('refuses a round with fewer lists than agreed, and one of another key', async () => {
  const few = { ...core, lists: core.lists.slice(0, 1) }
  expect(refusal(() => checkCore(few, agreement, slots)).code).toBe('manifest.too-few-lists')
  const keys = { ...agreement.keys, court: await newPublicKey() }
  const other = await sampleAgreement({ ...agreement.terms })
  expect(refusal(() => checkCore(core, { ...other, keys }, slots)).code).toBe('manifest.differs')
})

it('puts the records in the order of the key holders, whoever spoke first', () => {
  const records = keyHolders(core).map((holder) => keysOf(holder).reveal.record)
  const manifest = makeManifest(core, records)
  expect(manifest.keys.map((record) => record.holder)).toEqual([...core.evaluators, 'coordinator'])
  expect(makeManifest(core, records.toReversed()).digest).toBe(manifest.digest)
  const [one, ...rest] = records
  const other = { ...one!, sealing: 'B'.repeat(1622) } // three evaluators and the coordinator
  expect(makeManifest(core, [other, ...rest]).digest).not.toBe(manifest.digest)
  expect(makeManifest({ ...core, round: 'autumn' }, records).digest).not.toBe(manifest.digest)
})

it('refuses keys that are missing, doubled, or of other columns than the round needs', () => {
  const records = keyHolders(core).map((holder) => keysOf(holder).reveal.record)
  const last = records.at(-1)! // the coordinator's
  const alterFirst = (alter: (record: KeyRecord) => KeyRecord) =>
    records.map((record, at) => (at === 0 ? alter(record) : record))
  const wrong: KeyRecord[][] = [
    records.slice(1),
    [...records, records[0]!], // three evaluators and the coordinator
    alterFirst((record) => ({ ...record, token: null })),
    alterFirst(({ columns: { label: _, ...columns }, ...record }) => ({ ...record, columns })),
    alterFirst((record) => ({
      ...record,
      columns: { ...record.columns, 'slot/extra': record.columns.label! }, // in every record
    })),
    [...records.slice(0, -1), { ...last, token: last.columns.label! }], // in every record
  ]
  for (const altered of wrong) {
    expect(refusal(() => makeManifest(core, altered)).code).toBe('keys.incomplete')
  }
})

it('takes keys as committed and proven, and refuses every other', () => {
  const digest = coreDigest(core)
  const { reveal, commitment } = keysOf('court')
  const check = (said: object) =>
    checkReveal(engine, digest, { holder: 'court', commitment, reveal, ...said })
  expect(() => check({})).not.toThrow()
  const { proofs, record } = reveal
  const other = keysOf('court')
  const wrong: [string, object][] = [
    ['keys.other-holder', { holder: 'border' }],
    ['commitment.broken', { commitment: other.commitment }],
    ['commitment.broken', { reveal: other.reveal }],
    ['possession.invalid', { reveal: { record, proofs: { ...proofs, label: proofs.presence } } }],
    ['possession.invalid', { reveal: { record, proofs: {} } }],
    ['possession.invalid', { reveal: { record, proofs: other.reveal.proofs } }],
  ]
  for (const [code, said] of wrong) expect(refusal(() => check(said)).code).toBe(code)
})

it('refuses keys whose proofs are of another round', () => {
  const { reveal, commitment } = keysOf('court', coreDigest({ ...core, round: 'autumn' }))
  const said = { holder: 'court', commitment, reveal }
  const problem = refusal(() => checkReveal(engine, coreDigest(core), said))
  expect(problem.code).toBe('possession.invalid')
})
