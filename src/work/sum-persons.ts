import type { Partition } from '../linkage/clusters.ts'
import { readLinks } from '../linkage/links.ts'
import { CHUNK_ROWS, chunkCount } from '../round/batch.ts'
import { openBytes, rowBytes, totalRows } from '../round/stages.ts'
import { cutRows, readAll } from './batch-reader.ts'
import { transformRows } from './batch-writer.ts'
import type { RoundWork } from './round-work.ts'
import { lastMixRows, openedPieces, stageRows, sumsBatch } from './stage-rows.ts'

/** The partition that the kept links make: at the coordinator and the counters. */
export async function readPartition(work: RoundWork, links: number): Promise<Partition> {
  const source = stageRows(work, { kind: 'link' }, links)
  const encoded = await readAll(source, chunkCount(links))
  return readLinks(encoded, totalRows(work.manifest.core), work.slots).partition
}

/**
 * Sums each person's rows of the last mix, over the columns that are opened for a table (8.4).
 * Coordinator and counters each do it; what the coordinator then opens is proven to be of these sums.
 */
export async function sumPersons(
  work: RoundWork,
  table: string,
  linked: { readonly partition: Partition; readonly digest: string },
): Promise<void> {
  const order = rowsByPerson(linked.partition)
  const rowsAt = lastMixRows(work)
  const pieces = openedPieces(work, table)
  const [whole, kept] = [rowBytes(work.manifest.core), openBytes(table)]
  await transformRows(work, {
    output: sumsBatch(table, linked.partition.persons),
    inputDigest: linked.digest,
    source: async (at) => cutRows(await rowsAt(order.of(at)), whole, pieces),
    task: (rows, at) => ({ op: 'sum', rows, rowBytes: kept, counts: order.counts(at) }),
  })
}

/** Counting sort: rows of person 0, then of person 1, …; eight bytes a row, no objects. */
function rowsByPerson({ persons, person }: Partition) {
  const start = new Uint32Array(persons + 1)
  for (const one of person) start[one + 1]! += 1 // person < persons
  for (let at = 0; at < persons; at++) start[at + 1]! += start[at]! // both within start
  const fill = start.slice()
  const rows = new Uint32Array(person.length)
  person.forEach((one, row) => {
    rows[fill[one]!++] = row // fill[one] < person.length by the counts above
  })
  const ends = (at: number) => [at * CHUNK_ROWS, Math.min(persons, (at + 1) * CHUNK_ROWS)] as const
  return {
    of: (at: number) => {
      const [from, to] = ends(at)
      return Array.from(rows.subarray(start[from], start[to]))
    },
    counts: (at: number) => {
      const [from, to] = ends(at)
      return Array.from(
        { length: to - from },
        (_, one) => start[from + one + 1]! - start[from + one]!,
      )
    },
  }
}
