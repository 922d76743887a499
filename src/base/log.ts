/** Ids and counts for the operator's log; never a value of a record. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void
  /** The error's code, or its class: a message of a foreign error could hold a value. */
  error(message: string, error: unknown): void
}
