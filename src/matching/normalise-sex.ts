import type { Reading } from './reading.ts'

export type Sex = 'M' | 'F'

const codes: ReadonlyMap<string, Sex | undefined> = new Map([
  ...['m', 'man', 'male', 'mannelijk', '1'].map((word) => [word, 'M'] as const),
  ...['v', 'f', 'vrouw', 'female', 'woman', 'vrouwelijk', '2'].map((word) => [word, 'F'] as const),
  ...['', 'x', 'o', 'u', '0', '9', '-', '?', 'onbekend', 'unknown'].map(
    (word) => [word, undefined] as const,
  ),
])

/**
 * A sex from Dutch and English words and the codes of ISO/IEC 5218. X and "unknown" have no value: keys with sex are
 * then not built. Finding `sex.form`.
 */
export function readSex(text: string): Reading<Sex> {
  const word = text.normalize('NFKC').trim().toLowerCase()
  if (!codes.has(word)) return { finding: 'sex.form' }
  const value = codes.get(word)
  return value === undefined ? {} : { value }
}
