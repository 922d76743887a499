import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes, utf8 } from '../../src/base/bytes.ts'
import { isProblem } from '../../src/base/problem.ts'
import { nobleEngine } from '../../src/group/noble-engine.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import type { ShuffleProof } from '../../src/proofs/shuffle.ts'
import { proveInPasses } from '../../src/proofs/shuffle-prover.ts'
import { runShuffleTask } from '../../src/proofs/shuffle-tasks.ts'
import { verifyInPasses } from '../../src/proofs/shuffle-verifier.ts'
import { elements, publicOf, scalars } from '../psi/sample.ts'
import { refusal } from '../refusal.ts'
import { seededRandom } from '../scripted-random.ts'
import {
  digestOf,
  pickRows,
  prove,
  type Shape,
  type Shuffled,
  sampleShuffle,
  verify,
} from './sample-shuffle.ts'

const sodium = await loadSodiumEngine()

function refusedCode(shuffled: Shuffled, proof: ShuffleProof): string {
  return refusal(() => verify(shuffled, proof)).code
}

/** The same bytes with `part` put over them. */
function patched(bytes: Uint8Array, at: number, part: Uint8Array): Uint8Array {
  const out = bytes.slice()
  out.set(part, at)
  return out
}

describe('a proof of shuffle', () => {
  const shapes: Shape[] = [0, 1, 2, 3, 5, 127, 128, 129].flatMap((rows) =>
    [false, true].map((strip) => ({ rows, columns: rows > 5 ? 1 : 2, strip })),
  )
  it.each(shapes)('holds for $rows rows, strip $strip', (shape) => {
    const shuffled = sampleShuffle(sodium, shape)
    const proof = prove(shuffled)
    expect(proof.rows).toHaveLength(shape.rows * 128)
    verify(shuffled, proof)
  })

  it.each([1, 3, 4])('holds for %i columns and for chunks that are whole and cut', (columns) => {
    const shuffled = sampleShuffle(sodium, { rows: columns === 4 ? 300 : 3, columns, strip: true })
    const proof = prove(shuffled)
    expect(proof.constant).toHaveLength((5 + columns) * 32)
    verify(shuffled, proof)
  })

  it('has no bytes for no rows, and no other bytes hold', () => {
    const shuffled = sampleShuffle(sodium, { rows: 0, columns: 2, strip: false })
    const nothing = new Uint8Array(0)
    expect(prove(shuffled)).toEqual({ constant: nothing, rows: nothing })
    const constant = new Uint8Array(160).fill(1)
    expect(refusedCode(shuffled, { constant, rows: nothing })).toBe('proof.invalid')
    const rows = new Uint8Array(128)
    expect(refusedCode(shuffled, { constant: nothing, rows })).toBe('proof.invalid')
  })

  it('comes out alike and holds with either engine', () => {
    for (const strip of [false, true]) {
      const shape = { rows: 3, columns: 2, strip }
      const [one, other] = [sampleShuffle(sodium, shape), sampleShuffle(nobleEngine, shape)]
      const [proof, again] = [prove(one), prove(other)]
      expect(again).toEqual(proof)
      verify(one, proof, nobleEngine)
      verify(other, again, sodium)
    }
  })

  it('holds where rows hold the identity or are equal to one another', () => {
    const columns = 2
    const sample = sampleShuffle(sodium, { rows: 3, columns, strip: false })
    const input = patched(sample.input, 0, new Uint8Array(96))
    input.copyWithin(96, 192, 288)
    const again = sampleShuffle(sodium, { rows: 3, columns, strip: false, input })
    verify(again, prove(again))
  })

  it('holds for any number of rows in any order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        fc.string(),
        (rows, columns, strip, name) => {
          const shuffled = sampleShuffle(sodium, { rows, columns, strip, name })
          verify(shuffled, prove(shuffled))
        },
      ),
      { numRuns: 25 },
    )
  })

  it('has the same bytes when it is made again, and none in common for another seed', () => {
    const shuffled = sampleShuffle(sodium, { rows: 4, columns: 2, strip: true })
    const proof = prove(shuffled)
    expect(prove(shuffled)).toEqual(proof)
    const secrets = { ...shuffled.secrets, seed: new Uint8Array(32) }
    const other = prove({ ...shuffled, secrets })
    verify(shuffled, other)
    const seen = new Set(partsHex(concatBytes(proof.constant, proof.rows)))
    const shared = partsHex(concatBytes(other.constant, other.rows)).filter((x) => seen.has(x))
    expect(shared).toEqual([])
  })

  it('draws other nonces for another context, though the seed is the same', () => {
    const shuffled = sampleShuffle(sodium, { rows: 4, columns: 2, strip: false })
    const statement = { ...shuffled.statement, context: utf8('elsewhere') }
    const [one, other] = [prove(shuffled), prove({ ...shuffled, statement })]
    const seen = new Set(partsHex(concatBytes(one.constant, one.rows)))
    expect(partsHex(other.rows).filter((x) => seen.has(x))).toEqual([])
  })

  it('can be made with chunks in any order, by tasks sent as copies', () => {
    const shuffled = sampleShuffle(sodium, { rows: 300, columns: 1, strip: true })
    const whole = prove(shuffled)
    expect(proveBackwards(shuffled)).toEqual(whole)
  })
})

