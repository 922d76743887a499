import { destination, type Logger, pino } from 'pino'
import type { Log } from '../base/log.ts'
import { isProblem } from '../base/problem.ts'

/** JSON lines on standard error. Holds ids, counts and codes; never a value of a record. */
export function makeLog(name: string, level: string): Log {
  const logger = pino({ name, level, base: { name } }, destination({ dest: 2, sync: true }))
  return logOn(logger)
}

function logOn(logger: Logger): Log {
  return {
    info: (message, fields) => logger.info(fields ?? {}, message),
    error: (message, error) => logger.error(safeError(error), message),
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
