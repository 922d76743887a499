import { stat } from 'node:fs/promises'
import { Problem } from '../base/problem.ts'
import type { Home } from './home.ts'

/** One problem for each secret file that others on this machine can read. */
export async function looseSecrets(home: Home): Promise<readonly Problem[]> {
  if (process.platform === 'win32') return [] // modes say nothing there
  const files = [home.identity, home.storageKey, home.matchingSecret]
  const modes = await Promise.all(files.map(modeOf))
  return files.filter((_, at) => ((modes[at] ?? 0) & 0o077) !== 0).map(readable)
}

/** None of a file that is not there: check tells that by itself. */
async function modeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ mode }) => mode,
    () => 0,
  )
}

function readable(file: string): Problem {
  return new Problem({
    code: 'home.secret-readable',
    what: 'Others on this machine can read a secret file, or write it',
    where: file,
    remedy: `Run: chmod 600 ${file}`,
  })
}
