import { ageInClass } from './ages.ts'
import { nationalities } from './nationalities.ts'
import type { Sex, Sketch } from './persons.ts'
import type { Prng } from './prng.ts'

/** Suspects: mostly men between 18 and 45; no figures were published, so these shares are our own. */
export function sketchSuspect(year: number, prng: Prng): Sketch {
  const nationality = prng.chance(0.5)
    ? prng.pick(nationalities.filter(({ code }) => code === 'NL'))
    : prng.pick(
        nationalities.filter(({ region }) => region.startsWith('eu-') || region === 'africa'),
      )
  const sex: Sex = prng.chance(0.84) ? 'M' : 'F'
  const age = prng.chance(0.05) ? prng.between(15, 17) : adultAge(prng)
  const known = { nationalityKnown: true, ageKnown: true, isBorderOnly: false }
  return { ...known, nationality, form: 'unknown', sex, age, year }
}

function adultAge(prng: Prng): number {
  const classes = ['18-22', '23-29', '30-39', '40-plus'] as const
  return ageInClass(classes[prng.weighted([25, 33, 27, 15])] ?? '18-22', prng)
}
