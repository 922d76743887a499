import { concatBytes, fromBase64Url, utf8 } from '../base/bytes.ts'
import type { ListInfo } from '../base/lists.ts'
import { Problem } from '../base/problem.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { openAtRest, sealAtRest } from '../crypto/crypter.ts'
import { controlDisclosure } from '../disclosure/control.ts'
import { makeOverlapTable, type OverlapTable } from '../overlap/overlap-table.ts'
import { collapseSets, type DecodedBag, decodeBag } from '../psi/bag.ts'
import { labelElement, presenceElement } from '../psi/key-element.ts'
import { releaseDigest } from '../release/encode.ts'
import type { Release } from '../release/release.ts'
import type { Agreement } from '../round/agreement.ts'
import { chunkCount } from '../round/batch.ts'
import { type Core, LABEL, PRESENCE } from '../round/manifest.ts'
import type { Database } from '../storage/database.ts'
import type { ChunkSource } from '../work/batch-reader.ts'
import { pipeChunks } from '../work/chunk-pipeline.ts'
import { sharesOf } from '../work/evaluator-stages.ts'
import type { RoundWork } from '../work/round-work.ts'

export interface CounterParts {
  readonly agreement: Agreement
  readonly storageKey: Uint8Array
  readonly database: Database
  readonly nowMs: number
}

/**
 * 9.3 and 10: strips the last share, counts the bag, keeps the exact table sealed at this node, and
 * makes the release, which is all that leaves it.
 */
export async function countPersons(
  work: RoundWork,
  input: { readonly source: ChunkSource; readonly persons: number },
  parts: CounterParts,
): Promise<{ release: Release; digest: string }> {
  const bag = await readBag(work, input)
  const table = tableOf(work, bag, parts.agreement)
  const { round } = work.manifest.core
  const sealed = sealAtRest(parts.storageKey, placeOf(round), utf8(canonicalJson(table)))
  await parts.database.stores.overlaps.put(round, sealed)
  const release = controlDisclosure(table, contextOf(work, parts), parts.agreement.terms.disclosure)
  return { release, digest: releaseDigest(release) }
}

async function readBag(
  work: RoundWork,
  input: { readonly source: ChunkSource; readonly persons: number },
): Promise<DecodedBag> {
  const { core, coreDigest } = work.manifest
  const shares = sharesOf(work, [LABEL, PRESENCE])
  const pairs: Uint8Array[] = []
  await pipeChunks({
    from: 0,
    to: chunkCount(input.persons),
    width: work.pool.width,
    compute: async (at) => work.pool.run({ op: 'strip', rows: await input.source(at), shares }),
    commit: async (at, chunk) => {
      pairs.push(chunk)
      work.report('count', at + 1, chunkCount(input.persons))
    },
  })
  return decodeBag(work.engine, {
    labels: core.lists.map(({ id }) => ({
      list: id,
      element: labelElement(work.engine, fromBase64Url(coreDigest), id),
    })),
    padding: presenceElement(work.engine, 'padding'),
    pairs: concatBytes(...pairs),
    maxLists: core.lists.length,
  })
}

function tableOf(work: RoundWork, bag: DecodedBag, agreement: Agreement): OverlapTable {
  const { core } = work.manifest
  checkSizes(core, bag)
  const { cells, listTwice } = collapseSets(bag.sets)
  const quality = { listTwice, undecodable: bag.undecodable }
  return makeOverlapTable({ lists: listsOf(core, agreement), cells, quality })
}

/**
 * Rows in = rows out: every list must come back with exactly its agreed number of rows; where sums
 * could not be decoded, with no more than that, since the rest may be in them.
 */
function checkSizes(core: Core, bag: DecodedBag): void {
  const rows = new Map<string, number>(bag.padding)
  for (const { lists, count } of bag.sets) {
    for (const list of lists) rows.set(list, (rows.get(list) ?? 0) + count)
  }
  const exact = bag.undecodable === 0
  const wrong = core.lists.filter(({ id, rows: agreed }) => {
    const found = rows.get(id) ?? 0
    return exact ? found !== agreed : found > agreed
  })
  if (wrong.length === 0) return
  throw new Problem({
    code: 'bag.sizes',
    what: 'The opened bag does not hold as many rows of a list as were sent',
    where: wrong.map((list) => list.id).join(', '),
    remedy: 'Rows were dropped, doubled or exchanged on the way; do not use the round.',
    status: 409,
  })
}

function listsOf(core: Core, agreement: Agreement): ListInfo[] {
  const taken = new Set(core.lists.map((list) => list.id))
  return agreement.terms.lists
    .filter((list) => taken.has(list.id))
    .map(({ id, organisation, population, year, source }) => ({
      id,
      organisation,
      population,
      year,
      source,
    }))
}

function contextOf(work: RoundWork, { agreement, nowMs }: CounterParts) {
  const { core, digest } = work.manifest
  const { terms } = agreement
  const lists = listsOf(core, agreement)
  const years = lists.map((list) => list.year)
  return {
    round: core.round,
    manifestDigest: digest,
    agreement: { id: terms.id, title: terms.title, digest: agreement.digest },
    period: { from: `${Math.min(...years)}-01-01`, to: `${Math.max(...years)}-12-31` },
    madeBy: work.self,
    madeAtMs: nowMs,
    organisations: terms.organisations,
    populations: terms.populations,
    agreedSizes: Object.fromEntries(core.lists.map((list) => [list.id, list.rows])),
    recipe: core.recipe,
    linkingRule: core.rule,
    yearRule: 'year-of-report' as const,
  }
}

function placeOf(round: string): Uint8Array {
  return utf8(`overlap ${round}`)
}

/** The exact table, for whoever holds the counter's storage key. */
export async function exactTable(
  database: Database,
  storageKey: Uint8Array,
  round: string,
): Promise<OverlapTable | null> {
  const sealed = await database.stores.overlaps.get(round)
  if (sealed === null) return null
  const text = new TextDecoder().decode(openAtRest(storageKey, placeOf(round), sealed))
  return JSON.parse(text) as OverlapTable // written by countPersons only, and sealed since
}
