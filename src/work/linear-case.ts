import { concatBytes, fromBase64Url } from '../base/bytes.ts'
import { readLinks } from '../linkage/links.ts'
import type { LinearStatement } from '../proofs/linear-proof.ts'
import {
  evaluationStatement,
  firstStripStatement,
  lastStripStatement,
  linksStatement,
} from '../proofs/statements.ts'
import { linkFactors } from '../proofs/weigh-links.ts'
import { weightSeed, weights } from '../proofs/weights.ts'
import { chunkCount } from '../round/batch.ts'
import { openedColumns, recordOf } from '../round/manifest.ts'
import { isLastStrip, makerOf, type Stage, stageName, totalRows } from '../round/stages.ts'
import { readAll } from './batch-reader.ts'
import { weighBatch, weighLinkedBatch, weighRandomness } from './batch-sums.ts'
import type { RoundWork } from './round-work.ts'
import { ownTokenKey, publicsOf, restKeys, sharesOf, slotNames } from './stage-keys.ts'
import type { SeenStage } from './stage-proof.ts'
import { inputRows, stageRows } from './stage-rows.ts'

/** What is proven of a stage that keeps the order of its rows, and by which weights. */
export interface LinearCase {
  readonly statement: LinearStatement
  readonly seed: Uint8Array
}

/** The statement of a stage, from the rows that went in and came out (13.4 to 13.6). */
export async function linearCase(
  work: RoundWork,
  seen: SeenStage,
  context: Uint8Array,
): Promise<LinearCase> {
  const { stage, input, output } = seen
  const keys = keysOf(work, stage)
  const digests = [input, output.digest].map(fromBase64Url)
  const seed = weightSeed({ context, digests, keys: concatBytes(...keys) })
  if (stage.kind === 'link') return { seed, statement: await linkCase(work, seen, seed) }
  const elements = columnsOf(work, stage).length + 1
  const rows = output.rows
  const before = await weighBatch(
    work,
    { source: inputRows(work, stage, rows), rows, elements },
    seed,
  )
  const opened = isLastStrip(work.manifest.core, stage)
  const after = await weighBatch(
    work,
    { source: stageRows(work, stage, rows), rows, elements: opened ? elements - 1 : elements },
    seed,
  )
  return { seed, statement: statementOf(work, stage, { before, after, keys }) }
}

function statementOf(
  work: RoundWork,
  stage: Stage,
  about: { before: Uint8Array; after: Uint8Array; keys: readonly [Uint8Array, Uint8Array] },
): LinearStatement {
  const { before, after } = about
  const [sharePublics, other] = about.keys
  if (stage.kind === 'evaluate') {
    return evaluationStatement(work.engine, { tokenPublic: other, sharePublics, before, after })
  }
  if (isLastStrip(work.manifest.core, stage)) {
    return lastStripStatement(work.engine, { sharePublics, before, plain: after })
  }
  return firstStripStatement(work.engine, { sharePublics, restKeys: other, before, after })
}

async function linkCase(
  work: RoundWork,
  { stage, output }: SeenStage,
  seed: Uint8Array,
): Promise<LinearStatement> {
  const { core } = work.manifest
  const encoded = await readAll(stageRows(work, stage, output.rows), chunkCount(output.rows))
  const rows = totalRows(core)
  const { links } = readLinks(encoded, rows, work.slots)
  const shape = { rows, slots: core.slots.length }
  const weighed = weights(work.engine, seed, 0, links.length)
  const factors = linkFactors(work.engine, shape, links, weighed)
  const source = inputRows(work, stage, rows)
  const sums = await weighLinkedBatch(work, { ...shape, source }, factors)
  return linksStatement({ sharePublics: keysOf(work, stage)[0], sums })
}

/** The public keys of a statement: the maker's shares, then what else there is. */
function keysOf(work: RoundWork, stage: Stage): [Uint8Array, Uint8Array] {
  const { core, keys } = work.manifest
  const maker = makerOf(core, stage)
  const shares = publicsOf(work, columnsOf(work, stage), maker)
  if (stage.kind === 'evaluate') {
    return [shares, fromBase64Url(recordOf(keys, maker).token ?? '')]
  }
  const first = stage.kind === 'open' && stage.turn === 0
  return [shares, first ? restKeys(work, stage) : new Uint8Array(0)]
}

function columnsOf(work: RoundWork, stage: Stage): string[] {
  return stage.kind === 'open' ? openedColumns(stage.table) : slotNames(work)
}

/** The witnesses, in the order of the statement: only the stage's maker has them. */
export async function secretsOf(
  work: RoundWork,
  { stage, output }: SeenStage,
  seed: Uint8Array,
): Promise<Uint8Array> {
  const shares = sharesOf(work, columnsOf(work, stage))
  if (stage.kind === 'evaluate') return concatBytes(ownTokenKey(work), shares)
  if (stage.kind !== 'open' || stage.turn > 0) return shares
  const drawn = (chunk: number) => work.vault.seed(stageName(stage), chunk)
  const batch = { rows: output.rows, seed: drawn }
  return concatBytes(await weighRandomness(work, batch, seed), shares)
}
