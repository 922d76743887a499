import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toHex, utf8 } from '../../src/base/bytes.ts'
import { IDENTITY, isIdentity } from '../../src/group/engine.ts'
import { filler, keyElement, labelElement, presenceElement } from '../../src/psi/key-element.ts'
import { engines } from '../group/engines.ts'
import { refusal } from '../refusal.ts'
import { scriptedRandom } from '../scripted-random.ts'

const secret = new Uint8Array(32).fill(7)
const key = { recipe: 'nl-1', keyId: 'K04', canonical: utf8('jansen 1990-01-01') }

describe.each(engines)('elements with the $name engine', (engine) => {
  it('gives one element for one key, under one secret', () => {
    const element = toHex(keyElement(engine, secret, key))
    expect(toHex(keyElement(engine, secret, { ...key, canonical: key.canonical.slice() }))).toBe(
      element,
    )
    const others = [
      keyElement(engine, new Uint8Array(32).fill(8), key),
      keyElement(engine, secret, { ...key, recipe: 'nl-2' }),
      keyElement(engine, secret, { ...key, keyId: 'K05' }),
      keyElement(engine, secret, { ...key, canonical: utf8('jansen 1990-01-02') }),
    ]
    expect(new Set([element, ...others.map(toHex)]).size).toBe(5)
  })

  it('tells keys apart whose parts run together alike', () => {
    const one = { recipe: 'nl-1K', keyId: '04', canonical: utf8('x') }
    const two = { recipe: 'nl-1', keyId: 'K04', canonical: utf8('x') }
    expect(keyElement(engine, secret, one)).not.toEqual(keyElement(engine, secret, two))
  })

  it('gives an element, never the identity', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (canonical) => {
        const element = keyElement(engine, secret, { ...key, canonical })
        expect(engine.isElement(element) && !isIdentity(element)).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  it('refuses a secret of another length', () => {
    for (const length of [0, 31, 33]) {
      const { code } = refusal(() => keyElement(engine, new Uint8Array(length), key))
      expect(code).toBe('secret.length')
    }
  })

  it('makes a filler of exactly 64 bytes', () => {
    const bytes = Uint8Array.from({ length: 128 }, (_, at) => at)
    const script = scriptedRandom(bytes)
    expect(filler(engine, script.random)).toEqual(engine.fromUniform(bytes.subarray(0, 64)))
    expect(script.left()).toBe(64)
    expect(filler(engine, script.random)).toEqual(engine.fromUniform(bytes.subarray(64)))
  })

  it('holds nothing for a real row and an element for padding', () => {
    expect(presenceElement(engine, 'real')).toEqual(IDENTITY)
    expect(isIdentity(presenceElement(engine, 'padding'))).toBe(false)
  })

  it('binds a label to the round and the list', () => {
    const round = new Uint8Array(32).fill(1)
    const labels = [
      labelElement(engine, round, 'police-2017'),
      labelElement(engine, round, 'police-2018'),
      labelElement(engine, new Uint8Array(32).fill(2), 'police-2017'),
    ]
    expect(new Set(labels.map(toHex)).size).toBe(3)
    expect(labelElement(engine, round, 'police-2017')).toEqual(labels[0])
  })
})