describe('a prover of a shuffle', () => {
  const shuffled = sampleShuffle(sodium, { rows: 3, columns: 2, strip: true })

  it.each([
    ['an order that is none', { order: Uint32Array.of(0, 0, 2) }],
    ['an order with a row that is not there', { order: Uint32Array.of(0, 1, 3) }],
    ['an order of fewer rows', { order: Uint32Array.of(0, 1) }],
    ['shares that are not of the keys', { shares: scalars(sodium, 2, seededRandom('other')) }],
    ['no shares where some were taken off', { shares: null }],
    ['too few seeds', { rowSeeds: [] }],
  ])('proves nothing with %s', (_, other) => {
    const cheat = { ...shuffled, secrets: { ...shuffled.secrets, ...other } }
    const problem = refusal(() => prove(cheat))
    expect(problem.code).toBe('proof.untrue')
    expect(problem.what).toContain('proved nothing')
  })
})

describe('a proof of shuffle that was altered', () => {
  const shape = { rows: 3, columns: 2, strip: true }
  const shuffled = sampleShuffle(sodium, shape)
  const proof = prove(shuffled)
  const random = seededRandom('altered')

  it('says whose it was and what is wrong', () => {
    const problem = refusal(() =>
      verify(shuffled, { ...proof, constant: proof.rows.slice(0, 224) }),
    )
    expect(problem.code).toBe('proof.invalid')
    expect(problem.message).toContain('mix/1 of police')
  })

  it('does not hold with any byte of the constant part altered', () => {
    const one = sampleShuffle(sodium, { rows: 1, columns: 1, strip: true })
    const { constant, rows } = prove(one)
    for (let at = 0; at < constant.length; at++) {
      const altered = patched(constant, at, Uint8Array.of((constant[at] ?? 0) ^ 1))
      expect(refusedCode(one, { rows, constant: altered }), `byte ${at}`).toBe('proof.invalid')
    }
  })

  it('does not hold with any commitment or response of a row replaced', () => {
    for (let at = 0; at < proof.rows.length; at += 32) {
      const isElement = at % 128 < 64
      const other = isElement ? elements(sodium, 1, random) : scalars(sodium, 1, random)
      const rows = patched(proof.rows, at, other)
      expect(refusedCode(shuffled, { ...proof, rows }), `part ${at / 32}`).toBe('proof.invalid')
    }
  })

  it('does not hold with zero, the identity, q or bytes that are no element in any place', () => {
    const q = Buffer.from('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', 'hex')
    const bad = [new Uint8Array(32), new Uint8Array(q), new Uint8Array(32).fill(255)]
    for (const part of bad) {
      for (let at = 0; at < proof.rows.length; at += 32) {
        const rows = patched(proof.rows, at, part)
        expect(refusedCode(shuffled, { ...proof, rows })).toBe('proof.invalid')
      }
      for (let at = 0; at < proof.constant.length; at += 32) {
        const constant = patched(proof.constant, at, part)
        expect(refusedCode(shuffled, { ...proof, constant })).toBe('proof.invalid')
      }
    }
  })

  it('does not hold with rows of the proof exchanged, dropped or added', () => {
    for (const places of [[1, 0, 2], [0, 1], [0, 1, 2, 2], []]) {
      const rows = pickRows(proof.rows, 128, places)
      expect(refusedCode(shuffled, { ...proof, rows })).toBe('proof.invalid')
    }
  })

  it.each([
    ['context', { context: utf8('manifest, mix/2, police') }],
    ['digest of the input', { inputDigest: digestOf(utf8('another')) }],
    ['digest of the output', { outputDigest: digestOf(utf8('another')) }],
    ['keys', { columnKeys: publicOf(sodium, scalars(sodium, 2, random)) }],
    ['own keys', { ownKeys: publicOf(sodium, scalars(sodium, 2, random)) }],
  ])('does not hold for another %s', (_, other) => {
    const statement = { ...shuffled.statement, ...other }
    expect(refusedCode({ ...shuffled, statement }, proof)).toBe('proof.invalid')
  })

  it('does not hold as a proof of a mix, nor that of a mix as one of a strip', () => {
    const statement = { ...shuffled.statement, ownKeys: null }
    expect(refusedCode({ ...shuffled, statement }, proof)).toBe('proof.invalid')
    const short = { ...proof, constant: proof.constant.slice(0, 160) }
    expect(refusedCode({ ...shuffled, statement }, short)).toBe('proof.invalid')
  })

  it('does not hold with input and output exchanged', () => {
    const { statement, input, output } = shuffled
    const turned = {
      ...statement,
      inputDigest: statement.outputDigest,
      outputDigest: statement.inputDigest,
    }
    const exchanged = { ...shuffled, statement: turned, input: output, output: input }
    expect(refusedCode(exchanged, proof)).toBe('proof.invalid')
    expect(refusedCode({ ...shuffled, input: output, output: input }, proof)).toBe('proof.invalid')
  })

  it('does not hold for rows that are no elements, or too few or too many', () => {
    const bad = patched(shuffled.input, 32, new Uint8Array(32).fill(255))
    expect(refusedCode({ ...shuffled, input: bad }, proof)).toBe('proof.invalid')
    const output = patched(shuffled.output, 0, new Uint8Array(32).fill(255))
    expect(refusedCode({ ...shuffled, output }, proof)).toBe('proof.invalid')
    const input = shuffled.input.subarray(96)
    expect(refusedCode({ ...shuffled, input }, proof)).toBe('proof.invalid')
    const more = concatBytes(shuffled.output, shuffled.output)
    expect(refusedCode({ ...shuffled, output: more }, proof)).toBe('proof.invalid')
  })

  it('does not hold when its rows come otherwise the second time they are fetched', () => {
    const passes = verifyInPasses(sodium, shuffled.statement, proof.constant)
    const run = (rows: Uint8Array) => {
      const step = passes.next()
      if (step.done === true) return
      const task = step.value.task(0)
      step.value.take?.(0, runShuffleTask(sodium, task, { ...shuffled, proof: rows }))
    }
    run(proof.rows)
    run(pickRows(proof.rows, 128, [1, 0, 2]))
    const problem = refusal(() => passes.next())
    expect(problem.code).toBe('proof.invalid')
    expect(problem.where).toContain('second time')
  })

  it('is refused with a problem and nothing else, whatever the bytes are', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 224, maxLength: 224 }),
        fc.uint8Array({ minLength: 384, maxLength: 384 }),
        fc.boolean(),
        (constant, rows, zeroed) => {
          if (zeroed) for (let at = 31; at < 224; at += 32) constant[at] = 0
          expect(isInvalid(() => verify(shuffled, { constant, rows }))).toBe(true)
        },
      ),
    )
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (constant, rows) => {
        expect(isInvalid(() => verify(shuffled, { constant, rows }))).toBe(true)
      }),
    )
  })
})

function isInvalid(run: () => void): boolean {
  try {
    run()
  } catch (error) {
    return isProblem(error, 'proof.invalid')
  }
  return false
}

function partsHex(flat: Uint8Array): string[] {
  return Buffer.from(flat).toString('hex').match(/.{64}/g) ?? []
}

/** As proveShuffle, the last chunk first and every task copied, as it is for a worker. */
function proveBackwards(shuffled: Shuffled): ShuffleProof {
  const passes = proveInPasses(sodium, shuffled.statement, shuffled.secrets)
  const width = 64 * 128
  let last: Uint8Array[] = []
  for (;;) {
    const step = passes.next()
    if (step.done === true) return { constant: step.value, rows: concatBytes(...last) }
    last = []
    for (const chunk of [2, 1, 0]) {
      const rows = {
        input: shuffled.input.slice(chunk * width, (chunk + 1) * width),
        output: shuffled.output.slice(chunk * width, (chunk + 1) * width),
      }
      const result = runShuffleTask(sodium, structuredClone(step.value.task(chunk)), rows)
      step.value.take?.(chunk, result)
      last.unshift(result)
    }
  }
}
