import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkRows } from '../../src/linkage/link-rows.ts'
import { inTheClear } from '../world/in-the-clear.ts'
import { filler, type Keys, keyBytes, link, linkedTable, personsOf, slot } from './clear-keys.ts'
import { registerWorld, worldArbitrary } from './random-world.ts'

const number = slot('number', 1, { unique: true })
const name = slot('name', 1)
const sound = slot('sound', 2)
const initial = slot('initial', 2)
const slots = [number, name, sound, initial]

describe('linkRows', () => {
  it('gives rows without a shared token a person each, in row order', () => {
    const linked = link(slots, [
      ['1', 'a', null, null],
      [null, null, 's', 'i'],
      [null, null, null, null],
    ])
    expect([...linked.person]).toEqual([0, 1, 2])
    expect(linked.persons).toBe(3)
  })

  it('links no rows at all', () => {
    expect(link(slots, []).persons).toBe(0)
  })

  it('links rows by strong tokens of different classes into a chain', () => {
    const linked = link(slots, [
      ['1', null, null, null],
      [null, null, null, null],
      ['1', 'a', null, null],
      [null, 'a', null, null],
    ])
    expect(personsOf(linked)).toEqual([[0, 2, 3], [1]])
  })

  it('links rows by a soft token alone', () => {
    const linked = link(slots, [
      [null, null, 's', null],
      [null, null, 's', null],
    ])
    expect(linked.persons).toBe(1)
    expect(linked.quality.ambiguous).toBe(0)
  })

  it('meets spellings in different slots of one class, and no tokens of different classes', () => {
    const [one, two] = [slot('n1', 1, { class: 'n' }), slot('n2', 1, { class: 'n' })]
    const token = keyBytes(one, 'a')
    const rows = (rules: typeof slots) =>
      linkRows({
        rows: 2,
        slots: rules,
        tokens: new Uint8Array(Buffer.concat([token, filler(), filler(), token])),
        maxRowsPerPerson: 2,
      }).persons
    expect(rows([one, two])).toBe(1)
    expect(rows([one, slot('m', 1)])).toBe(2)
  })

  it('drops a soft token that would make a person of more rows than lists', () => {
    const sharing = [null, null, 's', null]
    expect(link(slots, [sharing, sharing, sharing], 3).persons).toBe(1)
    const linked = link(slots, [sharing, sharing, sharing], 2)
    expect(linked.persons).toBe(3)
    expect(linked.quality.ambiguous).toBe(1)
  })

  it('drops a soft token between persons with different shared numbers', () => {
    const linked = link(slots, [
      ['1', null, 's', null],
      ['1', null, null, null],
      ['2', null, 's', null],
      ['2', null, null, null],
    ])
    expect(personsOf(linked)).toEqual([
      [0, 1],
      [2, 3],
    ])
    expect(linked.quality.ambiguous).toBe(1)
  })

  it('lets a number that one row alone holds speak against nothing, as it may be a filler', () => {
    const linked = link(slots, [
      ['1', null, 's', null],
      ['1', null, null, null],
      ['2', null, 's', null],
    ])
    expect(linked.persons).toBe(1)
  })

  it('undoes a chain of soft links of one class that cannot be one person', () => {
    const alias = slot('alias', 2, { class: 'sound' })
    const linked = link(
      [number, sound, alias],
      [
        ['1', 's', null],
        ['1', null, null],
        [null, 's', 't'],
        ['2', 't', null],
        ['2', null, null],
      ],
    )
    expect(personsOf(linked)).toEqual([[0, 1], [2], [3, 4]])
    expect(linked.quality).toMatchObject({ ambiguous: 0, chainsUndone: 1 })
  })

  it('keeps the links of an earlier class when a later one contradicts them', () => {
    const linked = link(slots, [
      ['1', null, 's', null],
      ['1', null, null, null],
      [null, null, 's', 'i'],
      ['2', null, null, 'i'],
      ['2', null, null, null],
    ])
    expect(personsOf(linked)).toEqual([
      [0, 1, 2],
      [3, 4],
    ])
    expect(linked.quality).toMatchObject({ ambiguous: 1, chainsUndone: 0 })
  })

  it('keeps persons of strong tokens that cannot be one person, and counts them', () => {
    const linked = link(
      slots,
      [
        ['1', 'a', 's', null],
        ['1', null, 's', null],
        ['2', 'a', null, null],
        ['2', null, null, null],
      ],
      3,
    )
    expect(linked.persons).toBe(1)
    expect(linked.quality).toEqual({
      overfull: 1,
      conflicts: 1,
      ambiguous: 0,
      chainsUndone: 0,
      capped: 0,
      ties: 0,
    })
  })

  it('reads tokens that do not start at a whole word', () => {
    const rows: Keys[] = [
      ['1', null, null, null],
      ['1', null, null, null],
    ]
    const tokens = Buffer.concat([
      Uint8Array.of(7),
      ...rows.flat().map((key) => (key === null ? filler() : keyBytes(number, key))),
    ]).subarray(1)
    expect(linkRows({ rows: 2, slots, tokens, maxRowsPerPerson: 2 }).persons).toBe(1)
  })

  it('lets a number that one row holds in two slots speak against nothing', () => {
    const second = slot('second', 1, { class: 'number', unique: true })
    const linked = link(
      [number, second, sound],
      [
        ['1', '1', 's'],
        ['2', null, 's'],
        ['2', null, null],
      ],
    )
    expect(linked.persons).toBe(1)
  })

  it('tells tokens apart wherever they differ, also where their places in the table meet', () => {
    for (let at = 0; at < 16; at++) {
      const tokens = new Uint8Array(256 * 16)
      for (let row = 0; row < 256; row++) tokens[row * 16 + at] = row
      const linked = linkRows({ rows: 256, slots: [number], tokens, maxRowsPerPerson: 2 })
      expect(linked.persons).toBe(256)
    }
  })

  it('refuses tokens of another size, classes of two minds and a limit below one', () => {
    const tokens = new Uint8Array(64)
    const good = { rows: 1, slots, tokens, maxRowsPerPerson: 1 }
    const refusal = (change: Partial<typeof good>) => () => linkRows({ ...good, ...change })
    expect(refusal({ rows: 2 })).toThrow('linkage.grid-size')
    expect(refusal({ rows: -1 })).toThrow('linkage.grid-size')
    expect(refusal({ maxRowsPerPerson: 0 })).toThrow('linkage.max-rows')
    const mixed = [number, name, sound, slot('x', 1, { class: 'sound' })]
    expect(refusal({ slots: mixed })).toThrow('linkage.class-mixed')
  })

  it('gives the same persons in every order of rows', () => {
    const shuffled = worldArbitrary.chain((world) =>
      fc.tuple(
        fc.constant(world),
        fc.shuffledSubarray([...world.records.keys()], { minLength: world.records.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([world, order]) => {
        const keys = world.records.map((record) => record.keys)
        const max = world.lists.length
        const straight = link(world.slots, keys, max)
        const mixed = link(
          world.slots,
          order.map((row) => keys[row]!),
          max,
        )
        const back = personsOf(mixed).map((rows) =>
          rows.map((row) => order[row]!).sort((a, b) => a - b),
        )
        expect(back.sort((a, b) => a[0]! - b[0]!)).toEqual(personsOf(straight))
        expect(mixed.quality).toEqual(straight.quality)
      }),
      { numRuns: 400 },
    )
  })

  it('counts as the oracle does in small worlds full of collisions', () => {
    fc.assert(
      fc.property(worldArbitrary, fc.func(fc.nat()), (world, order) => {
        expect(linkedTable(world, order)).toEqual(inTheClear(world))
      }),
      { numRuns: 1500 },
    )
  })

  it('counts as the oracle does in registers with errors, aliases and doubles', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 9 }), (seed, lists) => {
        const world = registerWorld(seed, 250, lists)
        const order = (row: number) => (row * 7919) % 10_007
        expect(linkedTable(world, order)).toEqual(inTheClear(world))
      }),
      { numRuns: 6 },
    )
  })
})
