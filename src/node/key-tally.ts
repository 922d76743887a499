import type { Tier } from '../base/slots.ts'
import { columnsOf } from '../matching/key-columns.ts'
import type { MatchFinding } from '../matching/match-key.ts'
import type { PersonFields } from '../matching/person-fields.ts'
import type { Recipe } from '../matching/recipe.ts'
import type { RecordFields } from '../source/source-event.ts'
import { type Mend, Mending } from './mending.ts'

/** What of one key of the recipe the records of an import could build. */
export interface KeyCoverage {
  readonly id: string
  readonly made: { readonly nl: string; readonly en: string }
  readonly tier: Tier
  /** Records with a value of it. */
  readonly records: number
  /** Columns it needs. */
  readonly columns: readonly string[]
  /** Those of them that the export has not; with one of these it is made of no record. */
  readonly missing: readonly string[]
}

/** What the records of an import are worth for linking. Counts only. */
export interface Coverage {
  /** Records that were put on a list. */
  readonly records: number
  readonly keys: readonly KeyCoverage[]
  /** Records with a key of tier 1. */
  readonly withNumber: number
  /** Records without a key of tier 2. */
  readonly withoutNameKey: number
  /** Records without any key. */
  readonly withoutKey: number
  readonly mends: readonly Mend[]
  /** Records without a name key that no two columns together would give one. */
  readonly beyond: number
}

/** Counts keys while records are read; its size does not grow with them. */
export class KeyTally {
  readonly #recipe: Recipe
  readonly #columns: ReadonlySet<string>
  readonly #mending: Mending
  readonly #perKey: number[]
  #records = 0
  #withNumber = 0
  #withoutNameKey = 0
  #withoutKey = 0

  /** `columns`: those of the export and constants of the mapping, by our names. */
  constructor(recipe: Recipe, columns: ReadonlySet<string>) {
    this.#recipe = recipe
    this.#columns = columns
    this.#mending = new Mending(recipe, columns)
    this.#perKey = recipe.keys.map(() => 0)
  }

  /** `keys` by slot of the recipe. */
  add(record: {
    readonly fields: RecordFields
    readonly person: PersonFields
    readonly findings: readonly MatchFinding[]
    readonly keys: readonly (Uint8Array | null)[]
  }): void {
    const tiers = this.#countKeys(record.keys)
    this.#records++
    if (tiers.has(1)) this.#withNumber++
    if (!tiers.has(2)) this.#withoutNameKey++
    if (tiers.size === 0) this.#withoutKey++
    this.#mending.add({ ...record, tiers })
  }

  /** Once for each key, in however many slots it stands. */
  #countKeys(keys: readonly (Uint8Array | null)[]): Set<number> {
    const tiers = new Set<number>()
    let slot = 0
    for (const [at, key] of this.#recipe.keys.entries()) {
      const width = this.#recipe.widths[at] ?? 0
      const has = keys.slice(slot, slot + width).some((value) => value !== null)
      slot += width
      if (!has) continue
      this.#perKey[at] = (this.#perKey[at] ?? 0) + 1
      tiers.add(key.tier)
    }
    return tiers
  }

  get(): Coverage {
    return {
      records: this.#records,
      keys: this.#recipe.keys.map((key, at) => {
        const records = this.#perKey[at] ?? 0
        const columns = columnsOf(key, this.#recipe)
        // A whole name in one column does for two: what was made, can be made.
        const missing = records > 0 ? [] : columns.filter((column) => !this.#columns.has(column))
        return { id: key.id, made: key.made, tier: key.tier, records, columns, missing }
      }),
      withNumber: this.#withNumber,
      withoutNameKey: this.#withoutNameKey,
      withoutKey: this.#withoutKey,
      mends: this.#mending.mends(),
      beyond: this.#mending.beyond,
    }
  }
}
