import { optionalFields } from '../matching/catalogue.ts'
import { nameOf, type Recipe, recipeNamed } from '../matching/recipe.ts'

const columnOf = { sex: 'sex', country: 'country_of_birth' } as const

/** The recipe without the fields that no file has: its keys would be built for nobody. */
export function fittingRecipe(base: string, files: readonly ReadonlySet<string>[]): Recipe {
  const without = optionalFields.filter((field) =>
    files.every((columns) => !columns.has(columnOf[field])),
  )
  return recipeNamed(nameOf(base, without))
}
