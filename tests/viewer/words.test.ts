import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  formatCount,
  formatDate,
  formatDifference,
  formatRatio,
} from '../../src/viewer/language.ts'
import { wordsIn } from '../../src/viewer/words.ts'

const folder = new URL('../../src/viewer/', import.meta.url)

/** Every text in a catalogue with its path; functions by what they are. */
function textsOf(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, 'function']]
  return Object.entries(value as object).flatMap(([key, part]) => textsOf(part, `${path}.${key}`))
}

describe('the words', () => {
  test('stand in both languages, none empty', () => {
    const dutch = textsOf(wordsIn('nl'), 'words')
    const english = textsOf(wordsIn('en'), 'words')
    expect(english.map(([path]) => path).sort()).toEqual(dutch.map(([path]) => path).sort())
    for (const [path, text] of [...dutch, ...english]) expect([path, text]).not.toEqual([path, ''])
  })

  test('differ between the languages, but for the product’s name', () => {
    const english = new Map(textsOf(wordsIn('en'), 'words'))
    const same = textsOf(wordsIn('nl'), 'words').filter(
      ([path, text]) => text !== 'function' && english.get(path) === text,
    )
    expect(same.map(([path]) => path)).toEqual(['words.product'])
  })

  test('of the field are not in the code: they come with the release', () => {
    for (const file of readdirSync(folder)) {
      const text = readFileSync(new URL(file, folder), 'utf8')
      expect([
        file,
        /slachtoffer|victim|verdachte|suspect|mensenhandel|traffick/i.exec(text),
      ]).toEqual([file, null])
    }
  })

  test('write numbers and dates as the language does', () => {
    expect(formatCount('nl', 5433)).toBe('5.433')
    expect(formatCount('en', 5433)).toBe('5,433')
    expect(formatRatio('nl', 1.1)).toBe('1,10')
    expect(formatDifference('nl', -2, 0)).toBe('−2')
    expect(formatDifference('en', 2, 0)).toBe('+2')
    expect(formatDifference('en', 0, 0)).toBe('0')
    expect(formatDate('nl', '2017-12-31')).toBe('31 december 2017')
    expect(formatDate('en', '2026-11-21T23:30:15Z')).toBe('21 November 2026')
  })
})
