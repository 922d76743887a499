/** How far a key can be trusted: 1 a number, 2 it names the person, 3 and 4 it supports another key. */
export type Tier = 1 | 2 | 3 | 4

/** One slot of a row, as the linking rule sees it. Tokens are compared within a class only. */
export interface SlotRule {
  /** Name of the slot, e.g. `bsn`. */
  readonly id: string
  readonly class: string
  /** Tier 1 links by itself, 2 where nothing speaks against it, 3 and 4 beside a key of another family. */
  readonly tier: Tier
  /** What the key speaks of, e.g. `given-date`: two keys of one family are one piece of evidence. */
  readonly family: string
  /** A number given once to a person: two different shared values are two persons. */
  readonly unique: boolean
}
