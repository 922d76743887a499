import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SeenElements } from '../../src/work/seen-elements.ts'

it('notices exactly the elements that come again, full to its capacity', () => {
  const elements = fc.uint8Array({ minLength: 32, maxLength: 32 })
  fc.assert(
    fc.property(fc.array(elements, { maxLength: 60 }), fc.array(fc.nat()), (some, again) => {
      const order = [...some, ...again.flatMap((at) => some.slice(at % 60, (at % 60) + 1))]
      const seen = new SeenElements(order.length)
      const known = new Set<string>()
      for (const element of order) {
        // What is kept of an element are its bytes 8 to 15, found by its first four.
        const key = Buffer.from(element).toString('hex', 8, 16)
        const place = Buffer.from(element).toString('hex', 0, 4)
        const before = known.has(key + place)
        if (before) expect(seen.add(element)).toBe(true)
        else if (![...known].some((one) => one.startsWith(key))) {
          expect(seen.add(element)).toBe(false)
        } else seen.add(element)
        known.add(key + place)
      }
    }),
  )
})

it('notices an element whose kept bytes are all zero', () => {
  const seen = new SeenElements(2)
  const element = new Uint8Array(32).fill(9, 0, 8)
  expect(seen.add(element)).toBe(false)
  expect(seen.add(element)).toBe(true)
})

it('tells elements apart that fall on one place, and reads views of a larger buffer', () => {
  const flat = new Uint8Array(5 + 3 * 32)
  const views = [0, 1, 2].map((at) => flat.subarray(5 + at * 32, 5 + (at + 1) * 32))
  for (const [at, view] of views.entries()) view[8] = at + 1
  const seen = new SeenElements(3)
  expect(views.map((view) => seen.add(view))).toEqual([false, false, false])
  expect(views.map((view) => seen.add(view))).toEqual([true, true, true])
})
