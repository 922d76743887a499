import { recipeNamed } from '../matching/recipe.ts'
import { listsOf } from '../round/agreement.ts'
import type { ImportParts } from './import-records.ts'
import type { NodeParts } from './parts.ts'
import { placeByRoleAndYear } from './place-records.ts'

/** What an import into a node's own lists needs, as its agreement and settings say. */
export function agreedImport(
  parts: NodeParts,
  {
    roles,
    matchingSecret,
  }: {
    readonly roles: Readonly<Record<string, string>>
    readonly matchingSecret: Uint8Array
  },
): ImportParts {
  const { terms } = parts.agreement
  const lists = listsOf(terms, parts.self)
  return {
    database: parts.database,
    clock: parts.clock,
    pool: parts.pool,
    recipe: recipeNamed(terms.recipe),
    storageKey: parts.storageKey,
    matchingSecret,
    matchingSecretDigest: terms.matchingSecretDigest,
    tables: terms.tables,
    today: new Date(parts.clock.nowMs()).toISOString().slice(0, 10),
    lists: lists.map(({ id }) => id),
    refuseNothing: true,
    placing: placeByRoleAndYear(lists, roles),
    variant: JSON.stringify(roles),
  }
}
