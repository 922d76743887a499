import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toBase64Url, toHex, utf8 } from '../../src/base/bytes.ts'
import { canonicalJson } from '../../src/crypto/canonical.ts'
import { digestJson, digestParts, keyedDigest } from '../../src/crypto/digest.ts'

it('writes the example of RFC 8785 section 3.2.2 as its section 3.2.3 shows', () => {
  const example = JSON.parse(String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`)
  expect(canonicalJson(example)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  )
})

it('sorts keys by UTF-16 code units, as the example of RFC 8785 section 3.2.3', () => {
  const example = JSON.parse(String.raw`{
    "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis"
  }`)
  expect(Object.values(JSON.parse(canonicalJson(example)))).toContain('One')
  const order = [...canonicalJson(example).matchAll(/:"([A-Z][^"]*)"/g)].map((match) => match[1])
  expect(order).toEqual([
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ])
})

it('gives one text for one value, however its keys are ordered', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).toReversed())
      expect(canonicalJson(turned)).toBe(canonicalJson(value))
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value))
    }),
  )
})

it('refuses what has no JSON form', () => {
  expect(() => canonicalJson(undefined)).toThrow(TypeError)
  expect(() => canonicalJson({ a: Number.NaN })).toThrow()
})

it('digests a tag and parts with their lengths', () => {
  const bytes = Buffer.concat([
    Buffer.from('00000001', 'hex'),
    Buffer.from('t'),
    Buffer.from('00000002', 'hex'),
    Buffer.from('ab'),
  ])
  expect(toHex(digestParts('t', utf8('ab')))).toBe(createHash('sha256').update(bytes).digest('hex'))
  expect(digestParts('t', utf8('a'), utf8('b'))).not.toEqual(digestParts('t', utf8('ab')))
  expect(digestParts('ta', utf8('b'))).not.toEqual(digestParts('t', utf8('ab')))
})

it('gives another digest under another tag, value or key', () => {
  expect(digestJson('t', { a: 1, b: 2 })).toBe(digestJson('t', { b: 2, a: 1 }))
  expect(digestJson('t', { a: 1 })).toBe(toBase64Url(digestParts('t', utf8('{"a":1}'))))
  const digests = [digestJson('t', { a: 1 }), digestJson('u', { a: 1 }), digestJson('t', { a: 2 })]
  expect(new Set(digests).size).toBe(3)
  const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
  expect(keyedDigest(one, 't', utf8('x'))).not.toEqual(keyedDigest(other, 't', utf8('x')))
  expect(keyedDigest(one, 't', utf8('x'))).not.toEqual(keyedDigest(one, 'u', utf8('x')))
})
