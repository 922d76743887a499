/*
 * What is left of the covered rounds that an agreement allows (protocol/specification.md 14.6). ε and
 * δ of rounds over the same persons add up, so a budget bounds both. Exact: sums of decimals.
 */
import { Problem } from '../base/problem.ts'
import {
  addDecimals,
  type Decimal,
  decimalNumber,
  decimalOf,
  isBelow,
  subtractDecimals,
} from './decimal.ts'
import type { Charge, LedgerEntry } from './ledger.ts'

/** What an agreement allows. */
export interface Budget {
  readonly agreement: string
  readonly rounds: number
  readonly epsilon: number
  readonly delta: number
}

/** So many rounds of one ε and δ; exact, as products of decimals are decimals. */
export function budgetOf(
  agreement: string,
  rounds: number,
  each: { readonly epsilon: number; readonly delta: number },
): Budget {
  const times = (one: number) => {
    const { units, digits } = decimalOf(one)
    return decimalNumber({ units: units * BigInt(rounds), digits })
  }
  return { agreement, rounds, epsilon: times(each.epsilon), delta: times(each.delta) }
}

/** What is left of an agreement's rounds, ε and δ. */
export function budgetLeft(
  entries: readonly LedgerEntry[],
  budget: Budget,
): { rounds: number; epsilon: number; delta: number } {
  const left = decimalsLeft(entries, budget)
  return {
    rounds: left.rounds,
    epsilon: decimalNumber(left.epsilon),
    delta: decimalNumber(left.delta),
  }
}

/** Throws `ledger.spent` unless the budget bears the charge. A round charged already is free. */
export function refuseSpent(entries: readonly LedgerEntry[], budget: Budget, charge: Charge): void {
  if (chargesOf(entries, budget).some((one) => one.round === charge.round)) return
  const left = decimalsLeft(entries, budget)
  const enough =
    left.rounds > 0 &&
    !isBelow(left.epsilon, decimalOf(charge.epsilon)) &&
    !isBelow(left.delta, decimalOf(charge.delta))
  if (enough) return
  throw new Problem({
    code: 'ledger.spent',
    what: 'The covered rounds that the agreement allows are spent',
    where: `round ${charge.round}`,
    remedy: 'Count again under a new agreement, or next period.',
  })
}

function decimalsLeft(
  entries: readonly LedgerEntry[],
  budget: Budget,
): { rounds: number; epsilon: Decimal; delta: Decimal } {
  const charges = chargesOf(entries, budget)
  const spent = (of: (charge: Charge) => number) =>
    addDecimals(charges.map((charge) => decimalOf(of(charge))))
  return {
    rounds: Math.max(0, budget.rounds - charges.length),
    epsilon: subtractDecimals(
      decimalOf(budget.epsilon),
      spent((charge) => charge.epsilon),
    ),
    delta: subtractDecimals(
      decimalOf(budget.delta),
      spent((charge) => charge.delta),
    ),
  }
}

function chargesOf(entries: readonly LedgerEntry[], { agreement }: Budget): Charge[] {
  return entries
    .filter((entry) => entry.kind === 'charge')
    .filter((entry) => entry.agreement === agreement)
}
