import type { ImportResult } from '../node/import-records.ts'
import type { KeyCoverage } from '../node/key-tally.ts'
import type { ListDoubles, SharedKey } from '../node/list-doubles.ts'
import type { ColumnFinding } from '../source/column-findings.ts'
import type { FindingCount } from '../source/finding.ts'
import type { UnmappedTable } from '../source/unmapped-values.ts'
import {
  type ColumnNames,
  columnText,
  mendSentences,
  percent,
  portion,
  records,
} from './mend-text.ts'

/** All that an import tells: of records counts, places and columns; values of code columns only. */
export interface ImportReport extends ImportResult {
  readonly recipe: string
  readonly doubles: readonly ListDoubles[]
  /** What the export calls a column, by our name. */
  readonly columnNames: ColumnNames
  /** Nothing was kept. */
  readonly dryRun?: boolean
  /** False where there is no agreement yet, and so no list to judge by. */
  readonly agreed?: boolean
}

const NAME_ADDRESS = 'name its address under sharedAddresses in the mapping file'

/** For programs: the same figures, and the sentences of what to mend. */
export function importJson(report: ImportReport): string {
  const { findings, columnNames: _, ...rest } = report
  const mend = mendSentences(report.coverage, report.columnNames)
  return `${JSON.stringify({ ...rest, findings: findings.toJSON(), mend }, null, 2)}\n`
}

export function importText(report: ImportReport): string {
  const { coverage } = report
  const parts = [
    dryLines(report),
    [
      `${report.file}: ${report.records} records, ${report.refused} refused, ${report.withoutKey} without any usable key (they count, and link to nobody).`,
      formLine(report),
      ...report.doubles.filter(({ records }) => records > 0).map(listText),
    ],
    section('What to mend first', mendSentences(report.coverage, report.columnNames).map(numbered)),
    section(
      `Keys of recipe ${report.recipe}, and how many of ${records(coverage.records)} have them`,
      [
        'Tier 1 is a number, which links by itself; tier 2 a name key, which links where nothing speaks against it; tiers 3 and 4 only support.',
        ...keyLines(coverage.keys, coverage.records),
        `With a number (tier 1): ${portion(coverage.withNumber, coverage.records)}. Without a name key (tier 2): ${portion(coverage.withoutNameKey, coverage.records)}. Without any key: ${portion(coverage.withoutKey, coverage.records)}.`,
      ],
    ),
    section('Records left out, and values that make no key or code', findingLines(report)),
    section('Codes', report.unmapped.map(unmappedText)),
    section('Records of one person within a list', doublesLines(report.doubles)),
    section(
      'Values that several persons of a list hold, and that are no key in a round',
      sharedLines(report),
    ),
  ]
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function dryLines({ dryRun, agreed }: ImportReport): string[] {
  if (dryRun !== true) return []
  const without =
    'There is no agreement yet: all records are taken for one list, and roles and years are not judged.'
  return [
    'Dry run: nothing was stored, and nothing left this machine.',
    ...(agreed === false ? [without] : []),
  ]
}

/** How the file was read, for whoever knows the file to see that it is right. */
function formLine({ form, resumed, former, dryRun }: ImportReport): string {
  const { encoding, delimiter, sheet } = form
  const delimited = delimiter === '\t' ? 'tab' : delimiter
  const read = [
    ...(encoding === undefined ? [] : [`as ${encoding}`]),
    ...(delimited === undefined ? [] : [`fields between ${delimited}`]),
    ...(sheet === undefined ? [] : [`from sheet ${sheet}`]),
  ]
  const stopped =
    resumed === 0 ? '' : ` Went on after ${resumed} lines of an import that was stopped.`
  const replaced = dryRun === true ? '' : ` Records of before that it replaced: ${former}.`
  return `  Read${read.length === 0 ? '' : ` ${read.join(', ')}`}.${stopped}${replaced}`
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]
}

const numbered = (sentence: string, at: number) => `${at + 1}. ${sentence}`

function listText({ list, records: count, persons, merged, groups }: ListDoubles): string {
  const joined = groups === 0 ? '' : ` (${merged} records merged into ${groups})`
  return `  ${list}: ${records(count)}, ${persons} ${persons === 1 ? 'person' : 'persons'}${joined}`
}

