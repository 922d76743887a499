import type { Finding } from './finding.ts'

/** The fields of one record by our column names; a column that the export lacks is not there. */
export type RecordFields = Readonly<Record<string, string>>

/** The columns of an export by our names, and in which form it was read. */
export interface HeaderEvent {
  readonly kind: 'header'
  readonly columns: readonly string[]
  /** Of text. */
  readonly delimiter?: string
  readonly encoding?: string
  /** Of a workbook. */
  readonly sheet?: string
}

/** What the reader of an export yields: the header once and first, then each line that holds something. */
export type SourceEvent =
  | HeaderEvent
  | {
      readonly kind: 'record'
      readonly line: number
      readonly fields: RecordFields
      /** Of how its cells were read; absent where there is nothing to tell. */
      readonly findings?: readonly Finding[]
    }
  | { readonly kind: 'refusal'; readonly refusal: Finding }

/** A cell as it stands in the export: a number only where the export itself says that it is one. */
export type Cell = string | number

export interface Row {
  /** Line on which the row begins, from 1. */
  readonly line: number
  readonly values: readonly Cell[]
}
