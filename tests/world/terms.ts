import { recipeNamed } from '../../src/matching/recipe.ts'
import { type Terms, termsSchema } from '../../src/round/agreement.ts'

const recipe = recipeNamed('short/1')

export interface WorldList {
  readonly id: string
  readonly organisation: string
  readonly size: number
}

export interface TermsSetup {
  readonly lists: readonly WorldList[]
  readonly evaluators: readonly string[]
  readonly minimumPersons?: number
  readonly disclosure?: Terms['disclosure']
  readonly deadlineMinutes?: number
  readonly cover?: Terms['cover']
  readonly proofs?: Terms['proofs']
  readonly checks?: number
}

/** The terms of a small agreement: one population, one year, everybody who is named. */
export function worldTerms(setup: TermsSetup, matchingSecretDigest: string): Terms {
  const name = (text: string) => ({ nl: text, en: text })
  return termsSchema.parse({
    version: 1,
    id: 'small-world',
    title: name('small world'),
    purpose: name('test'),
    legalBasis: name('none'),
    populations: [{ id: 'persons', name: name('persons') }],
    organisations: partiesOf(setup).map((id) => ({ id, name: name(id), legalBasis: true })),
    evaluators: setup.evaluators,
    lists: setup.lists.map((list) => ({
      ...list,
      population: 'persons',
      year: 2017,
      source: 'report',
    })),
    cover: setup.cover ?? null,
    proofs: setup.proofs ?? 'full',
    checks: setup.checks ?? 0,
    recipe: recipe.name,
    rule: 'l2',
    matchingSecretDigest,
    limits: {
      minimumLists: 2,
      minimumPersons: setup.minimumPersons ?? 1,
      roundsPerYear: 1000,
      minimumHoursBetween: 0,
    },
    // A handful of made-up persons seldom passes the attacks; tests of them ask for them.
    disclosure: setup.disclosure ?? { threshold: 10, roundingBase: 5, gate: 'off' },
    deadlineMinutes: setup.deadlineMinutes ?? 60,
    validity: { from: '2000-01-01', until: '2199-12-31' },
  })
}

export function partiesOf({ lists, evaluators }: TermsSetup): string[] {
  return [...new Set([...lists.map((list) => list.organisation), ...evaluators])]
}
