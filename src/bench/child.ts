import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const MAX_OUTPUT_BYTES = 1024 * 1024

/** Runs a script of this folder in a process of its own and gives the JSON it prints. */
export async function runScript<T>(script: string, ...args: readonly (string | number)[]) {
  const file = join(import.meta.dirname, script)
  const all = [file, ...args.map(String)]
  const { stdout } = await run(process.execPath, all, { maxBuffer: MAX_OUTPUT_BYTES })
  return JSON.parse(stdout) as T // our own script's own words
}

/** Largest memory this process ever held. */
export function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1024
}
