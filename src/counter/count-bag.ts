import { concatBytes, fromBase64Url } from '../base/bytes.ts'
import { type DecodedBag, decodeBag } from '../psi/bag.ts'
import { codeElement, labelElement, presenceElement } from '../psi/key-element.ts'
import type { Agreement } from '../round/agreement.ts'
import { chunkCount } from '../round/batch.ts'
import { PERSONS } from '../round/manifest.ts'
import type { ChunkSource } from '../work/batch-reader.ts'
import type { RoundWork } from '../work/round-work.ts'
import { type ExpectedCheck, judgeChecks, judgeSame, judgeSizes } from './judge-bag.ts'
import { type CountKeeping, countDigest, keepCount, readCount, tableCount } from './table-count.ts'

/** An opened bag, stripped of all shares. */
export interface OpenedBag {
  /** `persons`, or the id of a code table. */
  readonly table: string
  /** Plain rows: one element for each of the table's opened columns. */
  readonly rows: ChunkSource
  /** How many rows there are. */
  readonly persons: number
  readonly checks: readonly ExpectedCheck[]
  /** Known to counters only: 32 bytes from the content key of the bag's batch. */
  readonly tallyKey: Uint8Array
}

export interface CountParts extends CountKeeping {
  readonly agreement: Agreement
}

/**
 * 9.3: decodes a bag, sees that every row and every check person is in it, keeps the exact counts
 * sealed at this node, and gives their digest: what a second counter must find too. The bag of
 * persons comes first; those of the tables must hold the same persons.
 */
export async function countBag(
  work: RoundWork,
  bag: OpenedBag,
  parts: CountParts,
): Promise<string> {
  const { core } = work.manifest
  const { table } = bag
  const decoded = decode(work, bag, { rows: await readBag(work, bag), parts })
  judgeSizes(core, decoded)
  judgeChecks(decoded.checks, bag.checks, { table, coded: table !== PERSONS })
  const count = tableCount(table, decoded)
  if (table !== PERSONS) {
    const persons = await readCount(parts, core.round, PERSONS)
    if (persons === null) throw new TypeError('the bag of persons is counted first')
    judgeSame(persons, count)
  }
  await keepCount(parts, core.round, count)
  return countDigest(count, bag.tallyKey)
}

/** All rows of a bag, one after another. */
export async function readBag(
  work: RoundWork,
  { table, rows, persons }: OpenedBag,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < chunkCount(persons); at++) {
    chunks.push(await rows(at))
    work.report(`count ${table}`, at + 1, chunkCount(persons))
  }
  return concatBytes(...chunks)
}

function decode(
  work: RoundWork,
  { table }: OpenedBag,
  from: { readonly rows: Uint8Array; readonly parts: CountParts },
): DecodedBag {
  const { engine } = work
  const { core } = work.manifest
  const coreDigest = fromBase64Url(work.manifest.coreDigest)
  const codes = core.tables.find(({ id }) => id === table)?.codes
  return decodeBag(engine, {
    labels: core.lists.map(({ id }) => ({
      name: id,
      element: labelElement(engine, coreDigest, id),
    })),
    padding: presenceElement(engine, 'padding'),
    check: presenceElement(engine, 'check'),
    codes:
      codes?.map((code) => ({
        name: code,
        element: codeElement(engine, coreDigest, table, code),
      })) ?? null,
    rows: from.rows,
    maxLists: core.lists.length,
    undecodableShare: from.parts.agreement.terms.limits.undecodableShare,
  })
}
