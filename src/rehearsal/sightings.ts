import type { ListInfo } from '../base/lists.ts'
import { ageClassOf } from './ages.ts'
import { ageIn } from './calendar.ts'
import { castOfBorder, castOfVictims, fourFormOf, regionOf } from './cast.ts'
import { listOf, type OrganisationId, years } from './organisations.ts'
import { publishedPatterns, scaledPatterns, suspectsPerYear } from './patterns.ts'
import { type Person, personMaker, type Sketch } from './persons.ts'
import { type Prng, seededPrng } from './prng.ts'
import { sketchSuspect } from './profiles.ts'

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
  return [
    ...victims,
    ...borderSightings(seed, scale, make),
    ...suspectSightings({ seed, scale, make, victims }),
  ]
}

type MakePerson = (sketch: Sketch) => Person

function victimSightings(seed: number, scale: number, make: MakePerson): Sighting[] {
  const cast = Map.groupBy(castOfVictims(seed), ({ year }) => year)
  const earlier: Known[] = []
  const sightings: Sighting[] = []
  for (const [at, year] of years.entries()) {
    const prng = seededPrng(seed, `victims ${year}`)
    const patterns = scaledPatterns(publishedPatterns[at] ?? [], scale, prng)
    const slots = prng.shuffled(
      patterns.flatMap(({ organisations, persons }) => Array(persons).fill(organisations)),
    ) as OrganisationId[][]
    const sketches = castFor(slots, sampled(cast.get(year) ?? [], slots.length, prng), prng)
    const returning = Math.round(slots.length * returningVictims)
    const old = findReturning(sketches, prng.shuffled(earlier), returning)
    for (const [slot, sketch] of sketches.entries()) {
      const person = old.get(sketch) ?? make(sketch)
      if (!old.has(sketch)) earlier.push({ person, first: sketch })
      for (const organisation of slots[slot] ?? []) {
        sightings.push({ person, list: listOf(organisation, 'victims', year) })
      }
    }
  }
  return sightings
}

/** Persons whom only the border police reports, for sexual exploitation: outside the national totals. */
function borderSightings(seed: number, scale: number, make: MakePerson): Sighting[] {
  const cast = Map.groupBy(castOfBorder(seed), ({ year }) => year)
  return years.flatMap((year) => {
    const own = cast.get(year) ?? []
    const prng = seededPrng(seed, `border ${year}`)
    return sampled(own, Math.round(own.length * scale), prng).map((sketch) => ({
      person: make(sketch),
      list: listOf('kmar', 'victims', year),
    }))
  })
}

/** So many of them, spread evenly over forms, regions and ages. */
function sampled(sketches: readonly Sketch[], count: number, prng: Prng): Sketch[] {
  const key = (one: Sketch) => [
    fourFormOf({ ...one, sector: one.form }),
    regionOf(one),
    one.ageKnown,
    one.age < 18,
  ]
  const sorted = prng
    .shuffled(sketches)
    .toSorted((one, other) => (key(one).join() < key(other).join() ? -1 : 1))
  const start = prng.next()
  return Array.from({ length: count }, (_, at) => {
    const place = Math.floor(((at + start) * sorted.length) / count)
    return sorted[place] as Sketch // below length, as start is below 1
  })
}

interface Known {
  readonly person: Person
  /** As the person was first reported. */
  readonly first: Sketch
}

/**
 * Who of this year was reported before: only somebody of whom all that is counted is as it was, for a
 * round gives a person one form, age class and region over all years.
 */
function findReturning(
  sketches: readonly Sketch[],
  earlier: readonly Known[],
  most: number,
): Map<Sketch, Person> {
  const open = Map.groupBy(sketches, likeness)
  const found = new Map<Sketch, Person>()
  for (const { person, first } of earlier) {
    if (found.size >= most) break
    const age = ageIn(sketches[0]?.year ?? first.year, person.birthDate)
    if (first.ageKnown && ageClassOf(age) !== ageClassOf(first.age)) continue
    const sketch = open.get(likeness(first))?.pop()
    if (sketch !== undefined) found.set(sketch, person)
  }
  return found
}

function likeness({ nationality, nationalityKnown, form, sex, age, ageKnown }: Sketch): string {
  const ageClass = ageKnown ? ageClassOf(age) : ''
  return [nationality.code, nationalityKnown, form, sex, ageClass].join(' ')
}

/**
 * Deals victims to slots: FairWork and the labour inspectorate see nearly only exploitation outside the
 * sex industry, and few ages; care coordinators and others most victims of whom the form is unknown, the
 * police few of those (section 3.5). Whom the border police alone reports is counted only when it is for
 * exploitation outside the sex industry, so those slots come first.
 */
function castFor(
  slots: readonly (readonly OrganisationId[])[],
  sketches: readonly Sketch[],
  prng: Prng,
): Sketch[] {
  const pools = Map.groupBy(prng.shuffled(sketches), poolOf)
  const names = [...pools.keys()].toSorted()
  const order = prng
    .shuffled([...slots.keys()])
    .toSorted((a, b) => urgency(slots[b] ?? []) - urgency(slots[a] ?? []))
  const dealt: Sketch[] = []
  for (const slot of order) {
    const weights = names.map((name) => {
      const { length } = pools.get(name) ?? []
      return length * taste(name, slots[slot] ?? [])
    })
    // A pool without persons left has weight 0.
    dealt[slot] = pools.get(names[prng.weighted(weights)] ?? '')?.pop() as Sketch
  }
  return dealt
}

/** What reporters differ in: the form, whether something is unknown, grown-up foreigners for the border police. */
function poolOf(sketch: Sketch): string {
  const isFull = sketch.ageKnown && sketch.nationalityKnown
  const isForeign = sketch.nationality.code !== 'NL' && sketch.age >= 18
  return `${sketch.form} ${isFull ? (isForeign ? 'foreign' : 'full') : 'gaps'}`
}

function urgency(organisations: readonly OrganisationId[]): number {
  if (isBorder(organisations)) return 3
  if (isLabour(organisations)) return 2
  return organisations.includes('police') ? 0 : 1
}

/** How much more likely than by chance; our own figures, set so that section 3.5 comes out. */
function taste(pool: string, organisations: readonly OrganisationId[]): number {
  const [form = '', rest = ''] = pool.split(' ')
  if (isBorder(organisations)) return pool === 'other foreign' ? 1e6 : form === 'other' ? 1 : 1e-6
  if (isLabour(organisations)) return (form === 'other' ? 40 : 1) * (rest === 'gaps' ? 6 : 1)
  if (organisations.includes('police')) return 1
  return (form === 'unknown' ? 6 : 1) * (rest === 'gaps' ? 3 : 1)
}

function isBorder(organisations: readonly OrganisationId[]): boolean {
  return organisations.join() === 'kmar'
}

function isLabour(organisations: readonly OrganisationId[]): boolean {
  return organisations.includes('fairwork') || organisations.includes('labour-inspectorate')
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
    const count = Math.max(2, Math.round((suspectsPerYear[at] ?? 0) * scale))
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
