import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type GroupEngine, IDENTITY } from '../../src/group/engine.ts'
import { nobleEngine } from '../../src/group/noble-engine.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { type Bag, collapseSets, decodeBag } from '../../src/psi/bag.ts'
import { decodableSize } from '../../src/psi/multiset-sums.ts'

const sodium = await loadSodiumEngine()

function element(name: string): Uint8Array {
  return sodium.fromUniform(new Uint8Array(createHash('sha512').update(name).digest()))
}

const padding = element('padding')
const check = element('check')
const codes = ['labour', 'sexual', 'unknown', 'conflict']

function labelsOf(lists: number) {
  return Array.from({ length: lists }, (_, at) => {
    const name = `list-${String(at).padStart(3, '0')}`
    return { name, element: element(name) }
  })
}

function sum(parts: readonly Uint8Array[]): Uint8Array {
  return parts.reduce((total, part) => sodium.add(total, part), IDENTITY)
}

/** A row of the bag of persons, or of a table when codes are given. */
function row(
  lists: readonly string[],
  presence: readonly Uint8Array[] = [],
  of: readonly string[] | null = null,
): Uint8Array {
  const code = of === null ? [] : [sum(of.map(element))]
  return new Uint8Array(Buffer.concat([sum(lists.map(element)), sum(presence), ...code]))
}

interface Options {
  readonly engine: GroupEngine
  readonly maxLists: number
  readonly undecodableShare: number
  readonly coded: boolean
}

function decode(lists: number, rows: readonly Uint8Array[], more: Partial<Options> = {}) {
  const { engine = sodium, maxLists = lists, undecodableShare = 1, coded = false } = more
  return decodeBag(engine, {
    labels: labelsOf(lists),
    padding,
    check,
    codes: coded ? codes.map((name) => ({ name, element: element(name) })) : null,
    rows: new Uint8Array(Buffer.concat(rows)),
    maxLists,
    undecodableShare,
  })
}

const [A, B, C] = ['list-000', 'list-001', 'list-002'] as [string, string, string]
const nothing = { checks: [], padding: 0, undecodable: 0, uncoded: 0 }

