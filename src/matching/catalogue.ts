/**
 * The catalogue of match keys (protocol/matching.md, Keys): of which fields each is made, how far it can be trusted
 * and when it is not built. Keys are built at the node that holds the record, and leave it only as H(key).
 */
import type { Tier } from '../base/slots.ts'
import {
  eitherWay,
  firm,
  firstLetters,
  heard,
  heardAsWritten,
  letters,
  quiet,
  soundBag,
  soundPairs,
  standIn,
  twoParts,
  year,
} from './key-parts.ts'
import type { NameForm, PersonFields } from './person-fields.ts'

/** Fields that an agreement can leave out of all keys, because not every list has them. */
export const optionalFields = ['sex', 'country'] as const
export type OptionalField = (typeof optionalFields)[number]

/** The parts of a key's value, in order. */
export type KeyValue = readonly string[]

export interface MatchKey {
  /** Hashed with the value (protocol/specification.md 2.1), so that a key meets itself in any slot. */
  readonly id: string
  /** Names the class and its slots, e.g. `letters`. */
  readonly name: string
  readonly tier: Tier
  /** Two keys of one family are one piece of evidence. */
  readonly family: string
  /** A number given once to a person. */
  readonly unique: boolean
  /** In Dutch and English, for whoever runs a node. */
  readonly made: { readonly nl: string; readonly en: string }
  /** Fields the key needs when the agreement has them. */
  readonly needs: readonly OptionalField[]
  /** The values of one record, the surest first; none where a field is missing. */
  readonly values: (fields: PersonFields) => readonly KeyValue[]
}

const sexed: readonly OptionalField[] = ['sex']
const placed: readonly OptionalField[] = ['sex', 'country']

