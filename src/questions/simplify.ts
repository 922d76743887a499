/**
 * Expressions in a plain form: parts that hold of nobody or of everybody for want of lists are taken
 * out, groups within groups of their own kind are merged, doubles dropped and parts put in order.
 * Equal plain forms ask the same. Pure; reveals nothing.
 */
import { type Expression, pick, type Scene } from './expression.ts'

/** `true`: holds of everybody, whatever the lists hold; `false`: of nobody. */
export type Plain = Expression | boolean

/** The plain form; years are put in before (years.ts). */
export function simplify(expression: Expression, scene: Scene): Plain {
  if ('anyOf' in expression) return merge('anyOf', expression.anyOf, scene)
  if ('allOf' in expression) return merge('allOf', expression.allOf, scene)
  if ('not' in expression) return negate(simplify(expression.not, scene))
  if ('of' in expression) return simplifyCount(expression, scene)
  if ('code' in expression) {
    const { table, oneOf } = expression.code
    return { code: { table, oneOf: inOrder(oneOf) } }
  }
  return simplifyLists(expression, scene)
}

type OfLists = Extract<
  Expression,
  { list: string } | { lists: object } | { onlyOn: object } | { only: object }
>

function simplifyLists(expression: OfLists, scene: Scene): Plain {
  const known = scene.lists.map(({ id }) => id)
  if ('list' in expression) return known.includes(expression.list) && { list: expression.list }
  if ('lists' in expression) return onAny(pick(expression.lists, scene))
  if ('onlyOn' in expression) {
    const ids = inOrder(expression.onlyOn)
    return ids.every((id) => known.includes(id)) && { onlyOn: ids }
  }
  const own = pick(expression.only, scene)
  const others = pick(expression.among, scene).filter((id) => !own.includes(id))
  if (own.length === 0) return false
  if (others.length === 0) return onAny(own)
  return { only: { id: inOrder(own) }, among: { id: inOrder(others) } }
}

function onAny(ids: readonly string[]): Plain {
  const [first, ...more] = inOrder(ids)
  if (first === undefined) return false
  return more.length === 0 ? { list: first } : { lists: { id: [first, ...more] } }
}

function negate(plain: Plain): Plain {
  if (typeof plain === 'boolean') return !plain
  return 'not' in plain ? plain.not : { not: plain }
}

function merge(kind: 'anyOf' | 'allOf', parts: readonly Expression[], scene: Scene): Plain {
  const decides = kind === 'anyOf'
  const plain = parts.map((part) => simplify(part, scene))
  if (plain.includes(decides)) return decides
  const open = plain.filter((part) => typeof part !== 'boolean')
  const flat = inOrder(open.flatMap((part) => withinGroup(kind, part)))
  const [only, ...more] = flat
  if (only === undefined) return !decides
  if (more.length === 0) return only
  return kind === 'anyOf' ? { anyOf: flat } : { allOf: flat }
}

function withinGroup(kind: 'anyOf' | 'allOf', part: Expression): readonly Expression[] {
  if (kind === 'anyOf') return 'anyOf' in part ? part.anyOf : [part]
  return 'allOf' in part ? part.allOf : [part]
}

type Count = Extract<Expression, { atLeast: number } | { exactly: number }>

/** Parts that always hold lower the number asked for. Doubles stay: each counts. */
function simplifyCount(expression: Count, scene: Scene): Plain {
  const plain = expression.of.map((part) => simplify(part, scene))
  const always = plain.filter((part) => part === true).length
  const of = plain.filter((part) => typeof part !== 'boolean').sort(byText)
  const number = ('atLeast' in expression ? expression.atLeast : expression.exactly) - always
  if ('atLeast' in expression) {
    if (number <= 0) return true
    return number <= of.length && { atLeast: number, of }
  }
  if (number < 0 || number > of.length) return false
  return of.length === 0 || { exactly: number, of }
}

/** Sorted, each once. */
function inOrder<T>(parts: readonly T[]): T[] {
  const byKey = new Map(parts.map((part) => [JSON.stringify(part), part]))
  return [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, part]) => part)
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
}
