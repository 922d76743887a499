import { describe, expect, it } from 'vitest'
import { toHex } from '../../src/base/bytes.ts'
import { GENERATOR } from '../../src/group/engine.ts'
import { generator, generators } from '../../src/proofs/generators.ts'
import { engines } from '../group/engines.ts'
import { parts } from '../psi/sample.ts'
import { generatorAt } from '../vectors/read-shuffle.ts'

describe.each(engines)('the generators, with the $name engine', (engine) => {
  it('are what a second reading of the specification gives', () => {
    for (const index of [0, 1, 2, 255, 256, 70000]) {
      expect(toHex(generator(engine, index)), `${index}`).toBe(generatorAt(index).toHex())
    }
  })

  it('are all different, and none is G', () => {
    const all = [GENERATOR, ...parts(generators(engine, 0, 50))].map(toHex)
    expect(new Set(all).size).toBe(51)
  })

  it('come in runs from any number', () => {
    const run = parts(generators(engine, 7, 3))
    expect(run).toEqual([7, 8, 9].map((index) => generator(engine, index)))
    expect(generators(engine, 7, 0)).toHaveLength(0)
  })
})
