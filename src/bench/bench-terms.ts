import { toBase64Url } from '../base/bytes.ts'
import { LINK_RULE } from '../linkage/rule-l2.ts'
import { type Terms, termsSchema } from '../round/agreement.ts'
import { recipe } from './bench-recipe.ts'

export const OWNER = 'owner'
export const COUNTER = 'counter'
export const EVALUATORS = ['evaluator-1', 'evaluator-2', COUNTER] as const

/** What is measured of a round: how much of it, and what beside counting persons. */
export interface Scene {
  /** Of each list. */
  readonly rows: number
  readonly lists: number
  /** Code tables, of `CODES` codes each. */
  readonly tables: number
  readonly proofs: Terms['proofs']
  readonly cover: Terms['cover']
}

/** One list, and nothing that a count of persons can do without. */
export const bareScene = { lists: 1, tables: 0, proofs: 'off', cover: null } as const

export const CODES = 8

/** All lists are of one owner, among three evaluators. */
export function benchTerms(scene: Scene): Terms {
  return termsSchema.parse({
    version: 1,
    id: 'bench',
    title: named('bench'),
    purpose: named('bench'),
    legalBasis: named('bench'),
    populations: [{ id: 'persons', name: named('persons') }],
    organisations: [OWNER, ...EVALUATORS].map((id) => ({
      id,
      name: named(id),
      legalBasis: true,
    })),
    evaluators: EVALUATORS,
    lists: listIds(scene.lists).map((id) => ({
      id,
      organisation: OWNER,
      population: 'persons',
      year: 2000,
      source: 'report',
      size: scene.rows,
    })),
    tables: several('table', scene.tables).map((id) => ({
      id,
      name: named(id),
      codes: several('code', CODES).map((code) => ({ id: code, name: named(code) })),
    })),
    proofs: scene.proofs,
    cover: scene.cover,
    recipe: recipe.name,
    rule: LINK_RULE,
    matchingSecretDigest: toBase64Url(new Uint8Array(32)),
    limits: { minimumLists: 1, minimumPersons: 1 },
    disclosure: { threshold: 3, roundingBase: 1, gate: 'off' },
    deadlineMinutes: 60 * 24,
    validity: { from: '2000-01-01', until: '2199-12-31' },
  })
}

export function listIds(lists: number): string[] {
  return several('list', lists)
}

function several(what: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${what}-${at + 1}`)
}

function named(text: string) {
  return { nl: text, en: text }
}
