import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ListInfo } from '../../src/base/lists.ts'
import {
  DEEPEST,
  type Expression,
  expressionSchema,
  holds,
  type Membership,
  MOST_PARTS,
  pick,
  type Selector,
} from '../../src/questions/expression.ts'
import {
  anyExpression,
  anyPerson,
  anySelector,
  lists,
  organisations,
  scene,
} from './sample-scene.ts'

/** The words of protocol/questions.md once more, list by list. */
function picks(selector: Selector, one: ListInfo): boolean {
  const among = (ids: string | readonly string[], id: string) => [ids].flat().includes(id)
  const tests: Readonly<Record<keyof Selector, () => boolean>> = {
    id: () => among(selector.id ?? [], one.id),
    organisation: () => among(selector.organisation ?? [], one.organisation),
    population: () => one.population === selector.population,
    source: () => one.source === selector.source,
    otherThan: () => !among(selector.otherThan ?? [], one.organisation),
    legalBasis: () =>
      organisations.some((o) => o.id === one.organisation && o.legalBasis === selector.legalBasis),
    year: () => yearsOf(selector.year).includes(one.year),
  }
  return Object.keys(selector).every((key) => tests[key as keyof Selector]())
}

function yearsOf(year: Selector['year']): number[] {
  const all = [2013, 2014, 2015]
  if (typeof year !== 'object') return all.filter((one) => one === year)
  if ('from' in year) return all.filter((one) => one >= year.from && one <= year.until)
  const { within = 100 } = year
  if ('after' in year) return all.filter((one) => one > +year.after && one - +year.after <= within)
  return all.filter((one) => one < +year.before && +year.before - one <= within)
}

function naive(expression: Expression, person: Membership): boolean {
  const on = (test: (one: ListInfo) => boolean) =>
    lists.some((one) => person.lists.has(one.id) && test(one))
  if ('list' in expression) return on(({ id }) => id === expression.list)
  if ('lists' in expression) return on((one) => picks(expression.lists, one))
  if ('not' in expression) return !naive(expression.not, person)
  if ('anyOf' in expression) return expression.anyOf.some((part) => naive(part, person))
  if ('allOf' in expression) return !expression.allOf.some((part) => !naive(part, person))
  if ('onlyOn' in expression) {
    const asked = new Set(expression.onlyOn)
    return asked.size === person.lists.size && [...asked].every((id) => person.lists.has(id))
  }
  if ('only' in expression) {
    const { only, among } = expression
    return on((one) => picks(only, one)) && !on((one) => picks(among, one) && !picks(only, one))
  }
  if ('code' in expression) {
    const own = person.codes.form ?? ''
    const line = own === 'transport' ? ['transport', 'labour'] : [own]
    return line.some((code) => expression.code.oneOf.includes(code))
  }
  const number = expression.of.filter((part) => naive(part, person)).length
  return 'atLeast' in expression ? number >= expression.atLeast : number === expression.exactly
}

