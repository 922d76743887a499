import type { Name } from './lists.ts'

/** Codes that every table has besides its own, last in this order (protocol/specification.md 2.5). */
export const UNKNOWN = 'unknown'
export const CONFLICT = 'conflict'

/** The codes of one table and which is a kind of which; `unknown` and `conflict` go without saying. */
export interface CodeBook {
  /** Id of the table. */
  readonly id: string
  readonly codes: readonly {
    readonly id: string
    /** The broader code that this one is a kind of. */
    readonly within?: string | undefined
  }[]
}

/** A code book with the words that readers see. */
export interface NamedCodeBook extends CodeBook {
  readonly name: Name
  readonly codes: readonly (CodeBook['codes'][number] & { readonly name: Name })[]
}

/** All codes of a table in the order of its code column. */
export function codesOf({ codes }: CodeBook): string[] {
  return [...codes.map((code) => code.id), UNKNOWN, CONFLICT]
}

/** The code and every code broader than it, nearest first. */
export function lineOf({ codes }: CodeBook, code: string): string[] {
  const within = new Map(codes.map((one) => [one.id, one.within]))
  const line = [code]
  // Books that go round in circles are refused with the agreement; here they only end.
  for (let at = within.get(code); at !== undefined && !line.includes(at); at = within.get(at)) {
    line.push(at)
  }
  return line
}

/** All codes with their names, `unknown` and `conflict` too. */
export function namedCodesOf({ codes }: NamedCodeBook): NamedCodeBook['codes'] {
  return [
    ...codes,
    { id: UNKNOWN, name: { nl: 'onbekend', en: 'unknown' } },
    {
      id: CONFLICT,
      name: { nl: 'bronnen spreken elkaar tegen', en: 'sources contradict each other' },
    },
  ]
}
