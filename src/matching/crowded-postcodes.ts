/**
 * Postcodes that too many records of one register share: a shelter, or an area where the register has no more than
 * that. There a birth date, a sex and a postcode name nobody, so K09 is not built (protocol/matching.md, Doubles and
 * values held twice). Runs at the node, on its own register; tells nobody anything.
 */
import type { PersonFields, Postcode } from './person-fields.ts'

/** With 20 at a postcode in each of two lists, chance makes one false link in 50 such postcodes. */
const MOST_RECORDS = 20

export class PostcodeCounts {
  readonly #counts = new Map<string, number>()
  readonly #known: ReadonlySet<string>

  /** `known`: postcodes that were crowded in the whole register, where this is a part of it. */
  constructor(known: Iterable<string> = []) {
    this.#known = new Set(known)
  }

  add(postcode: Postcode | undefined): void {
    if (postcode === undefined) return
    this.#counts.set(postcode.full, (this.#counts.get(postcode.full) ?? 0) + 1)
  }

  /** The person, marked where its postcode is one that too many share. */
  marked(person: PersonFields): PersonFields {
    const { postcode } = person
    if (postcode === undefined || !this.#isCrowded(postcode.full)) return person
    return { ...person, postcode: { ...postcode, crowded: true } }
  }

  /** Those known and those found. */
  crowded(): string[] {
    const found = [...this.#counts.keys()].filter((full) => this.#isCrowded(full))
    return [...new Set([...this.#known, ...found])].sort()
  }

  #isCrowded(full: string): boolean {
    return (this.#counts.get(full) ?? 0) > MOST_RECORDS || this.#known.has(full)
  }
}