describe('an expression', () => {
  it('holds of whom its words say, for random expressions and persons', () => {
    fc.assert(
      fc.property(anyExpression, fc.array(anyPerson, { maxLength: 8 }), (expression, persons) => {
        const found = persons.map((person) => holds(expression, person, scene))
        expect(found).toEqual(persons.map((person) => naive(expression, person)))
      }),
      { numRuns: 200, verbose: 1 },
    )
  })

  it('picks the lists that fit all that a selector says', () => {
    fc.assert(
      fc.property(anySelector, (selector) => {
        const due = lists.filter((one) => picks(selector, one)).map(({ id }) => id)
        expect(pick(selector, scene)).toEqual(due)
      }),
      { numRuns: 500, verbose: 1 },
    )
  })

  it('of some lists only holds of nobody on the others, its own left out of these', () => {
    const only = (...on: readonly string[]) => {
      const police = { organisation: 'police', year: 2014 }
      const person = { lists: new Set(on), codes: {} }
      return holds({ only: police, among: { year: 2014 } }, person, scene)
    }
    expect(only('police-victims-2014', 'police-suspects-2014', 'care-victims-2015')).toBe(true)
    expect(only('police-victims-2014', 'care-victims-2014')).toBe(false)
    expect(only('care-victims-2015')).toBe(false)
  })

  it('is read as it is written', () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        expect(expressionSchema.parse(structuredClone(expression))).toEqual(expression)
      }),
      { numRuns: 50, verbose: 1 },
    )
  })

  it('of a plain table knows lists by their ids alone', () => {
    const plain = { lists: [{ id: 'a' }, { id: 'b' }, { id: 'c' }], organisations: [] }
    const person = { lists: new Set(['a', 'b']), codes: { sex: 'female' } }
    expect(holds({ onlyOn: ['a', 'b'] }, person, plain)).toBe(true)
    expect(holds({ onlyOn: ['a'] }, person, plain)).toBe(false)
    expect(holds({ lists: {} }, person, plain)).toBe(true)
    expect(pick({ year: 2013 }, plain)).toEqual([])
    expect(pick({ otherThan: 'police' }, plain)).toEqual([])
    expect(pick({ legalBasis: false }, plain)).toEqual([])
    expect(holds({ code: { table: 'sex', oneOf: ['female'] } }, person, plain)).toBe(true)
    expect(holds({ code: { table: 'toString', oneOf: ['x'] } }, person, plain)).toBe(false)
  })

  it('of any year is not asked of a person', () => {
    const person = { lists: new Set<string>(), codes: {} }
    for (const year of ['this', { after: 'this' }, { before: 'this' }] as const) {
      expect(() => holds({ lists: { year } }, person, scene)).toThrow(TypeError)
    }
  })
})

describe('what is no expression', () => {
  const messageOf = (value: unknown) => {
    const parsed = expressionSchema.safeParse(value)
    const issue = parsed.error?.issues[0]
    return `${issue?.path.join('.')}: ${issue?.message}`
  }

  it.each<[string, unknown, RegExp]>([
    ['of no kind', { foo: 1 }, /^: is none of list, lists, onlyOn, only, code, anyOf/],
    ['nothing', null, /^: is none of list/],
    ['a list of no id', { list: 'A list' }, /list: use 1 to 63 lower-case letters/],
    ['a field too many', { lists: { yeer: 2013 } }, /lists: Unrecognized key: "yeer"/],
    [
      'a fault within groups',
      { allOf: [{ not: { lists: { year: 'now' } } }] },
      /^: allOf\.0: not: lists\.year: is none of 2015, this/,
    ],
    ['a group of nothing', { anyOf: [] }, /anyOf: Too small/],
    ['half a kind', { only: {} }, /among/],
    ['two kinds', { list: 'a', not: { list: 'a' } }, /Unrecognized key: "not"/],
    ['no number', { atLeast: -1, of: [{ list: 'a' }] }, /atLeast: Too small/],
  ])('%s is refused, naming the part', (_, value, message) => {
    expect(messageOf(value)).toMatch(message)
  })

  it('is nested deeper or larger than can be read, however deep', () => {
    const nested = (depth: number) => {
      let value: unknown = { list: 'a' }
      for (let at = 0; at < depth; at++) value = { not: value }
      return value
    }
    expect(expressionSchema.safeParse(nested(DEEPEST)).success).toBe(true)
    expect(messageOf(nested(DEEPEST + 1))).toContain('more than 6 groups')
    expect(messageOf(nested(50_000))).toContain('more than 6 groups')
    const wide = Array.from({ length: MOST_PARTS - 1 }, () => ({ list: 'a' }))
    expect(expressionSchema.safeParse({ anyOf: wide }).success).toBe(true)
    expect(messageOf({ anyOf: [...wide, { list: 'a' }] })).toBe(': has more than 200 parts')
  })
})
