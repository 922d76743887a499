import { ageInClass } from './ages.ts'
import { type Nationality, nationalities, type Region } from './nationalities.ts'
import { years } from './organisations.ts'
import type { Sketch } from './persons.ts'
import { type Prng, seededPrng } from './prng.ts'
import {
  type AgeClass,
  agesOfForm,
  borderOnlyNationalities,
  borderOnlyPerYear,
  domesticSexualPerYear,
  type FourForm,
  fourForms,
  menOfForm,
  menPerYear,
  minorsOfRegion,
  type Sector,
  sectorsPerYear,
  unknownNationality,
} from './published-victims.ts'
import { settleMargins } from './settle-margins.ts'

/** A victim of a year while it is being thought out. */
interface Draft {
  readonly nationality: Nationality
  readonly nationalityKnown: boolean
  readonly year: number
  sector: Sector
  age: AgeClass | 'unknown'
  sex: 'F' | 'M'
}

/**
 * All victims of the five years, a person for each year in which it was reported, with nationality,
 * form, age and sex as published: every sum of `published-victims.ts` is met, at whatever seed.
 */
export function castOfVictims(seed: number): Sketch[] {
  const prng = seededPrng(seed, 'cast')
  const drafts = [...nationalities.flatMap((one) => draftsOf(one, prng)), ...strangers(prng)]
  settleSectors(drafts, prng)
  markBoth(drafts, prng)
  settleMinors(drafts, prng)
  dealAges(drafts, prng)
  settleMen(drafts, prng)
  return drafts.map((draft) => sketchOf(draft, false, prng))
}

/**
 * Persons whom only the border police will have reported. 99.6 % were women and 98.9 % grown up (table
 * 3.2): here all are, so that they are in no national total of men or minors.
 */
export function castOfBorder(seed: number): Sketch[] {
  const prng = seededPrng(seed, 'border cast')
  const found = prng.shuffled(
    borderOnlyNationalities.flatMap(([code, persons]) => repeat(nationalityOf(code), persons)),
  )
  return found.map((nationality, at) =>
    sketchOf(
      {
        nationality,
        nationalityKnown: true,
        year: yearAt(borderOnlyPerYear, at),
        sector: 'sexual',
        age: prng.pick(['18-22', '18-22', '23-29', '23-29', '30-39'] as const),
        sex: 'F', // 99.6 % (table 3.2), taken for all
      },
      true,
      prng,
    ),
  )
}

export function fourFormOf(
  of: Pick<Draft, 'nationality' | 'nationalityKnown' | 'sector'>,
): FourForm {
  if (!of.nationalityKnown || of.sector === 'unknown') return 'unknown'
  const route = of.nationality.code === 'NL' ? 'BL' : 'GO'
  return of.sector === 'other' ? `${route}-UBS` : `${route}-SU`
}

export function regionOf(of: Pick<Draft, 'nationality' | 'nationalityKnown'>): Region | 'unknown' {
  return of.nationalityKnown ? of.nationality.region : 'unknown'
}

function draftsOf(nationality: Nationality, prng: Prng): Draft[] {
  const { sexual, other, unknown } = nationality.forms
  return paired(nationality.perYear, { sexual, other, unknown }, prng).map((pair) => ({
    ...newDraft(nationality),
    ...pair,
  }))
}

/** Of a nationality that nobody wrote down; it shows in names only. */
function strangers(prng: Prng): Draft[] {
  const abroad = nationalities.filter(({ code }) => code !== 'NL')
  const weights = abroad.map(({ perYear }) => sumOf(perYear))
  return paired(unknownNationality.perYear, unknownNationality.sectors, prng).map((pair) => ({
    ...newDraft(abroad[prng.weighted(weights)] as Nationality),
    ...pair,
    nationalityKnown: false,
  }))
}

const newDraft = (nationality: Nationality) =>
  ({ nationality, nationalityKnown: true, age: 'unknown', sex: 'F' }) as const

function paired(
  perYear: readonly number[],
  sectors: Readonly<Record<'sexual' | 'other' | 'unknown', number>>,
  prng: Prng,
): { year: number; sector: Sector }[] {
  const forms = prng.shuffled(
    (['sexual', 'other', 'unknown'] as const).flatMap((sector) => repeat(sector, sectors[sector])),
  )
  return forms.map((sector, at) => ({ year: yearAt(perYear, at), sector }))
}

/** Dutch victims first, of whom the sexually exploited were published by year; then what that leaves to the others. */
function settleSectors(drafts: readonly Draft[], prng: Prng): void {
  const isDutch = ({ nationality, nationalityKnown }: Draft) =>
    nationalityKnown && nationality.code === 'NL'
  const dutch = drafts.filter(isDutch)
  exchangeSectors(dutch, wantedPerYear({ sexual: domesticSexualPerYear }), prng)
  const { sexual, both, other, unknown } = sectorsPerYear
  const left = wantedPerYear({
    sexual: sexual.map((count, at) => count + (both[at] ?? 0)),
    other,
    unknown,
  })
  for (const { sector, year } of dutch) {
    const key = `${sector} ${year}`
    left.set(key, (left.get(key) ?? 0) - 1)
  }
  const foreign = drafts.filter((draft) => !isDutch(draft))
  exchangeSectors(foreign, left, prng)
}

