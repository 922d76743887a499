import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Problem } from '../base/problem.ts'
import { guessEncoding } from './guess-encoding.ts'

/** The web's class, which the types of Node name as a value only. */
type Decoder = InstanceType<typeof TextDecoder>

/** Looked at where the text is not what it should be. */
const SAMPLE_BYTES = 65_536

const byteOrderMarks = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
]

/**
 * The encoding of a file: that of its byte order mark, else the one told, else UTF-8. A mark goes first because no
 * other text begins with these bytes. Throws `source.missing` and `source.unreadable`.
 */
export async function detectEncoding(path: string, told: string | undefined): Promise<string> {
  const start = await readStart(path, 3)
  const mark = byteOrderMarks.find(({ bytes }) => bytes.every((byte, at) => start[at] === byte))
  return mark?.encoding ?? told ?? 'utf-8'
}

/**
 * The text of a file in pieces of some 64 KiB, without its byte order mark.
 * Throws `source.missing`, `source.unreadable` and, at the first byte that is no text, `source.encoding`.
 */
export async function* readText(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let offset = 0
  for await (const chunk of readBytes(path)) {
    const text = decodeOrUndefined(decoder, chunk)
    if (text === undefined) throw await encodingProblem(path, encoding, offset)
    yield text
    offset += chunk.length
  }
  const tail = decodeOrUndefined(decoder)
  if (tail === undefined) throw await encodingProblem(path, encoding, offset)
  yield tail
}

/** The first bytes of a file, or some from a place on. Throws `source.missing` and `source.unreadable`. */
export async function readStart(path: string, length: number, from = 0): Promise<Uint8Array> {
  try {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, from)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    throw fileProblem(path, error)
  }
}

async function* readBytes(path: string): AsyncGenerator<Uint8Array> {
  try {
    const stream: AsyncIterable<Uint8Array> = createReadStream(path)
    for await (const chunk of stream) yield chunk
  } catch (error) {
    throw fileProblem(path, error)
  }
}

function decodeOrUndefined(decoder: Decoder, chunk?: Uint8Array): string | undefined {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch {
    return undefined
  }
}

export function fileProblem(path: string, cause: unknown): Problem {
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  return new Problem({
    code: missing ? 'source.missing' : 'source.unreadable',
    what: missing ? 'The export is not there' : 'The export cannot be read',
    where: path,
    remedy: missing
      ? 'Check the path, and that your system has written the file.'
      : 'Check that the path is a file and that this user may read it.',
    cause,
  })
}

async function encodingProblem(path: string, encoding: string, chunkStart: number) {
  const { line, byte } = await locateFault(path, encoding, chunkStart)
  const guess = guessEncoding(await readStart(path, SAMPLE_BYTES, chunkStart))
  return new Problem({
    code: 'source.encoding',
    what: `The export is not ${encoding} text`,
    where: `${path}, line ${line}, byte ${byte}`,
    remedy: `Save it as UTF-8, or name its encoding in the mapping file; it looks like encoding: ${guess}.`,
  })
}

/** Decodes again, byte by byte in the piece that failed: the decoder itself does not tell where it stopped. */
async function locateFault(path: string, encoding: string, chunkStart: number) {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let line = 1
  let byte = 0
  for await (const chunk of readBytes(path)) {
    const step = byte < chunkStart ? chunk.length : 1
    for (let at = 0; at < chunk.length; at += step) {
      const text = decodeOrUndefined(decoder, chunk.subarray(at, at + step))
      if (text === undefined) return { line, byte }
      line += text.split('\n').length - 1
      byte += step
    }
  }
  return { line, byte }
}
