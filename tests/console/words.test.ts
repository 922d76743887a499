import { expect, test } from 'vitest'
import { wordsIn } from '../../src/console/words.ts'

/** Every text of a catalogue by its path. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return []
  return Object.entries(value ?? {}).flatMap(([key, one]) => textsOf(one, `${path}/${key}`))
}

test('no text of the console is empty, and both languages have the same ones', () => {
  const dutch = new Map(textsOf(wordsIn('nl')))
  const english = new Map(textsOf(wordsIn('en')))
  expect([...dutch.keys()]).toEqual([...english.keys()])
  for (const text of [...dutch.values(), ...english.values()]) expect(text.trim()).not.toBe('')
})

test('each language leads to the other, in the other’s own words', () => {
  expect(wordsIn('nl').frame.otherLanguage).toBe('English')
  expect(wordsIn('en').frame.otherLanguage).toBe('Nederlands')
})
