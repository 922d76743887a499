import type { Control } from '../../src/disclosure/control.ts'
import type { DisclosureRules } from '../../src/disclosure/rules.ts'
import type { Release } from '../../src/release/release.ts'

/** What stands in a report of somebody who found nothing. */
export const tried = {
  check: 'marginals',
  passed: true,
  cells: 0,
  narrowest: null,
  reason: null,
} as const

/** Rules alone: for tests of what comes before any attack. */
export function unattacked(rules: DisclosureRules, earlier: readonly Release[] = []): Control {
  return { rules, earlier, attack: () => ({ report: { passed: true, checks: [tried] }, weak: [] }) }
}
