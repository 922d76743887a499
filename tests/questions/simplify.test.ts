import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Expression, holds } from '../../src/questions/expression.ts'
import { simplify } from '../../src/questions/simplify.ts'
import { anyExpression, anyPerson, scene } from './sample-scene.ts'

describe('the plain form of an expression', () => {
  it('holds of the same persons, and is its own plain form', () => {
    fc.assert(
      fc.property(anyExpression, fc.array(anyPerson, { maxLength: 8 }), (expression, persons) => {
        const plain = simplify(expression, scene)
        const found = persons.map((one) =>
          typeof plain === 'boolean' ? plain : holds(plain, one, scene),
        )
        expect(found).toEqual(persons.map((person) => holds(expression, person, scene)))
        if (typeof plain !== 'boolean') expect(simplify(plain, scene)).toEqual(plain)
      }),
      { numRuns: 200, verbose: 1 },
    )
  })

  it('is the same for what is said in another order, twice or nested', () => {
    const police: Expression = { lists: { organisation: 'police', year: 2014 } }
    const care: Expression = { list: 'care-victims-2014' }
    const once = simplify({ allOf: [police, care] }, scene)
    expect(once).toEqual({
      allOf: [
        { list: 'care-victims-2014' },
        { lists: { id: ['police-suspects-2014', 'police-victims-2014'] } },
      ],
    })
    expect(
      simplify({ allOf: [care, { allOf: [police, care] }, { not: { not: police } }] }, scene),
    ).toEqual(once)
  })

  it.each<[string, Expression, boolean]>([
    ['a list that is not there', { list: 'nowhere' }, false],
    ['lists of which there are none', { lists: { year: 1999 } }, false],
    ['not such lists', { not: { lists: { year: 1999 } } }, true],
    ['all of them and others', { allOf: [{ lists: {} }, { lists: { year: 1999 } }] }, false],
    ['only on a list that is not there', { onlyOn: ['care-victims-2014', 'nowhere'] }, false],
    ['at least none', { atLeast: 0, of: [{ lists: {} }] }, true],
    ['more than there are', { exactly: 2, of: [{ lists: {} }, { list: 'nowhere' }] }, false],
    ['exactly none of what cannot be', { exactly: 0, of: [{ list: 'nowhere' }] }, true],
  ])('%s holds of everybody or of nobody', (_, expression, everybody) => {
    expect(simplify(expression, scene)).toBe(everybody)
  })
})
