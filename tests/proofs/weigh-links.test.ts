import { describe, expect, it } from 'vitest'
import { concatBytes } from '../../src/base/bytes.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { type ClaimedLink, linkFactors, weighLinks } from '../../src/proofs/weigh-links.ts'
import { weights } from '../../src/proofs/weights.ts'
import { elementAt } from '../../src/psi/row.ts'
import { addRows } from '../../src/psi/sum.ts'
import { engines } from '../group/engines.ts'
import { elements, parts } from '../psi/sample.ts'
import { refusal } from '../refusal.ts'
import { seededRandom } from '../scripted-random.ts'

const link = (row: number, slot: number, otherRow: number, otherSlot: number): ClaimedLink => ({
  row,
  slot,
  otherRow,
  otherSlot,
})
/** Row 3 is linked to nothing; row 1 twice in one slot. */
const links = [link(0, 0, 1, 0), link(1, 0, 2, 1), link(0, 1, 2, 1)]
const shape = { rows: 4, slots: 2 }

/** Pair by pair, as the specification writes it. */
function byPair(engine: GroupEngine, rows: Uint8Array, by: Uint8Array): Uint8Array {
  const a = [0, 1].map(() => new Uint8Array(32) as Uint8Array)
  let b: Uint8Array = new Uint8Array(32)
  for (const [at, { row, slot, otherRow, otherSlot }] of links.entries()) {
    const weigh = (place: number) => engine.multiply(elementAt(by, at), elementAt(rows, place))
    a[slot] = engine.add(a[slot]!, weigh(row * 3))
    a[otherSlot] = engine.subtract(a[otherSlot]!, weigh(otherRow * 3))
    b = engine.add(b, weigh(row * 3 + 1 + slot))
    b = engine.subtract(b, weigh(otherRow * 3 + 1 + otherSlot))
  }
  return concatBytes(...a, b)
}

describe.each(engines)('claimed links weighed with the $name engine', (engine) => {
  const random = seededRandom('weigh links')
  const rows = elements(engine, 12, random)
  const chosen = weights(engine, random(32), 0, links.length)
  const factors = linkFactors(engine, shape, links, chosen)

  it('are the sums over pairs', () => {
    expect(weighLinks(engine, rows, 2, factors)).toEqual(byPair(engine, rows, chosen))
  })

  it('count nothing for a row that is linked to none, and cancel for a place linked to itself', () => {
    expect(parts(factors).slice(6)).toEqual([new Uint8Array(32), new Uint8Array(32)])
    const own = linkFactors(engine, shape, [link(2, 1, 2, 1)], chosen.subarray(0, 32))
    expect(own).toEqual(new Uint8Array(own.length))
  })

  it('add up from chunks', () => {
    const first = weighLinks(engine, rows.subarray(0, 96), 2, factors.subarray(0, 64))
    const rest = weighLinks(engine, rows.subarray(96), 2, factors.subarray(64))
    expect(addRows(engine, first, rest)).toEqual(weighLinks(engine, rows, 2, factors))
  })

  it('come to nothing when nothing is linked', () => {
    const none = linkFactors(engine, shape, [], new Uint8Array(0))
    expect(weighLinks(engine, rows, 2, none)).toEqual(new Uint8Array(96))
  })

  it('are refused of places that are not there, or with another number of weights', () => {
    const one = chosen.subarray(0, 32)
    for (const bad of [link(4, 0, 1, 0), link(0, 2, 1, 0), link(0, 0, -1, 0), link(0, 0, 1, 0.5)]) {
      expect(refusal(() => linkFactors(engine, shape, [bad], one)).code).toBe('proof.statement')
    }
    expect(refusal(() => linkFactors(engine, shape, links, one)).code).toBe('proof.count')
    const short = factors.subarray(32)
    expect(refusal(() => weighLinks(engine, rows, 2, short)).code).toBe('proof.count')
  })
})
