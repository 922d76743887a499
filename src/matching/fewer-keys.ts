/**
 * Recipes with fewer keys, to measure what each is worth. Pure; such a recipe goes into no agreement, as its name is
 * that of the whole.
 */
import { Problem } from '../base/problem.ts'
import { catalogue, type MatchKey } from './catalogue.ts'
import type { Recipe } from './recipe.ts'

/** The recipe with those keys only. */
export function onlyKeys(recipe: Recipe, wanted: (key: MatchKey) => boolean): Recipe {
  const kept = recipe.keys.flatMap((key, at) => (wanted(key) ? [at] : []))
  const keys = recipe.keys.filter(wanted)
  const ids = new Set(keys.map(({ id }) => id))
  return {
    ...recipe,
    keys,
    widths: kept.map((at) => recipe.widths[at] ?? 0),
    slots: recipe.slots.filter(({ keyId }) => ids.has(keyId)),
  }
}

/**
 * The recipe without the keys of these ids, in capitals or not.
 *
 * @throws Problem `recipe.key-unknown`, `recipe.no-keys`
 */
export function withoutKeys(recipe: Recipe, ids: readonly string[]): Recipe {
  const dropped = ids.map((id) => id.trim().toUpperCase())
  const unknown = dropped.find((id) => catalogue.every((key) => key.id !== id))
  if (unknown !== undefined) throw unknownKey(unknown)
  const fewer = onlyKeys(recipe, ({ id }) => !dropped.includes(id))
  if (fewer.keys.length === 0) throw noKeys(recipe.name)
  return fewer
}

function unknownKey(id: string): Problem {
  return new Problem({
    code: 'recipe.key-unknown',
    what: 'There is no match key of this id',
    where: id.slice(0, 64),
    remedy: `Name some of: ${catalogue.map((key) => key.id).join(', ')}.`,
  })
}

function noKeys(recipe: string): Problem {
  return new Problem({
    code: 'recipe.no-keys',
    what: 'No match key of the recipe is left',
    where: recipe,
    remedy: 'Leave fewer keys out.',
  })
}
