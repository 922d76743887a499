import { spawn } from 'node:child_process'
import { join } from 'node:path'

export const program = join(import.meta.dirname, '..', '..', 'src', 'bin', 'samentel.mjs')

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the command as a user would and gives what it printed. */
export function runSamentel(...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  child.stdout.on('data', (data) => {
    out += data
  })
  child.stderr.on('data', (data) => {
    err += data
  })
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code: code ?? 1, out, err }))
  })
}
