import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SeenIds } from '../../src/source/seen-ids.ts'

describe('SeenIds', () => {
  it('says what a set of the ids themselves says', () => {
    const id = fc.oneof(fc.string(), fc.nat(50).map(String))
    fc.assert(
      fc.property(fc.array(id, { maxLength: 200 }), (ids) => {
        const seen = new SeenIds()
        const oracle = new Set<string>()
        for (const each of ids) {
          expect(seen.add(each)).toBe(!oracle.has(each))
          oracle.add(each)
        }
      }),
    )
  })

  it('remembers all of them when it has grown several times', () => {
    const seen = new SeenIds()
    const ids = Array.from({ length: 5000 }, (_, at) => `id-${at}`)
    expect(ids.every((id) => seen.add(id))).toBe(true)
    expect(ids.some((id) => seen.add(id))).toBe(false)
  })
})
