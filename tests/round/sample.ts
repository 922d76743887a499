import { COORDINATOR } from '../../src/base/ids.ts'
import type { SlotRule } from '../../src/base/slots.ts'
import {
  type Identity,
  importKey,
  makePrivateKey,
  type PublicKey,
  publicPart,
} from '../../src/crypto/identity.ts'
import {
  type Agreement,
  makeAgreement,
  type Terms,
  termsSchema,
} from '../../src/round/agreement.ts'
import { type Core, makeCore } from '../../src/round/manifest.ts'

/** Two owners, an owner that also evaluates, an evaluator without a list, and the counter. */
export const evaluators = ['border', 'court', 'rapporteur']
export const owners = ['police', 'shelter', 'border']
export const sampleSlots: SlotRule[] = [
  { id: 'bsn', class: 'bsn', tier: 1, family: 'number', unique: true },
  { id: 'name', class: 'name', tier: 1, family: 'number', unique: false },
]

/** What a sample round has besides the plain: a second table, check persons, one counter only. */
export interface SampleKind {
  readonly counters?: 1 | 2
  readonly tables?: 0 | 1 | 2
  readonly checks?: number
  readonly proofs?: 'full' | 'off'
  readonly covered?: boolean
}

const name = (id: string) => ({ nl: id, en: id })
const code = (id: string, within?: string) => ({ id, name: name(id), within })

/** A form with a broader code, and sex. */
export const sampleTables = [
  { id: 'form', name: name('form'), codes: [code('work'), code('farm', 'work')] },
  { id: 'sex', name: name('sex'), codes: [code('female')] },
]

/** Terms of a sample round of that kind: with one counter, the court has a list too. */
export function kindTerms(size: number, kind: SampleKind): Terms {
  const { counters = 2, tables = 0, checks = 0, proofs = 'full', covered = false } = kind
  const raw = rawTerms(size)
  const list = { ...raw.lists[0]!, id: 'court-2020', organisation: 'court' } // there are three
  return termsSchema.parse({
    ...raw,
    lists: counters === 1 ? [...raw.lists, list] : raw.lists,
    tables: sampleTables.slice(0, tables),
    checks,
    proofs,
    cover: covered ? { epsilon: 10, delta: 0.01 } : null,
  })
}

/** Terms as they stand in agreement.yaml, before anybody has judged them. */
export function rawTerms(size = 6) {
  const ids = [...new Set([...owners, ...evaluators])]
  return {
    version: 1 as const,
    id: 'sample',
    title: { nl: 'Proef', en: 'Sample' },
    purpose: { nl: 'Proef', en: 'Sample' },
    legalBasis: { nl: 'Geen', en: 'None' },
    populations: [{ id: 'victims', name: { nl: 'slachtoffers', en: 'victims' } }],
    organisations: ids.map((id) => ({ id, name: { nl: id, en: id }, legalBasis: true })),
    evaluators: [...evaluators],
    lists: owners.map((id) => ({
      id: `${id}-2020`,
      organisation: id,
      population: 'victims',
      year: 2020,
      source: 'report' as const,
      size,
    })),
    recipe: 'short/1',
    rule: 'l2',
    matchingSecretDigest: 'A'.repeat(43),
    limits: { minimumLists: 2, minimumPersons: 1, roundsPerYear: 1000, minimumHoursBetween: 0 },
    // Lists shorter than the threshold are agreed on in rehearsals only.
    disclosure: { threshold: 3, roundingBase: 1, ...(size < 3 ? { gate: 'off' } : {}) },
    deadlineMinutes: 60,
    validity: { from: '2000-01-01', until: '2199-12-31' },
    minimumPeerVersion: '0.2.0',
  }
}

export function sampleTerms(size = 6): Terms {
  return termsSchema.parse(rawTerms(size))
}

export async function newPublicKey(): Promise<PublicKey> {
  return publicPart(await makePrivateKey())
}

export async function sampleAgreement(terms: Terms = sampleTerms()): Promise<Agreement> {
  const identities = new Map<string, Identity>()
  for (const id of [COORDINATOR, ...terms.organisations.map((one) => one.id)]) {
    const key = await makePrivateKey()
    identities.set(id, { id, publicKey: publicPart(key), signingKey: await importKey(key) })
  }
  const keys = [...identities].map(([id, { publicKey }]) => [id, publicKey])
  const agreement = makeAgreement(terms, Object.fromEntries(keys))
  signers.set(agreement, identities)
  return agreement
}

const signers = new WeakMap<Agreement, ReadonlyMap<string, Identity>>()

/** With what the parties of a sample agreement sign. */
export function identityIn(agreement: Agreement, id: string): Identity {
  const identity = signers.get(agreement)?.get(id)
  if (identity === undefined) throw new TypeError(`no party ${id}`)
  return identity
}

export function sampleCore(agreement: Agreement): Core {
  return makeCore(agreement, {
    id: 'spring',
    openedMs: 1_600_000_000_000,
    lists: agreement.terms.lists.map((list) => list.id),
    slots: sampleSlots.map((slot) => slot.id),
  })
}
