import { expect, test } from 'vitest'
import { TryLimit } from '../../src/console/try-limit.ts'
import { refusal } from '../refusal.ts'

test('a caller may try thirty times a minute, and others are not held up by it', () => {
  let nowMs = 0
  const limit = new TryLimit({ clock: { nowMs: () => nowMs } })
  for (let tries = 0; tries < 30; tries++) limit.count('one')
  expect(refusal(() => limit.count('one'))).toMatchObject({ code: 'console.too-many', status: 429 })
  limit.count('other')
  nowMs += 1_000
  expect(refusal(() => limit.count('one')).code).toBe('console.too-many')
  nowMs += 2_000
  limit.count('one')
  expect(refusal(() => limit.count('one')).code).toBe('console.too-many')
})

test('a clock that is put back gives nobody more tries, and does not stop them for good', () => {
  let nowMs = 3_600_000
  const limit = new TryLimit({ clock: { nowMs: () => nowMs } })
  for (let tries = 0; tries < 30; tries++) limit.count('one')
  nowMs = 0
  expect(refusal(() => limit.count('one')).code).toBe('console.too-many')
  nowMs = 60_000
  limit.count('one')
})

test('it remembers no more than a thousand callers', () => {
  const limit = new TryLimit({ clock: { nowMs: () => 0 } })
  for (let tries = 0; tries < 30; tries++) limit.count('first')
  for (let caller = 0; caller < 1_000; caller++) limit.count(`caller ${caller}`)
  limit.count('first')
})
