import { dayIn } from './calendar.ts'
import { mistypedBsn } from './civil-number.ts'
import type { RegisterRow } from './csv.ts'
import { type DateSlip, dateSlips, misdate } from './misdate.ts'
import { misspell, type NameSlip, type Names, nameSlips } from './misspell.ts'
import type { Person } from './persons.ts'
import type { Prng } from './prng.ts'
import type { Quality } from './quality.ts'

export type Slip =
  | NameSlip
  | DateSlip
  | 'name-placeholder'
  | 'bsn-placeholder'
  | 'bsn-mistyped'
  | 'alias'

/** A register's imperfect copy of a person, and what went wrong in copying. */
export interface Report {
  readonly row: RegisterRow
  /** For checking the generator; never written. */
  readonly slips: readonly Slip[]
}

export interface ReportSetup {
  readonly recordId: string
  readonly quality: Quality
  readonly year: number
  readonly role: 'victim' | 'suspect'
  /** The record that says all that any register knows of the person: nothing that is counted is left out. */
  readonly isFullest: boolean
}

/** Writes a person down as an organisation of that quality would, on a day of the year. */
export function reportPerson(person: Person, setup: ReportSetup, prng: Prng): Report {
  const { quality } = setup
  const slips: Slip[] = []
  const { alias, ...names } = copyNames(person, { quality, slips, prng })
  const known = (share: number, text: string): string => (prng.chance(share) ? text : '')
  const address = prng.chance(quality.addressKnown)
  const row: RegisterRow = {
    record_id: setup.recordId,
    bsn: copyBsn(person, { quality, slips, prng }),
    v_number: known(quality.vNumber, person.vNumber),
    given_names: names.givenNames,
    prefix: names.prefix,
    surname: names.surname,
    aliases: alias,
    birth_date: copyBirthDate(person, { quality, slips, prng, isFullest: setup.isFullest }),
    sex: known(1 - quality.sexMissing, person.sex),
    country_of_birth: known(1 - quality.countryMissing, person.countryOfBirth),
    nationality: copyNationality(person, setup, prng),
    postcode: address ? person.postcode : '',
    house_number: address ? person.houseNumber : '',
    phone: known(quality.phoneKnown, person.phone),
    email: known(quality.emailKnown, person.email),
    report_date: dayIn(setup.year, prng),
    role: setup.role,
  }
  return { row, slips }
}

interface Copying {
  readonly quality: Quality
  /** What goes wrong is added here. */
  readonly slips: Slip[]
  readonly prng: Prng
}

function copyNames(person: Person, { quality, slips, prng }: Copying): Names & { alias: string } {
  const passport: Names = {
    givenNames: person.givenNames,
    prefix: person.prefix,
    surname: person.surname,
  }
  let names = passport
  for (const slip of nameSlips) {
    if (!prng.chance(quality.names[slip])) continue
    const next = misspell(names, slip, prng)
    if (next !== names) slips.push(slip)
    names = next
  }
  const alias = prng.chance(quality.alias) ? aliasOf(names, passport, prng) : ''
  if (alias !== '') slips.push('alias')
  if (!prng.chance(quality.givenNamesPlaceholder)) return { ...names, alias }
  slips.push('name-placeholder')
  return { ...names, givenNames: prng.pick(['onbekend', 'N.N.', 'Onbekend']), alias }
}

/** The passport's spelling where the record has another, else another spelling; parts as one name. */
function aliasOf(written: Names, passport: Names, prng: Prng): string {
  const other = written === passport ? misspell(passport, 'transliteration', prng) : passport
  if (other === written) return ''
  return [other.givenNames, other.prefix, other.surname].filter((part) => part !== '').join(' ')
}

function copyBsn({ bsn }: Person, { quality, slips, prng }: Copying): string {
  if (bsn === '' || !prng.chance(quality.bsn)) {
    if (!prng.chance(quality.bsnPlaceholder)) return ''
    slips.push('bsn-placeholder')
    return '999999999'
  }
  if (!prng.chance(quality.bsnMistyped)) return bsn
  slips.push('bsn-mistyped')
  return mistypedBsn(bsn, prng)
}

function copyNationality(person: Person, { quality, isFullest }: ReportSetup, prng: Prng): string {
  const isMissing = prng.chance(quality.nationalityMissing) && !isFullest
  return person.nationalityKnown && !isMissing ? person.nationality : ''
}

/** Slips that leave no year of birth. */
const withoutYear: readonly DateSlip[] = ['birth-missing', 'birth-placeholder']

/** At most one slip; who comes from a country with few birth papers meets them three times as often. */
function copyBirthDate(
  { birthDate, origin, ageKnown }: Person,
  { quality, slips, prng, isFullest }: Copying & { readonly isFullest: boolean },
): string {
  const papers = ['eritrean', 'arabic', 'west-african'].includes(origin) ? 3 : 1
  const weights = dateSlips.map((slip) => {
    if (withoutYear.includes(slip)) return ageKnown && isFullest ? 0 : quality.birth[slip]
    if (!ageKnown) return 0
    const unsure = slip === 'birth-stand-in' || slip === 'birth-day-unknown'
    return quality.birth[slip] * (unsure ? papers : 1)
  })
  const well = ageKnown ? 1 - weights.reduce((sum, weight) => sum + weight, 0) : 0
  const slip = dateSlips[prng.weighted([...weights, well])]
  if (slip === undefined) return birthDate
  const written = misdate(birthDate, slip, prng)
  if (written !== birthDate) slips.push(slip)
  return written
}

/** Whether a year of birth stands in the record, so that its register can tell an age. */
export function tellsAge({ birth_date }: RegisterRow): boolean {
  return birth_date !== '' && !birth_date.startsWith('1900')
}
