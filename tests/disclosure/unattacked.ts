import type { Control } from '../../src/disclosure/control.ts'
import type { DisclosureRules } from '../../src/disclosure/rules.ts'
import type { Release } from '../../src/release/release.ts'

/** Rules alone: for tests of what comes before any attack. */
export function unattacked(rules: DisclosureRules, earlier: readonly Release[] = []): Control {
  return { rules, earlier, attack: () => ({ report: { passed: true, checks: [] }, weak: [] }) }
}
