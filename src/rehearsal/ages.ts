import type { Prng } from './prng.ts'
import { type AgeClass, ageClasses } from './published-victims.ts'

/** Minors are mostly 15 to 17. */
export function ageInClass(wanted: AgeClass, prng: Prng): number {
  if (wanted === 'minor') {
    return prng.chance(0.78) ? prng.between(15, 17) : prng.between(prng.chance(0.75) ? 12 : 3, 14)
  }
  const { from, to } = ageClasses.find(({ id }) => id === wanted) ?? ageClasses[1]
  return prng.between(from, to)
}

export function ageClassOf(age: number): AgeClass {
  return ageClasses.find(({ to }) => age <= to)?.id ?? '40-plus'
}
