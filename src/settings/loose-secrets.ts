import { readFile, stat } from 'node:fs/promises'
import { Problem } from '../base/problem.ts'
import type { Home } from './home.ts'

/**
 * One problem for each secret file that others on this machine can read; of `own` files alone, or also of
 * those that another user owns and mounted here. A settings file with a password in it is one of them.
 */
export async function looseSecrets(
  home: Home,
  whose: 'all' | 'own' = 'all',
): Promise<readonly Problem[]> {
  if (process.platform === 'win32') return [] // modes say nothing there
  const secrets = [home.identity, home.storageKey, home.matchingSecret]
  const files = (await holdsPassword(home.settings)) ? [...secrets, home.settings] : secrets
  const open = await Promise.all(files.map((file) => isOpen(file, whose)))
  return files.filter((_, at) => open[at]).map(readable)
}

/** The same of one file that the settings name; null where others cannot read it. */
export async function looseSecret(file: string): Promise<Problem | null> {
  if (process.platform === 'win32') return null
  return (await isOpen(file, 'all')) ? readable(file) : null
}

/** False for a file that is not there: check tells that by itself. */
async function isOpen(file: string, whose: 'all' | 'own'): Promise<boolean> {
  const found = await stat(file).catch(() => null)
  if (found === null || (found.mode & 0o077) === 0) return false
  return whose === 'all' || found.uid === process.getuid?.()
}

/** In the address of a database or proxy. */
async function holdsPassword(settings: string): Promise<boolean> {
  const text = await readFile(settings, 'utf8').catch(() => '')
  return text.split('\n').some((line) => /^[^#]*:\/\/[^/\s:@]*:[^/\s@]+@/.test(line))
}

function readable(file: string): Problem {
  return new Problem({
    code: 'home.secret-readable',
    what: 'Others on this machine can read a secret file, or write it',
    where: file,
    remedy: `Run: chmod 600 ${file}`,
  })
}
