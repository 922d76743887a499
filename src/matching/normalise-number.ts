import type { Reading } from './reading.ts'

const bsnWeights = [9, 8, 7, 6, 5, 4, 3, 2, -1]

/**
 * A BSN as 9 digits; dots, blanks and hyphens do not count, and 8 digits get the leading 0 that spreadsheets drop.
 * Findings `bsn.form`, `bsn.check-failed`, `placeholder`. An empty field has neither value nor finding.
 */
export function readBsn(text: string): Reading<string> {
  const bare = bareNumber(text)
  if (bare === '') return unlessEmpty(text)
  if (isPlaceholderNumber(bare)) return { finding: 'placeholder' }
  if (!/^[0-9]{8,9}$/.test(bare)) return { finding: 'bsn.form' }
  const digits = bare.padStart(9, '0')
  return passesElevenProof(digits) ? { value: digits } : { finding: 'bsn.check-failed' }
}

/**
 * A V-number as 10 digits. It has no public check digit, so a typing error goes unseen.
 * Findings `vnumber.form`, `placeholder`.
 */
export function readVNumber(text: string): Reading<string> {
  const bare = bareNumber(text)
  if (bare === '') return unlessEmpty(text)
  if (isPlaceholderNumber(bare)) return { finding: 'placeholder' }
  return /^[0-9]{10}$/.test(bare) ? { value: bare } : { finding: 'vnumber.form' }
}

/** The 11-proef (Besluit burgerservicenummer): catches each wrong digit and each exchange of two neighbours. */
export function passesElevenProof(digits: string): boolean {
  const sum = bsnWeights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return sum % 11 === 0
}

function bareNumber(text: string): string {
  return text.normalize('NFKC').replace(/[\s.\-\u2010-\u2015]/g, '')
}

// A field of signs only, such as "-" or ".", was filled in to say that there is no number.
function unlessEmpty(text: string): Reading<string> {
  return text.trim() === '' ? {} : { finding: 'placeholder' }
}

function isPlaceholderNumber(bare: string): boolean {
  return /^([0-9])\1{4,}$/.test(bare) || /^(\?+|x{2,}|n\/?a|nvt|onbekend|unknown)$/i.test(bare)
}
