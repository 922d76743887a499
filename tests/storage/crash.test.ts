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

/** Runs the child for two steps and kills it some time into the next. Returns what it told last. */
async function runAndKill(url: string, afterMs: number): Promise<number> {
  const running = spawn(process.execPath, [child, url], { stdio: ['ignore', 'pipe', 'pipe'] })
  const errors: string[] = []
  running.stderr.on('data', (text) => errors.push(String(text)))
  const exited = once(running, 'exit')
  const steps: number[] = []
  for await (const line of createInterface({ input: running.stdout })) {
    steps.push(Number(line))
    if (steps.length === 2) setTimeout(() => running.kill('SIGKILL'), afterMs)
  }
  const [, signal] = await exited
  expect([signal, errors.join('')]).toEqual(['SIGKILL', ''])
  return steps.at(-1) ?? 0
}

/** Looks in one transaction: a server may still be busy committing what the killed process sent. */
async function expectOneStep(url: string, told: number): Promise<void> {
  const database = await openDatabase({ url, clock: { nowMs: () => 0 } })
  await database.transaction('look', async (stores) => {
    const { step } = ((await stores.rounds.get('r'))?.state ?? { step: 0 }) as { step: number }
    expect(step).toBeGreaterThanOrEqual(told)
    expect(await stores.outbox.head('b')).toBe(step)
    expect(await stores.outbox.unsent(9999)).toHaveLength(step)
    expect(await stores.rows.range('r', 'b', 0, step + 9)).toHaveLength(step)
    expect(await stores.rows.range('r', 'b', step, step + 9)).toHaveLength(1)
    expect(await stores.received.remember('r', 'a', step, new Uint8Array(32))).toBe('same')
  })
  await database.close()
}

describe.each([
  { kind: 'sqlite', newUrl: async () => `sqlite:${join(directory, 'node.db')}` },
  { kind: 'postgres', newUrl: () => server.newDatabase() },
])('a process on $kind that is killed while it works, and again', ({ newUrl }) => {
  it('leaves state, messages and rows of the same step each time', async () => {
    const url = await newUrl()
    for (const afterMs of [0, 1, 2, 3, 5, 7])
      await expectOneStep(url, await runAndKill(url, afterMs))
  })
})
