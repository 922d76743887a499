import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'
import type { PsiPool } from '../../src/work/pool.ts'
import { runTask } from '../../src/work/tasks.ts'

const engine = await loadSodiumEngine()

/** Does the work of the workers in this thread. */
export const plainPool: PsiPool = {
  width: 2,
  run: async (task) => runTask(engine, task),
  close: async () => undefined,
}

/** A folder with a node's store in it; close it after the test. */
export async function sampleStore(): Promise<{
  folder: string
  database: Database
  close: () => Promise<void>
}> {
  const folder = await mkdtemp(join(tmpdir(), 'node-'))
  const url = `sqlite:${join(folder, 'node.sqlite')}`
  const database = await openDatabase({ url, clock: systemClock })
  const close = async () => {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { folder, database, close }
}
