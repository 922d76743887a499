/**
 * Whom a question is about, as data (protocol/questions.md): what an expression may say, and whether
 * it holds of one person. Assumes that names were checked before (check.ts); what is unknown picks
 * nothing. Reveals nothing: an expression holds no count and no person.
 */
import { z } from 'zod'
import { type CodeBook, codesOf, lineOf } from '../base/codes.ts'
import { idSchema } from '../base/ids.ts'

/** `this`: the year that a figure is of. `after` and `before` leave the year itself out. */
export type Years =
  | number
  | 'this'
  | { readonly from: number; readonly until: number }
  | { readonly after: number | 'this'; readonly within?: number | undefined }
  | { readonly before: number | 'this'; readonly within?: number | undefined }

export type OneOrMore = string | readonly string[]

/** Lists that fit all that is given; {} picks every list. */
export interface Selector {
  readonly id?: OneOrMore | undefined
  readonly organisation?: OneOrMore | undefined
  readonly population?: string | undefined
  readonly year?: Years | undefined
  readonly source?: 'report' | 'enrichment' | undefined
  /** Of organisations that a law lets report without consent, or of the others. */
  readonly legalBasis?: boolean | undefined
  /** Of other organisations than these. */
  readonly otherThan?: OneOrMore | undefined
}

export type Expression =
  /** Stands on this list. */
  | { readonly list: string }
  /** Stands on a list that the selector picks. */
  | { readonly lists: Selector }
  | { readonly anyOf: readonly Expression[] }
  | { readonly allOf: readonly Expression[] }
  | { readonly not: Expression }
  | { readonly atLeast: number; readonly of: readonly Expression[] }
  | { readonly exactly: number; readonly of: readonly Expression[] }
  /** On each of these lists, and on no other list of the table. */
  | { readonly onlyOn: readonly string[] }
  /** On a list of the first, and on no list of the second that is not of the first. */
  | { readonly only: Selector; readonly among: Selector }
  /** Counted under one of these codes of a table, or under a code within one. */
  | { readonly code: { readonly table: string; readonly oneOf: readonly string[] } }

/** A person as a question sees it: the lists it stands on and its code per table. */
export interface Membership {
  readonly lists: ReadonlySet<string>
  readonly codes: Readonly<Record<string, string>>
}

/** Of a plain table of lists only the ids are known; a selector that asks for more picks none. */
export interface SceneList {
  readonly id: string
  readonly organisation?: string | undefined
  readonly population?: string | undefined
  readonly year?: number | undefined
  readonly source?: 'report' | 'enrichment' | undefined
}

export interface Scene {
  readonly lists: readonly SceneList[]
  readonly organisations: readonly { readonly id: string; readonly legalBasis: boolean }[]
  /** Which codes are within which; without its book a code stands for itself. */
  readonly books?: readonly CodeBook[] | undefined
}

/** So many groups within each other, and so many parts in all. */
export const DEEPEST = 6
export const MOST_PARTS = 200

const yearSchema = z.int().min(1900).max(2200)
const withinSchema = z.int().min(1).max(100).optional()
const yearOrThis = z.union([yearSchema, z.literal('this')])
const oneOrMoreSchema = z.union([idSchema, z.array(idSchema).min(1).max(100)], {
  error: 'is no id, and no ids between brackets',
})

const yearsSchema = z.union(
  [
    yearSchema,
    z.literal('this'),
    z.strictObject({ from: yearSchema, until: yearSchema }),
    z.strictObject({ after: yearOrThis, within: withinSchema }),
    z.strictObject({ before: yearOrThis, within: withinSchema }),
  ],
  { error: 'is none of 2015, this, {from, until}, {after, within} and {before, within}' },
)

export const selectorSchema: z.ZodType<Selector> = z
  .strictObject({
    id: oneOrMoreSchema.optional(),
    organisation: oneOrMoreSchema.optional(),
    population: idSchema.optional(),
    year: yearsSchema.optional(),
    source: z.enum(['report', 'enrichment']).optional(),
    legalBasis: z.boolean().optional(),
    otherThan: oneOrMoreSchema.optional(),
  })
  .meta({ id: 'list-selector' })

const listIdsSchema = z.array(idSchema).min(1).max(100)

/** Each kind of expression under the word that it is known by. */
const plainKinds = {
  list: z.strictObject({ list: idSchema }),
  lists: z.strictObject({ lists: selectorSchema }),
  onlyOn: z.strictObject({ onlyOn: listIdsSchema }),
  only: z.strictObject({ only: selectorSchema, among: selectorSchema }),
  code: z.strictObject({
    code: z.strictObject({ table: idSchema, oneOf: z.array(idSchema).min(1).max(66) }),
  }),
}

function groupKinds(part: z.ZodType<Expression>) {
  const parts = z.array(part).min(1).max(MOST_PARTS)
  const number = z.int().min(0).max(MOST_PARTS)
  return {
    anyOf: z.strictObject({ anyOf: parts }),
    allOf: z.strictObject({ allOf: parts }),
    not: z.strictObject({ not: part }),
    atLeast: z.strictObject({ atLeast: number, of: parts }),
    exactly: z.strictObject({ exactly: number, of: parts }),
  }
}

/** A schema for each depth, so that nothing can be nested deeper than it is read. */
function schemaOfDepth(depth: number): z.ZodType<Expression> {
  const groups = depth === 0 ? {} : groupKinds(schemaOfDepth(depth - 1))
  const kinds: Readonly<Record<string, z.ZodType<Expression>>> = { ...plainKinds, ...groups }
  return z
    .union(Object.values(kinds), { error: (issue) => faultOf(Object.keys(kinds), issue) })
    .meta({ id: `expression-${depth}` })
}

