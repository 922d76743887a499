import { scryptSync } from 'node:crypto'
import { utf8 } from '../base/bytes.ts'

const DIGITS = 30
const GROUP = 5
/** RFC 7914: 32 MiB and some tens of milliseconds for each try of an attacker. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

/**
 * A digest as six groups of five digits, to read aloud: 99 bits. Who chooses part of what is digested can
 * look for two that read alike, at the square root of that; the slow function makes each of those 2^50 tries
 * dear. Digits are the same in every language (as in Signal's safety numbers).
 */
export function readingCode(digest: string): string {
  const slow = scryptSync(utf8(digest), utf8('samentel reading code v1'), 32, COST)
  const number = BigInt(`0x${slow.toString('hex')}`) % 10n ** BigInt(DIGITS)
  return grouped(number.toString().padStart(DIGITS, '0'))
}

/** As `readingCode` writes it, however it was typed; null where it cannot be one. */
export function readReadingCode(text: string): string | null {
  const digits = text.replace(/[\s.-]/g, '')
  return /^\d+$/.test(digits) && digits.length === DIGITS ? grouped(digits) : null
}

function grouped(digits: string): string {
  const groups: string[] = []
  for (let at = 0; at < DIGITS; at += GROUP) groups.push(digits.slice(at, at + GROUP))
  return groups.join(' ')
}
