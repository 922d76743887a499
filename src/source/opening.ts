import { Problem } from '../base/problem.ts'
import { type Delimiter, delimiters } from './field-map.ts'

/** The text of an export whose delimiter is known. */
export interface Opening {
  readonly delimiter: Delimiter
  /** Line number of the first line of `text`. */
  readonly firstLine: number
  readonly text: AsyncIterable<string>
}

/** Longest header that is looked at for the delimiter, in characters. */
const maxHeaderLength = 100_000

/**
 * Takes the header off a text to find its delimiter (the one told, that of a spreadsheet's `sep=` line, else the
 * candidate that stands most often outside quotes), and puts it back. Throws `source.encoding` on NUL characters:
 * UTF-16 without a byte order mark, which is also valid UTF-8.
 */
export async function readOpening(
  pieces: AsyncGenerator<string>,
  path: string,
  told?: Delimiter,
): Promise<Opening> {
  let head = ''
  while (headerOf(head) === undefined && head.length < maxHeaderLength) {
    const piece = await pieces.next()
    if (piece.done === true) break
    head += piece.value
  }
  const header = headerOf(head) ?? head
  if (header.includes('\0')) throw nulProblem(path)
  const separator = /^sep=([,;\t|])(?:\r\n|\n|\r|$)/i.exec(head)
  if (separator === null) {
    return { delimiter: told ?? sniff(header), firstLine: 1, text: rejoin(head, pieces) }
  }
  const text = rejoin(head.slice(separator[0].length), pieces)
  return { delimiter: told ?? (separator[1] as Delimiter), firstLine: 2, text } // one of the class above
}

/** The first line that is not blank, up to a line end outside quotes; undefined when more text is needed. */
function headerOf(text: string): string | undefined {
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') quoted = !quoted
    const lineEnds = !quoted && (character === '\n' || character === '\r')
    if (lineEnds && text.slice(0, at).trim() !== '') return text.slice(0, at)
  }
  return undefined
}

function sniff(header: string): Delimiter {
  const bare = header.replace(/"[^"]*"/g, '')
  const counts = delimiters.map((delimiter) => bare.split(delimiter).length)
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ','
}

async function* rejoin(head: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head
  yield* rest
}

function nulProblem(path: string): Problem {
  return new Problem({
    code: 'source.encoding',
    what: 'The export holds NUL characters: it looks like UTF-16 without a byte order mark',
    where: `${path}, line 1`,
    remedy: 'Save it as UTF-8, or write encoding: utf-16le in the mapping file.',
  })
}
