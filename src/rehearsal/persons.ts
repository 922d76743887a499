import { birthDateAt } from './calendar.ts'
import { fictionalBsns, fictionalVNumbers } from './civil-number.ts'
import { namesByOrigin, type Origin } from './names/by-origin.ts'
import type { Nationality } from './nationalities.ts'
import { type Prng, seededPrng } from './prng.ts'
import type { Sector } from './published-victims.ts'

export type Sex = 'F' | 'M'

/** A made-up person as he or she really is. Registers hold imperfect copies (`reports.ts`). */
export interface Person {
  /** Known inside the generator only; never written. */
  readonly number: number
  readonly origin: Origin
  readonly region: Nationality['region']
  readonly form: Sector
  /** Whether any register holds the nationality, and a date of birth. */
  readonly nationalityKnown: boolean
  readonly ageKnown: boolean
  /** Whether only the border police reports the person, for sexual exploitation. */
  readonly isBorderOnly: boolean
  readonly sex: Sex
  readonly givenNames: string
  readonly prefix: string
  readonly surname: string
  /** Full and firm: YYYY-MM-DD, not a stand-in. */
  readonly birthDate: string
  /** Empty when the person has none. */
  readonly bsn: string
  readonly vNumber: string
  readonly nationality: string
  readonly countryOfBirth: string
  readonly postcode: string
  readonly houseNumber: string
  readonly phone: string
  readonly email: string
}

/** What is settled about a person before names and numbers are drawn. */
export interface Sketch {
  readonly nationality: Nationality
  readonly nationalityKnown: boolean
  readonly form: Sector
  readonly sex: Sex
  readonly age: number
  readonly ageKnown: boolean
  readonly isBorderOnly: boolean
  /** The year in which the person has that age. */
  readonly year: number
}

/**
 * Makes persons of whom no two share first given name, surname and birth date, or a number.
 *
 * @param seed seeds every draw
 */
export function personMaker(seed: number): (sketch: Sketch) => Person {
  const prng = seededPrng(seed, 'persons')
  const nextBsn = fictionalBsns(seededPrng(seed, 'bsns'))
  const nextVNumber = fictionalVNumbers(seededPrng(seed, 'v-numbers'))
  const taken = new Set<string>()
  let made = 0
  return (sketch) => {
    const origin = originOf(sketch.nationality, prng)
    const named = untakenName({ ...sketch, origin }, taken, prng)
    const number = made++
    return {
      number,
      origin,
      region: sketch.nationality.region,
      form: sketch.form,
      nationalityKnown: sketch.nationalityKnown,
      ageKnown: sketch.ageKnown,
      isBorderOnly: sketch.isBorderOnly,
      sex: sketch.sex,
      ...named,
      bsn: prng.chance(bsnShare(sketch.nationality)) ? nextBsn() : '',
      vNumber: prng.chance(vNumberShare(sketch.nationality)) ? nextVNumber() : '',
      nationality: sketch.nationality.code,
      countryOfBirth: countryOfBirth(sketch.nationality.code, origin, prng),
      ...whereabouts(named.surname, prng),
    }
  }
}

/** Some Dutch victims have roots elsewhere; their names show it. */
function originOf(nationality: Nationality, prng: Prng): Origin {
  if (nationality.code !== 'NL') return nationality.origin
  const roots: Origin[] = ['dutch', 'moroccan', 'turkish', 'south-asian', 'latin', 'west-african']
  return roots[prng.weighted([74, 8, 6, 5, 5, 2])] ?? 'dutch'
}

type Named = Pick<Person, 'givenNames' | 'prefix' | 'surname' | 'birthDate'>

function untakenName(wanted: Sketch & { origin: Origin }, taken: Set<string>, prng: Prng): Named {
  for (;;) {
    const named = {
      ...drawName(wanted.origin, wanted.sex, prng),
      birthDate: birthDateAt(wanted.age, wanted.year, prng),
    }
    const key = `${named.givenNames.split(' ')[0]}|${named.surname}|${named.birthDate}`
    if (taken.has(key)) continue
    taken.add(key)
    return named
  }
}

/** Given names, prefix and surname as a passport would have them. */
export function drawName(
  origin: Origin,
  sex: Sex,
  prng: Prng,
): Pick<Person, 'givenNames' | 'prefix' | 'surname'> {
  const names = namesByOrigin[origin]
  const given = sex === 'F' ? names.female : names.male
  const family = prng.pick(names.families)
  const first = prng.pick(given)
  const second = prng.chance(names.secondGiven) ? prng.pick(given) : first
  return {
    givenNames: second === first ? first : `${first} ${second}`,
    prefix: family.prefix,
    surname: family.surnames[sex === 'F' ? 0 : 1],
  }
}

/** Residents have a BSN; many EU workers too; a V-number goes with the aliens law. Our own shares. */
function bsnShare({ region }: Nationality): number {
  if (region === 'netherlands') return 0.98
  return region.startsWith('eu-') ? 0.5 : 0.25
}

function vNumberShare({ region }: Nationality): number {
  if (region === 'netherlands') return 0
  return region.startsWith('eu-') ? 0.1 : 0.8
}

function countryOfBirth(nationality: string, origin: Origin, prng: Prng): string {
  if (nationality !== 'NL' || prng.chance(0.7)) return nationality
  const abroad: Partial<Record<Origin, string>> = {
    moroccan: 'MA',
    turkish: 'TR',
    'south-asian': 'SR',
    latin: 'CW',
    'west-african': 'GH',
  }
  return abroad[origin] ?? 'NL'
}

/**
 * Address, telephone and mail that nobody has: Dutch postcodes never end in SA, SD or SS, mobile numbers
 * never begin with 06-0, example.org is kept for examples (RFC 2606).
 */
function whereabouts(
  surname: string,
  prng: Prng,
): Pick<Person, 'postcode' | 'houseNumber' | 'phone' | 'email'> {
  const name = surname
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase()
  return {
    postcode: `${prng.between(1000, 9999)}${prng.pick(['SA', 'SD', 'SS'])}`,
    houseNumber: String(prng.between(1, 280)),
    phone: `+3160${String(prng.below(10_000_000)).padStart(7, '0')}`,
    email: `${name}.${prng.between(100_000, 999_999)}@example.org`,
  }
}
