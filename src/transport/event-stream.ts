import { Problem } from '../base/problem.ts'
import { unreadable } from './read-answer.ts'

/** Server-sent events (HTML standard 9.2): a line now and then shows that the way is still open. */
export const HEARTBEAT_MS = 10_000
/** Nothing heard for this long: the connection is half-open or cut; open another. */
const SILENCE_MS = 3 * HEARTBEAT_MS
/** An event is a number. */
const MAX_EVENT_CHARS = 1_000

/** Yields the data of each event; ends with the stream; throws when it has gone silent. */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const reader = stream.getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await withinSilence(reader.read())
      if (done) return
      rest += decoder.decode(value, { stream: true })
      const blocks = rest.split('\n\n')
      rest = blocks.pop() ?? ''
      if (rest.length > MAX_EVENT_CHARS) throw unreadable('an event does not end')
      for (const block of blocks) {
        if (block.startsWith('data: ')) yield block.slice('data: '.length)
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

async function withinSilence<T>(read: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(silent()), SILENCE_MS)
  })
  try {
    return await Promise.race([read, silence])
  } finally {
    clearTimeout(timer)
  }
}

function silent(): Problem {
  return new Problem({
    code: 'transport.silent',
    what: 'Nothing has been heard from the coordinator for half a minute',
    remedy: 'A new connection is opened by itself.',
    status: 503,
  })
}
