import type { CountParts } from '../../src/counter/count-bag.ts'
import type { ReleaseParts } from '../../src/counter/make-release.ts'

/** As of a rehearsal: the release is made by threshold and rounding alone. */
export function unattackedParts(parts: CountParts, nowMs: number): ReleaseParts {
  const { terms } = parts.agreement
  const disclosure = { ...terms.disclosure, gate: 'off' as const }
  const agreement = { ...parts.agreement, terms: { ...terms, disclosure } }
  const solver = () => ({ status: 'failed' }) as const
  return { ...parts, agreement, nowMs, earlier: [], solver }
}
