import { fromHex } from '../../src/base/bytes.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { scriptedRandom } from '../scripted-random.ts'

export type Fields = Readonly<Record<string, string>>

export type Compute = (engine: GroupEngine, input: Fields) => Fields

/** The field's text; a vector that lacks it is broken. */
export function field(input: Fields, name: string): string {
  const value = input[name]
  if (value === undefined) throw new Error(`vector lacks ${name}`)
  return value
}

export const hex = (input: Fields, name: string) => fromHex(field(input, name))

/** Runs with the vector's `random`, all of which must be used. */
export function scripted<T>(input: Fields, run: (random: (length: number) => Uint8Array) => T): T {
  const script = scriptedRandom(hex(input, 'random'))
  const result = run(script.random)
  if (script.left() !== 0) throw new Error(`${script.left()} random bytes are left over`)
  return result
}
