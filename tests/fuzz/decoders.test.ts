import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toHex } from '../../src/base/bytes.ts'
import { corpusFolders, corpusOf } from './corpus.ts'
import { decoders } from './decoders.ts'
import { byteEdits, type Edit, jsonEdits, textEdits } from './edits.ts'
import { type Decoder, judge, mutantOf, sampleOf } from './judge.ts'

const all = await decoders()
const RUNS = Number(process.env.FUZZ_RUNS ?? 50)
const DEAR_RUNS = Math.ceil(RUNS / 8)

function editsOf({ sample }: Decoder): fc.Arbitrary<Edit[]> {
  if ('json' in sample) return jsonEdits
  return 'text' in sample ? textEdits : byteEdits
}

describe.each(all.map((one) => [one.name, one] as const))('%s', (name, decoder) => {
  it('takes its sample', async () => {
    expect(await judge(decoder, sampleOf(decoder))).toBe(null)
  })

  it('meets every saved input as before', async () => {
    for (const { file, edits, text, hex, code } of corpusOf(name)) {
      const raw = text === undefined ? Buffer.from(hex ?? '', 'hex') : Buffer.from(text, 'utf8')
      const input = edits === undefined ? new Uint8Array(raw) : mutantOf(decoder, edits)
      expect([file, await judge(decoder, input)]).toEqual([file, code])
    }
  })

  it('takes or refuses whatever comes, with a listed code and without repeating it', async () => {
    const property = fc.asyncProperty(editsOf(decoder), async (edits) => {
      const input = mutantOf(decoder, edits)
      await judge(decoder, input).catch((error: unknown) => {
        const shown = input.length < 300 ? toHex(input) : `${input.length} bytes`
        throw new Error(`${String(error)}, of ${shown}: ${String(Object(error).cause ?? '')}`, {
          cause: error,
        })
      })
    })
    const numRuns = decoder.cost === 'dear' ? DEAR_RUNS : RUNS
    await fc.assert(property, { numRuns, includeErrorInReport: true })
  })
})

it('has saved inputs of decoders that there are, and of no others', () => {
  const named = new Set(all.map(({ name }) => name.replaceAll('/', '-')))
  expect(named.size).toBe(all.length)
  expect(corpusFolders().filter((folder) => !named.has(folder))).toEqual([])
})
