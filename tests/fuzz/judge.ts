import { isDeepStrictEqual } from 'node:util'
import { isProblem, type Problem } from '../../src/base/problem.ts'
import { listedCodes, readProtocol } from '../protocol/problem-codes.ts'
import { editBytes, editText } from './edit-bytes.ts'
import { editJson } from './edit-json.ts'
import { CANARY, type Edit } from './edits.ts'

/** What takes bytes or text from outside. A new one is one more of these in the inventory. */
export interface Decoder {
  readonly name: string
  /** A valid input: a JSON value that is written canonically, a text, or bytes. */
  readonly sample:
    | { readonly json: unknown }
    | { readonly text: string }
    | { readonly bytes: Uint8Array }
  /** What it makes of an input; refuses with a Problem. */
  readonly decode: (input: Uint8Array) => unknown
  /**
   * What may be taken besides the sample. `nothing`: proofs, seals and signatures are of one thing.
   * `faithful`: what says something else, if all it says is kept (the result, written again, is the input).
   * `other`: what says something else in a form that need not be the only one.
   */
  readonly takes: 'nothing' | 'faithful' | 'other'
  /** What it costs decides how often it is tried. */
  readonly cost?: 'dear'
  /** Whoever wrote the file reads the refusal too, and no person stands in it: it may be quoted. */
  readonly quotes?: true
}

const codes = new Set(
  listedCodes(readProtocol('errors.md'), (heading) => heading !== 'Findings about records'),
)

export function sampleOf({ sample }: Decoder): Uint8Array {
  if ('bytes' in sample) return sample.bytes
  return 'text' in sample
    ? new Uint8Array(Buffer.from(sample.text, 'utf8'))
    : editJson(sample.json, [])
}

export function mutantOf(decoder: Decoder, edits: readonly Edit[]): Uint8Array {
  const { sample } = decoder
  if ('json' in sample) return editJson(sample.json, edits)
  return 'text' in sample ? editText(sampleOf(decoder), edits) : editBytes(sample.bytes, edits)
}

/** The code of the refusal; null where it was taken. Throws for whatever else happens. */
export async function judge(decoder: Decoder, input: Uint8Array): Promise<string | null> {
  let taken: unknown
  try {
    taken = await decoder.decode(input.slice())
  } catch (error) {
    if (!isProblem(error)) throw new Error(`${decoder.name}: a fault`, { cause: error })
    refuseBadProblem(decoder, error)
    return error.code
  }
  refuseBadTaking(decoder, input, taken)
  return null
}

/** Refusals are read by people who must not learn what stood in the input. */
export function refuseBadProblem(of: Pick<Decoder, 'name' | 'quotes'>, problem: Problem): void {
  const { name } = of
  const { code, what, where = '', remedy = '' } = problem
  if (!codes.has(code)) throw new Error(`${name}: the code ${code} is not listed`)
  const words = [what, where, remedy].join(' ')
  if (of.quotes !== true && words.includes(CANARY.slice(0, 7))) {
    throw new Error(`${name}: ${code} repeats the input: ${words}`)
  }
  if (words.length > 5_000)
    throw new Error(`${name}: ${code} goes on for ${words.length} characters`)
}

function refuseBadTaking(
  { name, takes, ...rest }: Decoder,
  input: Uint8Array,
  taken: unknown,
): void {
  const same = Buffer.compare(input, sampleOf({ name, takes, ...rest })) === 0
  if (same || takes === 'other') return
  if (takes === 'nothing') throw new Error(`${name}: takes another input than the sample`)
  if (isDeepStrictEqual(taken, taken instanceof Uint8Array ? input : saidIn(input))) return
  throw new Error(`${name}: takes an input and keeps something else`)
}

function saidIn(input: Uint8Array): unknown {
  return JSON.parse(Buffer.from(input).toString('utf8'))
}
