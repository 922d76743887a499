import { expect, test } from 'vitest'
import { Challenges } from '../../src/console/challenges.ts'

function challenges() {
  const at = { nowMs: 0 }
  return { at, of: new Challenges<string>({ clock: { nowMs: () => at.nowMs } }) }
}

test('what was given out comes back once, with what was kept with it', () => {
  const { of } = challenges()
  const [one, other] = [of.issue('one'), of.issue('other')]
  expect(one).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(of.take(one)).toBe('one')
  expect(of.take(one)).toBeNull()
  expect(of.take(other)).toBe('other')
  expect(of.take('never given out')).toBeNull()
})

test('after five minutes it is of no use', () => {
  const { at, of } = challenges()
  const [one, other] = [of.issue('one'), of.issue('other')]
  at.nowMs = 299_999
  expect(of.take(one)).toBe('one')
  at.nowMs = 300_000
  expect(of.take(other)).toBeNull()
})

test('no more than a thousand are open: the oldest give way', () => {
  const { of } = challenges()
  const first = of.issue('first')
  const second = of.issue('second')
  for (let more = 0; more < 999; more++) of.issue('more')
  expect(of.take(first)).toBeNull()
  expect(of.take(second)).toBe('second')
})
