import { readBirthDate } from './normalise-date.ts'
import { readName } from './normalise-name.ts'
import { readBsn, readVNumber } from './normalise-number.ts'
import { readSex } from './normalise-sex.ts'
import type { MatchFindingCode, Reading } from './reading.ts'
import { type KeyFields, recipe } from './recipe.ts'

/** Something about one field of a record. Names the column and never the value. */
export interface MatchFinding {
  readonly code: MatchFindingCode
  readonly column: string
}

export interface RecordKeys {
  /** Canonical key bytes by slot of the recipe, in its order; null where the key is not built. */
  readonly keys: readonly (Uint8Array | null)[]
  readonly findings: readonly MatchFinding[]
}

/**
 * The match keys of one record, from its fields by column name; a column that is not there counts as empty.
 * `today` is YYYY-MM-DD, against birth dates still to come. Never throws: what is wrong with a field is a finding.
 */
export function keysOf(fields: Readonly<Record<string, string>>, today: string): RecordKeys {
  const findings: MatchFinding[] = []
  const read = <T>(column: string, reader: (text: string) => Reading<T>): T | undefined => {
    const { value, finding } = reader(fields[column] ?? '')
    if (finding !== undefined) findings.push({ code: finding, column })
    return value
  }
  const birthDate = (text: string) => readBirthDate(text, today)
  const keyFields: KeyFields = {
    bsn: read('bsn', readBsn),
    vNumber: read('v_number', readVNumber),
    givenWords: read('given_names', readName) ?? [],
    surnameWords: read('surname', readName) ?? [],
    firmBirthDate: firmOnly(read('birth_date', birthDate)),
    sex: read('sex', readSex),
  }
  return { keys: recipe.slots.map((slot) => slot.build(keyFields)), findings }
}

function firmOnly(date: { iso: string; firm: boolean } | undefined): string | undefined {
  return date?.firm === true ? date.iso : undefined
}
