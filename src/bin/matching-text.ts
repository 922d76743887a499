import type { Comparison, SameOrNot } from '../evaluation/compare-pairs.ts'
import type { Evaluation } from '../evaluation/evaluate-lists.ts'
import type { PairFigures } from '../evaluation/pair-figures.ts'
import type { OptionalField } from '../matching/catalogue.ts'

/** What `matching evaluate` prints. */
export interface EvaluationReport extends Omit<Evaluation, 'lists'> {
  readonly recipe: string
  readonly withoutFields: readonly OptionalField[]
  readonly withoutKeys: readonly string[]
  readonly files: readonly (Evaluation['lists'][number] & {
    /** Lines left out. */
    readonly refused: number
  })[]
  /** With --blinded only: whether the blinded rows give the same pairs. */
  readonly samePairs?: boolean
  readonly blindedRows?: number
}

export function evaluationText(report: EvaluationReport): string {
  const { files, quality } = report
  return [
    ...files.map(
      ({ name, records, rows, refused }) =>
        `${name}: ${records} records (${refused} lines left out), ${rows} rows after its own doubles`,
    ),
    recipeText(report),
    `Persons: ${report.persons.found} found, ${report.persons.true} true.`,
    '',
    ...pairLines(report),
    '',
    ...keyLines(report),
    '',
    `Met by the rule between files: ${Object.entries(quality)
      .map(([what, count]) => `${what} ${count}`)
      .join(', ')}.`,
    ...blindedLines(report),
    '',
  ].join('\n')
}

function recipeText({ recipe, rule, withoutFields, withoutKeys }: EvaluationReport): string {
  const fields = withoutFields.length === 0 ? '' : ` (keys do without ${withoutFields.join(', ')})`
  const keys = withoutKeys.length === 0 ? '' : `; left out: ${withoutKeys.join(' ')}`
  return `Recipe ${recipe}${fields}, rule ${rule}${keys}.`
}

function pairLines({ overall, perTier, withLabels }: EvaluationReport): string[] {
  return align([
    ['pairs', 'linked', 'correct', 'false', 'missed', 'precision', 'recall', 'f1'],
    ['all keys', ...figures(overall)],
    ...perTier.map(({ tier, keys, ...found }) => [
      `tier 1 to ${tier} (${keys} ${keys === 1 ? 'key' : 'keys'})`,
      ...figures(found),
    ]),
    ['if lists and sexes were seen', ...figures(withLabels)],
  ])
}

function keyLines({ perKey }: EvaluationReport): string[] {
  return align([
    ['key', 'tier', 'built', 'linked', 'correct', 'precision', 'recall', 'f1'],
    ...perKey.map(({ id, name, tier, built, linked, correct, precision, recall, f1 }) => [
      `${id} ${name}`,
      ...[tier, ratio(built), linked, correct, ...[precision, recall, f1].map(ratio)].map(String),
    ]),
  ])
}

function figures({ linked, correct, missed, precision, recall, f1, ...rest }: PairFigures) {
  const ratios = [precision, recall, f1].map(ratio)
  return [...[linked, correct, rest.false, missed].map(String), ...ratios]
}

function blindedLines({ samePairs, blindedRows, files }: EvaluationReport): string[] {
  if (samePairs === undefined) return []
  const alone =
    files.length === 1
      ? ' One file: its own doubles are found before blinding, so its rows have nobody to be linked to.'
      : ''
  const outcome = samePairs ? 'the same pairs' : 'OTHER PAIRS than in the clear'
  return [`Blinded, ${blindedRows} rows: ${outcome}.${alone}`]
}

export function comparisonText(report: Comparison & { readonly recipe: string }): string {
  const kinds = (kinds: Readonly<Record<string, SameOrNot>>, what: string) =>
    Object.entries(kinds).map(([kind, found]) => [`${what} ${kind}`, ...sameOrNot(found)])
  return [
    `Recipe ${report.recipe}, rule ${report.rule}, ${report.pairs} pairs.`,
    '',
    ...align([
      ['joined', 'same', 'different'],
      ['all', ...sameOrNot(report)],
      ...kinds(report.perDifficulty, 'difficulty'),
      ...kinds(report.perOrigin, 'origin'),
      ...report.perKey.map((key) => [`${key.id} ${key.name}`, ...sameOrNot(key)]),
    ]),
    '',
    `Same, left apart: ${report.missed.join(' ') || 'none'}`,
    `Different, joined: ${report.wronglyJoined.join(' ') || 'none'}`,
    '',
  ].join('\n')
}

function sameOrNot({ same, different }: SameOrNot): string[] {
  return [same, different].map(({ joined, pairs }) => `${joined} of ${pairs}`)
}

function ratio(value: number | null): string {
  return value === null ? '-' : value.toFixed(4)
}

/** The first column to the left, the others to the right, each as wide as it must be. */
function align(rows: readonly (readonly string[])[]): string[] {
  const width = (at: number) => Math.max(...rows.map((row) => row[at]?.length ?? 0))
  return rows.map((row) =>
    row
      .map((text, at) => (at === 0 ? text.padEnd(width(at)) : text.padStart(width(at) + 2)))
      .join(''),
  )
}
