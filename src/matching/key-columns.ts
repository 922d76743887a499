/**
 * Which columns of an export a match key is made of, and what one more column would give a record. Found by trying keys
 * on a made-up person, so that no second list of columns can differ from the catalogue. Pure; of a real record only
 * the yes or no of a trial is told.
 */
import type { MatchKey } from './catalogue.ts'
import { readPerson } from './match-key.ts'
import type { NameForm, PersonFields } from './person-fields.ts'
import { type Recipe, valuesOf } from './recipe.ts'

/** A person nobody is, of whom all is known, with one name word on each side. */
const sample: Readonly<Record<string, string>> = {
  bsn: '123456782',
  v_number: '2801234567',
  other_number: 'AB1234567',
  other_number_kind: 'passport',
  other_number_issuer: 'NL',
  given_names: 'Anna',
  surname: 'Jansen',
  birth_date: '1990-05-17',
  sex: 'F',
  country_of_birth: 'NL',
  postcode: '1234 AB',
  house_number: '5',
  phone: '0612345678',
  email: 'anna@example.org',
}
const sampleDay = '2000-01-01'
const known = readPerson(sample, sampleDay).person

/** The columns without which the key is never made. */
export function columnsOf(key: MatchKey, { without }: Pick<Recipe, 'without'>): readonly string[] {
  return Object.keys(sample).filter((column) => {
    const { person } = readPerson({ ...sample, [column]: '' }, sampleDay)
    return valuesOf(key, person, without).length === 0
  })
}

/** What puts the sample's value into a person, by the column it stands in. */
const fill = {
  bsn: () => ({ bsn: known.bsn }),
  v_number: () => ({ vNumber: known.vNumber }),
  other_number: () => ({ otherNumber: known.otherNumber }),
  given_names: (person) => named(person, ({ surname }) => ({ given: given(), surname })),
  surname: (person) => named(person, (name) => ({ given: name.given, surname: surname() })),
  birth_date: () => ({ birthDate: known.birthDate }),
  sex: () => ({ sex: known.sex }),
  postcode: () => ({ postcode: known.postcode }),
  house_number: () => ({ house: known.house }),
} satisfies Record<string, (person: PersonFields) => Partial<PersonFields>>

/** Columns that can be tried. */
export type TriedColumn = keyof typeof fill

/** The person as if these columns said something usable. */
export function filled(person: PersonFields, columns: readonly TriedColumn[]): PersonFields {
  const so = { ...person }
  for (const column of columns) Object.assign(so, fill[column](so))
  return so
}

function named(
  { names }: PersonFields,
  change: (name: NameForm) => NameForm,
): Pick<PersonFields, 'names'> {
  return { names: (names.length > 0 ? names : [{ given: [], surname: [] }]).map(change) }
}

const given = () => known.names[0]?.given ?? []
const surname = () => known.names[0]?.surname ?? []
