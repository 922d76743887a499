/**
 * Addresses that many share without being one household: shelters, prisons, offices, post boxes. An organisation knows
 * its own and names them in its mapping file; no key is made of them (protocol/matching.md, Doubles). Pure; runs at the
 * node, and says of an entry only what its own operator wrote there.
 */
import { Problem } from '../base/problem.ts'
import { readHouse, readPostcode } from './normalise-address.ts'
import type { Postcode } from './person-fields.ts'

/** Whether a record has an address that was named. */
export type SharedAddress = (postcode: Postcode | undefined, house: string | undefined) => boolean

export const noSharedAddress: SharedAddress = () => false

/** Of the Netherlands as it is written; of another country all before the comma. */
const form =
  /^(?:(?:NL[\s-]*)?(?<dutch>[1-9][0-9]{3}\s*[A-Z]{2})(?:[\s,]+(?<house>.+))?|(?<code>(?!(?:NL[\s-]*)?[1-9][0-9]{3}\s*[A-Z]{2})[^,]+)(?:,(?<number>.+))?)$/i

/**
 * Reads entries as `1234 AB`, `1234AB 5`, or with a comma where the postcode is of another country: `SW1A 1AA, 5`. A
 * number without addition stands for all additions to it.
 *
 * @throws Problem `field-map.address`
 */
export function sharedAddresses(entries: readonly string[]): SharedAddress {
  if (entries.length === 0) return noSharedAddress
  const named = new Set(entries.map(readEntry))
  return (postcode, house) => {
    if (postcode === undefined) return false
    const { full } = postcode
    if (named.has(full)) return true
    return (
      house !== undefined && [house, wholeHouse(house)].some((one) => named.has(`${full} ${one}`))
    )
  }
}

function readEntry(entry: string, at: number): string {
  const { dutch, house, code, number } = form.exec(entry.trim())?.groups ?? {}
  const postcode = readPostcode(dutch ?? code ?? '').value
  if (postcode === undefined) throw badAddress(at)
  const written = house ?? number
  if (written === undefined) {
    // Four digits are a district of thousands of households.
    if (postcode.full === postcode.area && /^\d{4}$/.test(postcode.full)) throw badAddress(at)
    return postcode.full
  }
  const { value } = readHouse(written, '')
  if (value === undefined) throw badAddress(at)
  return `${postcode.full} ${value}`
}

/** `12|A` to `12|`. */
function wholeHouse(house: string): string {
  return house.slice(0, house.indexOf('|') + 1)
}

function badAddress(at: number): Problem {
  return new Problem({
    code: 'field-map.address',
    what: 'An address that many share is not written as one',
    where: `sharedAddresses, entry ${at + 1}`,
    remedy:
      'Write 1234 AB, or 1234 AB 5 for one house; with a comma for another country: SW1A 1AA, 5. Four digits alone are too wide.',
  })
}
