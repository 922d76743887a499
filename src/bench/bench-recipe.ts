import { recipeNamed } from '../matching/recipe.ts'

/** The recipe that rehearsals use; a row's cost grows with its slots. */
export const recipe = recipeNamed('short/1')
