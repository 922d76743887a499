/**
 * Recipes: which keys of the catalogue a row carries, in how many slots. An agreement names one; it never changes
 * once published (protocol/matching.md, Recipes).
 */
import { concatBytes, lengthPrefixed, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { remember } from '../base/remember.ts'
import type { SlotRule } from '../base/slots.ts'
import {
  catalogue,
  type KeyValue,
  type MatchKey,
  type OptionalField,
  optionalFields,
} from './catalogue.ts'
import type { PersonFields } from './person-fields.ts'

export interface RecipeSlot extends SlotRule {
  /** What is hashed with the key (protocol/specification.md 2.1), so that one key meets itself in any slot. */
  readonly keyId: string
}

/** The versioned rule that makes match keys; its name is part of the agreement and of every key's hash. */
export interface Recipe {
  readonly name: string
  readonly keys: readonly MatchKey[]
  /** Slots a row has of each key, in the order of `keys`. */
  readonly widths: readonly number[]
  readonly slots: readonly RecipeSlot[]
  /** Fields that all keys do without, because not every list has them. */
  readonly without: readonly OptionalField[]
}

/** Key ids with the number of slots of each; spare slots hold aliases and second spellings. */
const published: Readonly<Record<string, string>> = {
  /** Numbers, and the name with the date: quick, for registers that know their people well. */
  'short/1': 'K01 K02 K04 K05',
  /** All that was measured to be worth its slot. */
  'full/1': 'K01 K02 K03 K04:2 K05:2 K06 K09 K18 K08 K14:2 K15:2 K19 K13 K20',
  /** Every key once measured: for evaluation, too wide for a round. */
  'catalogue/1': catalogue.map(({ id }) => `${id}:4`).join(' '),
}

/** The recipes an agreement can name, each also without fields that not every list has. */
export const recipeNames: readonly string[] = ['short/1', 'full/1'].flatMap((base) => [
  base,
  ...[['sex'], ['country'], ['sex', 'country']].map((left) => `${base} without ${left.join(' ')}`),
])

/**
 * The recipe of that name, e.g. `full/1` or `full/1 without sex country`.
 *
 * @throws Problem `recipe.unknown`
 */
export function recipeNamed(name: string): Recipe {
  const [base = '', left = ''] = name.split(' without ')
  const without = optionalFields.filter((field) => left.split(' ').includes(field))
  const keys = published[base]
  if (keys === undefined || name !== nameOf(base, without)) throw unknownRecipe(name)
  return makeRecipe(name, keys.split(' '), without)
}

export function nameOf(base: string, without: readonly OptionalField[]): string {
  return without.length === 0 ? base : `${base} without ${without.join(' ')}`
}

function makeRecipe(
  name: string,
  wanted: readonly string[],
  without: readonly OptionalField[],
): Recipe {
  const chosen = wanted.map((text) => {
    const [id, width = '1'] = text.split(':')
    return { key: catalogue.find((one) => one.id === id) as MatchKey, width: Number(width) }
  })
  return {
    name,
    keys: chosen.map(({ key }) => key),
    widths: chosen.map(({ width }) => width),
    slots: chosen.flatMap(({ key, width }) =>
      Array.from({ length: width }, (_, at) => slotOf(key, at)),
    ),
    without,
  }
}

function slotOf({ id, name, tier, family, unique }: MatchKey, at: number): RecipeSlot {
  return { id: at === 0 ? name : `${name}-${at + 1}`, class: name, tier, family, unique, keyId: id }
}

/** Canonical key bytes by slot of the recipe, in its order; null where a slot has no key. */
export function keysOf(fields: PersonFields, recipe: Recipe): (Uint8Array | null)[] {
  return recipe.keys.flatMap((key, at) => {
    const width = recipe.widths[at] ?? 0
    const values = valuesOf(key, fields, recipe.without)
    const keys: (Uint8Array | null)[] = values.slice(0, width).map(canonicalKey)
    while (keys.length < width) keys.push(null)
    return keys
  })
}

/** A key that names sex or country is not built when the field is empty, unless the agreement leaves it out. */
export function valuesOf(
  key: MatchKey,
  fields: PersonFields,
  without: readonly OptionalField[],
): readonly KeyValue[] {
  const rest: string[] = []
  for (const field of key.needs) {
    if (without.includes(field)) continue
    const value = fields[field]
    if (value === undefined) return []
    rest.push(value)
  }
  const values = key.values(fields)
  return rest.length === 0 ? values : values.map((value) => [...value, ...rest])
}

/** Each part with its length, so that no two values have one encoding. */
function canonicalKey(value: KeyValue): Uint8Array {
  return concatBytes(...value.map(framed))
}

/** Dates, sexes and sounds stand in many keys of a record. */
const framed = remember(10_000, (part) => lengthPrefixed(utf8(part)))

function unknownRecipe(name: string): Problem {
  return new Problem({
    code: 'recipe.unknown',
    what: 'There is no recipe for match keys of this name',
    where: name,
    remedy: `Name one of: ${recipeNames.join(', ')}.`,
  })
}
