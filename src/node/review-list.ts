import { toHex } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import type { RecordStore } from '../storage/record-store.ts'
import { recordDigest } from './keep-records.ts'
import type { ReviewGroup } from './list-doubles.ts'
import type { RecordSource } from './record-source.ts'

const PAGE = 1024

/** The groups of one list. */
export interface ReviewedList {
  readonly list: string
  readonly groups: readonly ReviewGroup[]
}

/** One record that its keeper should look at. In the clear: `recordId` is what the register calls it. */
export interface ReviewRow {
  readonly list: string
  /** From 1, over all lists. */
  readonly group: number
  readonly kind: ReviewGroup['kind']
  readonly person: number
  readonly recordId: string
  readonly line: number
  readonly keys: readonly string[]
}

interface Found {
  readonly recordId: string
  readonly line: number
}

/**
 * Names the records of the groups, the strongest groups of all lists first: the store knows digests of their ids only, so the source is read a second time.
 * Of it nothing is kept but ids and lines of these records.
 *
 * @throws Problem `review.other-export`, and what the source throws
 */
export async function reviewRows(
  lists: readonly ReviewedList[],
  parts: {
    readonly source: RecordSource
    readonly records: RecordStore
    readonly storageKey: Uint8Array
  },
): Promise<ReviewRow[]> {
  const digests = await Promise.all(
    lists.map(({ list, groups }) => digestsOf(parts.records, list, groups)),
  )
  const wanted = new Set(digests.flatMap((ofList) => [...ofList.values()]))
  const found = await findRecords(wanted, parts)
  if (found.size < wanted.size) throw otherExport(parts.source.name)
  return lists
    .flatMap(({ list, groups }, at) => groups.map((group) => ({ list, at, ...group })))
    .sort((a, b) => a.rank - b.rank)
    .flatMap(({ list, at, kind, records }, place) =>
      records.map(({ ordinal, person, keys }): ReviewRow => {
        const named = found.get(digests[at]?.get(ordinal) ?? '') as Found // all were found
        return { list, group: place + 1, kind, person, ...named, keys }
      }),
    )
}

/** Digests of the records of the groups, by their places. */
async function digestsOf(
  records: RecordStore,
  list: string,
  groups: readonly ReviewGroup[],
): Promise<Map<number, string>> {
  const wanted = new Set(groups.flatMap((group) => group.records.map(({ ordinal }) => ordinal)))
  const digests = new Map<number, string>()
  let after: Uint8Array | null = null
  for (let ordinal = 0; digests.size < wanted.size; ) {
    const page: Awaited<ReturnType<RecordStore['page']>> = await records.page(list, after, PAGE)
    for (const { digest } of page) {
      if (wanted.has(ordinal)) digests.set(ordinal, toHex(digest))
      ordinal++
    }
    after = page.at(-1)?.digest ?? null
    if (after === null) break
  }
  return digests
}

async function findRecords(
  wanted: ReadonlySet<string>,
  { source, storageKey }: { source: RecordSource; storageKey: Uint8Array },
): Promise<Map<string, Found>> {
  const found = new Map<string, Found>()
  if (wanted.size === 0) return found
  for await (const event of source.read()) {
    if (event.kind !== 'record') continue
    const digest = toHex(recordDigest(event.fields, storageKey))
    if (!wanted.has(digest)) continue
    found.set(digest, { recordId: event.fields.record_id ?? '', line: event.line })
  }
  return found
}

function otherExport(path: string): Problem {
  return new Problem({
    code: 'review.other-export',
    what: 'The export does not hold all records that were imported',
    where: path,
    remedy: 'Give the file that was imported last, unchanged, or import this one.',
  })
}
