import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/storage/database.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

const child = fileURLToPath(new URL('crash-child.ts', import.meta.url))
let directory: string
let server: PostgresServer
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'samentel-crash-'))
  server = await startPostgres()
})
afterAll(async () => {
  rmSync(directory, { recursive: true })
  await server.stop()
})

/** Runs the child and kills it as soon as it tells of step `until`, while it is at the next. */
async function runAndKill(url: string, until: number): Promise<number> {
  const running = spawn(process.execPath, [child, url], { stdio: ['ignore', 'pipe', 'pipe'] })
  const errors: string[] = []
  running.stderr.on('data', (text) => errors.push(String(text)))
  const exited = once(running, 'exit')
  let told = 0
  for await (const line of createInterface({ input: running.stdout })) {
    told = Number(line)
    if (told >= until) running.kill('SIGKILL')
  }
  const [, signal] = await exited
  expect([signal, errors.join('')]).toEqual(['SIGKILL', ''])
  return told
}

describe.each([
  { kind: 'sqlite', newUrl: async (at: number) => `sqlite:${join(directory, `${at}.db`)}` },
  { kind: 'postgres', newUrl: () => server.newDatabase() },
])('a process on $kind that is killed while it works', ({ newUrl }) => {
  it.each([1, 7, 40])('leaves state, messages and rows of the same step (%i)', async (until) => {
    const url = await newUrl(until)
    const told = await runAndKill(url, until)
    const { stores, close } = await openDatabase({ url, clock: { nowMs: () => 0 } })
    const { step } = ((await stores.rounds.get('r'))?.state ?? { step: 0 }) as { step: number }
    // What was told is kept; at most the step under way at the kill came after it.
    expect(step).toBeGreaterThanOrEqual(told)
    expect(await stores.outbox.head('b')).toBe(step)
    expect(await stores.outbox.unsent(9999)).toHaveLength(step)
    expect(await stores.rows.count('r', 'b')).toBe(step)
    expect(await stores.received.remember('r', 'a', step, new Uint8Array(32))).toBe('same')
    expect(await stores.received.remember('r', 'a', step + 1, new Uint8Array(32))).toBe('new')
    await close()
  })
})
