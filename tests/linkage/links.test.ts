import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes, fromHex, toHex } from '../../src/base/bytes.ts'
import type { SlotRule } from '../../src/base/slots.ts'
import { type Partition, partitionOf } from '../../src/linkage/clusters.ts'
import { linkRows } from '../../src/linkage/link-rows.ts'
import { encodeLinks, type Link, readLinks, spanningLinks } from '../../src/linkage/links.ts'
import { refusal } from '../refusal.ts'
import { flatKeys, type Keys, slot } from './clear-keys.ts'
import { worldArbitrary } from './random-world.ts'

const number = slot('number', 1, { unique: true })
const [first, second] = [slot('name-1', 1, { class: 'name' }), slot('name-2', 1, { class: 'name' })]
const slots = [number, first, second]

/** What the coordinator sees of rows, and the persons that it finds. */
function seen(rules: readonly SlotRule[], rows: readonly Keys[], most = 9) {
  const found = { rows: rows.length, slots: rules, tokens: flatKeys(rules, rows) }
  const { person, persons } = linkRows({ ...found, maxRowsPerPerson: most })
  return { found, partition: { person, persons } }
}

const seenWorlds = worldArbitrary.map((world) =>
  seen(
    world.slots,
    world.records.map(({ keys }) => keys),
    world.lists.length,
  ),
)

function tokenAt({ found }: ReturnType<typeof seen>, row: number, at: number): string {
  const cell = row * found.slots.length + at
  return toHex(found.tokens.subarray(cell * 16, (cell + 1) * 16))
}

