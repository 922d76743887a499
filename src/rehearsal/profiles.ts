import { type Form, type Nationality, nationalities } from './nationalities.ts'
import type { Sex, Sketch } from './persons.ts'
import type { Prng } from './prng.ts'

/** Under 18, 18-22, 23-29, 30-39, 40 and over: the classes of the national reports. */
const ageClasses: readonly (readonly [from: number, to: number])[] = [
  [0, 17],
  [18, 22],
  [23, 29],
  [30, 39],
  [40, 64],
]

/** Weights of the four adult classes, by route and form; set so that section 3.4 is met. */
const adultAges = {
  dutch: [53, 26, 13, 8],
  foreign: {
    sexual: [30, 38, 24, 8],
    other: [9, 35, 33, 23],
    unknown: [28, 34, 25, 13],
  },
} as const

/** Share of men: 2.1 % domestic sexual, 11.3 % cross-border sexual, 57.5 % cross-border other (3.4). */
const men = {
  dutch: { sexual: 0.021, other: 0.55, unknown: 0.24 },
  foreign: { sexual: 0.113, other: 0.575, unknown: 0.3 },
} as const

/** Exploitation outside the sex industry grew from 16 to 30 % of victims; factors on its odds per year. */
const growthOfOther = [0.35, 0.75, 0.9, 1.35, 1.9]

/** As many victims' nationalities as asked, in the proportions of the year, in a random order. */
export function nationalitiesOf(yearIndex: number, count: number, prng: Prng): Nationality[] {
  const total = nationalities.reduce((sum, { perYear }) => sum + (perYear[yearIndex] ?? 0), 0)
  const drawn: Nationality[] = []
  let sum = prng.next()
  for (const nationality of prng.shuffled(nationalities)) {
    sum += ((nationality.perYear[yearIndex] ?? 0) * count) / total
    while (drawn.length < Math.min(count, Math.floor(sum))) drawn.push(nationality)
  }
  while (drawn.length < count) drawn.push(prng.pick(nationalities))
  return prng.shuffled(drawn)
}

/** Form, sex and age of a victim of that nationality, as the national reports have them. */
export function sketchVictim(nationality: Nationality, year: number, prng: Prng): Sketch {
  const route = nationality.code === 'NL' ? 'dutch' : 'foreign'
  const form = drawForm(nationality, year - 2013, prng)
  const sex: Sex = prng.chance(men[route][form]) ? 'M' : 'F'
  const age = prng.chance(minorShare(nationality, form))
    ? minorAge(prng)
    : adultAge(route === 'dutch' ? adultAges.dutch : adultAges.foreign[form], prng)
  return { nationality, form, sex, age, year }
}

/** Suspects: mostly men between 18 and 45; no figures were published, so these shares are our own. */
export function sketchSuspect(year: number, prng: Prng): Sketch {
  const nationality = prng.chance(0.5)
    ? prng.pick(nationalities.filter(({ code }) => code === 'NL'))
    : prng.pick(
        nationalities.filter(({ region }) => region.startsWith('eu-') || region === 'africa'),
      )
  const sex: Sex = prng.chance(0.84) ? 'M' : 'F'
  const age = prng.chance(0.05) ? prng.between(15, 17) : adultAge([25, 33, 27, 15], prng)
  return { nationality, form: 'unknown', sex, age, year }
}

function drawForm({ forms }: Nationality, yearIndex: number, prng: Prng): Form {
  const drawn: Form[] = ['sexual', 'other', 'unknown']
  const other = forms.other * (growthOfOther[yearIndex] ?? 1)
  return drawn[prng.weighted([forms.sexual, other, forms.unknown])] ?? 'unknown'
}

/** Minors lost from sight again: birth dates that no record holds, and those who return grown up. */
const minorsUnseen = 1.1

/** Foreign minors are nearly all of unknown form; the published split is 5.5, 3 and the rest. */
function minorShare(nationality: Nationality, form: Form): number {
  const { forms, minors } = nationality
  if (nationality.code === 'NL')
    return minorsUnseen * { sexual: 464 / 1507, other: 11 / 101, unknown: 203 / 369 }[form]
  const known = { sexual: 0.055, other: 0.03 }
  if (form !== 'unknown') return known[form]
  const rest = minors - known.sexual * forms.sexual - known.other * forms.other
  return Math.min(0.97, Math.max(0, (minorsUnseen * rest) / Math.max(1, forms.unknown)))
}

/** Mostly 15 to 17. */
function minorAge(prng: Prng): number {
  return prng.chance(0.78) ? prng.between(15, 17) : prng.between(prng.chance(0.75) ? 12 : 3, 14)
}

function adultAge(weights: readonly number[], prng: Prng): number {
  const [from, to] = ageClasses[1 + prng.weighted(weights)] ?? [18, 64]
  return prng.between(from, to)
}
