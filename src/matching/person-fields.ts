/**
 * What match keys are built from: the fields of one record, normalised. Stays at the node that holds the record.
 */
import type { BirthDate } from './normalise-date.ts'
import type { Sex } from './normalise-sex.ts'

/** One way in which a person is named: words of `readName`. */
export interface NameForm {
  readonly given: readonly string[]
  readonly surname: readonly string[]
}

export interface Postcode {
  /** As precise as the country has it: PC6 in the Netherlands. */
  readonly full: string
  /** The wider area: PC4 in the Netherlands. */
  readonly area: string
  /** Too many records of the register share it. */
  readonly crowded?: boolean
}

/** Undefined or empty where there is nothing to build on. */
export interface PersonFields {
  readonly bsn: string | undefined
  readonly vNumber: string | undefined
  /** Kind, issuer and number as one text. */
  readonly otherNumber: string | undefined
  /** The registered name first, then other readings of it and aliases. */
  readonly names: readonly NameForm[]
  readonly birthDate: BirthDate | undefined
  readonly sex: Sex | undefined
  /** ISO 3166-1 alpha-2. */
  readonly country: string | undefined
  readonly postcode: Postcode | undefined
  /** House number with addition. */
  readonly house: string | undefined
  /** E.164. */
  readonly phone: string | undefined
  readonly email: string | undefined
}
