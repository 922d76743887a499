import { utf8 } from '../src/base/bytes.ts'
import type { Random } from '../src/base/random.ts'
import { deriveBytes, keyStream } from '../src/crypto/derive.ts'

/** Exactly these bytes, in order; throws when asked for more. */
export function scriptedRandom(bytes: Uint8Array): { random: Random; left: () => number } {
  let at = 0
  return {
    random: (length) => {
      if (at + length > bytes.length) throw new Error('scripted randomness is exhausted')
      at += length
      return bytes.slice(at - length, at)
    },
    left: () => bytes.length - at,
  }
}

/** The same bytes for the same name, in every run. */
export function seededRandom(name: string): Random {
  return keyStream(deriveBytes(utf8(name), 'SAMENTEL-TEST', [], 32))
}
