import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../src/base/bytes.ts'
import { verifyPossession } from '../src/psi/possession.ts'
import { engines } from './group/engines.ts'
import { field } from './vectors/fields.ts'
import { recompute } from './vectors/reader.ts'
import { computations, compute, type VectorFile } from './vectors/subjects.ts'

const folder = new URL('../protocol/vectors/', import.meta.url)
const subjects = [
  'check-persons',
  'code',
  'cover',
  'derive',
  'digest',
  'encrypt',
  'evaluate',
  'evaluation-proof',
  'first-strip-proof',
  'key-element',
  'label',
  'last-strip-proof',
  'linear',
  'links-proof',
  'mix',
  'one-of',
  'pedersen',
  'permutation',
  'possession',
  'shuffle',
  'strip',
  'sum',
  'weights',
]
const files: VectorFile[] = subjects.map((subject) =>
  JSON.parse(readFileSync(new URL(`${subject}.json`, folder), 'utf8')),
)
const vectors = files.flatMap((file) => file.vectors)

describe.each(engines)('the test vectors, with the $name engine', (engine) => {
  it.each(files)('come out for $subject', (file) => {
    for (const { name, input, output } of file.vectors) {
      expect(compute(engine, name, input), name).toEqual(output)
    }
  })

  it('hold proofs of possession that verify', () => {
    const proofs = vectors.filter(({ name }) => name.startsWith('proof'))
    expect(proofs.length).toBeGreaterThan(0)
    for (const { input, output } of proofs) {
      const context = {
        coreDigest: fromHex(field(input, 'coreDigest')),
        holder: field(input, 'holder'),
        keyName: field(input, 'keyName'),
      }
      const publicKey = fromHex(field(output, 'publicKey'))
      verifyPossession(engine, fromHex(field(output, 'proof')), publicKey, context)
    }
  })
})

describe('the test vectors', () => {
  it.each(files)('are what a second reading of the specification gives for $subject', (file) => {
    for (const { name, input, output } of file.vectors) {
      expect(recompute(name, input), name).toEqual(output)
    }
  })

  it('leave out no computation', () => {
    const used = new Set(vectors.map(({ name }) => name.split(' ')[0]))
    expect([...used].toSorted()).toEqual(Object.keys(computations).toSorted())
  })

  it('are read a second time without a line of Samentel', () => {
    const here = new URL('./vectors/', import.meta.url)
    const readers = readdirSync(here).filter((name) => /^(read-|reader|proof-reader)/.test(name))
    const seen = new Set(readers)
    for (const name of seen) {
      const text = readFileSync(new URL(name, here), 'utf8')
      // Types alone leave nothing behind.
      const imported = [...text.matchAll(/^(?:import (?!type )|\} )[^\n]*from '([^']+)'/gm)]
      for (const [, from = ''] of imported) {
        expect(from, name).toMatch(/^(node:|@noble\/|\.\/[a-z-]+\.ts$)/)
        if (from.startsWith('./')) seen.add(from.slice(2))
      }
    }
    expect(seen).toContain('notation.ts')
    expect(seen).toContain('read-round-stages.ts')
  })

  it('are named by their subject', () => {
    expect(files.map((file) => file.subject)).toEqual(subjects)
  })
})
