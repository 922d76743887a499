import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { weightSeed, weights } from '../../src/proofs/weights.ts'
import { batchDigest, chunkDigest } from '../../src/round/batch.ts'

const engine = await loadSodiumEngine()

/** A small stand-in for q, so that a birthday finds in a moment what takes hours at full size. */
const MODULUS = 2_147_483_647
const VARIANTS = 60_000

function hashed(...parts: (number | string)[]): number {
  return createHash('sha256').update(parts.join(' ')).digest().readUInt32BE() % MODULUS
}

interface Forgery {
  readonly errors: readonly number[]
}

/**
 * Errors of two rows whose weighed sum is nothing, if a row's weight follows from that row alone: each row
 * is tried in many variants by itself, and a sum of two sought, which takes the square root of the modulus.
 */
function forge(): Forgery {
  const first = new Map<number, number>()
  for (let error = 1; error <= VARIANTS; error++) {
    first.set(Number((BigInt(hashed(0, error)) * BigInt(error)) % BigInt(MODULUS)), error)
  }
  for (let error = 1; ; error++) {
    const part = Number((BigInt(hashed(1, error)) * BigInt(error)) % BigInt(MODULUS))
    const found = first.get(MODULUS - part)
    if (found !== undefined) return { errors: [found, error] }
  }
}

function weighed(errors: readonly number[], weightOf: (row: number) => number): number {
  const sum = errors.reduce((all, error, row) => all + BigInt(weightOf(row)) * BigInt(error), 0n)
  return Number(sum % BigInt(MODULUS))
}

it('an evaluator cheats under weights that follow from each row alone: it finds wrong rows whose proof holds', () => {
  const { errors } = forge()
  expect(errors.every((error) => error > 0)).toBe(true)
  expect(weighed(errors, (row) => hashed(row, errors[row] ?? 0))).toBe(0)
})

it('an evaluator cheats under weights that follow from all rows: the same wrong rows do not hold', () => {
  const { errors } = forge()
  const seed = hashed(...errors)
  expect(weighed(errors, (row) => hashed('all', seed, row))).not.toBe(0)
})

const rows = Uint8Array.from({ length: 5 * 96 }, (_, at) => at % 256)
const shape = { name: 'evaluate/1', rows: 5, rowBytes: 96 }
const digestOf = (bytes: Uint8Array) =>
  Buffer.from(batchDigest('manifest', shape, [chunkDigest(bytes)]), 'base64url')

function firstWeights(parts: {
  input?: Uint8Array
  output?: Uint8Array
  keys?: number
  context?: number
}) {
  const { input = rows, output = rows, keys = 1, context = 1 } = parts
  const seed = weightSeed({
    context: Uint8Array.of(context),
    digests: [digestOf(input), digestOf(output)],
    keys: new Uint8Array(32).fill(keys),
  })
  return Buffer.from(weights(engine, seed, 0, 2)).toString('hex')
}

it('an evaluator alters one bit of any row that goes in or comes out, or a key: every weight is another', () => {
  const usual = firstWeights({})
  const seen = new Set([usual])
  for (let row = 0; row < 5; row++) {
    const altered = rows.slice()
    altered[row * 96 + 50] = (altered[row * 96 + 50] ?? 0) ^ 1
    seen.add(firstWeights({ input: altered }))
    seen.add(firstWeights({ output: altered }))
  }
  seen.add(firstWeights({ keys: 2 }))
  seen.add(firstWeights({ context: 2 }))
  expect(seen.size).toBe(1 + 10 + 2)
  expect(firstWeights({})).toBe(usual)
})

it('an evaluator has more rows than two bytes can number: no weight comes again', () => {
  const seed = weightSeed({ context: Uint8Array.of(1), digests: [rows], keys: rows })
  const at = (row: number) => Buffer.from(weights(engine, seed, row, 1)).toString('hex')
  expect(new Set([0, 1, 65_536, 65_537, 2 ** 32, 2 ** 32 + 1].map(at)).size).toBe(6)
})