function keyLines(keys: readonly KeyCoverage[], all: number): string[] {
  return keys.map(({ id, tier, made, records: count, missing }) => {
    const lacks = missing.length === 0 ? '' : `; cannot be made: no column ${missing.join(', ')}`
    const share = percent(count, all).padStart(7)
    return `${id}  tier ${tier}  ${share}  ${String(count).padStart(String(all).length)}  ${made.en}${lacks}`
  })
}

function findingLines(report: ImportReport): string[] {
  const { findings, byColumn } = report
  return findings
    .toJSON()
    .flatMap((finding) => [
      findingText(finding),
      ...byColumn
        .filter(({ code }) => code === finding.code)
        .map((found) => `  ${columnFindingText(found, report)}`),
    ])
}

function findingText({ code, count, what, remedy }: FindingCount): string {
  return `${code}, ${count === 1 ? '1 time' : `${count} times`}: ${what}. ${remedy}`
}

function columnFindingText({ column, count, lines }: ColumnFinding, report: ImportReport): string {
  const more = count > lines.length ? ' …' : ''
  const where = column === null ? 'whole lines' : columnText(column, report.columnNames)
  return `${where}, ${count}: ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}${more}`
}

function doublesLines(doubles: readonly ListDoubles[]): string[] {
  const sum = (of: (one: ListDoubles) => number) => doubles.reduce((all, one) => all + of(one), 0)
  const [merged, groups] = [sum(({ merged: of }) => of), sum(({ groups: of }) => of)]
  const [two, near] = [sum(({ twoNumbers }) => twoNumbers), sum(({ near: of }) => of)]
  const byAddress = sum(({ byAddress: of }) => of)
  return [
    ...(groups === 0
      ? []
      : [`${merged} records were merged into ${groups} ${groups === 1 ? 'person' : 'persons'}.`]),
    ...(two === 0
      ? []
      : [
          `${two} of these ${two === 1 ? 'holds' : 'hold'} two numbers of a kind that is given once: one is wrong.`,
        ]),
    ...(byAddress === 0
      ? []
      : [
          `${byAddress} of these ${byAddress === 1 ? 'was' : 'were'} joined, in part at least, by date of birth and address alone: if they are persons who share a shelter or the like, ${NAME_ADDRESS}.`,
        ]),
    ...(near === 0
      ? []
      : [
          `${near} ${near === 1 ? 'group was' : 'groups were'} nearly joined: their numbers differ, or not all of them agree.`,
        ]),
    ...(groups + near === 0
      ? []
      : [
          'Which records they are: --review FILE.csv writes it, with record_id, for your eyes only.',
        ]),
  ]
}

function sharedLines({ doubles, coverage }: ImportReport): string[] {
  const perKey = coverage.keys
    .map((key) => ({
      ...key,
      found: doubles.flatMap(({ shared }) => shared.filter(({ id }) => id === key.id)),
    }))
    .filter(({ found }) => found.length > 0)
  const lines = perKey.map(({ id, made, found }) => sharedText(id, made.en, found))
  const byAddress = perKey.some(({ columns }) => columns.some((one) => addressColumns.has(one)))
  if (!byAddress) return lines
  return [...lines, `Where a shelter, prison, office or post box is behind it, ${NAME_ADDRESS}.`]
}

const addressColumns: ReadonlySet<string> = new Set(['postcode', 'house_number'])

function sharedText(id: string, made: string, found: readonly SharedKey[]): string {
  const values = found.reduce((sum, one) => sum + one.values, 0)
  const persons = found.reduce((sum, one) => sum + one.persons, 0)
  const most = Math.max(...found.map((one) => one.most))
  return `${id}  ${values} ${values === 1 ? 'value' : 'values'}, ${persons} persons lost it, at most ${most} hold one  (${made})`
}

/** Values stand on the operator's own screen only, who has the register before them. */
function unmappedText({ table, records: count, listed }: UnmappedTable): string {
  const values = listed.map(({ value, count: of }) => `${value} (${of})`)
  return `Values that no code of ${table} is named for, in ${records(count)}: ${values.join(', ')}.`
}
