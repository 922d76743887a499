/** Expressions that speak of `this` year: found, and given their year. Pure; reveals nothing. */
import { type Expression, partsOf, type Selector, type Years } from './expression.ts'

/** The selectors of an expression itself, not of its parts. */
export function selectorsOf(expression: Expression): readonly Selector[] {
  if ('lists' in expression) return [expression.lists]
  return 'only' in expression ? [expression.only, expression.among] : []
}

/** Every expression within, itself first. */
export function allWithin(expression: Expression): Expression[] {
  return [expression, ...partsOf(expression).flatMap(allWithin)]
}

export function speaksOfThis(expression: Expression): boolean {
  return allWithin(expression).flatMap(selectorsOf).some(selectorSpeaksOfThis)
}

export function selectorSpeaksOfThis({ year }: Selector): boolean {
  if (typeof year !== 'object') return year === 'this'
  if ('from' in year) return false
  return ('after' in year ? year.after : year.before) === 'this'
}

/** The expression with `this` put for that year. */
export function atYear(expression: Expression, year: number): Expression {
  const within = (parts: readonly Expression[]) => parts.map((part) => atYear(part, year))
  if ('lists' in expression) return { lists: selectorAtYear(expression.lists, year) }
  if ('only' in expression) {
    const { only, among } = expression
    return { only: selectorAtYear(only, year), among: selectorAtYear(among, year) }
  }
  if ('anyOf' in expression) return { anyOf: within(expression.anyOf) }
  if ('allOf' in expression) return { allOf: within(expression.allOf) }
  if ('not' in expression) return { not: atYear(expression.not, year) }
  return 'of' in expression ? { ...expression, of: within(expression.of) } : expression
}

export function selectorAtYear(selector: Selector, year: number): Selector {
  return selector.year === undefined ? selector : { ...selector, year: put(selector.year, year) }
}

function put(years: Years, year: number): Years {
  if (years === 'this') return year
  if (typeof years === 'number' || 'from' in years) return years
  if ('after' in years) return years.after === 'this' ? { ...years, after: year } : years
  return years.before === 'this' ? { ...years, before: year } : years
}
