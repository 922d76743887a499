import type { ModelFigures } from '../estimates/model-figures.ts'
import type { EstimateReport, StrataFigures } from '../estimates/report.ts'

/** What `estimate` prints for people; a note under each table says how to read it. */
export function estimateText(report: EstimateReport, lists: readonly string[]): string {
  const blocks = [
    [
      `${report.table}: ${report.observed} persons observed on ${lists.length} lists.`,
      `Lists by number: ${lists.map((list, at) => `${at + 1} ${list}`).join(', ')}.`,
    ],
    listLines(report),
    pairLines(report),
    modelLines(report),
    lostOrMerged(report),
    oddsRatioLines(report),
    report.sensitivity.strata.flatMap(strataLines),
    linkageLines(report),
    verdictLines(report),
    report.warnings.map(({ what }) => `Note: ${what}`),
    [
      `Seed ${report.seed}, ${report.resamples} resamples, generator ${report.generator}. ` +
        'For the counter alone: exact figures and criteria give small counts away.',
    ],
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function listLines({ descriptive }: EstimateReport): string[] {
  const { listTotals, frequencyOfCapture, shareOnSeveralLists } = descriptive
  return [
    ...align([
      ['list', 'persons'],
      ...Object.entries(listTotals).map(([list, total]) => [list, whole(total)]),
    ]),
    `On exactly 1, 2 … lists: ${frequencyOfCapture.join(', ')} ` +
      `(${(100 * shareOnSeveralLists).toFixed(1)} % on several).`,
  ]
}

function pairLines({ descriptive }: EstimateReport): string[] {
  if (descriptive.pairs.length === 0) return []
  return align([
    ['pair of lists', 'on both', 'Lincoln-Petersen', 'Chapman', 'standard error'],
    ...descriptive.pairs.map(({ lists, overlap, lincolnPetersen, chapman, chapmanSE }) => [
      lists.join(' + '),
      ...[overlap, lincolnPetersen, chapman, chapmanSE].map(whole),
    ]),
  ])
}

function modelLines({ models }: EstimateReport): string[] {
  if (models.length === 0) return []
  return [
    ...align([
      ['way', 'model', 'estimate', 'from', 'to', 'limits', 'aic', 'bic', 'deviance', 'df', 'check'],
      ...models.map(modelRow),
    ]),
    'Check 0: fine; 1: no estimate exists; 2: not identifiable; 3: both. Limits of a fixed model are too narrow if the table chose it.',
  ]
}

function modelRow(model: ModelFigures): string[] {
  const { aic, bic, deviance, df, check } = model
  const flag = model.bootstrap?.extreme === true ? '*' : ''
  return [
    model.method,
    shortened(model.model ?? '-'),
    ...[model.estimate, model.lower, model.upper].map(whole),
    `${model.interval ?? '-'}${flag}`,
    ...[aic, bic, deviance].map((value) => (value === null ? '-' : value.toFixed(2))),
    ...[df, check].map(whole),
  ]
}

function lostOrMerged({ sensitivity }: EstimateReport): string[] {
  const { leaveOneOut, merged } = sensitivity
  if (leaveOneOut.length + merged.length === 0) return []
  const row = (name: string, found: (typeof merged)[number]) => [
    name,
    ...[found.observed, found.mainEffects, found.stepwise, found.bicPairs].map(whole),
  ]
  return align([
    ['other lists', 'observed', 'main-effects', 'stepwise', 'bic-pairs'],
    ...leaveOneOut.map((found) => row(`without ${found.without}`, found)),
    ...merged.map((found) => row(`merged: ${found.lists.join(', ')}`, found)),
  ])
}

function oddsRatioLines({ sensitivity }: EstimateReport): string[] {
  if (sensitivity.oddsRatios.length === 0) return []
  return align([
    ['if being on both is so many times as likely', 'odds ratio', 'estimate'],
    ...sensitivity.oddsRatios.map((row) => [
      'lists' in row ? row.lists.join(' + ') : 'the two lists',
      String(row.oddsRatio),
      whole(row.estimate),
    ]),
  ])
}

function strataLines({ by, models, groups, sum, lower, upper, pooled }: StrataFigures): string[] {
  const how = models === 'own' ? 'a model each' : 'one model with shared interactions'
  return [
    ...align([
      [`by ${by.join(' and ')} (${how})`, 'observed', 'on several', 'estimate'],
      ...groups.map(({ of, observed, onSeveralLists, estimate }) => [
        Object.values(of).join(', '),
        ...[observed, onSeveralLists, estimate].map(whole),
      ]),
    ]),
    `Sum ${whole(sum)} (${whole(lower)} to ${whole(upper)}); without strata ${whole(pooled)}.`,
  ]
}

function linkageLines({ sensitivity }: EstimateReport): string[] {
  const { linkage } = sensitivity
  if (linkage === null) return []
  return align([
    [
      `with links of recall ${linkage.recall} and precision ${linkage.precision}`,
      ...['as many times', 'corrected', 'from', 'to'],
    ],
    ...Object.entries(linkage.bands).map(([method, band]) => [
      method,
      band === null ? '-' : band.ratio.median.toFixed(3),
      ...[band?.corrected.estimate, band?.corrected.lower, band?.corrected.upper].map((value) =>
        whole(value ?? null),
      ),
    ]),
  ])
}

function verdictLines({ verdict, reasons, selected, headline }: EstimateReport): string[] {
  const found = selected.map(
    ({ selector, model, estimate, lower, upper }) =>
      `${selector} ${model ?? ''}: ${whole(estimate)} (${whole(lower)} to ${whole(upper)})`,
  )
  const why = reasons.map(({ code, what }) => `  ${code}: ${what}`)
  return verdict === 'publish'
    ? [
        'Verdict: may be published, rounded, with its warnings.',
        ...found,
        headline === null
          ? 'No single figure: publish all of these.'
          : `If one is named: ${headline}.`,
      ]
    : ['Verdict: publish no estimate.', ...why]
}

const WIDEST_MODEL = 40

/** With many lists a model is longer than a line; --json has it whole. */
function shortened(model: string): string {
  return model.length <= WIDEST_MODEL ? model : `${model.slice(0, WIDEST_MODEL - 1)}…`
}

function whole(value: number | null): string {
  return value === null ? '-' : Math.round(value).toString()
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
