import {
  dropSharedValues,
  mergeDoubles,
  type OwnRecords,
  ownClasses,
  type SharedValues,
} from '../linkage/merge-doubles.ts'
import { agreeingClasses, type DoubleGroup, doubleGroups } from '../linkage/near-doubles.ts'
import type { LinkedRows } from '../linkage/rule-l2.ts'
import type { Recipe } from '../matching/recipe.ts'
import type { RecordStore } from '../storage/record-store.ts'
import { RecordPages } from './record-pages.ts'

/** Values of one key that more than one person of a list holds: they are no key in a round. */
export interface SharedKey {
  readonly id: string
  readonly values: number
  /** Persons that lost a value. */
  readonly persons: number
  /** Most persons that hold one value. */
  readonly most: number
}

/** What a list makes of its records before it is sent. Counts only. */
export interface ListDoubles {
  readonly list: string
  readonly records: number
  readonly persons: number
  /** Records that were merged with others. */
  readonly merged: number
  /** Persons of several records. */
  readonly groups: number
  /** Persons that were joined by a number and hold two of another kind. */
  readonly twoNumbers: number
  /** Persons some record of which agrees with the others in date and address alone. */
  readonly byAddress: number
  /** Groups of persons that were nearly joined. */
  readonly near: number
  readonly shared: readonly SharedKey[]
}

/** Records of a group by their places in the list, in order of their digests. */
export interface ReviewGroup {
  /** `address`: one person, of whom a record agrees with the others in date and address alone. */
  readonly kind: DoubleGroup['kind'] | 'address'
  /** The lower, the stronger. */
  readonly rank: number
  readonly records: readonly ReviewedRecord[]
}

export interface ReviewedRecord {
  readonly ordinal: number
  /** Number of the person in the list, from 1. */
  readonly person: number
  /** Ids of keys in which it agrees with another record of the group, the strongest first. */
  readonly keys: readonly string[]
}

export interface ListParts {
  readonly records: RecordStore
  readonly list: string
  readonly recipe: Recipe
  readonly storageKey: Uint8Array
}

/**
 * Applies to a list what a round will apply to it (protocol/specification.md 5.1, 5.2): in as much memory, 17 bytes for
 * each slot of each record and as much again while keys are compared.
 */
export async function findDoubles(
  parts: ListParts,
): Promise<{ doubles: ListDoubles; groups: ReviewGroup[] }> {
  const { list, recipe } = parts
  const { digest: _, ...prefixes } = await new RecordPages(parts).prefixes(recipe.slots.length)
  const own: OwnRecords = { ...prefixes, slots: recipe.slots }
  const merged = mergeDoubles(own)
  const { shared } = dropSharedValues(own, merged)
  const groups = reviewGroups(own, merged, recipe)
  const several = groups.filter(({ kind }) => !isNear(kind))
  const doubles = {
    list,
    records: own.records,
    persons: merged.persons,
    merged: several.reduce((sum, { records }) => sum + records.length, 0),
    groups: several.length,
    twoNumbers: several.filter(({ kind }) => kind === 'numbers').length,
    byAddress: several.filter(({ kind }) => kind === 'address').length,
    near: groups.length - several.length,
    shared: sharedKeys(shared, recipe),
  }
  return { doubles, groups }
}

function reviewGroups(own: OwnRecords, merged: LinkedRows, recipe: Recipe): ReviewGroup[] {
  const classes = ownClasses(own)
  const person = (record: number) => merged.person[record] ?? 0 // records of the list
  const found = doubleGroups(classes, merged).map(({ kind, records }) => {
    // Among persons that were not joined it matters what they have in common, not what each has with itself.
    const holder = isNear(kind) ? person : (record: number) => record
    const agreeing = agreeingClasses(classes, records, holder)
    return ranked(recipe, {
      kind,
      records: records.map((ordinal, at) => ({
        ordinal,
        person: person(ordinal) + 1,
        keys: byStrength(agreeing[at] ?? [], recipe),
      })),
    })
  })
  return found.sort((a, b) => a.rank - b.rank)
}

/** What joins housemates of one birthday, as in a shelter. */
const HOUSEMATES = 'address-date'

function ranked(
  recipe: Recipe,
  { kind, records }: Pick<DoubleGroup, 'kind'> & Pick<ReviewGroup, 'records'>,
): ReviewGroup {
  const families = new Map(recipe.keys.map(({ id, family }) => [id, family]))
  const housemate = records.some(({ keys }) => keys.every((id) => families.get(id) === HOUSEMATES))
  const told = kind === 'joined' && housemate ? 'address' : kind
  return { kind: told, rank: rankOf(told, records, recipe), records }
}

function isNear(kind: ReviewGroup['kind']): boolean {
  return kind === 'near-numbers' || kind === 'near-tie'
}

/** Ids of the keys of these classes, by tier, then as the recipe has them. */
function byStrength(classes: readonly string[], { keys }: Recipe): string[] {
  return keys
    .filter(({ name }) => classes.includes(name))
    .sort((a, b) => a.tier - b.tier)
    .map(({ id }) => id)
}

/** Joined before joined by address alone before nearly joined; then the best key, then the number of keys. */
function rankOf(
  kind: ReviewGroup['kind'],
  records: readonly ReviewedRecord[],
  { keys }: Recipe,
): number {
  const shared = new Set(records.flatMap((record) => record.keys))
  const tier = Math.min(...keys.filter(({ id }) => shared.has(id)).map((key) => key.tier))
  // A group can be a whole list: more records than a call has arguments.
  const most = records.reduce((found, record) => Math.max(found, record.keys.length), 0)
  const order = isNear(kind) ? 2000 : kind === 'address' ? 1000 : 0
  return order + tier * 100 - most
}

function sharedKeys(shared: readonly SharedValues[], { keys }: Recipe): SharedKey[] {
  return keys.flatMap(({ id, name }) => {
    const found = shared.find((one) => one.class === name)
    if (found === undefined || found.values === 0) return []
    return [{ id, values: found.values, persons: found.rows, most: found.most }]
  })
}
