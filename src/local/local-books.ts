import { CONFLICT, type CodeBook, type NamedCodeBook, UNKNOWN } from '../base/codes.ts'
import { isId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { FieldMap } from '../source/field-map.ts'

const mostTables = 6
const mostCodes = 64

/** The tables of a rehearsal on own files: those of the mapping, with the codes that it names. */
export function localBooks(map: FieldMap): NamedCodeBook[] {
  const books = Object.entries(map.codes).map(([id, { values }]) => {
    const codes = [...new Set(Object.values(values))].filter((code) => code !== UNKNOWN)
    return {
      id,
      name: plainName(id),
      codes: codes.map((code) => ({ id: code, name: plainName(code) })),
    }
  })
  const bad = books.find((book) => !isUsable(book))
  if (bad === undefined && books.length <= mostTables) return books
  throw new Problem({
    code: 'field-map.codes',
    what: 'The codes of the mapping file cannot be the tables of a round',
    where: bad === undefined ? `${books.length} tables` : `codes.${bad.id.slice(0, 64)}`,
    remedy: `Name at most ${mostTables} tables, each with 1 to ${mostCodes} codes besides unknown; write them with lower-case letters, digits and hyphens.`,
  })
}

function isUsable({ id, codes }: CodeBook): boolean {
  const named = codes.every((code) => isId(code.id) && code.id !== CONFLICT)
  return isId(id) && id !== 'persons' && named && codes.length > 0 && codes.length <= mostCodes
}

function plainName(text: string) {
  return { nl: text, en: text }
}
