import { userInfo } from 'node:os'
import type { By } from '../log/act.ts'

/** The user of this machine that gives a command, as the log of acts names it. */
export function byCommand(): By {
  return {
    actor: actorNamed(userName()),
    origin: 'command',
  }
}

/** A name of the log begins with a letter or digit; one of a user may not, as `_apt`. */
export function actorNamed(user: string): string {
  const name = user.replaceAll(/[^A-Za-z0-9._@-]/g, '-')
  const fits = /^([A-Za-z0-9]|$)/.test(name) ? name : `u${name}`
  return fits.slice(0, 64) || 'unknown'
}

/** A user that the machine has no name for, as in many containers, goes by its number. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`
  }
}
