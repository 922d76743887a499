import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toHex, utf8 } from '../../src/base/bytes.ts'
import { IDENTITY } from '../../src/group/engine.ts'
import { nobleEngine } from '../../src/group/noble-engine.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import {
  type CheckPerson,
  type CheckShape,
  checkPersons,
  checkRoot,
  checkSeed,
} from '../../src/psi/check-persons.ts'
import { keyElement } from '../../src/psi/key-element.ts'

const engine = await loadSodiumEngine()
const secret = new Uint8Array(32).fill(7)
const digest = new Uint8Array(32).fill(9)
const root = checkRoot(secret)
const seed = checkSeed(root, digest)
const shape: CheckShape = {
  checks: 8,
  lists: ['border', 'court', 'police', 'shelter', 'youth'].map((id) => ({ id })),
  slots: ['bsn', 'name', 'sound'],
  anchors: [0, 1, 2],
  tables: [
    { id: 'form', codes: ['work', 'farm', 'unknown', 'conflict'] },
    { id: 'sex', codes: ['female', 'unknown', 'conflict'] },
  ],
}

/** All that check persons are, for comparing. */
function written(from: Uint8Array, of: CheckShape = shape, by = engine): string[] {
  return checkPersons(by, from, of).map(({ rows, ...rest }) =>
    JSON.stringify({ ...rest, rows: rows.map((row) => row.map(hexOrNull)) }),
  )
}

function hexOrNull(element: Uint8Array | null): string | null {
  return element === null ? null : toHex(element)
}

/** All different elements of a check person. */
function elementsOf({ rows }: CheckPerson): string[] {
  return [...new Set(rows.flat().map(hexOrNull))].filter((hex) => hex !== null)
}

const shapes = fc.record({
  anchors: fc.constantFrom([0], [0, 1], [0, 2, 4]),
  checks: fc.nat(6),
  lists: fc.integer({ min: 1, max: 7 }).map(listsNamed),
  slots: fc.integer({ min: 1, max: 5 }).map((count) => listsNamed(count).map(({ id }) => id)),
  tables: fc.array(fc.integer({ min: 3, max: 66 }), { maxLength: 3 }).map((sizes) =>
    sizes.map((size, at) => ({
      id: `table-${at}`,
      codes: Array.from({ length: size }, (_, code) => `code-${code}`),
    })),
  ),
})

