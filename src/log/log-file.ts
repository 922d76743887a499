import { z } from 'zod'
import { Problem } from '../base/problem.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { type Agreement, makeAgreement, termsSchema } from '../round/agreement.ts'
import { type Entry, entrySchema } from './entry.ts'

/**
 * A log in one file (protocol/specification.md 16.3): a line of canonical JSON each for the head, every
 * entry in order, and every signed statement about this log and those of others.
 */
const headSchema = z.strictObject({
  version: z.literal(1),
  /** Whose log it is. */
  organisation: z.string(),
  log: z.string(),
  agreement: z.strictObject({
    terms: z.record(z.string(), z.unknown()),
    keys: z.record(z.string(), z.unknown()),
  }),
  /** Signed successions of keys (4.7), each after the one it follows. */
  successions: z.array(z.string()),
})
type Head = z.infer<typeof headSchema>

const lineSchema = z.union([
  z.strictObject({ head: headSchema }),
  z.strictObject({ entry: entrySchema }),
  z.strictObject({ statement: z.string() }),
])

export interface LogFile {
  readonly organisation: string
  readonly log: string
  readonly agreement: Agreement
  readonly successions: readonly string[]
  readonly entries: readonly Entry[]
  readonly statements: readonly string[]
}

/** The lines of a file, without their breaks. */
export function* logFileLines(
  file: Omit<LogFile, 'entries'> & { readonly entries: readonly string[] },
): Generator<string> {
  const { terms, keys } = file.agreement
  const { organisation, log, successions } = file
  const head = { version: 1, organisation, log, agreement: { terms, keys }, successions }
  yield canonicalJson({ head })
  for (const entry of file.entries) yield `{"entry":${entry}}`
  for (const statement of file.statements) yield canonicalJson({ statement })
}

/** @throws Problem `log-file.unreadable` */
export function readLogFile(text: string): LogFile {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw unreadable('its last line has no end', lines.length + 1)
  let head: Head | null = null
  const entries: Entry[] = []
  const statements: string[] = []
  lines.forEach((line, at) => {
    const parsed = lineSchema.safeParse(parse(line, at + 1))
    if (!parsed.success) throw unreadable('its form is wrong', at + 1)
    if ('head' in parsed.data !== (at === 0)) throw unreadable('it does not begin with one head', 1)
    if ('head' in parsed.data) head = parsed.data.head
    else if ('entry' in parsed.data) entries.push(parsed.data.entry)
    else statements.push(parsed.data.statement)
  })
  if (head === null) throw unreadable('it is empty', 1)
  const { organisation, log, successions, agreement } = head as Head
  const terms = termsSchema.safeParse(agreement.terms)
  if (!terms.success) throw unreadable('its agreement is none', 1)
  return {
    organisation,
    log,
    successions,
    agreement: makeAgreement(terms.data, agreement.keys),
    entries,
    statements,
  }
}

/** One value has one text: a field that is named twice would be read in two ways. */
function parse(line: string, number: number): unknown {
  try {
    const value: unknown = JSON.parse(line)
    if (canonicalJson(value) === line) return value
  } catch {
    throw unreadable('it is not JSON', number)
  }
  throw unreadable('it is not canonical JSON (RFC 8785)', number)
}

function unreadable(why: string, line: number): Problem {
  return new Problem({
    code: 'log-file.unreadable',
    what: `This file cannot be read as a log of acts: ${why}`,
    where: `line ${line}`,
    remedy: 'Give a file as samentel audit export wrote it, unchanged.',
  })
}
