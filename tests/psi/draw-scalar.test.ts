import { describe, expect, it } from 'vitest'
import { drawScalar } from '../../src/psi/draw-scalar.ts'
import { engines } from '../group/engines.ts'
import { refusal } from '../refusal.ts'
import { scriptedRandom } from '../scripted-random.ts'

describe.each(engines)('a drawn scalar with the $name engine', (engine) => {
  it('is 64 random bytes, little-endian, modulo the order', () => {
    const script = scriptedRandom(Uint8Array.from({ length: 64 }, (_, at) => (at === 1 ? 2 : 0)))
    const expected = Uint8Array.from({ length: 32 }, (_, at) => (at === 1 ? 2 : 0))
    expect(drawScalar(engine, script.random)).toEqual(expected)
    expect(script.left()).toBe(0)
  })

  it('is never zero', () => {
    const zeros = (length: number) => new Uint8Array(length)
    expect(refusal(() => drawScalar(engine, zeros)).code).toBe('scalar.zero')
  })

  it('is refused when the random source gives too little', () => {
    const short = () => new Uint8Array(63).fill(1)
    expect(refusal(() => drawScalar(engine, short)).code).toBe('scalar.wide')
  })
})
