import { expect, it } from 'vitest'
import { agoText } from '../../src/node/ago-text.ts'

const MINUTE = 60_000

it.each([
  [0, 'just now'],
  [45_000, '45 seconds ago'],
  [10 * MINUTE, '10 minutes ago'],
  [5 * 60 * MINUTE, '5 hours ago'],
  [72 * 60 * MINUTE, '3 days ago'],
  [-5 * MINUTE, 'in the future: a clock was set'],
])('says %i milliseconds as %s', (ms, text) => {
  expect(agoText(ms)).toBe(text)
})
