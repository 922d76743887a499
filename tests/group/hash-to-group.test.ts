import { readFileSync } from 'node:fs'
import { expand_message_xmd } from '@noble/curves/abstract/hash-to-curve.js'
import { ristretto255_hasher } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex, utf8 } from '../../src/base/bytes.ts'
import { hashToGroup } from '../../src/group/hash-to-group.ts'
import { engines } from './engines.ts'

const expansion: {
  dst: string
  vectors: { message: string; then?: [string, number]; bytes: string }[]
} = JSON.parse(readFileSync(new URL('rfc9380-expand-message.json', import.meta.url), 'utf8'))

const oprf: {
  dst: string
  secretKey: string
  vectors: { input: string; blind: string; blindedElement: string; evaluationElement: string }[]
} = JSON.parse(readFileSync(new URL('rfc9497-oprf.json', import.meta.url), 'utf8'))

describe('the expansion that hash to group uses', () => {
  it('gives the bytes of RFC 9380 K.3', () => {
    for (const { message, then, bytes } of expansion.vectors) {
      const text = message + (then === undefined ? '' : then[0].repeat(then[1]))
      const length = bytes.length / 2
      const expanded = expand_message_xmd(utf8(text), utf8(expansion.dst), length, sha512)
      expect(toHex(expanded)).toBe(bytes)
    }
  })
})

describe.each(engines)('hash to group with the $name engine', (engine) => {
  it('blinds and evaluates to the elements of RFC 9497 A.1.1', () => {
    const dst = new TextDecoder().decode(fromHex(oprf.dst))
    for (const vector of oprf.vectors) {
      const hashed = hashToGroup(engine, fromHex(vector.input), dst)
      const blinded = engine.multiply(fromHex(vector.blind), hashed)
      expect(toHex(blinded)).toBe(vector.blindedElement)
      const evaluated = engine.multiply(fromHex(oprf.secretKey), blinded)
      expect(toHex(evaluated)).toBe(vector.evaluationElement)
    }
  })

  it('gives what the hasher of @noble/curves gives', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.string({ minLength: 16 }),
        (message, dst) => {
          const expected = ristretto255_hasher.hashToCurve(message, { DST: utf8(dst) }).toBytes()
          expect(hashToGroup(engine, message, dst)).toEqual(expected)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('gives unlike elements for unlike tags', () => {
    const message = utf8('message')
    const one = hashToGroup(engine, message, 'SAMENTEL-TEST-ONE')
    expect(hashToGroup(engine, message, 'SAMENTEL-TEST-TWO')).not.toEqual(one)
  })
})
