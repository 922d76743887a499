/*
 * Whether an estimate may be published at all, and what its readers must be told (protocol/estimates.md, Refusals and
 * Warnings). The words hold no figure of the table: they are published with a refusal. When a table is refused, that
 * is itself a fact about it: that its overlaps are few, or its models at odds.
 */
import type { BootstrapInterval } from './interval.ts'
import { MOST_LISTS_IN_FULL } from './model-space.ts'

export interface Reason {
  readonly code: string
  readonly what: string
}

/** What a selector found, and its interval; null where it has none. */
export interface Selected {
  readonly selector: string
  readonly model: string | null
  readonly estimate: number | null
  readonly lower: number | null
  readonly upper: number | null
}

export interface Judged {
  readonly lists: number
  readonly observed: number
  readonly onSeveralLists: number
  readonly selected: readonly Selected[]
  /** Share of the resamples that had no estimate, the largest of all selectors. */
  readonly failedShare: number
}

const FEWEST_ON_SEVERAL = 10
const MOST_TIMES_OBSERVED = 20
const WIDEST_INTERVAL = 5
const FARTHEST_APART = 3
/** Above this there is no single headline figure. */
const HEADLINE_APART = 1.5
/** Above this an interval is refused. */
export const MOST_FAILED = 0.05

/** Every reason not to publish; none is to publish. */
export function reasonsToRefuse(judged: Judged): Reason[] {
  if (judged.lists < 2) return [oneList]
  if (judged.onSeveralLists === 0) return [noOverlap]
  const { selected } = judged
  return [
    judged.onSeveralLists < FEWEST_ON_SEVERAL && fewOverlaps,
    selected.some(({ estimate }) => estimate === null) && notIdentified,
    selected.some(({ estimate }) => (estimate ?? 0) > MOST_TIMES_OBSERVED * judged.observed) &&
      farBeyond,
    judged.failedShare > MOST_FAILED && resamplesFailed,
    judged.failedShare <= MOST_FAILED && selected.some(lacksInterval) && noInterval,
    selected.some(isWide) && wideInterval,
    apart(selected) > FARTHEST_APART && selectorsApart,
  ].filter((reason) => reason !== false)
}

function lacksInterval({ estimate, lower, upper }: Selected): boolean {
  return estimate !== null && (lower === null || upper === null)
}

function isWide({ lower, upper }: Selected): boolean {
  return lower !== null && upper !== null && upper > WIDEST_INTERVAL * lower
}

function isOutside({ estimate, lower, upper }: Selected): boolean {
  return (
    estimate !== null &&
    lower !== null &&
    upper !== null &&
    !(lower <= estimate && estimate <= upper)
  )
}

/** The greatest estimate as so many times the least; 1 for none. */
export function apart(selected: readonly Selected[]): number {
  const estimates = selected.flatMap(({ estimate }) => (estimate === null ? [] : [estimate]))
  return estimates.length === 0 ? 1 : Math.max(...estimates) / Math.min(...estimates)
}

/**
 * The one to name if only one is named: BIC pairs, or stepwise where there are too many lists to try every model, as the
 * authors' program does. None where nothing is published or the selectors are too far apart.
 */
export function headlineOf(selected: readonly Selected[], lists: number): string | null {
  if (apart(selected) > HEADLINE_APART) return null
  const wanted = lists > MOST_LISTS_IN_FULL ? 'stepwise' : 'bic-pairs'
  return (selected.find(({ selector }) => selector === wanted) ?? selected[0])?.selector ?? null
}

const oneList: Reason = {
  code: 'estimate.one-list',
  what: 'One list alone says nothing of the persons who are on none.',
}
const noOverlap: Reason = {
  code: 'estimate.no-overlap',
  what: 'Nobody stands on two lists, so the lists say nothing of the persons who are on none.',
}
const fewOverlaps: Reason = {
  code: 'estimate.few-overlaps',
  what: `Fewer than ${FEWEST_ON_SEVERAL} persons stand on two lists or more.`,
}
const notIdentified: Reason = {
  code: 'estimate.not-identified',
  what: 'A model has no estimate on this table, or not one: overlaps that it needs are empty.',
}
const farBeyond: Reason = {
  code: 'estimate.far-beyond',
  what: `An estimate is more than ${MOST_TIMES_OBSERVED} times the persons observed.`,
}
const resamplesFailed: Reason = {
  code: 'estimate.resamples-failed',
  what: 'More than 5 in 100 resamples have no estimate, so there is no interval.',
}
const noInterval: Reason = {
  code: 'estimate.no-interval',
  what: 'An estimate has no interval.',
}
const wideInterval: Reason = {
  code: 'estimate.wide-interval',
  what: `An upper limit is more than ${WIDEST_INTERVAL} times its lower limit.`,
}
const selectorsApart: Reason = {
  code: 'estimate.selectors-apart',
  what: `Ways to choose a model end more than a factor ${FARTHEST_APART} apart.`,
}

export interface Warning {
  readonly about: string
  readonly what: string
}

type Resampled = Pick<BootstrapInterval, 'extreme' | 'fallback'> & { readonly resamples?: number }

/** The authors' number; below it a limit hangs on a handful of resamples. */
const ENOUGH_RESAMPLES = 1000

/** Found in this table. */
export function warningsOf(
  selected: readonly Selected[],
  intervals: readonly (Resampled | null)[],
  lists = 3,
): Warning[] {
  return [
    lists === 2 && {
      about: 'two-lists',
      what: 'Two lists cannot show whether standing on one makes standing on the other more or less likely.',
    },
    apart(selected) > HEADLINE_APART && {
      about: 'selectors',
      what: `Ways to choose a model end more than a factor ${HEADLINE_APART} apart: there is no single figure, only the table of estimates.`,
    },
    selected.some(isOutside) && {
      about: 'outside',
      what: 'An estimate lies outside its own interval: resamples of this table do not show how it errs.',
    },
    intervals.some((interval) => (interval?.resamples ?? ENOUGH_RESAMPLES) < ENOUGH_RESAMPLES) && {
      about: 'few-resamples',
      what: 'Intervals rest on fewer than 1,000 resamples: another seed may move them much.',
    },
    intervals.some((interval) => interval?.extreme === true) && {
      about: 'extreme-resample',
      what: 'A limit rests on the most extreme resamples: another seed may move it much. Read the percentile interval beside it.',
    },
    intervals.some((interval) => (interval?.fallback ?? null) !== null) && {
      about: 'fallback',
      what: 'The correction of an interval has no value on this table: its limits are plain percentiles.',
    },
    ...readersWarnings,
  ].filter((warning) => warning !== false)
}

/** For every reader of every estimate. */
const readersWarnings: readonly Warning[] = [
  {
    about: 'population',
    what: 'The estimate is of persons as the lists define them, in one closed population and period. Who had no chance of being listed is not estimated at all.',
  },
  {
    about: 'assumption',
    what: 'That all lists together do not depend on each other in their highest order cannot be tested; models that fit alike can give very different totals.',
  },
  {
    about: 'referral',
    what: 'Organisations that refer persons to each other make the estimate too low; those that take each other’s place make it too high.',
  },
  {
    about: 'fixed-model',
    what: 'An interval that takes the model as given is too narrow; the interval with selection is the one to report.',
  },
  {
    about: 'change',
    what: 'A change from one year to the next may be a change of reporting, not of what is reported.',
  },
  {
    about: 'parts',
    what: 'No figure of the unseen for a region, for one organisation or for a small group follows from this, and no ranking.',
  },
  {
    about: 'methods',
    what: 'Methods differ most where overlaps are few or empty: read all of them, not one.',
  },
]
