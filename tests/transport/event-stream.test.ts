import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { concatBytes, utf8 } from '../../src/base/bytes.ts'
import { HEARTBEAT_MS, readEvents } from '../../src/transport/event-stream.ts'
import { refusalOf } from '../base/refusal-of.ts'

afterEach(() => vi.useRealTimers())

const heartbeatLine = () => utf8(': still here\n\n')
const eventLines = (data: string) => utf8(`data: ${data}\n\n`)

function streamOf(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  })
}

async function all(stream: ReadableStream<Uint8Array>): Promise<string[]> {
  const events: string[] = []
  for await (const event of readEvents(stream)) events.push(event)
  return events
}

it('gives the data of every event, heartbeats left out, however the bytes are split', async () => {
  const data = fc.stringMatching(/^[0-9é]{1,6}$/)
  const sent = fc.array(fc.option(data), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(sent, fc.array(fc.integer({ min: 1, max: 9 })), async (lines, cuts) => {
      const bytes = concatBytes(
        ...lines.map((line) => (line === null ? heartbeatLine() : eventLines(line))),
      )
      const pieces: Uint8Array[] = []
      let at = 0
      for (const cut of cuts) {
        pieces.push(bytes.slice(at, at + cut))
        at += cut
      }
      pieces.push(bytes.slice(at))
      const expected = lines.filter((line) => line !== null)
      expect(await all(streamOf(pieces.filter((piece) => piece.length > 0)))).toEqual(expected)
    }),
  )
})

it('does not give an event that was cut off', async () => {
  expect(await all(streamOf([eventLines('1'), eventLines('2').slice(0, -1)]))).toEqual(['1'])
})

it('goes on while heartbeats come, and ends with a problem when nothing comes any more', async () => {
  vi.useFakeTimers()
  let send: (bytes: Uint8Array) => void = () => undefined
  let cancelled = false
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      send = (bytes) => controller.enqueue(bytes)
    },
    cancel() {
      cancelled = true
    },
  })
  const events: string[] = []
  const reading = refusalOf(
    (async () => {
      for await (const event of readEvents(stream)) events.push(event)
    })(),
  )
  for (let beat = 0; beat < 6; beat++) {
    send(heartbeatLine())
    await vi.advanceTimersByTimeAsync(2 * HEARTBEAT_MS)
  }
  send(eventLines('7'))
  await vi.advanceTimersByTimeAsync(0)
  expect(events).toEqual(['7'])
  await vi.advanceTimersByTimeAsync(3 * HEARTBEAT_MS)
  expect((await reading).code).toBe('transport.silent')
  expect(cancelled).toBe(true)
})

it('lets go of the stream when its reader stops early', async () => {
  let cancelled = false
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(eventLines('1')),
    cancel() {
      cancelled = true
    },
  })
  for await (const event of readEvents(stream)) {
    expect(event).toBe('1')
    break
  }
  expect(cancelled).toBe(true)
})
