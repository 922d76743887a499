/**
 * What is told about single records of an export. Findings are kept, printed and shown, so they hold a place and
 * a code and never a value: a privacy officer may read them, and so may a log.
 */

interface Words {
  readonly what: string
  readonly remedy: string
}

const words = {
  'record.fields': {
    what: 'The line has more or fewer fields than the header; it was left out',
    remedy: 'Put fields that hold the delimiter or a line end between double quotes.',
  },
  'record.field-long': {
    what: 'A field is longer than 10,000 characters; the record was left out',
    remedy: 'Shorten the field, or look for a quote that is not closed.',
  },
  'record.id-missing': {
    what: 'The record has no record_id; it was left out',
    remedy: 'Give every record the identifier it has in your own system.',
  },
  'record.id-twice': {
    what: 'The record_id stands in the file before; the record was left out',
    remedy: 'Give every record an identifier of its own, or export one line for each person.',
  },
  'record.forgotten': {
    what: 'The record was forgotten here and is kept out; it was left out',
    remedy: 'Nothing, where that is meant; else let it in again with node forget --let-in.',
  },
  'number.zeros-lost': {
    what: 'A cell holds a number, so zeros in front are lost; they were put back',
    remedy: 'Keep such columns as text in the spreadsheet or the view.',
  },
  'date.serial': {
    what: 'A date stands as a number of days; it was read as the day a spreadsheet shows for it',
    remedy: 'Give the column the form of a date, or write dates as YYYY-MM-DD.',
  },
  'bsn.check-failed': {
    what: 'The BSN does not pass the 11-proef; no key was built from it',
    remedy: 'Correct the number in your own system: it holds a typing error.',
  },
  'bsn.form': {
    what: 'The BSN is not 9 digits; no key was built from it',
    remedy: 'Write 9 digits, or 8 where the leading 0 was lost.',
  },
  'bsn.test-range': {
    what: 'The BSN is a test number, which no person has; no key was built from it',
    remedy: 'Enter the number of the person, or leave the field empty.',
  },
  'vnumber.form': {
    what: 'The V-number is not 10 digits; no key was built from it',
    remedy: 'Write the 10 digits and nothing else.',
  },
  'birth-date.form': {
    what: 'The birth date is not written as a date; no key was built from it',
    remedy: 'Write YYYY-MM-DD, YYYYMMDD, DD-MM-YYYY or DD/MM/YYYY, 00 for an unknown part.',
  },
  'birth-date.impossible': {
    what: 'The birth date cannot be: no such day, before 1900 or still to come',
    remedy: 'Correct the date in your own system, or write 00 for the parts that are not known.',
  },
  'birth-date.stand-in': {
    what: 'The birth date is 1 January or 31 December, which often stands for an unknown day',
    remedy: 'Where the day is not known, write 00 for it; a number then has to link the record.',
  },
  placeholder: {
    what: 'The field holds a word or number that stands for "not known"',
    remedy: 'Leave the field empty when the value is not known.',
  },
  'record.no-list': {
    what: 'The record belongs to no list that was agreed, and was left out',
    remedy: 'Check role and report_date, and which years and roles the agreement names.',
  },
  'report-date.form': {
    what: 'The date of report cannot be read, so the record belongs to no year; it was left out',
    remedy: 'Write it as YYYY-MM-DD.',
  },
  'sex.form': {
    what: 'The sex is not one of the known codes; it was taken as not known',
    remedy: 'Write M, F (or V), or X; 1 and 2 are read as well.',
  },
  'number.form': {
    what: 'The number is not of digits and letters as such numbers are; no key was built from it',
    remedy: 'Write the number and nothing else: 5 to 20 digits and letters, an SKN 5 to 12 digits.',
  },
  'number.issuer': {
    what: 'A number lacks its kind or who issued it; no key was built from it',
    remedy: 'Name the kind and the issuer as agreed, for a passport the country.',
  },
  'phone.form': {
    what: 'The telephone number cannot be one; no key was built from it',
    remedy: 'Write it as 06 12345678, or with + and the code of the country.',
  },
  'email.form': {
    what: 'The e-mail address is not written as one; no key was built from it',
    remedy: 'Write one address and nothing else.',
  },
  'postcode.form': {
    what: 'The postcode is not written as one; no key was built from it',
    remedy: 'Write 1234 AB, or the code as it is written in the other country.',
  },
  'house.form': {
    what: 'The house number does not begin with a number; no key was built from it',
    remedy: 'Write the number first, then what is added to it, or use the field for additions.',
  },
  'country.unknown': {
    what: 'The country is not known by this code or name; no key was built from it',
    remedy: 'Write the code of two letters (ISO 3166), or the Dutch or English name.',
  },
  'address.shared': {
    what: 'The address is one that the mapping file names as shared; no key was built from it',
    remedy: 'Nothing, where that is so; else take it out of sharedAddresses.',
  },
  'code.unmapped': {
    what: 'The value is mapped to no code of the agreement; it was taken as unknown',
    remedy: 'Name the value under codes in the mapping file, as unknown where that is meant.',
  },
} as const satisfies Record<string, Words>

