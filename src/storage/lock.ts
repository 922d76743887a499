import SqliteFile from 'better-sqlite3'

/** Held until let go, or until the process ends in whatever way: the system keeps it. */
export interface Lock {
  release(): void
}

/**
 * Takes a lock on a file of its own, or gives null when another process holds it. No process id is
 * written anywhere, so none can be out of date.
 */
export function takeLock(path: string): Lock | null {
  const file = new SqliteFile(path, { timeout: 0 })
  try {
    file.exec('begin exclusive')
  } catch (error) {
    file.close()
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return null
    throw error
  }
  return { release: () => file.close() }
}