function exchangeSectors(
  drafts: readonly Draft[],
  wanted: ReadonlyMap<string, number>,
  prng: Prng,
): void {
  const margins = {
    items: drafts,
    labels: drafts.map(({ sector }) => sector),
    groupOf: ({ nationality, nationalityKnown }: Draft) =>
      nationalityKnown ? nationality.code : '',
    keysOf: ({ year }: Draft, sector: Sector) => [`${sector} ${year}`],
    wanted,
  }
  const settled = settleMargins(margins, prng)
  drafts.forEach((draft, at) => {
    draft.sector = settled[at] ?? draft.sector
  })
}

function markBoth(drafts: readonly Draft[], prng: Prng): void {
  for (const [at, year] of years.entries()) {
    const able = drafts.filter(
      (draft) => draft.year === year && draft.sector === 'sexual' && draft.nationalityKnown,
    )
    for (const draft of prng.shuffled(able).slice(0, sectorsPerYear.both[at])) draft.sector = 'both'
  }
}

/** First by region and form, nationalities by their own minors; then exchanged until years are right. */
function settleMinors(drafts: readonly Draft[], prng: Prng): void {
  const minors = new Set<Draft>()
  for (const [region, { forms }] of Object.entries(minorsOfRegion)) {
    for (const [at, form] of fourForms.entries()) {
      const able = drafts.filter(
        (draft) => regionOf(draft) === region && fourFormOf(draft) === form,
      )
      for (const draft of drawMinors(able, forms[at] ?? 0, prng)) minors.add(draft)
    }
  }
  const wanted = new Map(
    Object.entries(minorsOfRegion).flatMap(([region, { perYear }]) => [
      ...wantedPerYear({ [region]: perYear }),
    ]),
  )
  const settled = settleMargins(
    {
      items: drafts,
      labels: drafts.map((draft) => minors.has(draft)),
      groupOf: (draft) => `${regionOf(draft)} ${fourFormOf(draft)}`,
      keysOf: (draft, isMinor) => (isMinor ? [`${regionOf(draft)} ${draft.year}`] : []),
      wanted,
    },
    prng,
  )
  drafts.forEach((draft, at) => {
    if (settled[at] === true) draft.age = 'minor'
  })
}

/** Without replacement, as likely as minors are among the nationality; by exponential races. */
function drawMinors(able: readonly Draft[], count: number, prng: Prng): Draft[] {
  const raced = able.map((draft) => {
    const share = Math.max(0.01, draft.nationality.minors / sumOf(draft.nationality.perYear))
    return { draft, at: -Math.log(1 - prng.next()) / share }
  })
  return raced
    .toSorted((one, other) => one.at - other.at)
    .slice(0, count)
    .map(({ draft }) => draft)
}

function dealAges(drafts: readonly Draft[], prng: Prng): void {
  for (const form of fourForms) {
    const adults = drafts.filter((draft) => draft.age !== 'minor' && fourFormOf(draft) === form)
    const ages = Object.entries(agesOfForm[form]).flatMap(([age, count]) =>
      repeat(age as Draft['age'], count),
    )
    for (const [at, draft] of prng.shuffled(adults).entries()) draft.age = ages[at] ?? 'unknown'
  }
}

function settleMen(drafts: readonly Draft[], prng: Prng): void {
  const groupOf = (draft: Draft) => `${fourFormOf(draft)} ${draft.age === 'minor'}`
  const men = new Set<Draft>()
  for (const [form, { minors, others }] of Object.entries(menOfForm)) {
    for (const [isMinor, count] of [
      [true, minors],
      [false, others],
    ] as const) {
      const able = drafts.filter((draft) => groupOf(draft) === `${form} ${isMinor}`)
      for (const draft of prng.shuffled(able).slice(0, count)) men.add(draft)
    }
  }
  const settled = settleMargins(
    {
      items: drafts,
      labels: drafts.map((draft) => men.has(draft)),
      groupOf,
      keysOf: (draft, isMan) => (isMan ? [`men ${draft.year}`] : []),
      wanted: wantedPerYear({ men: menPerYear }),
    },
    prng,
  )
  drafts.forEach((draft, at) => {
    if (settled[at] === true) draft.sex = 'M'
  })
}

function sketchOf(draft: Draft, isBorderOnly: boolean, prng: Prng): Sketch {
  const { nationality, nationalityKnown, year, sector, sex } = draft
  const ageKnown = draft.age !== 'unknown'
  const age = ageInClass(
    ageKnown ? (draft.age as AgeClass) : prng.pick(['23-29', '30-39'] as const),
    prng,
  )
  return { nationality, nationalityKnown, form: sector, sex, age, ageKnown, isBorderOnly, year }
}

function wantedPerYear(rows: Readonly<Record<string, readonly number[]>>): Map<string, number> {
  return new Map(
    Object.entries(rows).flatMap(([name, counts]) =>
      counts.map((count, at): [string, number] => [`${name} ${years[at]}`, count]),
    ),
  )
}

/** The year of the at-th of so many per year. */
function yearAt(perYear: readonly number[], at: number): number {
  let left = at
  const found = perYear.findIndex((count) => {
    left -= count
    return left < 0
  })
  return years[found] ?? years[0]
}

function nationalityOf(code: string): Nationality {
  const found = nationalities.find((one) => one.code === code)
  if (found === undefined) throw new RangeError('no nationality has this code')
  return found
}

function repeat<Item>(item: Item, times: number): Item[] {
  return Array<Item>(times).fill(item)
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
