import { toHex } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import type { Random } from '../base/random.ts'
import { deriveBytes } from '../crypto/derive.ts'
import { digestParts } from '../crypto/digest.ts'

/** Crockford's base 32: no letter that looks like a digit, none that is heard as another. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SECRET_BYTES = 16
const CHECK_BITS = 12n
const LENGTH = 28

/** 128 random bits and 12 that find a slip of the pen, as seven groups of four: `7K2M-…`. */
export function makeInvitationCode(random: Random): string {
  const secret = random(SECRET_BYTES)
  let number = (BigInt(`0x${toHex(secret)}`) << CHECK_BITS) | check(secret)
  let letters = ''
  for (let at = 0; at < LENGTH; at++) {
    letters = LETTERS[Number(number & 31n)] + letters
    number >>= 5n
  }
  return letters.match(/.{4}/g)!.join('-') // 28 letters are seven groups
}

/** The secret of a code, however it was typed. @throws Problem `enrolment.code` */
export function readInvitationCode(text: string): Uint8Array {
  const letters = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  const values = [...letters].map((letter) => LETTERS.indexOf(letter))
  if (values.length !== LENGTH || values.includes(-1)) throw mistyped()
  const number = values.reduce((sum, value) => (sum << 5n) | BigInt(value), 0n)
  const hex = (number >> CHECK_BITS).toString(16).padStart(SECRET_BYTES * 2, '0')
  const secret = new Uint8Array(Buffer.from(hex, 'hex'))
  if (check(secret) !== (number & 0xfffn)) throw mistyped()
  return secret
}

/**
 * What the coordinator keeps, from which nobody gets the code back: the key with which both sides
 * authenticate what they send. 32 bytes.
 */
export function invitationKey(secret: Uint8Array): Uint8Array {
  return deriveBytes(secret, 'samentel invitation v1', [], 32)
}

function check(secret: Uint8Array): bigint {
  const digest = digestParts('samentel invitation check v1', secret)
  return (BigInt(digest[0] ?? 0) << 4n) | (BigInt(digest[1] ?? 0) >> 4n)
}

function mistyped(): Problem {
  return new Problem({
    code: 'enrolment.code',
    what: 'This is no invitation code, or it was typed wrongly',
    remedy: 'Type it as the coordinator gave it: seven groups of four letters and digits.',
  })
}
