/** A name in the two languages of the pages. */
export interface Name {
  readonly nl: string
  readonly en: string
}

export interface Organisation {
  readonly id: string
  readonly name: Name
  /** Whether a law lets it report persons without their consent. */
  readonly legalBasis: boolean
}

/** Whom a list is about: victims, suspects … The first population of an agreement is the one counted. */
export interface Population {
  readonly id: string
  readonly name: Name
}

/** One organisation's selection for a round: one population in one year. */
export interface ListInfo {
  readonly id: string
  readonly organisation: string
  readonly population: string
  readonly year: number
  /** A report says "we saw this person"; an enrichment only adds to what others reported. */
  readonly source: 'report' | 'enrichment'
}

/** Persons who stand on exactly these lists; list ids sorted, no list twice. */
export interface Cell {
  readonly lists: readonly string[]
  readonly persons: number
}
