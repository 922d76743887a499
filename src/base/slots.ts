/** One slot of a row, as the linking rule sees it. Tokens are compared within a class only. */
export interface SlotRule {
  /** Name of the slot, e.g. `bsn`. */
  readonly id: string
  readonly class: string
  /** A strong key links by itself; a soft one only where it is not ambiguous. */
  readonly strength: 'strong' | 'soft'
  /** A number given once to a person: two different shared values are two persons. */
  readonly unique: boolean
}
