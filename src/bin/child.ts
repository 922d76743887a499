import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Problem } from '../base/problem.ts'

const program = join(import.meta.dirname, 'samentel.mjs')
const STOP_MS = 10_000

/** A line of a child's log, where it is one. */
export type LogLine = Readonly<Record<string, unknown>>

export interface Child {
  readonly name: string
  /** Resolves with the exit code. */
  readonly ended: Promise<number>
  stop(): Promise<void>
}

/** Starts samentel as a process of its own, its log kept in a file and each line told. */
export function startChild(
  name: string,
  args: readonly string[],
  options: { readonly logFile: string; readonly onLine?: (line: LogLine) => void },
): Child {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const log = createWriteStream(options.logFile, { flags: 'a' })
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`)
      options.onLine?.(parseLine(line))
    })
  }
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code) => {
      log.end()
      resolve(code ?? 1)
    })
  })
  return { name, ended, stop: () => stopChild(child, ended) }
}

async function stopChild(child: ChildProcess, ended: Promise<number>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await ended
  clearTimeout(timer)
}

/** Runs samentel to its end, and fails when it fails. */
export async function runChild(
  name: string,
  args: readonly string[],
  logFile: string,
): Promise<void> {
  const lines: string[] = []
  const child = startChild(name, args, {
    logFile,
    onLine: (line) => lines.push(String(line.text ?? '')),
  })
  if ((await child.ended) === 0) return
  throw new Problem({
    code: 'start.step-failed',
    what: `A step of the rehearsal failed at ${name}: ${lines.filter(Boolean).slice(-2).join(' ')}`,
    where: logFile,
    remedy: 'The log file named here says more.',
  })
}

function parseLine(line: string): LogLine {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === 'object' && value !== null) return value as LogLine
  } catch {
    // Not every line is JSON; what people read stands as text.
  }
  return { text: line }
}
