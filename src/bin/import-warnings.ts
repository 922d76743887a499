import type { ImportResult } from '../node/import-records.ts'
import type { AgreedList, Terms } from '../round/agreement.ts'

/** What would end the next round is said now. Records are not persons yet, so these are warnings. */
export function sizeWarnings(
  { perList }: Pick<ImportResult, 'perList'>,
  { limits }: Terms,
  lists: readonly AgreedList[],
): string {
  return lists
    .flatMap(({ id, size }) => {
      const records = perList[id] ?? 0
      if (records > size) {
        return `Warning: ${id} has ${records} records and was agreed at ${size} rows; if they are more persons than that, it cannot be sent.\n`
      }
      const few = records > 0 && records < limits.minimumPersons
      return few
        ? `Warning: ${id} has ${records} records; a list of fewer than ${limits.minimumPersons} persons is not sent.\n`
        : []
    })
    .join('')
}
