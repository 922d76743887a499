import { type DestinationStream, destination, type Logger, pino } from 'pino'
import type { Log } from '../base/log.ts'
import { isProblem } from '../base/problem.ts'

/**
 * Fields that no log has a use for, at the top or one level down. Nothing should give them; where a
 * driver's object comes in one day, this keeps its secrets and values out.
 */
const NEVER = [
  ...['password', 'passphrase', 'secret', 'token', 'cookie', 'authorization', 'key', 'seed', 'd'],
  ...['bsn', 'v_number', 'surname', 'given_names', 'birth_date', 'postcode', 'phone', 'email'],
  ...['address', 'record_id', 'parameters', 'sql', 'query'],
]
const CENSOR = '[left out]'

/** JSON lines on standard error. Holds ids, counts and codes; never a value of a record. */
export function makeLog(name: string, level: string, to: DestinationStream = standardError()): Log {
  const redact = { paths: NEVER.flatMap((field) => [field, `*.${field}`]), censor: CENSOR }
  return logOn(pino({ name, level, base: { name }, redact }, to))
}

function standardError(): DestinationStream {
  return destination({ dest: 2, sync: true })
}

function logOn(logger: Logger): Log {
  return {
    info: (message, fields) => logger.info(maskAll(fields ?? {}), mask(message)),
    error: (message, error) => logger.error(maskAll(safeError(error)), mask(message)),
  }
}

/** A foreign error's message could hold a value (a database driver's, say): only where it arose. */
function safeError(error: unknown): Record<string, unknown> {
  if (isProblem(error)) return { code: error.code, what: error.what, where: error.where }
  if (!(error instanceof Error)) return { kind: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const code = 'code' in error ? String(error.code) : undefined
  return { kind: error.name, code, frames: frames.map((line) => line.trim()).slice(0, 8) }
}

function maskAll(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const masked = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? mask(value) : value,
  ])
  return Object.fromEntries(masked)
}

/** What has the form of a personal value or a password, wherever it stands. */
function mask(text: string): string {
  return text
    .replaceAll(/\/\/[^/\s:@]+:[^/\s@]+@/g, `//${CENSOR}@`)
    .replaceAll(/[\w.+-]+@[\w-]+\.[\w.-]+/g, CENSOR)
    .replaceAll(/(?<![\w-])\d{8,9}(?![\w-])/g, (digits) =>
      isCivilNumber(digits) ? CENSOR : digits,
    )
}

/** The eleven-proof of Dutch civil numbers. */
function isCivilNumber(digits: string): boolean {
  const sum = [...digits.padStart(9, '0')].reduce(
    (total, digit, at) => total + Number(digit) * (at === 8 ? -1 : 9 - at),
    0,
  )
  return sum !== 0 && sum % 11 === 0
}
