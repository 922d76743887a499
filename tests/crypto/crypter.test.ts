import fc from 'fast-check'
import { expect, it } from 'vitest'
import { concatBytes, fromHex, i2osp, toHex, utf8 } from '../../src/base/bytes.ts'
import { gcmOpen, gcmSeal, openAtRest, sealAtRest } from '../../src/crypto/crypter.ts'
import { deriveBytes, keyStream } from '../../src/crypto/derive.ts'
import { refusal } from '../refusal.ts'

const key = new Uint8Array(32).fill(1)
const place = utf8('record keys police')

it('meets test case 16 of the specification of GCM', () => {
  const sealed = gcmSeal(
    fromHex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308'),
    fromHex('cafebabefacedbaddecaf888'),
    fromHex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
    fromHex(
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    ),
  )
  expect(toHex(sealed)).toBe(
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b',
  )
})

it('opens at rest what was sealed there, and seals the same bytes differently each time', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (plain) => {
      const [one, other] = [sealAtRest(key, place, plain), sealAtRest(key, place, plain)]
      expect(openAtRest(key, place, one)).toEqual(plain)
      expect(one).not.toEqual(other)
    }),
  )
})

it('refuses every altered byte, another key, another place and what is cut', () => {
  const sealed = sealAtRest(key, place, utf8('persons'))
  const broken = Array.from(sealed, (_, at) => {
    const copy = sealed.slice()
    copy[at]! ^= 0x80 // at < sealed.length
    return [key, place, copy] as const
  })
  const wrong: (readonly [Uint8Array, Uint8Array, Uint8Array])[] = [
    ...broken,
    [new Uint8Array(32), place, sealed],
    [key, utf8('record keys shelter'), sealed],
    [key, place, sealed.subarray(0, -1)],
    [key, place, sealed.subarray(0, 20)],
    [key, place, new Uint8Array(0)],
  ]
  for (const parts of wrong) expect(refusal(() => openAtRest(...parts)).code).toBe('seal.broken')
})

it('opens a chunk in its own place only', () => {
  const sealed = gcmSeal(key, i2osp(3, 12), place, utf8('rows'))
  expect(gcmOpen(key, i2osp(3, 12), place, sealed)).toEqual(utf8('rows'))
  expect(refusal(() => gcmOpen(key, i2osp(4, 12), place, sealed)).code).toBe('seal.broken')
})

it('derives secrets that no other label, context or split of the two gives', () => {
  const derive = (label: string, ...context: string[]) =>
    toHex(deriveBytes(key, label, context.map(utf8), 32))
  const all = [
    derive('a'),
    derive('a', ''),
    derive('a', 'b'),
    derive('ab'),
    derive('a', 'b', ''),
    derive('', 'a', 'b'),
    derive('a', 'bc'),
    derive('a', 'b', 'c'),
  ]
  expect(new Set(all).size).toBe(all.length)
  expect(derive('a', 'b')).toBe(derive('a', 'b'))
})

it('streams the same bytes for the same seed, however they are asked for', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { maxLength: 8 }), (lengths) => {
      const [pieces, whole] = [keyStream(key), keyStream(key)]
      const total = lengths.reduce((sum, length) => sum + length, 0)
      expect(concatBytes(...lengths.map((length) => pieces(length)))).toEqual(whole(total))
    }),
  )
  expect(keyStream(key)(16)).not.toEqual(keyStream(new Uint8Array(32))(16))
})
