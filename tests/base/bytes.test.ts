import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  equalBytes,
  fromBase64Url,
  fromHex,
  i2osp,
  lengthPrefixed,
  toBase64Url,
  toHex,
} from '../../src/base/bytes.ts'
import { isId } from '../../src/base/ids.ts'
import { refusal } from '../refusal.ts'

const someBytes = fc.uint8Array({ maxLength: 70 })

it('gives back the bytes that a text was made from, also where they look into a larger buffer', () => {
  fc.assert(
    fc.property(someBytes, fc.nat(9), (bytes, before) => {
      const larger = new Uint8Array(before + bytes.length + 3).fill(0xee)
      larger.set(bytes, before)
      const view = larger.subarray(before, before + bytes.length)
      expect(fromBase64Url(toBase64Url(view))).toEqual(bytes)
      expect(fromHex(toHex(view))).toEqual(bytes)
    }),
  )
})

it('refuses every other text for the same bytes', () => {
  for (const text of ['AA==', 'AB', 'A', '+/', 'AA\n', ' AA', 'é']) {
    expect(refusal(() => fromBase64Url(text)).code, JSON.stringify(text)).toBe('encoding.base64url')
  }
  for (const text of ['AB', 'a', '0x00', 'zz', 'ab ']) {
    expect(refusal(() => fromHex(text)).code, JSON.stringify(text)).toBe('encoding.hex')
  }
})

it('writes whole numbers big-endian and refuses what does not fit', () => {
  expect(toHex(i2osp(65_793, 4))).toBe('00010101')
  expect(toHex(i2osp(Number.MAX_SAFE_INTEGER, 8))).toBe('001fffffffffffff')
  for (const [value, length] of [
    [256, 1],
    [-1, 4],
    [1.5, 4],
    [2 ** 53, 8],
  ] as const) {
    expect(() => i2osp(value, length)).toThrow(RangeError)
  }
})

it('never gives two lists of parts the same bytes', () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 5 }), { maxLength: 4 })
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      const same = toHex(lengthPrefixed(...one)) === toHex(lengthPrefixed(...other))
      expect(same).toBe(JSON.stringify(one.map(toHex)) === JSON.stringify(other.map(toHex)))
    }),
  )
  expect(toHex(lengthPrefixed(fromHex('ab'), fromHex('')))).not.toBe(
    toHex(lengthPrefixed(fromHex(''), fromHex('ab'))),
  )
})

it('compares bytes of different lengths as different', () => {
  expect(equalBytes(fromHex('00'), fromHex('0000'))).toBe(false)
  expect(equalBytes(fromHex('0102'), fromHex('0102'))).toBe(true)
})

it('takes as an id only what is safe in a path and a sentence', () => {
  for (const id of ['a', 'police-2017', '0', 'a'.repeat(63)]) expect(isId(id), id).toBe(true)
  for (const id of ['', '-a', 'a-', 'A', 'a b', '../a', 'a.b', 'a/b', 'é', 'a\n', 'a'.repeat(64)]) {
    expect(isId(id), JSON.stringify(id)).toBe(false)
  }
})
