/* The shape of protocol/vectors/round.json: one round, from records to counts. */
/** A record as an owner reads it: the parts of each canonical key that it has, and its codes. */
export interface VectorRecord {
  readonly keys: Readonly<Record<string, readonly string[]>>
  readonly codes: Readonly<Record<string, string>>
}

export interface RoundInput {
  readonly terms: Readonly<Record<string, unknown>>
  readonly keys: Readonly<Record<string, unknown>>
  readonly round: string
  readonly openedMs: number
  readonly lists: readonly string[]
  readonly matchingSecret: string
  /** Of every key holder and owner, by id. */
  readonly roundKeys: Readonly<Record<string, string>>
  /** 32 random bytes for each proof of possession, holder by holder, keys in order. */
  readonly nonces: string
  /** Of each list, in the order in which they stand (2.1). */
  readonly records: Readonly<Record<string, readonly VectorRecord[]>>
}

/** Bytes are hexadecimal, digests base64url as in messages. */
export interface RoundOutput {
  readonly agreementDigest: string
  readonly core: object
  readonly coreDigest: string
  /** In the order of key holders. */
  readonly holders: readonly HolderKeys[]
  readonly manifestDigest: string
  readonly jointKeys: Readonly<Record<string, string>>
  readonly check: {
    readonly seed: string
    readonly persons: readonly VectorCheck[]
  }
  readonly lists: Readonly<Record<string, ListRows>>
  readonly rosterDigest: string
  /** Digest of the labelled rows of each list. */
  readonly labelled: Readonly<Record<string, string>>
  readonly inputDigest: string
  readonly stages: readonly RoundStage[]
  /** Per row of the last evaluation the tokens of all slots. */
  readonly tokens: readonly string[]
  /** Per row of the last mix the number of its person. */
  readonly persons: readonly number[]
  /** Per table. */
  readonly sums: Readonly<Record<string, string>>
  readonly counts: Readonly<Record<string, object>>
  /** Per code table how many persons of these lists have that code (9.4). */
  readonly cells: Readonly<Record<string, readonly object[]>>
}

export interface HolderKeys {
  readonly record: object
  readonly commitment: string
  readonly proofs: Readonly<Record<string, string>>
}

export interface VectorCheck {
  readonly lists: readonly string[]
  readonly codes: Readonly<Record<string, string>>
  /** For each of its lists, sorted, an element or null per slot. */
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface ListRows {
  /** Per record an element or null for each slot. */
  readonly keys: readonly (readonly (string | null)[])[]
  /** Per record the row that its person becomes. */
  readonly persons: readonly number[]
  /** Per row and slot the record whose key it takes, or null. */
  readonly taken: readonly (readonly (number | null)[])[]
  /** What the rows hold in all columns, in the order in which they were sent. */
  readonly plain: readonly string[]
  readonly order: readonly number[]
  /** With their proofs. */
  readonly rows: readonly string[]
  readonly digest: string
}

export interface RoundStage {
  readonly stage: string
  readonly maker: string
  readonly input: string
  readonly rows: readonly string[]
  readonly digest: string
  readonly proof: string | null
  readonly proofRows: readonly string[] | null
  readonly proofDigest: string | null
  readonly tally: string | null
}

export interface RoundFile {
  readonly subject: string
  readonly sections: string
  readonly input: RoundInput
  readonly output: RoundOutput
}
