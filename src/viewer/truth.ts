import {
  type FigureOf,
  figureKey,
  type ReleaseCell,
  type ReleaseFigure,
} from '../release/figure.ts'

/** One exact number of a rehearsal, named as in a release. */
export interface TruthFigure extends FigureOf {
  /** null: does not apply. */
  readonly value: number | null
}

/**
 * What the generator of a rehearsal knows: the exact answers over its own made-up persons. Exists in
 * rehearsals only; the viewer of a real round has nothing to put here.
 */
export interface Truth {
  readonly seed: string | number
  /** Size of the generated registers; 1 is the size of the field. */
  readonly scale: number
  readonly figures: readonly TruthFigure[]
}

/** The truth beside a released cell. */
export interface Comparison {
  readonly truth: number
  /** Released minus true; null where the cell is withheld. */
  readonly difference: number | null
  /** Whether withholding and rounding alone explain what the cell says. */
  readonly fits: boolean
}

type Rules = {
  readonly threshold: number
  readonly roundingBase: number
  readonly isCovered?: boolean
  readonly isRepeated?: boolean
}

/** So many persons may have come or gone since a figure that is said again (protocol/disclosure-rules.md, Rounds). */
const CHANGE = 9

/** Null where there is nothing to compare. */
export function compareToTruth(
  cell: ReleaseCell,
  truth: number | null,
  rules: Rules,
): Comparison | null {
  if (truth === null || cell.status === 'not-applicable') return null
  const change = rules.isRepeated === true ? CHANGE : 0
  // It may be any number.
  if (cell.status === 'secondary') return { truth, difference: null, fits: true }
  if (cell.status === 'withheld') {
    // A covered one says no more than that the truth may be small.
    const fits = rules.isCovered === true || truth < cell.below + change
    return { truth, difference: null, fits }
  }
  const difference = cell.value - truth
  if (cell.status === 'covered') {
    return { truth, difference, fits: cell.low - change <= truth && truth <= cell.high + change }
  }
  // Judged by the two numbers it is made of, which stand in the same row
  if (cell.status === 'ratio') return { truth, difference, fits: true }
  return { truth, difference, fits: 2 * (Math.abs(difference) - change) <= rules.roundingBase }
}

/** Exact number of a figure; a ratio is of exact numbers. Null where there is none. */
export function truthOf(truth: Truth, of: FigureOf): number | null {
  if (of.question !== 'reports-per-person') {
    const key = figureKey(of)
    return truth.figures.find((figure) => figureKey(figure) === key)?.value ?? null
  }
  const reports = truthOf(truth, { ...of, question: 'reports' })
  const persons = truthOf(truth, { ...of, question: 'persons-without-enrichment' })
  return reports === null || persons === null || persons === 0 ? null : reports / persons
}

/** Over all counts of a release: how many were compared, how many fit, the largest difference. */
export function summariseTruth(
  figures: readonly (FigureOf & {
    readonly cell: ReleaseCell
    readonly exactness?: ReleaseFigure['exactness']
  })[],
  truth: Truth,
  rules: Rules,
): { compared: number; fitting: number; largest: number } {
  const all = figures
    .filter((figure) => figure.question !== 'reports-per-person')
    .map((figure) => {
      const isCovered = figure.exactness === 'covered'
      const isRepeated = figure.exactness === 'repeated'
      return compareToTruth(figure.cell, truthOf(truth, figure), {
        ...rules,
        isCovered,
        isRepeated,
      })
    })
    .filter((one) => one !== null)
  return {
    compared: all.length,
    fitting: all.filter((one) => one.fits).length,
    largest: Math.max(0, ...all.map((one) => Math.abs(one.difference ?? 0))),
  }
}
