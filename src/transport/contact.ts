/** Is told what is noticed of the connection with the coordinator. */
export interface Contact {
  /** It answered; `itsMs` is the time by its own clock, to the second. */
  heard(itsMs: number | null): void
  /** It did not, or what answered was not it. */
  missed(code: string): void
}