export const catalogue: readonly MatchKey[] = [
  key('K01 bsn', [1, 'number', 'unique'], ['BSN', 'BSN'], [], ({ bsn }) => one(bsn)),
  key('K02 vnumber', [1, 'number', 'unique'], ['V-nummer', 'V-number'], [], ({ vNumber }) =>
    one(vNumber),
  ),
  key(
    'K03 other-number',
    [1, 'number'],
    ['ander nummer met soort en uitgever', 'other number with kind and issuer'],
    [],
    ({ otherNumber }) => one(otherNumber),
  ),
  key(
    'K04 letters',
    [2, 'name-date'],
    ['alle letters van de naam en geboortedatum', 'all letters of the name and date of birth'],
    sexed,
    (fields) => each(fields.names, (name) => one(letters(name), firm(fields))),
  ),
  key(
    'K05 sounds',
    [2, 'name-date'],
    [
      'klank van eerste voornaam en laatste achternaam, en geboortedatum',
      'sound of first given name and last surname, and date of birth',
    ],
    sexed,
    (fields) =>
      each(fields.names, (name) => soundPairs(name).flatMap((pair) => one(pair, firm(fields)))),
  ),
  key(
    'K06 sound-letters',
    [2, 'name-date'],
    ['alle klanken van de naam en geboortedatum', 'all sounds of the name and date of birth'],
    sexed,
    (fields) => each(fields.names, (name) => one(soundBag(name), firm(fields))),
  ),
  key(
    'K07 initial-surname',
    [3, 'surname-date'],
    [
      'voorletter, klank van de achternaam en geboortedatum',
      'initial, sound of the surname and date of birth',
    ],
    sexed,
    (fields) =>
      each(fields.names, (name) =>
        one(name.given[0]?.[0], heard(name.surname.at(-1)), firm(fields)),
      ),
  ),
  key(
    'K08 first-letters',
    [3, 'surname-date'],
    [
      'eerste twee letters van voor- en achternaam, en geboortedatum',
      'first two letters of given name and surname, and date of birth',
    ],
    sexed,
    (fields) => each(fields.names, (name) => one(firstLetters(name), firm(fields))),
  ),
  key(
    'K09 date-postcode',
    [2, 'address-date'],
    ['geboortedatum en postcode', 'date of birth and postcode'],
    sexed,
    (fields) => one(firm(fields), quiet(fields)),
  ),
  key(
    'K10 name-date-area',
    [3, 'address-date'],
    [
      'klank van voor- of achternaam, geboortedatum en postcodegebied',
      'sound of given name or surname, date of birth and postcode area',
    ],
    [],
    (fields) =>
      each(fields.names, ({ given, surname }) =>
        [heard(surname.at(-1)), heard(given[0])].flatMap((sound) =>
          one(sound, firm(fields), fields.postcode?.area),
        ),
      ),
  ),
  key(
    'K11 letters-swapped-date',
    [3, 'name-part-date'],
    [
      'alle letters van de naam en geboortedatum met dag en maand in beide volgordes',
      'all letters of the name and date of birth with day and month either way',
    ],
    [],
    (fields) => each(fields.names, (name) => one(letters(name), eitherWay(firm(fields)))),
  ),
  key(
    'K12 letters-two-parts',
    [4, 'name-part-date'],
    [
      'alle letters van de naam en twee delen van de geboortedatum',
      'all letters of the name and two parts of the date of birth',
    ],
    [],
    (fields) =>
      each(fields.names, (name) =>
        twoParts(firm(fields)).flatMap((parts) => one(letters(name), parts)),
      ),
  ),
  key(
    'K13 letters-year',
    [4, 'name-part-date'],
    ['alle letters van de naam en geboortejaar', 'all letters of the name and year of birth'],
    placed,
    (fields) => each(fields.names, (name) => one(letters(name), year(fields))),
  ),
  key(
    'K14 given-date',
    [3, 'given-date'],
    ['klank van een voornaam en geboortedatum', 'sound of a given name and date of birth'],
    placed,
    (fields) =>
      each(fields.names, ({ given }) => given.flatMap((word) => one(heard(word), firm(fields)))),
  ),
  key(
    'K15 surname-date',
    [3, 'surname-date'],
    ['klank van een achternaam en geboortedatum', 'sound of a surname and date of birth'],
    placed,
    (fields) =>
      each(fields.names, ({ surname }) =>
        surname.flatMap((word) => one(heard(word), firm(fields))),
      ),
  ),
  key(
    'K16 letters-stand-in',
    [4, 'name-part-date'],
    [
      'alle letters van de naam en een geboortedatum die geschat kan zijn',
      'all letters of the name and a date of birth that may be assessed',
    ],
    placed,
    (fields) => each(fields.names, (name) => one(letters(name), standIn(fields))),
  ),
  key(
    'K17 contact',
    [4, 'contact'],
    ['telefoonnummer of e-mailadres', 'telephone number or e-mail address'],
    [],
    ({ phone, email }) => [...one(phone), ...one(email)],
  ),
  key(
    'K18 sounds-address',
    [2, 'name-address'],
    [
      'klank van eerste voornaam en laatste achternaam, postcode en huisnummer',
      'sound of first given name and last surname, postcode and house number',
    ],
    sexed,
    (fields) =>
      each(fields.names, (name) =>
        heardAsWritten(name).flatMap((pair) => one(pair, fields.postcode?.full, fields.house)),
      ),
  ),
  key(
    'K19 letters-postcode',
    [3, 'name-address'],
    ['alle letters van de naam en postcode', 'all letters of the name and postcode'],
    [],
    (fields) => each(fields.names, (name) => one(letters(name), fields.postcode?.full)),
  ),
  key(
    'K20 date-house',
    [4, 'address-date'],
    ['geboortedatum en huisnummer', 'date of birth and house number'],
    sexed,
    (fields) => one(firm(fields), fields.house),
  ),
]

type Rank = readonly [Tier, string, 'unique'?]

function key(
  idAndName: string,
  [tier, family, unique]: Rank,
  [nl, en]: readonly [string, string],
  needs: readonly OptionalField[],
  values: MatchKey['values'],
): MatchKey {
  const [id = '', name = ''] = idAndName.split(' ')
  return { id, name, tier, family, unique: unique === 'unique', made: { nl, en }, needs, values }
}

/** One value, unless a part is missing or empty. */
function one(...parts: readonly (string | undefined)[]): KeyValue[] {
  const present = parts.filter((part): part is string => part !== undefined && part !== '')
  return present.length === parts.length ? [present] : []
}

/** The values of all forms of a name, each once. */
function each(
  names: readonly NameForm[],
  valuesOf: (name: NameForm) => readonly KeyValue[],
): KeyValue[] {
  const values = names.flatMap(valuesOf)
  if (values.length < 2) return values
  return [...new Map(values.map((value) => [value.join('\n'), value])).values()]
}
