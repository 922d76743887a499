/**
 * From the fields of a record to what match keys are built from. Runs at the node that holds the record; findings
 * name a column and never its value.
 */
import { readHouse, readPostcode } from './normalise-address.ts'
import { readCountry } from './normalise-country.ts'
import { readBirthDate } from './normalise-date.ts'
import { type NameWords, readGivenNames, readName } from './normalise-name.ts'
import { readBsn, readOtherNumber, readPassport, readSkn, readVNumber } from './normalise-number.ts'
import { readEmail, readPhone } from './normalise-phone.ts'
import { readSex } from './normalise-sex.ts'
import type { NameForm, PersonFields } from './person-fields.ts'
import type { MatchFindingCode, Reading } from './reading.ts'
import { noSharedAddress, type SharedAddress } from './shared-addresses.ts'

/** Something about one field of a record. Names the column and never the value. */
export interface MatchFinding {
  readonly code: MatchFindingCode
  readonly column: string
}

export interface ReadPerson {
  readonly person: PersonFields
  readonly findings: readonly MatchFinding[]
}

type Read = <T>(column: string, reader: (text: string) => Reading<T>) => T | undefined

/**
 * The normalised fields of one record, from its text by column name; a column that is not there counts as empty.
 * `today` is YYYY-MM-DD, against birth dates still to come; an address of `shared` counts as empty. Never throws: what is wrong with a field is a finding.
 */
export function readPerson(
  fields: Readonly<Record<string, string>>,
  today: string,
  shared: SharedAddress = noSharedAddress,
): ReadPerson {
  const findings: MatchFinding[] = []
  const text = (column: string) => fields[column] ?? ''
  const read: Read = (column, reader) => {
    const { value, finding } = reader(text(column))
    if (finding !== undefined) findings.push({ code: finding, column })
    return value
  }
  const person: PersonFields = {
    bsn: read('bsn', readBsn),
    vNumber: read('v_number', readVNumber),
    otherNumber: read('other_number', (number) =>
      readNumberOf(text('other_number_kind'), text('other_number_issuer'), number),
    ),
    names: readNames(text, read),
    birthDate: read('birth_date', (date) => readBirthDate(date, today)),
    sex: read('sex', readSex),
    country: read('country_of_birth', readCountry),
    ...readAddress(text, read, shared),
    phone: read('phone', readPhone),
    email: read('email', readEmail),
  }
  return { person, findings }
}

/** Both fields, or neither where many share the address. */
function readAddress(
  text: (column: string) => string,
  read: Read,
  shared: SharedAddress,
): Pick<PersonFields, 'postcode' | 'house'> {
  const postcode = read('postcode', readPostcode)
  const house = read('house_number', (number) => readHouse(number, text('house_number_addition')))
  if (!shared(postcode, house)) return { postcode, house }
  read('postcode', () => ({ finding: 'address.shared' }))
  return { postcode: undefined, house: undefined }
}

/** Kinds whose form is known are checked by it; of others only that kind and issuer are named. */
function readNumberOf(kind: string, issuer: string, number: string): Reading<string> {
  switch (kind.trim().toLowerCase()) {
    case 'passport':
    case 'paspoort':
      return readPassport(issuer, number)
    case 'skn': {
      const { value, ...rest } = readSkn(number)
      return value === undefined ? rest : { value: `skn|NL|${value}` }
    }
    default:
      return readOtherNumber(kind, issuer, number)
  }
}

/** The registered name in its usual reading, then in others, then each alias. */
function readNames(text: (column: string) => string, read: Read): NameForm[] {
  const given = read('given_names', readGivenNames) ?? []
  // A prefix in its own column says nothing: readName drops it wherever it stands.
  const surname = read('surname', readName) ?? []
  const readings = Math.max(given.length, surname.length)
  const registered = Array.from({ length: readings }, (_, at) => ({
    given: given[at] ?? given[0] ?? [],
    surname: surname[at] ?? surname[0] ?? [],
  }))
  const aliases = text('aliases')
    .split(/[;|]/)
    .flatMap((alias) => readName(alias).value ?? [])
  return [...registered, ...aliases.map(aliasForm)]
}

/** An alias is one text: its last word stands for the surname, as the keys ask for the last surname. */
function aliasForm(words: NameWords): NameForm {
  return { given: words.slice(0, -1), surname: words.slice(-1) }
}
