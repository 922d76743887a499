import { Problem } from '../base/problem.ts'
import { readCsv } from './csv-source.ts'
import { plainFieldMap } from './field-map.ts'
import type { FileShape } from './file-shape.ts'
import { FindingLog } from './finding.ts'
import type { RecordFields } from './source-event.ts'

/** Two records, and whether they are one person's. */
export interface RecordPair {
  readonly line: number
  readonly id: string
  readonly origin: string
  readonly difficulty: string
  readonly same: boolean
  /** By our names of columns. */
  readonly sides: readonly [RecordFields, RecordFields]
}

export interface PairFile {
  readonly pairs: readonly RecordPair[]
  /** Of lines that were left out; the caller may add to it. */
  readonly findings: FindingLog
}

/** Columns of one side, which has `_a` or `_b` behind them, and what they are called in an export. */
const sideColumns: Readonly<Record<string, string>> = {
  given: 'given_names',
  prefix: 'prefix',
  surname: 'surname',
  dob: 'birth_date',
  sex: 'sex',
  cob: 'country_of_birth',
}

const required = [
  'pair_id',
  'origin',
  'difficulty',
  ...['a', 'b'].flatMap((side) => Object.keys(sideColumns).map((name) => `${name}_${side}`)),
  'label',
]

/** Whatever else is said of a pair is passed over. */
const pairShape: FileShape = {
  columns: required,
  required,
  oneOf: [],
  id: 'pair_id',
  passesOver: true,
}

/**
 * Reads labelled pairs of records. Throws what readCsv throws, `pairs.label` where a label is neither `same` nor
 * `different`, `pairs.none` where there is no pair.
 */
export async function readPairs(path: string): Promise<PairFile> {
  const findings = new FindingLog()
  const pairs: RecordPair[] = []
  for await (const event of readCsv(path, plainFieldMap, pairShape)) {
    if (event.kind === 'refusal') findings.add(event.refusal)
    if (event.kind === 'record') pairs.push(pairOf(event.line, event.fields, path))
  }
  if (pairs.length === 0) throw noPairs(path)
  return { pairs, findings }
}

function pairOf(line: number, fields: RecordFields, path: string): RecordPair {
  const { pair_id: id = '', origin = '', difficulty = '', label } = fields
  if (label !== 'same' && label !== 'different') throw badLabel(`${path}, line ${line}`)
  const sides = [sideOf(fields, 'a'), sideOf(fields, 'b')] as const
  return { line, id, origin, difficulty, same: label === 'same', sides }
}

function sideOf(fields: RecordFields, side: 'a' | 'b'): RecordFields {
  return Object.fromEntries(
    Object.entries(sideColumns).map(([name, ours]) => [ours, fields[`${name}_${side}`] ?? '']),
  )
}

function badLabel(where: string): Problem {
  return new Problem({
    code: 'pairs.label',
    what: 'A label is neither same nor different',
    where,
    remedy: 'Write same where both records are one person, else different.',
  })
}

function noPairs(path: string): Problem {
  return new Problem({
    code: 'pairs.none',
    what: 'The file holds no pair',
    where: path,
    remedy: 'Give a file with a line for each pair below the column names.',
  })
}
