import { filled, type TriedColumn } from '../matching/key-columns.ts'
import type { MatchFinding } from '../matching/match-key.ts'
import type { PersonFields } from '../matching/person-fields.ts'
import { type Recipe, valuesOf } from '../matching/recipe.ts'
import type { RecordFields } from '../source/source-event.ts'

/** Why nothing was made of a column. */
export type Reason =
  /** The export has no such column. */
  | 'absent'
  /** Nothing stands there, or a word for "not known". */
  | 'empty'
  /** Too little: a part of a date, a date that may be assessed, an initial. */
  | 'incomplete'
  /** What stands there cannot be. */
  | 'refused'

/** What records would gain if some columns were mended. */
export interface Mend {
  /** A key of tier 1, or one of tier 2. */
  readonly gain: 'number' | 'name'
  /** One column, or two that have to be mended together. */
  readonly columns: readonly TriedColumn[]
  readonly records: number
  /** Of a single column only. */
  readonly reasons: Readonly<Partial<Record<Reason, number>>>
}

/** A mend while it is counted. */
interface Counted extends Mend {
  records: number
  readonly reasons: Partial<Record<Reason, number>>
}

const numberColumns = ['bsn', 'v_number', 'other_number'] as const
const nameColumns = [
  'given_names',
  'surname',
  'birth_date',
  'sex',
  'postcode',
  'house_number',
] as const
const namePairs = nameColumns.flatMap((one, at) =>
  nameColumns.slice(at + 1).map((other) => [one, other] as const),
)

/** What a finding says of a field that is neither empty nor wrong. */
const incompleteBy: ReadonlySet<string> = new Set(['birth-date.stand-in', 'address.shared'])

export interface TallyRecord {
  readonly fields: RecordFields
  readonly person: PersonFields
  readonly findings: readonly MatchFinding[]
  /** Tiers of which the record has a key. */
  readonly tiers: ReadonlySet<number>
}

/**
 * Counts over the records of an import which column would give most of them a number or a name key: by trial, a column
 * at a time and then two, of records that have none. An empty number counts for nothing, as nobody knows whether there
 * is one; an address that many share cannot be mended.
 */
export class Mending {
  readonly #recipe: Recipe
  readonly #columns: ReadonlySet<string>
  readonly #mends = new Map<string, Counted>()
  #beyond = 0

  /** `columns`: those of the export, by our names. */
  constructor(recipe: Recipe, columns: ReadonlySet<string>) {
    this.#recipe = recipe
    this.#columns = columns
  }

  add(record: TallyRecord): void {
    if (!record.tiers.has(1)) this.#addNumber(record)
    if (!record.tiers.has(2)) this.#addName(record)
  }

  /** Those that most would gain by first. */
  mends(): readonly Mend[] {
    return [...this.#mends.values()].sort(
      (a, b) => b.records - a.records || a.columns.length - b.columns.length,
    )
  }

  /** Records without a name key that three or more columns would have to be mended of. */
  get beyond(): number {
    return this.#beyond
  }

  #addNumber(record: TallyRecord): void {
    for (const column of numberColumns) {
      if (this.#reason(record, column) !== 'refused') continue
      if (this.#gives(record.person, [column], 1)) this.#count('number', [column], record)
    }
  }

  #addName(record: TallyRecord): void {
    const shared = record.findings.some(({ code }) => code === 'address.shared')
    const mendable = (column: TriedColumn) =>
      !(shared && (column === 'postcode' || column === 'house_number'))
    const helps = (columns: readonly TriedColumn[]) =>
      columns.every(mendable) && this.#gives(record.person, columns, 2)
    const single = nameColumns.filter((column) => helps([column]))
    const pairs = single.length > 0 ? [] : namePairs.filter(helps)
    for (const column of single) this.#count('name', [column], record)
    for (const pair of pairs) this.#count('name', pair, record)
    if (single.length + pairs.length === 0) this.#beyond++
  }

  #gives(person: PersonFields, columns: readonly TriedColumn[], tier: number): boolean {
    const { keys, without } = this.#recipe
    const better = filled(person, columns)
    return keys.some((key) => key.tier === tier && valuesOf(key, better, without).length > 0)
  }

  #count(gain: Mend['gain'], columns: readonly TriedColumn[], record: TallyRecord): void {
    const id = `${gain} ${columns.join(' ')}`
    const kept: Counted = this.#mends.get(id) ?? { gain, columns, records: 0, reasons: {} }
    kept.records++
    this.#mends.set(id, kept)
    const [column, second] = columns
    if (column === undefined || second !== undefined) return
    const reason = this.#reason(record, column)
    kept.reasons[reason] = (kept.reasons[reason] ?? 0) + 1
  }

  #reason({ fields, findings }: TallyRecord, column: string): Reason {
    if (!this.#columns.has(column)) return 'absent'
    const finding = findings.find((one) => one.column === column)
    const text = fields[column]?.trim() ?? ''
    if (text === '' || finding?.code === 'placeholder') return 'empty'
    if (finding === undefined || incompleteBy.has(finding.code)) return 'incomplete'
    return 'refused'
  }
}
