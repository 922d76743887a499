import { codesOf } from '../base/codes.ts'
import { mergeDoubles } from '../linkage/merge-doubles.ts'
import { listsOf } from '../round/agreement.ts'
import { importedMark } from './imported.ts'
import type { NodeParts } from './parts.ts'
import { RecordPages } from './record-pages.ts'
import { codesOfRows } from './row-codes.ts'

/** Merging doubles of more would keep this process from its other work for too long. */
const MOST_RECORDS = 50_000

/** What the records of an own list come to in a round, in counts; for this organisation's eyes. */
export interface OwnFigures {
  readonly id: string
  readonly imported: boolean
  readonly records: number
  /** Null: too many records to say at once. */
  readonly persons: number | null
  readonly codes: readonly {
    readonly table: string
    readonly code: string
    readonly persons: number
  }[]
}

type Parts = Pick<NodeParts, 'agreement' | 'self' | 'database' | 'slots' | 'storageKey'>

export async function ownFigures(parts: Parts): Promise<OwnFigures[]> {
  const { agreement, self, database } = parts
  const counts = await database.stores.records.counts()
  const figures: OwnFigures[] = []
  for (const { id } of listsOf(agreement.terms, self)) {
    const imported = (await database.stores.settings.get(importedMark(id))) !== null
    const records = counts.get(id) ?? 0
    const counted = records > MOST_RECORDS ? { persons: null, codes: [] } : await count(parts, id)
    figures.push({ id, imported, records, ...counted })
  }
  return figures
}

/** As a round would (protocol/specification.md 5.1). */
async function count(parts: Parts, list: string): Promise<Pick<OwnFigures, 'persons' | 'codes'>> {
  const { agreement, database, slots, storageKey } = parts
  const { tables } = agreement.terms
  const pages = new RecordPages({ records: database.stores.records, list, storageKey })
  const { digest: _, ...prefixes } = await pages.prefixes(slots.length)
  const merged = mergeDoubles({ ...prefixes, slots })
  const places = await codesOfRows(pages, merged, tables)
  const codes = tables.flatMap((table, at) => {
    const found = new Map<number, number>()
    for (let row = at; row < places.length; row += tables.length) {
      const place = places[row]! // within the array
      found.set(place, (found.get(place) ?? 0) + 1)
    }
    return codesOf(table).map((code, place) => ({
      table: table.id,
      code,
      persons: found.get(place) ?? 0,
    }))
  })
  return { persons: merged.persons, codes }
}
