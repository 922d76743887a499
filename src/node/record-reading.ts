import { toHex } from '../base/bytes.ts'
import type { CodeBook } from '../base/codes.ts'
import type { PostcodeCounts } from '../matching/crowded-postcodes.ts'
import { readPerson } from '../matching/match-key.ts'
import { keysOf, type Recipe } from '../matching/recipe.ts'
import { type SharedAddress, sharedAddresses } from '../matching/shared-addresses.ts'
import { type ColumnFinding, ColumnFindings } from '../source/column-findings.ts'
import type { FieldMap } from '../source/field-map.ts'
import {
  type Finding,
  type FindingCode,
  FindingLog,
  findingAt,
  type Place,
} from '../source/finding.ts'
import { codeReader, type RecordCodes } from '../source/read-codes.ts'
import type { RecordFields } from '../source/source-event.ts'
import { type UnmappedTable, UnmappedValues } from '../source/unmapped-values.ts'
import { type PendingRecord, recordDigest } from './keep-records.ts'
import { type Coverage, KeyTally } from './key-tally.ts'

/** Where a record belongs: one of the node's lists, or nowhere for a reason. */
export type Placing = (fields: RecordFields) => { list: string } | { refused: FindingCode }

export interface ReadingParts {
  readonly recipe: Recipe
  readonly storageKey: Uint8Array
  /** The tables of the agreement: of each a record keeps one code. */
  readonly tables: readonly CodeBook[]
  /** YYYY-MM-DD: a birth date after it is no birth date. */
  readonly today: string
  readonly placing: Placing
  /** Digests, in hex, of records that are left out. */
  readonly keptOut?: ReadonlySet<string>
}

/** What was learnt of the whole export before its records are read. */
export interface Export {
  readonly postcodes: PostcodeCounts
}

/** What was read of an export; of records counts and places only. */
export interface ReadResult {
  /** Records in the file, refused ones included. */
  readonly records: number
  readonly refused: number
  /** Records from which no key could be made: they count, and link to nothing. */
  readonly withoutKey: number
  /** What the records that were not refused are worth for linking. */
  readonly coverage: Coverage
  readonly findings: FindingLog
  readonly byColumn: readonly ColumnFinding[]
  /** For the eyes of whoever runs the import: values, that are kept nowhere. */
  readonly unmapped: readonly UnmappedTable[]
  readonly perList: Readonly<Record<string, number>>
}

/** Turns the lines of one export into records to keep, and notes what is wrong with them. */
export class RecordReading {
  readonly #parts: ReadingParts
  readonly #readCodes: (fields: RecordFields) => RecordCodes
  readonly #shared: SharedAddress
  readonly #findings = new FindingLog()
  readonly #byColumn = new ColumnFindings()
  readonly #unmapped = new UnmappedValues()
  readonly #perList: Record<string, number> = {}
  readonly #columns: Set<string>
  readonly #tally: KeyTally
  readonly #postcodes: PostcodeCounts
  #records = 0
  #refused = 0

  /** Throws what codeReader and sharedAddresses throw. */
  constructor(map: FieldMap, parts: ReadingParts, { postcodes }: Export) {
    this.#postcodes = postcodes
    this.#parts = parts
    this.#readCodes = codeReader(map, parts.tables)
    this.#shared = sharedAddresses(map.sharedAddresses)
    this.#columns = new Set(Object.keys(map.constants))
    this.#tally = new KeyTally(parts.recipe, this.#columns)
  }

  /** Before the first record: the columns of the export, by our names. */
  begin(columns: readonly string[]): void {
    for (const column of columns) this.#columns.add(column)
  }

  get records(): number {
    return this.#records
  }

  /** A line that is no record. */
  refuse(refusal: Finding): void {
    this.#records++
    this.#refused++
    this.#note(refusal)
  }

  /** What is told of how cells of the record were read. */
  note(findings: readonly Finding[] = []): void {
    for (const finding of findings) this.#note(finding)
  }

  /** The record to keep, or undefined where it belongs to no list. */
  read(fields: RecordFields, place: Place): PendingRecord | undefined {
    const { recipe, storageKey, today, placing } = this.#parts
    const placed = placing(fields)
    if ('refused' in placed) {
      this.refuse(findingAt(place, placed.refused))
      return undefined
    }
    const digest = recordDigest(fields, storageKey)
    if (this.#parts.keptOut?.has(toHex(digest))) {
      this.refuse(findingAt(place, 'record.forgotten'))
      return undefined
    }
    this.#records++
    const { person: read, findings } = readPerson(fields, today, this.#shared)
    const person = this.#postcodes.marked(read)
    for (const { code, column } of findings) this.#note(findingAt(place, code, column))
    const { list } = placed
    const keys = keysOf(person, recipe)
    this.#tally.add({ fields, person, findings, keys })
    this.#perList[list] = (this.#perList[list] ?? 0) + 1
    return {
      list,
      digest,
      keys,
      codes: this.#codes(fields, place),
    }
  }

  result(): ReadResult {
    const coverage = this.#tally.get()
    return {
      records: this.#records,
      refused: this.#refused,
      withoutKey: coverage.withoutKey,
      coverage,
      findings: this.#findings,
      byColumn: this.#byColumn.get(),
      unmapped: this.#unmapped.tables(),
      perList: this.#perList,
    }
  }

  #codes(fields: RecordFields, place: Place): Uint8Array {
    const { codes, unmapped } = this.#readCodes(fields)
    for (const { table, value } of unmapped) {
      this.#note(findingAt(place, 'code.unmapped', table))
      this.#unmapped.add(table, value)
    }
    return codes
  }

  #note(finding: Finding): void {
    this.#findings.add(finding)
    this.#byColumn.add(finding)
  }
}