describe('decodeBag', () => {
  it.each([
    ['libsodium', sodium],
    ['noble', nobleEngine],
  ])('decodes with %s', (_, engine) => {
    const rows = [row([C, A]), row([B]), row([A, C]), row([], [padding]), row([], [padding])]
    expect(decode(3, rows, { engine })).toEqual({
      ...nothing,
      sets: [
        { lists: [B], codes: [], count: 1 },
        { lists: [A, C], codes: [], count: 2 },
      ],
      padding: 2,
    })
  })

  it('decodes an empty bag', () => {
    expect(decode(3, [])).toEqual({ ...nothing, sets: [] })
    expect(decode(3, [], { coded: true })).toEqual({ ...nothing, sets: [] })
  })

  it('names a list as often as it stands in the person', () => {
    const lists = [A, B, B]
    expect(decode(3, [row(lists)]).sets).toEqual([{ lists, codes: [], count: 1 }])
  })

  it('knows check persons by as many check presences as they have rows', () => {
    const rows = [row([A, B], [check, check]), row([A], [check]), row([A, B], [check])]
    expect(decode(3, rows)).toEqual({
      ...nothing,
      sets: [],
      checks: [
        { lists: [A], codes: [], count: 1 },
        { lists: [A, B], codes: [], count: 1 },
      ],
      undecodable: 1,
    })
  })

  it('counts as undecodable what is no person, check person or padding row', () => {
    const rows = [
      row([]),
      row([A], [padding]),
      row([A, B], [padding]),
      row([A], [padding, padding]),
      row([A], [element('other')]),
      row([A, B], [check]),
      row([A], [check, check]),
      row([A, B], [check, padding]),
      row(['elsewhere']),
      row(['elsewhere'], [padding]),
      new Uint8Array(64).fill(0xff, 0, 32),
    ]
    const bag = decode(3, [...rows, ...rows], { undecodableShare: 2 })
    expect(bag).toEqual({ ...nothing, sets: [], undecodable: 22 })
  })

  it('decodes every multiset up to the largest person, and none beyond', () => {
    const upTo = (lists: number) => fc.integer({ min: 1, max: lists })
    const bags = upTo(6).chain((lists) => {
      const list = fc.integer({ min: 0, max: lists - 1 }).map((at) => labelsOf(lists)[at]!.name)
      const person = fc.array(list, { minLength: 1, maxLength: 7 }).map((all) => all.sort())
      return fc.tuple(fc.constant(lists), upTo(7), fc.array(person, { maxLength: 8 }))
    })
    fc.assert(
      fc.property(bags, ([lists, maxLists, persons]) => {
        const rows = persons.map((person) => row(person))
        const bag = decode(lists, rows, { maxLists })
        const within = persons.filter((person) => person.length <= maxLists)
        const decoded = bag.sets.flatMap(({ lists: all, count }) => Array(count).fill(all.join()))
        expect(decoded.sort()).toEqual(within.map((person) => person.join()).sort())
        expect(bag.undecodable).toBe(persons.length - within.length)
      }),
      { numRuns: 60 },
    )
  })

  it('decodes persons on six of forty lists', () => {
    const lists = ['list-001', 'list-007', 'list-019', 'list-020', 'list-033', 'list-039']
    expect(decode(40, [row(lists)]).sets).toEqual([{ lists, codes: [], count: 1 }])
  })

  it.each([
    [2, 2],
    [8, 8],
    [40, 6],
    [71, 6],
    [72, 4],
    [360, 4],
    [361, 2],
  ])('of %i lists reaches persons on %i', (lists, size) => {
    expect(decodableSize(lists, lists)).toBe(size)
  })

  it('refuses labels that repeat, stand for nothing or depend on each other', () => {
    const [a, b, c] = labelsOf(3) as [Label, Label, Label]
    const refusal =
      (...labels: Label[]) =>
      () =>
        decodeBag(sodium, { ...sample(), rows: row(['elsewhere']), labels, maxLists: 3 })
    expect(refusal(a, a)).toThrow('bag.labels')
    expect(refusal(a, { name: 'b', element: a.element })).toThrow('bag.labels')
    expect(refusal(a, { ...b, name: a.name })).toThrow('bag.labels')
    expect(refusal({ ...a, element: IDENTITY })).toThrow('bag.labels')
    expect(refusal(a, { ...b, element: new Uint8Array(32).fill(0xff) })).toThrow('bag.labels')
    const dependent = { ...c, element: sodium.add(a.element, b.element) }
    // Seen once pairs of labels are tabled.
    expect(refusal(a, b, dependent)).toThrow('bag.labels')
  })

  it('refuses cut-off rows, presences that say nothing and persons of no size', () => {
    const refusal = (change: Partial<Bag>) => () => decodeBag(sodium, { ...sample(), ...change })
    expect(refusal({ rows: sample().rows.subarray(32) })).toThrow('bag.size')
    expect(refusal({ padding: IDENTITY })).toThrow('bag.presence')
    expect(refusal({ padding: padding.subarray(1) })).toThrow('bag.presence')
    expect(refusal({ check: IDENTITY })).toThrow('bag.presence')
    expect(refusal({ check: padding })).toThrow('bag.presence')
    expect(refusal({ maxLists: 0 })).toThrow('bag.max-lists')
  })

  it('refuses a bag of which more than the agreed share stands for nothing, and says no more', () => {
    const persons = (count: number, of: string) => Array.from({ length: count }, () => row([of]))
    const bag = (good: number, bad: number, undecodableShare: number) => () =>
      decode(3, [...persons(good, A), ...persons(bad, 'elsewhere')], { undecodableShare })
    expect(bag(98, 2, 0.02)().undecodable).toBe(2)
    expect(bag(97, 3, 0.02)).toThrow('bag.undecodable')
    expect(bag(97, 3, 0.02)).not.toThrow(/\d+ rows/)
    // One is let through of however few, and none where none was agreed.
    expect(bag(3, 1, 0.02)().undecodable).toBe(1)
    expect(bag(3, 1, 0)).toThrow('bag.undecodable')
    // Padding makes no room.
    const padded = [...persons(3, 'elsewhere'), ...Array(500).fill(row([], [padding]))]
    expect(() => decode(3, padded, { undecodableShare: 0.02 })).toThrow('bag.undecodable')
  })

  it('looks no further once too much stands for nothing', () => {
    let subtractions = 0
    const engine: GroupEngine = {
      ...sodium,
      subtract: (a, b) => {
        subtractions++
        return sodium.subtract(a, b)
      },
    }
    const strangers = Array.from({ length: 50 }, (_, at) => row([`elsewhere ${at}`]))
    expect(() => decode(8, strangers, { engine, undecodableShare: 0.02 })).toThrow(
      'bag.undecodable',
    )
    // The table of 8 lists up to 4: 494 sums; 2 strangers are looked for.
    expect(subtractions).toBe(2 * 494)
  })
})

