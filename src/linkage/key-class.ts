import { Problem } from '../base/problem.ts'
import type { SlotRule, Tier } from '../base/slots.ts'

/** The slots whose keys are compared with each other, in slot order. */
export interface KeyClass {
  readonly id: string
  readonly tier: Tier
  readonly family: string
  readonly unique: boolean
  /** Positions in the row, ascending. */
  readonly slots: readonly number[]
}

/**
 * The classes of a row in order of their first slot (protocol/specification.md 8.2). All slots of
 * a class must agree on tier, family and uniqueness, as a rule speaks of the class.
 *
 * @throws Problem `linkage.class-mixed` when they do not
 */
export function keyClasses(slots: readonly SlotRule[]): KeyClass[] {
  return [...new Set(slots.map((slot) => slot.class))].map((id) => classOf(id, slots))
}

function classOf(id: string, slots: readonly SlotRule[]): KeyClass {
  const members = slots.filter((slot) => slot.class === id)
  // Not empty: the id was taken from one of these slots.
  const { tier, family, unique } = members[0]!
  if (
    members.some((slot) => slot.tier !== tier || slot.family !== family || slot.unique !== unique)
  ) {
    throw new Problem({
      code: 'linkage.class-mixed',
      what: 'Slots of one class differ in tier, family or uniqueness',
      where: `class ${id}`,
      remedy: 'Give every slot of the class the same tier, family and uniqueness in the recipe.',
    })
  }
  return { id, tier, family, unique, slots: members.map((slot) => slots.indexOf(slot)) }
}
