import type { z } from 'zod'
import { concatBytes } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'

/** The most that is read of an answer: a page of an inbox (protocol/messages.md) is the largest. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024

/** The body of an answer, as long as it is no larger than any honest one. */
export async function readBytes(
  response: Response,
  most: number = MAX_ANSWER_BYTES,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > most) throw unreadable('it is too large')
    parts.push(part)
  }
  return concatBytes(...parts)
}

export async function readJson(response: Response): Promise<unknown> {
  const bytes = await readBytes(response)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    // The text of the error would repeat what was sent.
    throw unreadable('it is no JSON')
  }
}

export async function readAnswer<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await readJson(response))
  if (parsed.success) return parsed.data
  throw unreadable('it has another form')
}

export function unreadable(why: string): Problem {
  return new Problem({
    code: 'transport.unreadable',
    what: `The coordinator answered with what cannot be read: ${why}`,
    remedy: 'It is tried again by itself; should it last, compare versions with the coordinator.',
    status: 503,
  })
}