describe('links of persons', () => {
  it('give back exactly the persons they were made of, with a link for each row but the first', () => {
    fc.assert(
      fc.property(seenWorlds, ({ found, partition }) => {
        const links = spanningLinks(found, partition)
        expect(links).toHaveLength(found.rows - partition.persons)
        const read = readLinks(encodeLinks(links), found.rows, found.slots)
        expect(read).toEqual({ links, partition })
      }),
      { numRuns: 600 },
    )
  })

  it('each name two places of one class with the same token, so that each can be proven', () => {
    fc.assert(
      fc.property(seenWorlds, (world) => {
        const { found, partition } = world
        for (const { row, slot: at, otherRow, otherSlot } of spanningLinks(found, partition)) {
          expect(found.slots[at]!.class).toBe(found.slots[otherSlot]!.class)
          expect(tokenAt(world, row, at)).toBe(tokenAt(world, otherRow, otherSlot))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('are the same for the same rows in the same order', () => {
    fc.assert(
      fc.property(seenWorlds, ({ found, partition }) => {
        const links = encodeLinks(spanningLinks(found, partition))
        const again = encodeLinks(spanningLinks(structuredClone(found), structuredClone(partition)))
        expect(again).toEqual(links)
      }),
      { numRuns: 100 },
    )
  })

  it('join persons only: tokens that two persons share, as a soft one may be, give no link', () => {
    const sound = slot('sound', 2)
    const sharing = [null, 's']
    const { found, partition } = seen([number, sound], [sharing, sharing, sharing], 2)
    expect(partition.persons).toBe(3)
    expect(spanningLinks(found, partition)).toEqual([])
  })

  it('lead from the first place that holds a token, class by class', () => {
    const { found, partition } = seen(slots, [
      ['1', null, null],
      [null, 'a', null],
      ['1', null, 'a'],
      [null, 'a', 'b'],
    ])
    expect(spanningLinks(found, partition)).toEqual([
      { row: 0, slot: 0, otherRow: 2, otherSlot: 0 },
      { row: 1, slot: 1, otherRow: 2, otherSlot: 2 },
      { row: 1, slot: 1, otherRow: 3, otherSlot: 1 },
    ])
  })

  it('are written as row, slot, other row, other slot: ten bytes each, big-endian', () => {
    const link = { row: 0x01020304, slot: 5, otherRow: 0x06070809, otherSlot: 10 }
    expect(toHex(encodeLinks([link, link]))).toBe(
      '010203040506070809 0a'.replace(' ', '').repeat(2),
    )
    expect(encodeLinks([])).toHaveLength(0)
  })
})

describe('reading links', () => {
  const read = (links: readonly Link[], rows = 4) => readLinks(encodeLinks(links), rows, slots)
  const link = (row: number, otherRow: number, at = 0, otherSlot = at): Link => ({
    row,
    slot: at,
    otherRow,
    otherSlot,
  })

  it('without any, every row is a person', () => {
    expect(read([])).toEqual({
      links: [],
      partition: { persons: 4, person: Uint32Array.from([0, 1, 2, 3]) },
    })
    expect(readLinks(new Uint8Array(0), 0, slots).partition.persons).toBe(0)
  })

  it('numbers persons by their first row, in whatever order and direction links stand', () => {
    const { partition } = read([link(3, 1), link(2, 0)])
    expect([...partition.person]).toEqual([0, 1, 0, 1])
    expect([...read([link(0, 2), link(1, 3)]).partition.person]).toEqual([0, 1, 0, 1])
  })

  it('reads from the middle of a larger message', () => {
    const bytes = concatBytes(fromHex('ffff'), encodeLinks([link(0, 3, 1, 2)])).subarray(2)
    expect([...readLinks(bytes, 4, slots).partition.person]).toEqual([0, 1, 2, 0])
  })

  it('refuses a row or a slot that there is not, at either end', () => {
    const good = link(0, 1)
    const wrong = [{ row: 4 }, { otherRow: 4 }, { otherRow: 2 ** 32 - 1 }, { slot: 3 }]
    for (const over of [...wrong, { otherSlot: 3 }, { slot: 255, otherSlot: 255 }]) {
      const problem = refusal(() => read([link(2, 3), { ...good, ...over }]))
      expect([problem.code, problem.where]).toEqual(['links.place', 'link 1'])
    }
  })

  it('refuses slots of two classes, which are never compared, and takes two of one class', () => {
    expect(refusal(() => read([link(0, 1, 0, 1)])).code).toBe('links.place')
    expect(refusal(() => read([link(0, 1, 2, 0)])).code).toBe('links.place')
    expect(read([link(0, 1, 1, 2)]).partition.persons).toBe(3)
  })

  it.each<[string, Link[], number]>([
    ['of a row with itself', [link(2, 2)], 0],
    ['of a row with itself in another slot', [link(2, 2, 1, 2)], 0],
    ['that says the same twice', [link(0, 1), link(0, 1)], 1],
    ['that says the same the other way round', [link(0, 1), link(1, 0)], 1],
    ['that says in another slot what was said', [link(0, 1), link(0, 1, 1)], 1],
    ['that closes a ring', [link(0, 1), link(1, 2), link(3, 2), link(0, 3)], 3],
  ])('refuses a link %s: the number of links tells the number of persons', (_, links, at) => {
    const problem = refusal(() => read(links))
    expect([problem.code, problem.where]).toEqual(['links.circle', `link ${at}`])
  })

  it('takes any links or refuses them; what it takes has a person less for each link', () => {
    const place = fc.record({
      row: fc.nat(7),
      slot: fc.nat(3),
      otherRow: fc.nat(7),
      otherSlot: fc.nat(3),
    })
    fc.assert(
      fc.property(fc.array(place, { maxLength: 6 }), (links) => {
        const persons = bySets(links)
        if (persons === null) {
          expect(refusal(() => read(links, 7)).code).toMatch(/^links\.(place|circle)$/)
        } else {
          const { partition } = read(links, 7)
          expect(partition).toEqual(persons)
          expect(partition.persons).toBe(7 - links.length)
        }
      }),
      { numRuns: 500 },
    )
  })

  /** The persons of seven rows by sets that are joined one by one; null where a link is wrong. */
  function bySets(links: readonly Link[]): Partition | null {
    const lowest = [0, 1, 2, 3, 4, 5, 6]
    for (const { row, slot: at, otherRow, otherSlot } of links) {
      const classes = [slots[at]?.class, slots[otherSlot]?.class]
      const [one, other] = [lowest[row], lowest[otherRow]]
      const places = one === undefined || other === undefined || classes[0] !== classes[1]
      if (places || classes[0] === undefined || one === other) return null
      for (const [each, low] of lowest.entries()) {
        if (low === one || low === other) lowest[each] = Math.min(one, other)
      }
    }
    return partitionOf(Uint32Array.from(lowest))
  }
})
