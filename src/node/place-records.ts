import type { AgreedList } from '../round/agreement.ts'
import type { Placing } from './record-reading.ts'

/** A date of report with its year first or last; what stands behind a full date is a time. */
const reportDates = [
  /^(?<year>\d{4})-\d{2}-\d{2}(?:[T ]\d{2}:.*)?$/,
  /^(?<year>(?:19|20)\d{2})\d{4}$/,
  /^\d{1,2}([-/.])\d{1,2}\1(?<year>\d{4})(?: \d{1,2}:.*)?$/,
]

/** A record belongs to the list of its role's population and its year of report. */
export function placeByRoleAndYear(
  lists: readonly AgreedList[],
  roles: Readonly<Record<string, string>>,
): Placing {
  const known = Object.fromEntries(
    Object.entries(roles).map(([role, population]) => [role.toLowerCase(), population]),
  )
  return (fields) => {
    const year = yearOf(fields.report_date?.trim() ?? '')
    if (year === undefined) return { refused: 'report-date.form' }
    const role = fields.role?.trim().toLowerCase() ?? ''
    const population = Object.hasOwn(known, role) ? known[role] : undefined
    const list = lists.find((one) => one.population === population && one.year === Number(year))
    return list === undefined ? { refused: 'record.no-list' } : { list: list.id }
  }
}

function yearOf(date: string): string | undefined {
  for (const form of reportDates) {
    const year = form.exec(date)?.groups?.year
    if (year !== undefined) return year
  }
  return undefined
}
