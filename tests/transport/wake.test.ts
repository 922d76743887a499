import { expect, it } from 'vitest'
import { Wake } from '../../src/transport/wake.ts'

/** Longer than any test: who waits for this has missed a wake. */
const FOREVER_MS = 1_000_000

async function isWaiting(promise: Promise<void>): Promise<boolean> {
  const later = new Promise<boolean>((resolve) => setImmediate(() => resolve(true)))
  return Promise.race([promise.then(() => false), later])
}

it('wakes all who wait for one, and nobody else', async () => {
  const wake = new Wake()
  const stop = new AbortController()
  const [one, again] = [
    wake.wait(wake.ticket('police'), FOREVER_MS),
    wake.wait(wake.ticket('police'), FOREVER_MS),
  ]
  const other = wake.wait(wake.ticket('court'), FOREVER_MS, stop.signal)
  expect(await isWaiting(one)).toBe(true)
  wake.wake('police')
  await Promise.all([one, again])
  expect(await isWaiting(other)).toBe(true)
  stop.abort()
  await other
})

it('does not miss a wake between taking the ticket and waiting', async () => {
  const wake = new Wake()
  const ticket = wake.ticket('police')
  wake.wake('police')
  await wake.wait(ticket, FOREVER_MS)
  const stop = new AbortController()
  const next = wake.wait(wake.ticket('police'), FOREVER_MS, stop.signal)
  expect(await isWaiting(next)).toBe(true)
  stop.abort()
  await next
})

it('ends when the time has passed, when aborted, and at once when aborted before', async () => {
  const wake = new Wake()
  await wake.wait(wake.ticket('police'), 1)
  const stop = new AbortController()
  const waiting = wake.wait(wake.ticket('police'), FOREVER_MS, stop.signal)
  stop.abort()
  await waiting
  await wake.wait(wake.ticket('police'), FOREVER_MS, stop.signal)
})

it('wakes everybody who waits', async () => {
  const wake = new Wake()
  const waiting = ['police', 'court', 'shelter'].map((id) => wake.wait(wake.ticket(id), FOREVER_MS))
  wake.wakeEverybody()
  await Promise.all(waiting)
})
