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
export interface Weakness<T> {
  readonly check: string
  readonly year: number | null
  readonly table: string | null
  /** Whether another release tells it too; not given: nobody knows. */
  readonly stays?: (release: T) => boolean
}

export interface Judged<T> {
  readonly report: GateReport
  /** Never empty where the report has not passed. */
  readonly weak: readonly Weakness<T>[]
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
  readonly attack: ((release: T) => Judged<T>) | null
}

/** An attack that succeeds after so many rounds of coarsening will not be stopped by more. */
const MOST_ROUNDS = 40

/**
 * Withholds until no attack succeeds.
 * @throws Problem `disclosure.gate` where even then one does
 */
export function coarsen<T>(coarsening: Coarsening<T>): {
  readonly release: T
  readonly report: GateReport | null
  readonly steps: readonly ReleaseStep[]
} {
  const { make, attack } = coarsening
  if (attack === null) return { release: make([]), report: null, steps: [] }
  let steps: readonly ReleaseStep[] = []
  for (let round = 0; round <= MOST_ROUNDS; round++) {
    const release = make(steps)
    const { report, weak } = attack(release)
    if (report.passed) return { release, report, steps }
    const more = nextSteps(coarsening, steps, weak)
    if (more.length === 0) break
    steps = [...steps, ...more]
  }
  throw refused()
}

type Step = Omit<ReleaseStep, 'because'>

/** Against each weakness a few groups: one round takes all of these. */
function nextSteps<T>(
  coarsening: Coarsening<T>,
  taken: readonly ReleaseStep[],
  weak: readonly Weakness<T>[],
): ReleaseStep[] {
  const found = new Map<string, { step: Step; because: Set<string> }>()
  for (const weakness of weak) {
    for (const step of stepsAgainst(coarsening, taken, weakness)) {
      const key = JSON.stringify(step)
      const because = found.get(key)?.because ?? new Set()
      found.set(key, { step, because: because.add(weakness.check) })
    }
  }
  return [...found.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { step, because }]) => ({ ...step, because: [...because].sort() }))
}

/**
 * The first group that is still there and helps by itself; else the first groups together that do,
 * without those of them that are not needed; where nobody knows what helps, the first group.
 */
function stepsAgainst<T>(
  { make, groups }: Coarsening<T>,
  taken: readonly ReleaseStep[],
  { year, table, check, stays }: Weakness<T>,
): readonly Step[] {
  const left = figureClasses
    .map((withheld): Step => ({ withheld, year, table: isOfCodes(withheld) ? table : null }))
    .filter((step) =>
      groups.some((group) => isTaken(group, step) && !taken.some((one) => isTaken(group, one))),
    )
  const help = (steps: readonly Step[]) => {
    const more = steps.map((step) => ({ ...step, because: [check] }))
    return stays !== undefined && !stays(make([...taken, ...more]))
  }
  const alone = left.find((step) => help([step]))
  if (alone !== undefined) return [alone]
  const many = left.findIndex((_, at) => at > 0 && help(left.slice(0, at + 1)))
  if (many < 0) return left.slice(0, 1)
  return left.slice(0, many + 1).reduce(
    (needed: readonly Step[], step) => {
      const fewer = needed.filter((one) => one !== step)
      return help(fewer) ? fewer : needed
    },
    left.slice(0, many + 1),
  )
}

function isOfCodes(one: FigureClass): boolean {
  return one === 'codes-of-year' || one === 'narrow-codes' || one === 'codes'
}

/** A step for one year takes what is of all years with it: a part is known where the sum and the rest are. */
export function isTaken(group: Withholdable, step: Step): boolean {
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
