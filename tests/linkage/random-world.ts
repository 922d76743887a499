import fc from 'fast-check'
import type { SlotRule } from '../../src/base/slots.ts'
import type { ClearRecord, ClearWorld } from '../world/in-the-clear.ts'
import { slot } from './clear-keys.ts'

/** One to five classes of one or two slots, of every tier, family and uniqueness. */
const slotsArbitrary: fc.Arbitrary<SlotRule[]> = fc
  .array(
    fc.record({
      tier: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
      family: fc.constantFrom('one', 'two', 'three'),
      unique: fc.boolean(),
      width: fc.integer({ min: 1, max: 2 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((classes) =>
    classes.flatMap(({ tier, family, unique, width }, number) =>
      Array.from({ length: width }, (_, at) =>
        slot(`c${number}-${at}`, tier, { class: `c${number}`, family, unique }),
      ),
    ),
  )

/** Small worlds of few values, so that keys collide, conflict and are ambiguous all the time. */
export const worldArbitrary: fc.Arbitrary<ClearWorld> = fc
  .tuple(slotsArbitrary, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 12 }))
  .chain(([slots, lists, values]) => {
    const names = Array.from({ length: lists }, (_, at) => `list-${at}`)
    const key = fc.option(fc.integer({ max: values, min: 0 }).map(String), { freq: 2 })
    const keys = fc.array(key, { minLength: slots.length, maxLength: slots.length })
    const record = fc.record({ list: fc.constantFrom(...names), keys })
    const records = fc.array(record, { maxLength: 16, size: 'max' })
    return records.map((all) => ({ slots, lists: names, records: all }))
  })

export const REGISTER_SLOTS: readonly SlotRule[] = [
  slot('bsn', 1, { unique: true }),
  slot('vnr', 1, { unique: true }),
  slot('name-1', 2, { class: 'name' }),
  slot('name-2', 2, { class: 'name' }),
  slot('sound', 2),
  slot('initial', 3),
  slot('place', 4),
]

/** Registers with the field's habits: missing numbers, errors, aliases, siblings, doubles. */
export function registerWorld(seed: number, persons: number, lists: number): ClearWorld {
  const chance = chanceFrom(seed)
  const names = Array.from({ length: lists }, (_, at) => `list-${at}`)
  const records: ClearRecord[] = []
  for (let person = 0; person < persons; person++) {
    for (const list of names) {
      if (!chance(0.3)) continue
      const times = chance(0.1) ? 2 : 1
      for (let time = 0; time < times; time++) records.push({ list, keys: keysOf(person, chance) })
    }
  }
  return { slots: REGISTER_SLOTS, lists: names, records }
}

type Chance = (probability: number) => boolean

function keysOf(person: number, chance: Chance): (string | null)[] {
  const family = Math.floor(person / 3)
  const spelling = chance(0.2) ? 'b' : 'a'
  return [
    chance(0.5) ? `${chance(0.03) ? person + 1 : person}` : null,
    chance(0.3) ? `${person}` : null,
    chance(0.8) ? `${person}${spelling}` : null,
    chance(0.2) ? `${person}a` : null,
    chance(0.8) ? `${chance(0.05) ? person + 1 : person}` : null,
    chance(0.8) ? `${chance(0.6) ? `p${person}` : family}` : null,
    chance(0.7) ? `${chance(0.8) ? `p${person}` : family}` : null,
  ]
}

/** A linear congruential generator (Numerical Recipes): the seed alone makes the world. */
function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  return (probability) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32 < probability
  }
}
