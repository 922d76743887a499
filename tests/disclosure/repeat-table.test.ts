import { describe, expect, it } from 'vitest'
import { ofSameLists, withRepeats } from '../../src/disclosure/repeat-table.ts'
import { asEarlier, failing, passing, readTable, released, tableOf } from './sample-tables.ts'

const rules = {
  mode: 'rounding',
  threshold: 5,
  stratumThreshold: 10,
  roundingBase: 5,
  leastNewPersons: 10,
} as const
const table = tableOf({ A: 101, B: 73, 'A B': 17, 'A C': 3, C: 40 })
const first = asEarlier(released(table))
const made = (count: number, of = {}) => ({
  of,
  who: { onlyOn: ['A'] },
  count,
  cell: { status: 'shown', value: 5 * Math.round(count / 5) } as const,
})
/** Many persons came, all in all. */
const everybody = { ...made(9000), who: { anyOf: [{ list: 'A' }, { list: 'B' }, { list: 'C' }] } }
type Made = Parameters<typeof withRepeats>[0]['made']
const repeats = (
  figures: Made,
  earlier: Parameters<typeof withRepeats>[1],
  by: Parameters<typeof withRepeats>[2] = rules,
) => withRepeats({ made: figures, remake: () => null }, earlier, by)
const told = (count: number, earlier = [first]) => repeats([everybody, made(count)], earlier)[1]

describe('a figure that was told before', () => {
  // 100 stands for 98 to 102, and 110 for 108 to 112
  it.each([88, 93, 100, 112])(
    'is said again where it may differ by fewer than ten: %i',
    (count) => {
      expect(told(count)).toMatchObject({ cell: { value: 100 }, repeated: first.digest })
    },
  )

  it.each([87, 113, 300])('is new where it surely differs by ten: %i', (count) => {
    expect(told(count)).toMatchObject({ cell: made(count).cell, repeated: null })
  })

  it('that was withheld stays so until it is surely ten more', () => {
    const who = { onlyOn: ['A', 'C'] }
    const again = (count: number) => repeats([everybody, { ...made(count), who }], [first])[1]
    // 15 stands for 13 and more, which is nine more than 4
    expect(again(17)?.cell).toEqual({ status: 'withheld', below: 5 })
    expect(again(18)?.cell).toEqual({ status: 'shown', value: 20 })
  })

  it('keeps the release that told it first, and what that stood for', () => {
    const grown = tableOf({ A: 108, B: 73, 'A B': 17, 'A C': 3, C: 40 }, 'next')
    const second = asEarlier(released(grown, { earlier: [first] }))
    expect(told(111, [first, second])?.repeated).toBe(first.digest)
    // A third that told it anew is what counts from then on
    const third = asEarlier(released(tableOf({ A: 131, B: 73, 'A B': 17, C: 40 }, 'third')))
    expect(told(131, [first, second, third])?.repeated).toBe(third.digest)
    expect(told(101, [first, second, third])?.repeated).toBeNull()
  })

  it('stands for what it stood for by the rules of then, also where they are stricter now', () => {
    const small = tableOf({ A: 60, B: 70, 'A B': 5, 'A C': 30, C: 40 })
    const one = asEarlier(released(small))
    const strict = { rules: { threshold: 10 }, earlier: [one] }
    const two = asEarlier(released(tableOf({ A: 60, B: 70, 'A B': 6, 'A C': 30, C: 40 }), strict))
    const figure = { ...made(17), who: { onlyOn: ['A', 'B'] } }
    // 5 stood for 5 to 7 when it was told: 15, for 13 to 17, may be six more, 20 is eleven more
    const again = (count: number) =>
      repeats([everybody, { ...figure, cell: made(count).cell }], [one, two])[1]
    expect(again(17)?.repeated).toBe(one.digest)
    expect(again(18)?.repeated).toBeNull()
  })

  it('is told in as much detail as before where too few persons came or went in all', () => {
    const attack = (done: number) => {
      let tries = 0
      return () => (tries++ < done ? failing : passing)
    }
    const merged = asEarlier(released(table, { attack: attack(1) }))
    const next = tableOf({ A: 104, B: 73, 'A B': 17, 'A C': 3, C: 55 }, 'next')
    const whos = (figures: readonly { readonly who: object }[]) => figures.map(({ who }) => who)
    const few = released(tableOf({ A: 104, B: 73, 'A B': 17, 'A C': 3, C: 40 }), {
      earlier: [merged],
    })
    expect(whos(few.figures)).toEqual(whos(merged.release.figures))
    expect(few.figures.every(({ repeated }) => repeated === merged.digest)).toBe(true)
    const many = released(next, { earlier: [merged] })
    expect(whos(many.figures)).toContainEqual({ onlyOn: ['A', 'B'] })
  })

  it('that is told for its detail only is compared too, and left out where it changed', () => {
    let tries = 0
    const attack = () => (tries++ < 1 ? failing : passing)
    // Merged: all sets of two lists are one figure, 20 for 18 to 22.
    const merged = asEarlier(released(table, { attack }))
    const next = tableOf({ A: 71, B: 73, 'A B': 17, 'A C': 33, C: 40 }, 'next')
    const { figures } = released(next, { earlier: [merged] })
    const isTwo = ({ who }: (typeof figures)[0]) => 'exactly' in who && who.exactly === 2
    const two = merged.release.figures.find(isTwo)
    expect(figures[0]?.repeated).toBe(merged.digest)
    expect(two?.cell).toEqual({ status: 'shown', value: 20 })
    expect(figures.some(isTwo)).toBe(false)
    expect(figures.some(({ who }) => 'list' in who)).toBe(true)
  })

  it('is not compared in mode dp, nor with what was told in it', () => {
    expect(
      repeats([everybody, made(101)], [first], { ...rules, mode: 'dp' })[1]?.repeated,
    ).toBeNull()
    const dp = { mode: 'dp', dp: { epsilon: 1, budget: 1, year: 2020 } } as const
    expect(told(101, [asEarlier(released(table, { rules: dp }))])?.repeated).toBeNull()
  })

  it('of the rest of a split is said again only if the same strata are told', () => {
    const strata = readTable('attack-strata-and-rounds')
    const split = { strata: [['sex']], values: { sex: ['F'] } }
    const one = asEarlier(released(strata, { rules: split }))
    const again = (with_: object) =>
      released(strata, { rules: { ...split, ...with_ }, earlier: [one] })
        .figures.filter(({ of }) => of.sex === '(other)')
        .map(({ repeated }) => repeated)
    expect(new Set(again({}))).toEqual(new Set([one.digest]))
    expect(new Set(again({ strata: [['sex'], ['age']] }))).toEqual(new Set([null]))
  })
})

describe('earlier releases', () => {
  it('can be compared if they are of the same lists, in whatever order', () => {
    const other = asEarlier(released(tableOf({ A: 90, Z: 80, 'A Z': 20 }, 'other')))
    expect(ofSameLists([first, other], ['C', 'B', 'A'])).toEqual([first])
  })
})
