/** What parties of a round know when they put together all that their software keeps. */
import { fromBase64Url } from '../../src/base/bytes.ts'
import { IDENTITY } from '../../src/group/engine.ts'
import { labelElement } from '../../src/psi/key-element.ts'
import { columnShare } from '../../src/psi/round-secrets.ts'
import { splitElements } from '../../src/psi/row.ts'
import { stripLast } from '../../src/psi/strip.ts'
import { chunkCount } from '../../src/round/batch.ts'
import { columnNames } from '../../src/round/manifest.ts'
import { findStage, outputOf, totalRows } from '../../src/round/stages.ts'
import { readAll } from '../../src/work/batch-reader.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { stageRows } from '../../src/work/stage-rows.ts'
import type { World } from './world.ts'

export function asText(element: Uint8Array): string {
  return Buffer.from(element).toString('hex')
}

/** The rows of a stage as this party has them: made, or fetched and checked. */
export async function rowsOf(work: RoundWork, name: string, rows?: number): Promise<Uint8Array> {
  const { core } = work.manifest
  const stage = findStage(core, name)
  if (stage === null) throw new Error(`no stage ${name}`)
  const count = rows ?? outputOf(core, stage, totalRows(core)).rows
  return readAll(stageRows(work, stage, count), chunkCount(count))
}

/**
 * Rows with the shares of these parties taken off, column by column, row by row: what stands in
 * them if nobody else's share is on them, else elements that tell nothing.
 */
export async function openedBy(
  world: World,
  parties: readonly string[],
  sealed: { readonly rows: Uint8Array; readonly columns: readonly string[] },
): Promise<Uint8Array[][]> {
  const { engine } = world
  const { rows, columns } = sealed
  const keys = await Promise.all(
    parties.map(async (id) => (await world.vault(id)).exposeRoundKeyForDerivation()),
  )
  const shares = columns.map((column) =>
    keys
      .map((key) => columnShare(engine, key, column))
      .reduce((sum, share) => engine.scalarAdd(sum, share)),
  )
  const flat = Uint8Array.from(shares.flatMap((share) => [...share]))
  const plain = splitElements(stripLast(engine, rows, flat))
  return Array.from({ length: plain.length / columns.length }, (_, row) =>
    plain.slice(row * columns.length, (row + 1) * columns.length),
  )
}

export async function columnsOf(world: World): Promise<string[]> {
  return columnNames((await world.coordinator()).core)
}

/** The lists that a sum of labels stands for, none for a row of nobody; null if for nothing. */
export function labelReader(world: World, work: RoundWork): (sum: Uint8Array) => string | null {
  const { core, coreDigest } = work.manifest
  const sums = new Map([[asText(IDENTITY), { sum: IDENTITY, lists: [] as string[] }]])
  for (const { id } of core.lists) {
    const label = labelElement(world.engine, fromBase64Url(coreDigest), id)
    for (const { sum, lists } of [...sums.values()]) {
      const more = world.engine.add(sum, label)
      sums.set(asText(more), { sum: more, lists: [...lists, id] })
    }
  }
  return (sum) => sums.get(asText(sum))?.lists.toSorted().join(' ') ?? null
}
