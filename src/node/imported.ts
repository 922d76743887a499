import { type CodeBook, codesOf } from '../base/codes.ts'
import { digestJson } from '../crypto/digest.ts'

/** Setting: with which recipe, matching secret and codes the records of this node were keyed. */
export const KEYED_WITH = 'keyed-with'

/** What the setting says: records keep the places of their codes, so the codes must be the same. */
export function keyedWith(of: {
  readonly recipe: string
  readonly matchingSecretDigest: string
  readonly tables: readonly CodeBook[]
}): string {
  const books = of.tables.map((book) => ({ id: book.id, codes: codesOf(book) }))
  const digest = digestJson('samentel code books v2', books)
  return `${of.recipe} ${of.matchingSecretDigest} ${digest}`
}

/** Setting: a list has been imported, maybe as empty. Never imported is not empty. */
export function importedMark(list: string): string {
  return `imported/${list}`
}
