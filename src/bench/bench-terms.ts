import { toBase64Url } from '../base/bytes.ts'
import { LINK_RULE } from '../linkage/rule-l1.ts'
import { recipe, recipeName } from '../matching/recipe.ts'
import { type Terms, termsSchema } from '../round/agreement.ts'

export const OWNER = 'owner'
export const LIST = 'list'
export const COUNTER = 'counter'
export const EVALUATORS = ['evaluator-1', 'evaluator-2', COUNTER] as const

/** One list of that many rows among three evaluators. */
export function benchTerms(rows: number): Terms {
  const name = (text: string) => ({ nl: text, en: text })
  return termsSchema.parse({
    version: 1,
    id: 'bench',
    title: name('bench'),
    purpose: name('bench'),
    legalBasis: name('bench'),
    populations: [{ id: 'persons', name: name('persons') }],
    organisations: [OWNER, ...EVALUATORS].map((id) => ({
      id,
      name: name(id),
      legalBasis: true,
    })),
    evaluators: EVALUATORS,
    lists: [
      {
        id: LIST,
        organisation: OWNER,
        population: 'persons',
        year: 2000,
        source: 'report',
        size: rows,
      },
    ],
    recipe: recipeName(recipe),
    rule: LINK_RULE,
    matchingSecretDigest: toBase64Url(new Uint8Array(32)),
    limits: { minimumLists: 1, minimumPersons: 1 },
    disclosure: { threshold: 3, roundingBase: 1 },
    deadlineMinutes: 60 * 24,
    validity: { from: '2000-01-01', until: '2199-12-31' },
  })
}
