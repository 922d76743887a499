import { userInfo } from 'node:os'
import type { By } from '../log/act.ts'

/** The user of this machine that gives a command, as the log of acts names it. */
export function byCommand(): By {
  return {
    actor:
      userName()
        .replaceAll(/[^A-Za-z0-9._@-]/g, '-')
        .slice(0, 64) || 'unknown',
    origin: 'command',
  }
}

/** A user that the machine has no name for, as in many containers, goes by its number. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`
  }
}