describe('decodeBag, with codes', () => {
  it('gives each person one code for each of its rows', () => {
    const rows = [
      row([A], [], ['labour']),
      row([A, B], [], ['unknown', 'labour']),
      row([A, B], [], ['labour', 'unknown']),
      row([A, B], [], ['sexual', 'sexual']),
      row([], [padding], ['unknown']),
      row([A, C], [check, check], ['conflict', 'conflict']),
    ]
    expect(decode(3, rows, { coded: true })).toEqual({
      ...nothing,
      sets: [
        { lists: [A], codes: ['labour'], count: 1 },
        { lists: [A, B], codes: ['labour', 'unknown'], count: 2 },
        { lists: [A, B], codes: ['sexual', 'sexual'], count: 1 },
      ],
      checks: [{ lists: [A, C], codes: ['conflict', 'conflict'], count: 1 }],
      padding: 1,
    })
  })

  it('keeps the lists of a person whose codes stand for nothing', () => {
    const rows = [
      row([A], [], ['elsewhere']),
      row([A, B], [], ['labour']),
      row([A], [], ['labour', 'labour']),
      row([], [padding], ['labour']),
    ]
    expect(decode(3, rows, { coded: true, undecodableShare: 2 })).toEqual({
      ...nothing,
      sets: [
        { lists: [A], codes: null, count: 2 },
        { lists: [A, B], codes: null, count: 1 },
      ],
      padding: 1,
      uncoded: 4,
    })
    expect(() => decode(3, rows, { coded: true, undecodableShare: 0.9 })).toThrow('bag.undecodable')
  })

  it('decodes any codes of any persons', () => {
    const person = fc
      .array(fc.tuple(fc.constantFrom(A, B, C), fc.constantFrom(...codes)), {
        minLength: 1,
        maxLength: 3,
      })
      .map((all) => ({
        lists: all.map(([list]) => list).sort(),
        codes: all.map(([, code]) => code).sort(),
      }))
    fc.assert(
      fc.property(fc.array(person, { maxLength: 12 }), (persons) => {
        const rows = persons.map(({ lists, codes: of }) => row(lists, [], of))
        const { sets } = decode(3, rows, { coded: true })
        const found = sets.flatMap(({ lists, codes: of, count }) =>
          Array(count).fill(JSON.stringify({ lists, codes: of })),
        )
        expect(found.sort()).toEqual(persons.map((one) => JSON.stringify(one)).sort())
      }),
      { numRuns: 60 },
    )
  })

  it('decodes six codes out of sixty-six', () => {
    const names = Array.from({ length: 66 }, (_, at) => `code-${at}`)
    const bag = {
      ...sample(),
      labels: labelsOf(6),
      maxLists: 6,
      codes: [...names, 'unknown'].slice(1).map((name) => ({ name, element: element(name) })),
      rows: row(
        labelsOf(6).map(({ name }) => name),
        [],
        names.slice(10, 16),
      ),
    }
    expect(decodeBag(sodium, bag).sets.map(({ codes: of }) => of)).toEqual([names.slice(10, 16)])
  })

  it('refuses codes that repeat or stand for nothing', () => {
    const one = { name: 'labour', element: element('labour') }
    const refusal =
      (...all: Label[]) =>
      () =>
        decodeBag(sodium, { ...sample(), rows: row([A], [], []), codes: all })
    expect(refusal(one, one)).toThrow('bag.codes')
    expect(refusal(one, { ...one, name: 'other' })).toThrow('bag.codes')
    expect(refusal({ ...one, element: IDENTITY })).toThrow('bag.codes')
  })
})

type Label = ReturnType<typeof labelsOf>[number]

function sample(): Bag {
  return {
    labels: labelsOf(1),
    padding,
    check,
    codes: null,
    rows: row([A]),
    maxLists: 1,
    undecodableShare: 1,
  }
}

describe('collapseSets', () => {
  it('counts a person with a list twice once on that list, and says how many there are', () => {
    const sets = [
      { lists: ['b', 'b'], count: 2 },
      { lists: ['a', 'b'], count: 5 },
      { lists: ['b'], count: 3 },
      { lists: ['a', 'a', 'b'], count: 1 },
    ]
    expect(collapseSets(sets)).toEqual({
      cells: [
        { lists: ['b'], persons: 5 },
        { lists: ['a', 'b'], persons: 6 },
      ],
      listTwice: 3,
    })
  })
})
