import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Problem } from '../base/problem.ts'
import type { Home } from '../settings/home.ts'
import { type Lock, takeLock } from '../storage/lock.ts'

/** Two processes on one folder would answer twice, or sign with a key that one of them replaced. */
export async function lockHome(home: Home): Promise<Lock> {
  const lock = await tryLockHome(home)
  if (lock !== null) return lock
  throw new Problem({
    code: 'home.in-use',
    what: 'Another process serves from this folder already',
    where: home.folder,
    remedy: 'Stop that one first, or give this one a folder of its own with --home.',
    status: 409,
  })
}

export async function tryLockHome(home: Home): Promise<Lock | null> {
  await mkdir(dirname(home.lock), { recursive: true, mode: 0o700 })
  return takeLock(home.lock)
}
