import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type GroupEngine, IDENTITY } from '../../src/group/engine.ts'
import { nobleEngine } from '../../src/group/noble-engine.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { collapseSets, decodeBag } from '../../src/psi/bag.ts'
import { decodableSize } from '../../src/psi/label-sums.ts'

const sodium = await loadSodiumEngine()

function element(name: string): Uint8Array {
  return sodium.fromUniform(new Uint8Array(createHash('sha512').update(name).digest()))
}

const padding = element('padding')

function labelsOf(lists: number) {
  return Array.from({ length: lists }, (_, at) => {
    const list = `list-${String(at).padStart(3, '0')}`
    return { list, element: element(list) }
  })
}

function pair(lists: readonly string[], presence: readonly Uint8Array[] = []): Uint8Array {
  const sum = (parts: readonly Uint8Array[]) =>
    parts.reduce((total, part) => sodium.add(total, part), IDENTITY)
  return new Uint8Array(Buffer.concat([sum(lists.map(element)), sum(presence)]))
}

function decode(lists: number, pairs: readonly Uint8Array[], more: Partial<Options> = {}) {
  const { engine = sodium, maxLists = lists } = more
  const bytes = new Uint8Array(Buffer.concat(pairs))
  return decodeBag(engine, { labels: labelsOf(lists), padding, pairs: bytes, maxLists })
}

interface Options {
  readonly engine: GroupEngine
  readonly maxLists: number
}

describe('decodeBag', () => {
  it.each([
    ['libsodium', sodium],
    ['noble', nobleEngine],
  ])('decodes with %s', (_, engine) => {
    const pairs = [
      pair(['list-002', 'list-000']),
      pair(['list-001']),
      pair(['list-000', 'list-002']),
      pair(['list-001'], [padding]),
      pair(['list-001'], [padding]),
    ]
    expect(decode(3, pairs, { engine })).toEqual({
      sets: [
        { lists: ['list-001'], count: 1 },
        { lists: ['list-000', 'list-002'], count: 2 },
      ],
      padding: new Map([['list-001', 2]]),
      undecodable: 0,
    })
  })

  it('decodes an empty bag', () => {
    expect(decode(3, [])).toEqual({ sets: [], padding: new Map(), undecodable: 0 })
  })

  it('names a list as often as it stands in the person', () => {
    const lists = ['list-000', 'list-001', 'list-001']
    expect(decode(3, [pair(lists)]).sets).toEqual([{ lists, count: 1 }])
  })

  it('counts as undecodable what is neither a person nor a padding row', () => {
    const pairs = [
      pair([]),
      pair(['list-000', 'list-001'], [padding]),
      pair(['list-000'], [padding, padding]),
      pair(['list-000'], [element('other')]),
      pair(['elsewhere']),
      pair(['elsewhere'], [padding]),
      new Uint8Array(64).fill(0xff, 0, 32),
    ]
    const bag = decode(3, [...pairs, ...pairs])
    expect(bag).toEqual({ sets: [], padding: new Map(), undecodable: 14 })
  })

  it('decodes every multiset up to the largest person, and none beyond', () => {
    const upTo = (lists: number) => fc.integer({ min: 1, max: lists })
    const bags = upTo(6).chain((lists) => {
      const list = fc.integer({ min: 0, max: lists - 1 }).map((at) => labelsOf(lists)[at]!.list)
      const person = fc.array(list, { minLength: 1, maxLength: 7 }).map((all) => all.sort())
      return fc.tuple(fc.constant(lists), upTo(7), fc.array(person, { maxLength: 8 }))
    })
    fc.assert(
      fc.property(bags, ([lists, maxLists, persons]) => {
        const bag = decode(
          lists,
          persons.map((person) => pair(person)),
          { maxLists },
        )
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
    expect(decode(40, [pair(lists)]).sets).toEqual([{ lists, count: 1 }])
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
    const refusal = (...labels: Label[]) => {
      const pairs = pair(['elsewhere'])
      return () => decodeBag(sodium, { labels, padding, pairs, maxLists: labels.length })
    }
    expect(refusal(a, a)).toThrow('bag.labels')
    expect(refusal(a, { list: 'b', element: a.element })).toThrow('bag.labels')
    expect(refusal(a, { ...b, list: a.list })).toThrow('bag.labels')
    expect(refusal({ ...a, element: IDENTITY })).toThrow('bag.labels')
    expect(refusal(a, { ...b, element: new Uint8Array(32).fill(0xff) })).toThrow('bag.labels')
    const dependent = { ...c, element: sodium.add(a.element, b.element) }
    // Seen once pairs of labels are tabled.
    expect(refusal(a, b, dependent)).toThrow('bag.labels')
  })

  it('refuses half pairs, a padding element that says nothing and persons of no size', () => {
    const bag = { labels: labelsOf(1), padding, pairs: pair(['list-000']), maxLists: 1 }
    const refusal = (change: Partial<typeof bag>) => () => decodeBag(sodium, { ...bag, ...change })
    expect(refusal({ pairs: bag.pairs.subarray(32) })).toThrow('bag.size')
    expect(refusal({ padding: IDENTITY })).toThrow('bag.padding')
    expect(refusal({ padding: padding.subarray(1) })).toThrow('bag.padding')
    expect(refusal({ maxLists: 0 })).toThrow('bag.max-lists')
  })
})

type Label = ReturnType<typeof labelsOf>[number]

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
