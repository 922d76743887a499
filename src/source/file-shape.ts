import { keyColumnSets, recordColumns } from './columns.ts'

/** What is asked of the columns of a file, whatever they are called in it. */
export interface FileShape {
  /** All that can be read from it. */
  readonly columns: readonly string[]
  /** Without which it is refused. */
  readonly required: readonly string[]
  /** One of these sets must be there, if there are any. */
  readonly oneOf: readonly (readonly string[])[]
  /** The column that names a record. */
  readonly id: string
  /** Whether other columns are passed over; else they are refused, as one of ours may be misspelt. */
  readonly passesOver: boolean
}

/** An export of a register. */
export const exportShape: FileShape = {
  columns: recordColumns,
  required: ['record_id'],
  oneOf: keyColumnSets,
  id: 'record_id',
  passesOver: false,
}

/** Says whose a record is: two records of one person have the same. Never read in a round. */
export const ENTITY_COLUMN = 'entity_id'

/** An export of which it is known whose each record is; records may do without an id of their own. */
export const labelledShape: FileShape = {
  ...exportShape,
  columns: [...recordColumns, ENTITY_COLUMN],
  required: [ENTITY_COLUMN],
}
