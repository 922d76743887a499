/*
 * The lines of the table of estimates: one a way, one a fixed model, one a plain figure beside them. Criteria give
 * small counts away: for the counter alone.
 */
import { type Bootstrapped, trusted } from './bootstrapped.ts'
import type { CaptureTable } from './capture-table.ts'
import type { Descriptive } from './descriptive.ts'
import type { Check } from './design.ts'
import type { Fit } from './fit.ts'
import { nameTerm } from './model.ts'
import type { FixedModel, Way } from './suite.ts'
import { chapman, type Limits, logNormalLimits, seberVariance } from './two-lists.ts'

export interface ModelFigures {
  readonly method: string
  /** By its maximal terms, lists by number; null where there is no one model. */
  readonly model: string | null
  readonly estimate: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly aic: number | null
  readonly bic: number | null
  readonly deviance: number | null
  readonly df: number | null
  /** By term, as `A:B`; a term at minus infinity is not among them. */
  readonly coefficients: Readonly<Record<string, number>> | null
  /** 0: fine. 1: no extended maximum-likelihood estimate. 2: not identifiable. 3: both. */
  readonly check: Check | null
  /** What the limits are. */
  readonly interval: 'bca' | 'percentile' | 'profile' | 'log-normal' | null
  readonly profile: Limits | null
  readonly bootstrap: Bootstrapped | null
}

export function wayFigures(
  way: Way,
  bootstrap: Bootstrapped | null,
  lists: readonly string[],
): ModelFigures {
  const kept = trusted(bootstrap)
  return {
    method: way.method,
    model: way.model?.written ?? null,
    estimate: way.estimate,
    lower: kept?.lower ?? null,
    upper: kept?.upper ?? null,
    ...criteria(way.fit, lists),
    check: way.check,
    interval: kept?.method ?? null,
    profile: finite(way.profile),
    bootstrap,
  }
}

export function fixedFigures(
  { model, check, fit, profile }: FixedModel,
  lists: readonly string[],
): ModelFigures {
  const limits = finite(profile)
  return {
    method: 'fixed',
    model: model.written,
    estimate: fit?.estimate ?? null,
    lower: limits?.lower ?? null,
    upper: limits?.upper ?? null,
    ...criteria(fit, lists),
    check,
    interval: limits === null ? null : 'profile',
    profile: limits,
    bootstrap: null,
  }
}

type Criteria = Pick<ModelFigures, 'aic' | 'bic' | 'deviance' | 'df' | 'coefficients'>

function criteria(fit: Fit | null, lists: readonly string[]): Criteria {
  if (fit === null) return { aic: null, bic: null, deviance: null, df: null, coefficients: null }
  const { aic, bic, deviance, df } = fit
  const coefficients = Object.fromEntries(
    Array.from(fit.coefficients, ([term, value]) => [nameTerm(term, lists), value]),
  )
  return { aic, bic, deviance, df, coefficients }
}

/** A profile that never falls far enough has no upper limit. */
function finite(limits: Limits | null): Limits | null {
  return limits !== null && Number.isFinite(limits.upper) && Number.isFinite(limits.lower)
    ? limits
    : null
}

/** Plain figures beside the models: Chao's bound, and for two lists Chapman. */
export function sideFigures({ chao, pairs }: Descriptive, { lists }: CaptureTable): ModelFigures[] {
  const plain = (method: string, estimate: number, { lower, upper }: Limits): ModelFigures => ({
    ...{ method, model: null, estimate, lower, upper, interval: 'log-normal' },
    ...{ aic: null, bic: null, deviance: null, df: null, coefficients: null },
    ...{ check: null, profile: null, bootstrap: null },
  })
  const [pair] = pairs
  const bound =
    chao === null ? [] : [plain('chao', chao.biasCorrected, chao.logNormal95BiasCorrected)]
  if (lists.length !== 2 || pair === undefined) return bound
  const counted = { one: pair.n1, other: pair.n2, both: pair.overlap }
  const [estimate, variance] = [chapman(counted), seberVariance(counted)]
  const observed = pair.n1 + pair.n2 - pair.overlap
  return [plain('chapman', estimate, logNormalLimits({ observed, estimate, variance })), ...bound]
}