function listsNamed(count: number) {
  return Array.from({ length: count }, (_, at) => ({ id: `list-${at}` }))
}
const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('check persons', () => {
  it('are the same at all owners, with any engine, without a word said', () => {
    const owner = written(checkSeed(checkRoot(secret.slice()), digest.slice()))
    expect(owner).toEqual(written(seed))
    expect(written(seed, shape, nobleEngine)).toEqual(owner)
    expect(owner).toHaveLength(shape.checks)
  })

  it('are others in another round, and under another matching secret', () => {
    const others = [
      checkSeed(root, new Uint8Array(32).fill(8)),
      checkSeed(checkRoot(new Uint8Array(32).fill(6)), digest),
    ]
    const elements = [seed, ...others].flatMap((from) =>
      checkPersons(engine, from, shape).flatMap(elementsOf),
    )
    expect(new Set(elements).size).toBe(elements.length)
  })

  it('fit the round: two to four of its lists, sorted, a code of every table, the same slots with gaps', () => {
    fc.assert(
      fc.property(seeds, shapes, (from, of) => {
        const persons = checkPersons(engine, from, of)
        expect(persons).toHaveLength(of.checks)
        const ids = of.lists.map(({ id }) => id)
        for (const { lists, codes, rows } of persons) {
          expect(lists.length).toBeGreaterThanOrEqual(Math.min(2, ids.length))
          expect(rows).toHaveLength(lists.length)
          expect(lists.length).toBeLessThanOrEqual(Math.min(4, ids.length))
          expect([...new Set(lists)].sort()).toEqual(lists)
          for (const list of lists) expect(ids).toContain(list)
          expect(Object.keys(codes)).toEqual(of.tables.map(({ id }) => id))
          for (const table of of.tables) expect(table.codes).toContain(codes[table.id])
          for (const [slot] of of.slots.entries()) {
            const held = rows.map((row) => row[slot] ?? null).filter((one) => one !== null)
            expect(new Set(held.map(toHex)).size).toBeLessThanOrEqual(1)
            for (const element of held) expect(engine.isElement(element)).toBe(true)
          }
          // One slot whose key links by itself is in all rows: whoever links well finds one person.
          expect(of.anchors.some((slot) => rows.every((row) => row[slot] != null))).toBe(true)
          for (const row of rows) expect(row).toHaveLength(of.slots.length)
        }
        const all = persons.flatMap(elementsOf)
        expect(new Set(all).size).toBe(all.length)
        expect(all).not.toContain(toHex(IDENTITY))
      }),
      { numRuns: 60 },
    )
  })

  it('are each drawn for itself: more of them leave the first as they are', () => {
    expect(written(seed, { ...shape, checks: 5 })).toEqual(written(seed).slice(0, 5))
    expect(written(seed, { ...shape, checks: 0 })).toEqual([])
  })

  it('stand on every list, in every slot, with every code and every number of lists', () => {
    const many = checkPersons(engine, seed, { ...shape, checks: 400 })
    const times = (values: readonly (string | number)[], of: string | number) =>
      values.filter((value) => value === of).length
    expect(
      times(
        many.map(({ lists }) => lists.length),
        1,
      ),
    ).toBe(0)
    for (const size of [2, 3, 4]) {
      expect(
        times(
          many.map(({ lists }) => lists.length),
          size,
        ),
      ).toBeGreaterThan(60)
    }
    for (const { id } of shape.lists) {
      expect(
        times(
          many.flatMap(({ lists }) => lists),
          id,
        ),
      ).toBeGreaterThan(140)
    }
    const patterns = many.map(({ rows }) =>
      shape.slots.map((_, slot) => (rows.some((row) => row[slot] != null) ? '1' : '0')).join(''),
    )
    for (const pattern of ['001', '010', '011', '100', '101', '110', '111']) {
      expect(times(patterns, pattern)).toBeGreaterThan(30)
    }
    const gaps = many.filter(
      ({ rows }) => new Set(rows.map((row) => row.filter((one) => one).length)).size > 1,
    )
    expect(gaps.length).toBeGreaterThan(60)
    for (const { id, codes } of shape.tables) {
      for (const code of codes) {
        expect(
          times(
            many.map((person) => person.codes[id]!),
            code,
          ),
        ).toBeGreaterThan(60)
      }
    }
  })
})

describe('what a counter learns with the seed of a round', () => {
  it('is derived as written: HMAC-SHA-256 over framed parts, of the secret, then of the root', () => {
    const framed = (part: Uint8Array) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(part.length)
      return Buffer.concat([length, part])
    }
    const hmac = (key: Uint8Array, part: Uint8Array) =>
      createHmac('sha256', key).update(framed(part)).digest()
    const byHand = hmac(secret, utf8('samentel check v2'))
    expect(toHex(root)).toBe(byHand.toString('hex'))
    expect(toHex(seed)).toBe(hmac(byHand, digest).toString('hex'))
  })

  it('is neither the secret nor what an owner keeps, nor the seed of any other round', () => {
    const known = [secret, root, digest, checkSeed(root, root), checkSeed(secret, digest)]
    for (const other of known) expect(seed).not.toEqual(other)
    fc.assert(
      fc.property(seeds, (other) => {
        fc.pre(toHex(other) !== toHex(digest))
        expect(checkSeed(root, other)).not.toEqual(seed)
        expect(checkSeed(seed, other)).not.toEqual(checkSeed(root, other))
      }),
    )
  })

  it('no check element is the element of a key, under the secret, the root or the seed', () => {
    const elements = checkPersons(engine, seed, shape).flatMap(elementsOf)
    for (const key of [secret, root, seed]) {
      for (const keyId of shape.slots) {
        for (const [at] of elements.entries()) {
          const canonical = Uint8Array.of(0, 0, 0, at)
          const element = keyElement(engine, key, { recipe: 'element', keyId, canonical })
          expect(elements).not.toContain(toHex(element))
        }
      }
    }
  })
})
