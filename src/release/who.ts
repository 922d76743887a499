/**
 * Whom a figure of a table is about: lists and what is made of them, the part of the language of
 * questions that tables need. Reveals nothing.
 */
import { z } from 'zod'

const nameSchema = z.string().min(1).max(100)

export type Who =
  | { readonly list: string }
  | { readonly anyOf: readonly Who[] }
  | { readonly allOf: readonly Who[] }
  | { readonly not: Who }
  | { readonly atLeast: number; readonly of: readonly Who[] }
  | { readonly exactly: number; readonly of: readonly Who[] }
  | { readonly onlyOn: readonly string[] }

export const whoSchema: z.ZodType<Who> = z.lazy(() => {
  const parts = z.array(whoSchema).min(1).max(20).readonly()
  return z.union([
    z.strictObject({ list: nameSchema }),
    z.strictObject({ anyOf: parts }),
    z.strictObject({ allOf: parts }),
    z.strictObject({ not: whoSchema }),
    z.strictObject({ atLeast: z.int().positive(), of: parts }),
    z.strictObject({ exactly: z.int().positive(), of: parts }),
    z.strictObject({ onlyOn: z.array(nameSchema).min(1).readonly() }),
  ])
})

/** All lists that are named. */
export function listsOf(who: Who): string[] {
  if ('list' in who) return [who.list]
  if ('onlyOn' in who) return [...who.onlyOn]
  if ('not' in who) return listsOf(who.not)
  const parts = 'anyOf' in who ? who.anyOf : 'allOf' in who ? who.allOf : who.of
  return parts.flatMap(listsOf)
}

/** Whether persons who stand on exactly these lists are meant. */
export function meansLists(who: Who, on: ReadonlySet<string>): boolean {
  if ('list' in who) return on.has(who.list)
  if ('onlyOn' in who)
    return on.size === who.onlyOn.length && who.onlyOn.every((one) => on.has(one))
  if ('not' in who) return !meansLists(who.not, on)
  if ('anyOf' in who) return who.anyOf.some((one) => meansLists(one, on))
  if ('allOf' in who) return who.allOf.every((one) => meansLists(one, on))
  const held = who.of.filter((one) => meansLists(one, on)).length
  return 'atLeast' in who ? held >= who.atLeast : held === who.exactly
}
