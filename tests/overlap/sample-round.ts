import type { ListInfo, Organisation, Population } from '../../src/base/lists.ts'
import { type OverlapTable, tallyPersons } from '../../src/overlap/overlap-table.ts'

export const years = [2013, 2014, 2015, 2016, 2017]

export const populations: Population[] = [
  { id: 'victims', name: { nl: 'mogelijke slachtoffers', en: 'presumed victims' } },
  { id: 'suspects', name: { nl: 'verdachten', en: 'suspects' } },
]

interface Owner extends Organisation {
  readonly source: ListInfo['source']
  /** Persons of a year's list, about. */
  readonly yearly: number
}

const owners: Owner[] = [
  owner('police', 'Politie', 'Police', true, 560),
  owner('kmar', 'Koninklijke Marechaussee', 'Border police', true, 3),
  owner('labour-inspectorate', 'Arbeidsinspectie', 'Labour inspectorate', true, 60),
  { ...owner('emm', 'EMM', 'EMM', true, 65), source: 'enrichment' },
  owner('care-coordinators', 'Zorgcoördinatoren', 'Care coordinators', false, 180),
  owner('fairwork', 'FairWork', 'FairWork', false, 90),
  owner('other-reporters', 'Overige melders', 'Other reporters', false, 170),
]

function owner(id: string, nl: string, en: string, legalBasis: boolean, yearly: number): Owner {
  return { id, name: { nl, en }, legalBasis, yearly, source: 'report' }
}

const counter: Organisation = {
  id: 'rapporteur',
  name: { nl: 'Nationaal Rapporteur', en: 'National Rapporteur' },
  legalBasis: true,
}

/** Seven owners and a counter that owns no list. */
export const organisations: Organisation[] = [
  ...owners.map(({ id, name, legalBasis }) => ({ id, name, legalBasis })),
  counter,
]

/** Seven lists of victims and one of suspects for each of five years: 40. */
export const lists: ListInfo[] = years.flatMap((year) => [
  ...owners.map(({ id, source }) => ({
    id: `${id}-${year}-victims`,
    organisation: id,
    population: 'victims',
    year,
    source,
  })),
  {
    id: `police-${year}-suspects`,
    organisation: 'police',
    population: 'suspects',
    year,
    source: 'report',
  },
])

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Persons of five years as sets of list ids, sizes and overlaps like the field's. */
export function samplePersons(seed: number): string[][] {
  const random = seededNumbers(seed)
  const persons = years.flatMap((year) => [
    ...owners.flatMap((one) =>
      Array.from({ length: one.yearly }, () => victimLists(one.id, year, random)),
    ),
    ...Array.from({ length: 300 }, () => suspectLists(year, random)),
  ])
  return persons.map((person) => [...new Set(person)])
}

function victimLists(first: string, year: number, random: () => number): string[] {
  const person = [`${first}-${year}-victims`]
  for (const other of owners) {
    if (random() < other.yearly / 6000) person.push(`${other.id}-${year}-victims`)
  }
  const later = years.filter((one) => one > year)
  if (later.length > 0 && random() < 0.08) {
    const again = random() < 0.6 ? 'police' : 'care-coordinators'
    person.push(`${again}-${later[Math.floor(random() * later.length)]}-victims`)
  }
  if (random() < 0.02) person.push(`police-${year}-suspects`)
  return person
}

function suspectLists(year: number, random: () => number): string[] {
  const next = random() < 0.1 && year < 2017 ? [`police-${year + 1}-suspects`] : []
  return [`police-${year}-suspects`, ...next]
}

/** A round of the field's size; the same seed gives the same table. */
export function sampleTable(seed = 1): OverlapTable {
  return tallyPersons(lists, samplePersons(seed), { listTwice: 7, undecodable: 2 })
}
