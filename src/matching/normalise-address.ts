/**
 * Postcodes and house numbers. Assumes a Dutch postcode where the text has the form of one. Whether an address is a
 * shelter or an office, which many share, is for the organisation to know (protocol/matching.md). Pure.
 */
import type { Postcode } from './person-fields.ts'
import type { Reading } from './reading.ts'

const placeholderCode =
  /^([.\-?/\s]+|x{2,}|onbekend|unknown|geen|nvt|n\/a|0{4}\s*([a-z]{2})?|9999\s*(xx|zz))$/i

/** A box is nobody's house. */
const postBox = /\b(postbus|post\s*box|p\.?\s*o\.?\s*box)\b/i

/** The outward code, also where the blank is left out. */
const britishArea = /^([A-Z]{1,2}[0-9][A-Z0-9]?)[0-9][A-Z]{2}$/

/**
 * A postcode, Dutch or of another country. Four digits alone are both area and all there is: other countries have no
 * more. Abroad the area is the first part of the code, or the code where it has one part. Findings `postcode.form`,
 * `placeholder`.
 */
export function readPostcode(text: string): Reading<Postcode> {
  const written = text.normalize('NFKC').trim().toUpperCase()
  if (written === '') return {}
  if (placeholderCode.test(written)) return { finding: 'placeholder' }
  const dutch = /^(?:NL[\s-]*)?(?<area>[1-9][0-9]{3})[\s-]*(?<letters>[A-Z]{2})?$/.exec(written)
  if (dutch?.groups?.area !== undefined) {
    const { area, letters } = dutch.groups
    return { value: { full: area + (letters ?? ''), area } }
  }
  const parts = written.replaceAll('-', '').split(/\s+/)
  const full = parts.join('')
  if (!/^(?=.*[0-9])[A-Z0-9]{3,10}$/.test(full)) return { finding: 'postcode.form' }
  return { value: { full, area: britishArea.exec(full)?.[1] ?? parts[0] ?? full } }
}

/**
 * A house number with what is added to it as `12|A`: capitals and digits, a Roman number on an Amsterdam floor as it
 * stands. The addition may stand in the field of the number. Findings `house.form`, `placeholder`.
 */
export function readHouse(number: string, addition: string): Reading<string> {
  const [written, added] = [number, addition].map((text) => text.normalize('NFKC').trim())
  if (written === undefined || written === '') return {}
  if (postBox.test(written)) return { finding: 'placeholder' }
  const parts = /^(?:NR\.?|HUISNR\.?)?\s*(?<digits>[0-9]{1,5})(?![0-9])(?<rest>.*)$/su.exec(
    written.toUpperCase(),
  )
  if (parts?.groups === undefined) return { finding: 'house.form' }
  const house = Number(parts.groups.digits)
  if (house === 0) return { finding: 'placeholder' }
  const rest = `${parts.groups.rest}${added ?? ''}`.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return rest.length > 10 ? { finding: 'house.form' } : { value: `${house}|${rest}` }
}
