/** What parties of a round know when they put together all that their software keeps. */
import { fromBase64Url } from '../../src/base/bytes.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import { IDENTITY } from '../../src/group/engine.ts'
import { anchorsOf, checkPersons, checkRoot, checkSeed } from '../../src/psi/check-persons.ts'
import { labelElement } from '../../src/psi/key-element.ts'
import { columnShare } from '../../src/psi/round-secrets.ts'
import { splitElements } from '../../src/psi/row.ts'
import { stripLast } from '../../src/psi/strip.ts'
import { chunkCount } from '../../src/round/batch.ts'
import { columnNames } from '../../src/round/manifest.ts'
import type { StageDone } from '../../src/round/statements.ts'
import { openBatch, readAll } from '../../src/work/batch-reader.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { sampleSlots } from '../round/sample.ts'
import { sayingsOf } from './mischief.ts'
import { matchingSecret, type World } from './world.ts'

export function asText(element: Uint8Array): string {
  return Buffer.from(element).toString('hex')
}

/** What a stage's maker signed of it, as it was shown to those who check. */
export function shownStage(world: World, name: string): { maker: string; done: StageDone } {
  for (const { type, body } of world.told) {
    if (type !== 'stage.check') continue
    const { from, body: done } = sayingsOf((body as { statement: string }).statement)
    if ((done as StageDone).stage === name) return { maker: from, done: done as StageDone }
  }
  throw new Error(`${name} was not shown`)
}

/** The rows of a stage, fetched again by one whom they are sealed to: software deletes what it needs no more. */
export async function rowsOf(world: World, reader: string, name: string): Promise<Uint8Array> {
  const { maker, done } = shownStage(world, name)
  const { chunks } = world.party(COORDINATOR).database.stores
  const own = await world.workOf(reader)
  const get = async (round: string, batch: string, at: number) =>
    (await chunks.get(round, batch, at)) ?? new Uint8Array(0)
  const source = await openBatch({ ...own, relay: { ...own.relay, get } }, done.output, maker)
  return readAll(source, chunkCount(done.output.rows))
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

/** How many check persons of the round stand on more lists than one, as every owner knows. */
export async function checksOnSeveral(world: World): Promise<number> {
  const { core } = await world.coordinator()
  const proposal = await world.node('border').parts.client.inbox(0, 0)
  const { binding } = sayingsOf(proposal[0]?.body ?? '')
  const seed = checkSeed(checkRoot(matchingSecret), fromBase64Url(binding))
  return checkPersons(world.engine, seed, { ...core, anchors: anchorsOf(sampleSlots) }).filter(
    ({ lists }) => lists.length > 1,
  ).length
}
