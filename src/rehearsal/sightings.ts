import type { ListInfo } from '../base/lists.ts'
import { ageIn } from './calendar.ts'
import type { Form } from './nationalities.ts'
import { listOf, type OrganisationId, years } from './organisations.ts'
import { publishedPatterns, scaledPatterns, suspectsPerYear } from './patterns.ts'
import { type Person, personMaker, type Sketch } from './persons.ts'
import { type Prng, seededPrng } from './prng.ts'
import { nationalitiesOf, sketchSuspect, sketchVictim } from './profiles.ts'

/** A person stands on a list, once however many records say so. */
export interface Sighting {
  readonly person: Person
  readonly list: ListInfo
}

/** Victims of a later year who were victims in an earlier one; makes 6 to 10 % of persons recur. */
const returningVictims = 0.1

/** Suspects of a later year who were suspects in an earlier one. */
const returningSuspects = 0.15

/** Victims who are also suspects, in the same or a later year, at full scale. */
const victimsSuspected = 44

/** Who stands where: all persons on all lists, before anything is written down wrong. */
export function makeSightings(seed: number, scale: number): Sighting[] {
  const make = personMaker(seed)
  const victims = victimSightings(seed, scale, make)
  return [...victims, ...suspectSightings({ seed, scale, make, victims })]
}

type MakePerson = (sketch: Sketch) => Person

function victimSightings(seed: number, scale: number, make: MakePerson): Sighting[] {
  const earlier: Person[] = []
  const sightings: Sighting[] = []
  for (const [at, year] of years.entries()) {
    const prng = seededPrng(seed, `victims ${year}`)
    const patterns = scaledPatterns(publishedPatterns[at] ?? [], scale, prng)
    const slots = prng.shuffled(
      patterns.flatMap(({ organisations, persons }) => Array(persons).fill(organisations)),
    ) as OrganisationId[][]
    const returning = at === 0 ? 0 : Math.round(slots.length * returningVictims)
    const old = prng.shuffled(earlier).slice(0, returning)
    const sketches = nationalitiesOf(at, slots.length - old.length, prng).map((nationality) =>
      sketchVictim(nationality, year, prng),
    )
    const fresh = castFor(slots.slice(old.length), sketches, prng).map(make)
    for (const [slot, person] of [...old, ...fresh].entries()) {
      for (const organisation of slots[slot] ?? []) {
        sightings.push({ person, list: listOf(organisation, 'victims', year) })
      }
    }
    earlier.push(...fresh)
  }
  return sightings
}

/**
 * Deals victims to slots: FairWork and the labour inspectorate see nearly only exploitation outside the
 * sex industry, care coordinators and others most victims of whom the form is unknown (section 3.5).
 */
function castFor(
  slots: readonly (readonly OrganisationId[])[],
  sketches: readonly Sketch[],
  prng: Prng,
): Sketch[] {
  const left: Record<Form, Sketch[]> = { sexual: [], other: [], unknown: [] }
  for (const sketch of sketches) left[sketch.form].push(sketch)
  // Labour slots first, as long as there are enough to give them; the others take what remains.
  const order = prng
    .shuffled([...slots.keys()])
    .toSorted((a, b) => Number(isLabour(slots[b])) - Number(isLabour(slots[a])))
  const dealt: Sketch[] = []
  for (const slot of order) {
    const weights = formWeights(slots[slot] ?? [], left)
    const form = (['sexual', 'other', 'unknown'] as const)[prng.weighted(weights)] ?? 'unknown'
    dealt[slot] = left[form].pop() as Sketch // a form without persons left has weight 0
  }
  return dealt
}

function isLabour(organisations: readonly OrganisationId[] = []): boolean {
  return organisations.includes('fairwork') || organisations.includes('labour-inspectorate')
}

function formWeights(
  organisations: readonly OrganisationId[],
  left: Readonly<Record<Form, readonly Sketch[]>>,
): number[] {
  const taste = { sexual: 1, other: 1, unknown: 1 }
  if (isLabour(organisations)) taste.other = 40
  else if (!organisations.includes('police')) taste.unknown = 4
  return [
    taste.sexual * left.sexual.length,
    taste.other * left.other.length,
    taste.unknown * left.unknown.length,
  ]
}

interface SuspectSetup {
  readonly seed: number
  readonly scale: number
  readonly make: MakePerson
  readonly victims: readonly Sighting[]
}

function suspectSightings({ seed, scale, make, victims }: SuspectSetup): Sighting[] {
  const earlier: Person[] = []
  const suspected = new Set<Person>()
  return years.flatMap((year, at) => {
    const prng = seededPrng(seed, `suspects ${year}`)
    const count = Math.max(5, Math.round((suspectsPerYear[at] ?? 0) * scale))
    const shared = Math.max(1, Math.round((victimsSuspected / years.length) * scale))
    const known = victimsUpTo(year, victims).filter((person) => !suspected.has(person))
    const alsoVictims = prng.shuffled(known).slice(0, shared)
    const old = prng
      .shuffled(earlier)
      .slice(0, at === 0 ? 0 : Math.round(count * returningSuspects))
    const rest = Array.from({ length: Math.max(0, count - shared - old.length) }, () =>
      make(sketchSuspect(year, prng)),
    )
    for (const person of alsoVictims) suspected.add(person)
    earlier.push(...alsoVictims, ...rest)
    return [...alsoVictims, ...old, ...rest].map((person) => ({
      person,
      list: listOf('police', 'suspects', year),
    }))
  })
}

function victimsUpTo(year: number, victims: readonly Sighting[]): Person[] {
  const known = victims
    .filter(({ person, list }) => list.year <= year && ageIn(year, person.birthDate) >= 14)
    .map(({ person }) => person)
  return [...new Set(known)]
}
