/** What can be found in a field while keys are built; the record still counts, without the key in question. */
export type MatchFindingCode =
  | 'bsn.check-failed'
  | 'bsn.form'
  | 'bsn.test-range'
  | 'vnumber.form'
  | 'birth-date.form'
  | 'birth-date.impossible'
  | 'birth-date.stand-in'
  | 'placeholder'
  | 'sex.form'
  | 'number.form'
  | 'number.issuer'
  | 'phone.form'
  | 'email.form'
  | 'postcode.form'
  | 'house.form'
  | 'country.unknown'
  | 'address.shared'

/** A field after normalising: its value, or undefined when nothing can be built on it, and what was found. */
export interface Reading<T> {
  readonly value?: T
  readonly finding?: MatchFindingCode
}
