import type { ImportParts } from '../node/import-records.ts'
import { findDoubles, type ListDoubles } from '../node/list-doubles.ts'
import type { RecordSource } from '../node/record-source.ts'
import { type ReviewedList, type ReviewRow, reviewRows } from '../node/review-list.ts'
import { writeOperatorFile } from './operator-file.ts'
import { reviewCsv } from './review-csv.ts'

/** List by list, so that one list at a time is in memory. */
export async function reportDoubles(
  parts: Pick<ImportParts, 'database' | 'lists' | 'recipe' | 'storageKey'>,
  source: RecordSource,
  review: boolean,
): Promise<{ doubles: ListDoubles[]; rows: ReviewRow[] }> {
  const { storageKey, recipe } = parts
  const { records } = parts.database.stores
  const doubles: ListDoubles[] = []
  const reviewed: ReviewedList[] = []
  for (const list of parts.lists) {
    const found = await findDoubles({ records, list, recipe, storageKey })
    doubles.push(found.doubles)
    if (review) reviewed.push({ list, groups: found.groups })
  }
  return { doubles, rows: await reviewRows(reviewed, { source, records, storageKey }) }
}

export async function writeFiles(
  options: { readonly report?: string; readonly review?: string; readonly replace?: boolean },
  text: string,
  rows: readonly ReviewRow[],
): Promise<void> {
  const { report, review } = options
  if (report !== undefined) await writeOperatorFile(report, text, options.replace === true)
  if (review === undefined) return
  await writeOperatorFile(review, reviewCsv(rows), options.replace === true)
  process.stderr.write(
    `${review} names records of your register: keep it where the register is kept, and delete it after use.\n`,
  )
}