/** The fault of the kind that was meant; a union by itself says only that nothing fits. */
function faultOf(kinds: readonly string[], issue: z.core.$ZodRawIssue): string {
  const { input, errors } = issue as { input?: unknown; errors?: z.core.$ZodIssue[][] }
  const keys = typeof input === 'object' && input !== null ? Object.keys(input) : []
  const kind = kinds.findIndex((one) => keys.includes(one))
  const found = errors?.[kind]?.[0]
  if (found === undefined) {
    return `is none of ${kinds.join(', ')}, or stands within more than ${DEEPEST} groups`
  }
  return [found.path.join('.'), found.message].filter((text) => text !== '').join(': ')
}

export const expressionSchema: z.ZodType<Expression> = schemaOfDepth(DEEPEST).refine(
  (expression) => sizeOf(expression) <= MOST_PARTS,
  { error: `has more than ${MOST_PARTS} parts` },
)

function sizeOf(expression: Expression): number {
  return partsOf(expression).reduce((sum, part) => sum + sizeOf(part), 1)
}

/** The parts that an expression is made of; none for those that are of lists or codes themselves. */
export function partsOf(expression: Expression): readonly Expression[] {
  if ('anyOf' in expression) return expression.anyOf
  if ('allOf' in expression) return expression.allOf
  if ('not' in expression) return [expression.not]
  return 'of' in expression ? expression.of : []
}

/** Whether the expression holds of the person; `this` must have become a year before (years.ts). */
export function holds(expression: Expression, person: Membership, scene: Scene): boolean {
  return testOf(expression, scene)(person)
}

export type Test = (person: Membership) => boolean

/** The same for many persons: which lists a selector picks is found once. */
export function testOf(expression: Expression, scene: Scene): Test {
  if ('list' in expression) return ({ lists }) => lists.has(expression.list)
  if ('lists' in expression) return standsOn(pick(expression.lists, scene))
  if ('not' in expression) {
    const test = testOf(expression.not, scene)
    return (person) => !test(person)
  }
  if ('onlyOn' in expression) return standsOnlyOn(expression.onlyOn, scene)
  if ('only' in expression) {
    const own = pick(expression.only, scene)
    const others = pick(expression.among, scene).filter((id) => !own.includes(id))
    const [on, onOther] = [standsOn(own), standsOn(others)]
    return (person) => on(person) && !onOther(person)
  }
  if ('code' in expression) return hasCode(expression.code, scene)
  const parts = partsOf(expression).map((part) => testOf(part, scene))
  if ('anyOf' in expression) return (person) => parts.some((test) => test(person))
  if ('allOf' in expression) return (person) => parts.every((test) => test(person))
  const held = (person: Membership) => parts.filter((test) => test(person)).length
  if ('atLeast' in expression) return (person) => held(person) >= expression.atLeast
  return (person) => held(person) === expression.exactly
}

function standsOn(ids: readonly string[]): Test {
  return ({ lists }) => ids.some((id) => lists.has(id))
}

function standsOnlyOn(ids: readonly string[], scene: Scene): Test {
  const onOther = standsOn(scene.lists.map(({ id }) => id).filter((id) => !ids.includes(id)))
  return (person) => ids.every((id) => person.lists.has(id)) && !onOther(person)
}

function hasCode(
  { table, oneOf }: { readonly table: string; readonly oneOf: readonly string[] },
  { books = [] }: Scene,
): Test {
  const book = books.find(({ id }) => id === table) ?? { id: table, codes: [] }
  const all = [...new Set([...codesOf(book), ...oneOf])]
  const within = new Set(
    all.filter((own) => lineOf(book, own).some((code) => oneOf.includes(code))),
  )
  return ({ codes }) => {
    const own = Object.hasOwn(codes, table) ? codes[table] : undefined
    return own !== undefined && within.has(own)
  }
}

/** Ids of the lists that a selector picks, in their order. */
export function pick(selector: Selector, scene: Scene): string[] {
  return scene.lists.filter((list) => fits(selector, list, scene)).map(({ id }) => id)
}

function fits(selector: Selector, list: SceneList, { organisations }: Scene): boolean {
  const { id, organisation, population, year, source, legalBasis, otherThan } = selector
  const owner = organisations.find((one) => one.id === list.organisation)
  return (
    (id === undefined || names(id, list.id)) &&
    (organisation === undefined || names(organisation, list.organisation)) &&
    (population === undefined || population === list.population) &&
    (year === undefined || (list.year !== undefined && isWithin(year, list.year))) &&
    (source === undefined || source === list.source) &&
    (legalBasis === undefined || legalBasis === owner?.legalBasis) &&
    (otherThan === undefined ||
      (list.organisation !== undefined && !names(otherThan, list.organisation)))
  )
}

export function idsOf(one: OneOrMore | undefined): readonly string[] {
  if (one === undefined) return []
  return typeof one === 'string' ? [one] : one
}

function names(ids: OneOrMore, id: string | undefined): boolean {
  return id !== undefined && idsOf(ids).includes(id)
}

function isWithin(years: Years, year: number): boolean {
  if (typeof years === 'number') return year === years
  if (years === 'this') return lacksYear()
  if ('from' in years) return years.from <= year && year <= years.until
  const at = 'after' in years ? years.after : years.before
  if (at === 'this') return lacksYear()
  const away = 'after' in years ? year - at : at - year
  return away > 0 && away <= (years.within ?? Number.POSITIVE_INFINITY)
}

function lacksYear(): never {
  throw new TypeError('an expression of any year is asked of a person: put a year in first')
}