export type FindingCode = keyof typeof words

export interface Finding {
  readonly code: FindingCode
  /** Name of the file, without its folders. */
  readonly file: string
  /** First line of the record, counted from 1 with the header. */
  readonly line: number
  /** Our name of the column, never the value in it. */
  readonly column?: string
  readonly remedy: string
}

/** Where a record stands. */
export interface Place {
  readonly file: string
  readonly line: number
}

/** A finding at a place, with the remedy that belongs to its code. */
export function findingAt(place: Place, code: FindingCode, column?: string): Finding {
  const { remedy } = words[code]
  const { file, line } = place
  return column === undefined ? { code, file, line, remedy } : { code, file, line, column, remedy }
}

/** All findings of one code, as told to people and programs. */
export interface FindingCount {
  readonly code: FindingCode
  /** Exact, also beyond the listed ones. */
  readonly count: number
  readonly what: string
  readonly remedy: string
  /** The first ones, in file order. */
  readonly listed: readonly (Place & { readonly column?: string })[]
}

const listedPerCode = 100
const linesInSentence = 5

/** Collects the findings of one import in bounded memory: exact counts, the first 100 of each code by place. */
export class FindingLog {
  readonly #byCode = new Map<FindingCode, { count: number; listed: Finding[] }>()

  add(finding: Finding): void {
    const kept = this.#byCode.get(finding.code) ?? { count: 0, listed: [] }
    kept.count += 1
    if (kept.listed.length < listedPerCode) kept.listed.push(finding)
    this.#byCode.set(finding.code, kept)
  }

  get total(): number {
    return [...this.#byCode.values()].reduce((sum, kept) => sum + kept.count, 0)
  }

  count(code: FindingCode): number {
    return this.#byCode.get(code)?.count ?? 0
  }

  /** Sorted by code; also what `JSON.stringify` writes. */
  toJSON(): readonly FindingCount[] {
    return [...this.#byCode]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { count, listed }]) => ({
        code,
        count,
        ...words[code],
        listed: listed.map(({ code: _code, remedy: _remedy, ...place }) => place),
      }))
  }

  /** One paragraph per code, for a terminal or a page. */
  sentences(): readonly string[] {
    return this.toJSON().map(sentence)
  }
}

function sentence({ code, count, what, remedy, listed }: FindingCount): string {
  const shown = listed.slice(0, linesInSentence).map(({ line, column }) => {
    return column === undefined ? `${line}` : `${line} (${column})`
  })
  const more = count > shown.length ? ` and ${count - shown.length} more` : ''
  const times = count === 1 ? '1 time' : `${count} times`
  const lines = count === 1 ? 'line' : 'lines'
  return `${code}, ${times}: ${what}. ${remedy} See ${lines} ${shown.join(', ')}${more}.`
}
