import { expect, it } from 'vitest'
import { remember } from '../../src/base/remember.ts'

it('finds once for each text, and again when it had to forget', () => {
  const asked: string[] = []
  const length = remember(2, (text) => {
    asked.push(text)
    return text.length
  })
  expect(['aa', 'b', 'aa', 'ccc', 'aa'].map(length)).toEqual([2, 1, 2, 3, 2])
  expect(asked).toEqual(['aa', 'b', 'ccc', 'aa'])
})
