import type { SlotRule } from '../base/slots.ts'
import type { RowKeys } from '../linkage/merge-doubles.ts'
import type { ListQuality } from '../round/quality-reports.ts'

/** The least trusted tier of which a key links by itself (protocol/specification.md 8.2). */
const LINKING_TIER = 2

/** What the rows of a list hold to be linked by (protocol/specification.md 5.9). Counts only. */
export function rowQuality(
  { rows, record, dropped }: RowKeys,
  slots: readonly SlotRule[],
): Omit<ListQuality, 'list' | 'records'> {
  let kept = 0
  let withoutKey = 0
  let withoutLinkingKey = 0
  for (let row = 0; row < rows; row++) {
    const own = record.subarray(row * slots.length, (row + 1) * slots.length)
    const held = slots.filter((_, slot) => (own[slot] ?? -1) >= 0)
    kept += held.length
    if (held.length === 0) withoutKey++
    if (!held.some(({ tier }) => tier <= LINKING_TIER)) withoutLinkingKey++
  }
  return { rows, withoutLinkingKey, withoutKey, keys: kept + dropped, dropped }
}
