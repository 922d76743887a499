import type { Prng } from './prng.ts'

/** Pairs of spellings that registers use for the same sound; each is tried in both directions. */
const variants: readonly (readonly [string, string])[] = [
  ['ou', 'u'],
  ['oo', 'u'],
  ['ee', 'i'],
  ['ai', 'ay'],
  ['ei', 'ey'],
  ['kh', 'ch'],
  ['gh', 'g'],
  ['q', 'k'],
  ['dj', 'j'],
  ['sh', 'sj'],
  ['ch', 'tsj'],
  ['zh', 'j'],
  ['ts', 'tz'],
  ['x', 'ks'],
  ['v', 'w'],
  ['iy', 'y'],
  ['ii', 'y'],
  ['yu', 'joe'],
  ['ph', 'f'],
  ['th', 't'],
  ['mm', 'm'],
  ['ss', 's'],
  ['ll', 'l'],
  ['h', ''],
]

/** One other spelling of the name, or the same text where no variant fits. */
export function transliterated(text: string, prng: Prng): string {
  const spellings = variants.flatMap(([one, other]) => [
    ...respelled(text, one, other),
    ...(other === '' ? [] : respelled(text, other, one)),
  ])
  return spellings.length === 0 ? text : prng.pick(spellings)
}

/** Not at the head of a word, so that the capital stays right. */
function respelled(text: string, from: string, to: string): string[] {
  const at = text.indexOf(from)
  if (!/\p{L}/u.test(text[at - 1] ?? '')) return []
  return [text.slice(0, at) + to + text.slice(at + from.length)]
}
