import { z } from 'zod'

/** Lower-case letters, digits and hyphens: safe in a path, a file name, a table and a sentence. */
const idPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

export const idSchema = z.string().regex(idPattern, {
  message: 'use 1 to 63 lower-case letters, digits and hyphens, no hyphen at either end',
})

export function isId(text: string): boolean {
  return idPattern.test(text)
}

/** The coordinator's name as sender and recipient; no organisation may take it. */
export const COORDINATOR = 'coordinator'
