/**
 * Numbers that a state or an organisation gave to a person. Assumes that a field holds one number; a number that cannot
 * be, or that stands for "not known", gives no value, for a false number would join persons with the strongest key.
 */
import { readCountry } from './normalise-country.ts'
import type { Reading } from './reading.ts'

const bsnWeights = [9, 8, 7, 6, 5, 4, 3, 2, -1]

/**
 * A BSN as 9 digits; dots, blanks and hyphens do not count, and 8 digits get the leading 0 that spreadsheets drop.
 * Of the two ranges that no person has, 99999 is refused, for systems fill it in; 0000 is left to rehearsals.
 * Findings `bsn.form`, `bsn.check-failed`, `bsn.test-range`, `placeholder`. An empty field has neither value nor finding.
 */
export function readBsn(text: string): Reading<string> {
  const bare = bareNumber(text)
  if (bare === '') return unlessEmpty(text)
  if (isPlaceholderNumber(bare)) return { finding: 'placeholder' }
  if (!/^[0-9]{8,9}$/.test(bare)) return { finding: 'bsn.form' }
  const digits = bare.padStart(9, '0')
  if (!passesElevenProof(digits)) return { finding: 'bsn.check-failed' }
  return digits.startsWith('99999') ? { finding: 'bsn.test-range' } : { value: digits }
}

/**
 * A V-number as 10 digits. It has no public check digit, so a typing error goes unseen.
 * Findings `vnumber.form`, `placeholder`.
 */
export function readVNumber(text: string): Reading<string> {
  const bare = bareNumber(text).replace(/^V(?=[0-9]{10}$)/i, '')
  if (bare === '') return unlessEmpty(text)
  if (isPlaceholderNumber(bare)) return { finding: 'placeholder' }
  return /^[0-9]{10}$/.test(bare) ? { value: bare } : { finding: 'vnumber.form' }
}

/**
 * A number of the criminal justice chain (SKN) as digits without leading zeros; its form is not public, so only what
 * cannot be a number of a person is refused. Findings `number.form`, `placeholder`.
 */
export function readSkn(text: string): Reading<string> {
  const bare = bareNumber(text).replace(/^SKN/i, '')
  if (bare === '') return unlessEmpty(text)
  if (isPlaceholderNumber(bare)) return { finding: 'placeholder' }
  const digits = bare.replace(/^0+/, '')
  return /^[0-9]{5,12}$/.test(digits) ? { value: digits } : { finding: 'number.form' }
}

/**
 * A passport as `passport|issuer|number`, for numbers of two states may be alike; the issuer is a country. O is read
 * as 0, because Dutch documents hold no O and readers take one for the other. Findings as of
 * {@link readOtherNumber}, and `country.unknown`.
 */
export function readPassport(issuer: string, number: string): Reading<string> {
  if (number.trim() === '') return {}
  const country = readCountry(issuer)
  if (country.value === undefined) return { finding: country.finding ?? 'number.issuer' }
  return readOtherNumber('passport', country.value, number.replace(/o/gi, '0'))
}

/**
 * Any other number as `kind|issuer|number`, in capitals and digits where written so: both nodes must mean the same by
 * kind and issuer. Findings `number.form`, `number.issuer` where kind or issuer is missing, `placeholder`.
 */
export function readOtherNumber(kind: string, issuer: string, number: string): Reading<string> {
  const bare = bareNumber(number)
  if (bare === '') return unlessEmpty(number)
  if (isPlaceholderNumber(bare)) return { finding: 'placeholder' }
  const plain = bare.replace(/[/_]/g, '').toUpperCase()
  if (!/^(?=.*[0-9])[A-Z0-9]{5,20}$/.test(plain)) return { finding: 'number.form' }
  const [named, by] = [labelled(kind).toLowerCase(), labelled(issuer).toUpperCase()]
  if (named === '' || by === '') return { finding: 'number.issuer' }
  return { value: `${named}|${by}|${plain}` }
}

/** The 11-proef (Besluit burgerservicenummer): catches each wrong digit and each exchange of two neighbours. */
export function passesElevenProof(digits: string): boolean {
  const sum = bsnWeights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return sum % 11 === 0
}

function bareNumber(text: string): string {
  return text.normalize('NFKC').replace(/[\s.\-\u2010-\u2015]/g, '')
}

function labelled(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '')
}

// A field of signs only, such as "-" or ".", was filled in to say that there is no number.
function unlessEmpty(text: string): Reading<string> {
  return text.trim() === '' ? {} : { finding: 'placeholder' }
}

function isPlaceholderNumber(bare: string): boolean {
  return /^([0-9])\1{4,}$/.test(bare) || /^(\?+|x{2,}|n\/?a|nvt|geen|onbekend|unknown)$/i.test(bare)
}
