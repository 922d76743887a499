/**
 * Telephone numbers and e-mail addresses, by which one finds persons who know each other rather than one person.
 * Assumes Dutch numbers where no country is given. Pure; the rules of numbering are those of the installed package.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Reading } from './reading.ts'

const placeholderText = /^([.\-?/\s]+|geen|onbekend|unknown|none|nvt|n\.v\.t\.?|n\/a|x{2,})$/i

/** A telephone number as E.164, such as +31612345678. Findings `phone.form`, `placeholder`. */
export function readPhone(text: string): Reading<string> {
  const trimmed = text.normalize('NFKC').trim()
  if (trimmed === '') return {}
  if (placeholderText.test(trimmed)) return { finding: 'placeholder' }
  const parsed = parsePhoneNumberFromString(trimmed.replace(/^tel[.:]?\s*/i, ''), 'NL')
  if (parsed === undefined || !parsed.isPossible()) return { finding: 'phone.form' }
  // Eight equal digits in a row are filled in because the field must hold something.
  return /([0-9])\1{6,}/.test(parsed.nationalNumber)
    ? { finding: 'placeholder' }
    : { value: parsed.number }
}

const placeholderMailboxes = /^(geen|onbekend|unknown|none|nvt|x+|test|noreply|no-reply)@/

/**
 * An e-mail address in lower case, without what follows a + before the @, which mail systems do not look at.
 * Findings `email.form`, `placeholder`.
 */
export function readEmail(text: string): Reading<string> {
  const address = text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^mailto:/, '')
  if (address === '') return {}
  if (placeholderText.test(address) || placeholderMailboxes.test(address)) {
    return { finding: 'placeholder' }
  }
  const parts = /^(?<mailbox>[^\s@+"<>]+)(\+[^\s@]*)?@(?<domain>[a-z0-9.-]+\.[a-z]{2,})$/.exec(
    address,
  )
  if (parts?.groups === undefined) return { finding: 'email.form' }
  return { value: `${parts.groups.mailbox}@${parts.groups.domain}` }
}
