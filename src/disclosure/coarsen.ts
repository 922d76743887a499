/**
 * What is taken out of a release on which an attack succeeds: whole groups of figures in an order that
 * is fixed before anything is counted, so that what is missing tells no more than that the rest would
 * have told too much (protocol/disclosure-rules.md, Coarsening). Pure; reveals the steps it took.
 */
import { Problem } from '../base/problem.ts'
import type { FigureOf } from '../release/figure.ts'
import {
  type FigureClass,
  figureClasses,
  type GateReport,
  type ReleaseStep,
} from '../release/gate.ts'

/** Of what year and table a figure is of which too much would be told; null: of all years, of no table. */
export interface Weakness {
  readonly check: string
  readonly year: number | null
  readonly table: string | null
}

export interface Judged {
  readonly report: GateReport
  /** Never empty where the report has not passed. */
  readonly weak: readonly Weakness[]
}

/** What can be withheld of a release: the figures of each group that are in it. */
export interface Withholdable {
  readonly class: FigureClass
  readonly year: number | null
  readonly table: string | null
}

export interface Coarsening<T> {
  /** The release as it would be after these steps. */
  readonly make: (steps: readonly ReleaseStep[]) => T
  /** All groups of figures that it has when nothing is withheld yet. */
  readonly groups: readonly Withholdable[]
  /** Null: nothing is tried, in a rehearsal on made-up persons. */
  readonly attack: ((release: T) => Judged) | null
}

/** An attack that succeeds after so many rounds of coarsening will not be stopped by more. */
const MOST_ROUNDS = 10

/**
 * Withholds until no attack succeeds.
 * @throws Problem `disclosure.gate` where even then one does
 */
export function coarsen<T>({ make, groups, attack }: Coarsening<T>): {
  readonly release: T
  readonly report: GateReport | null
  readonly steps: readonly ReleaseStep[]
} {
  if (attack === null) return { release: make([]), report: null, steps: [] }
  let steps: readonly ReleaseStep[] = []
  for (let round = 0; round <= MOST_ROUNDS; round++) {
    const release = make(steps)
    const { report, weak } = attack(release)
    if (report.passed) return { release, report, steps }
    const more = nextSteps(groups, steps, weak)
    if (more.length === 0) break
    steps = [...steps, ...more]
  }
  throw refused()
}

/** Of each weakness the first group in the order that is still there: one round takes all of these. */
function nextSteps(
  groups: readonly Withholdable[],
  taken: readonly ReleaseStep[],
  weak: readonly Weakness[],
): ReleaseStep[] {
  const found = new Map<string, { step: Omit<ReleaseStep, 'because'>; because: Set<string> }>()
  for (const weakness of weak) {
    const step = stepAgainst(groups, taken, weakness)
    if (step === null) continue
    const key = JSON.stringify(step)
    const because = found.get(key)?.because ?? new Set()
    found.set(key, { step, because: because.add(weakness.check) })
  }
  return [...found.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { step, because }]) => ({ ...step, because: [...because].sort() }))
}

function stepAgainst(
  groups: readonly Withholdable[],
  taken: readonly ReleaseStep[],
  { year, table }: Weakness,
): Omit<ReleaseStep, 'because'> | null {
  for (const withheld of figureClasses) {
    const step = { withheld, year, table: isOfCodes(withheld) ? table : null }
    const left = groups.some(
      (group) => isTaken(group, step) && !taken.some((one) => isTaken(group, one)),
    )
    if (left) return step
  }
  return null
}

function isOfCodes(one: FigureClass): boolean {
  return one === 'codes-of-year' || one === 'narrow-codes' || one === 'codes'
}

/** A step for one year takes what is of all years with it: a part is known where the sum and the rest are. */
export function isTaken(group: Withholdable, step: Omit<ReleaseStep, 'because'>): boolean {
  return (
    group.class === step.withheld &&
    (step.year === null || group.year === null || group.year === step.year) &&
    (step.table === null || group.table === step.table)
  )
}

/** The group that a figure is withheld with; null: of the two numbers that a ratio is made of. */
export function groupOf(figure: FigureOf, isNarrow: boolean): Withholdable | null {
  const { question, year = null, table = null } = figure
  if (question === 'reports-per-person') return null
  return { class: classOf({ question, year, table }, isNarrow), year, table }
}

function classOf(
  { question, year, table }: Required<Pick<FigureOf, 'question' | 'year' | 'table'>>,
  isNarrow: boolean,
): FigureClass {
  if (table !== null) {
    if (year !== null) return 'codes-of-year'
    return isNarrow ? 'narrow-codes' : 'codes'
  }
  if (question === 'reports-per-person') throw new TypeError(question)
  if (question === 'persons') return year === null ? 'persons' : 'persons-of-year'
  return question
}

function refused(): Problem {
  return new Problem({
    code: 'disclosure.gate',
    what: 'No release can be made of this round that does not tell too much',
    remedy:
      'Nothing of the round is published. Agree on a higher threshold or rounding base, on fewer tables, or on more lists.',
    status: 409,
  })
}
