/*
 * The round of protocol/vectors/round.json as Samentel plays it: the work of its own nodes and
 * coordinator, on stores in memory. Every stage is checked by all who check it.
 */
import { fromBase64Url, toHex } from '../../src/base/bytes.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import { exactCodes } from '../../src/counter/exact-tables.ts'
import { readCount } from '../../src/counter/table-count.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { stripLast } from '../../src/psi/strip.ts'
import { batchDigest, chunkDigest } from '../../src/round/batch.ts'
import { openedTables } from '../../src/round/manifest.ts'
import { findStage, proofOf, rowBytes, stageName, stagesOf } from '../../src/round/stages.ts'
import { storedBatch } from '../../src/work/batch-reader.ts'
import { collectLists } from '../../src/work/collect-lists.ts'
import { sharesOf, slotNames } from '../../src/work/stage-keys.ts'
import { inputRows, stageRows, sumsBatch } from '../../src/work/stage-rows.ts'
import { readPartition } from '../../src/work/sum-persons.ts'
import type { SampleRound } from '../work/sample-round.ts'
import { submitLists } from './play-lists.ts'
import { prepareRound } from './prepare-round.ts'
import type { RoundInput, RoundOutput, RoundStage } from './round-file.ts'
import { splitHex } from './split-hex.ts'

export async function playRound(engine: GroupEngine, input: RoundInput): Promise<RoundOutput> {
  const { round, known } = await prepareRound(engine, input)
  try {
    const lists = await submitLists(round, input)
    const collected = await collectAll(round)
    const stages: RoundStage[] = []
    for (const stage of stagesOf(round.parts.core)) {
      await round.play(stageName(stage))
      stages.push(await shownStage(round, stageName(stage)))
    }
    return { ...known, ...lists, ...collected, stages, ...(await seenAtLast(round)) }
  } finally {
    await round.close()
  }
}

/** Every evaluator checks and labels all lists; all come to one digest. */
async function collectAll(round: SampleRound) {
  const { core, manifest } = round.parts
  const digests = new Set<string>()
  for (const id of core.evaluators) {
    const inputDigest = await collectLists(round.workOf(id), round.roster)
    round.chains.set(id, { roster: round.roster, inputDigest, stages: [] })
    digests.add(inputDigest)
  }
  const [inputDigest = '', ...others] = digests
  if (others.length > 0) throw new Error('evaluators differ')
  const first = round.workOf(core.evaluators[0]!)
  const labelled: [string, string][] = []
  let from = 0
  const all = await inputRows(first, { kind: 'mix', turn: 1 }, 0)(0)
  for (const { id, rows } of core.lists) {
    const width = rowBytes(core)
    const chunk = all.subarray(from * width, (from + rows) * width)
    const shape = { name: `labelled/${id}`, rows, rowBytes: width }
    labelled.push([id, batchDigest(manifest.digest, shape, [chunkDigest(chunk)])])
    from += rows
  }
  return { labelled: Object.fromEntries(labelled), inputDigest }
}

async function shownStage(round: SampleRound, name: string): Promise<RoundStage> {
  const { core } = round.parts
  const record = round.stages[name]
  const stage = findStage(core, name)
  if (record === undefined || stage === null) throw new Error(name)
  const { maker, done } = record
  const { input, output, proof, proofRows, tally } = done.body
  const work = round.workOf(maker)
  const rows = toHex(await stageRows(work, stage, output.rows)(0))
  const shape = proofOf(core, stage, output.rows)
  const proven = shape === null ? null : toHex(await storedBatch(work, shape)(0))
  return {
    stage: name,
    maker,
    input,
    rows: splitHex(rows, output.rowBytes),
    digest: output.digest,
    proof: proof === null ? null : toHex(fromBase64Url(proof)),
    proofRows: proven === null ? null : splitHex(proven, 128),
    proofDigest: proofRows?.digest ?? null,
    tally,
  }
}

/** What the coordinator and the counter see. */
async function seenAtLast(round: SampleRound) {
  const { engine, core, agreement } = round.parts
  const work = round.workOf(COORDINATOR)
  const evaluated = await inputRows(work, { kind: 'link' }, 0)(0)
  const tokens = toHex(stripLast(engine, evaluated, sharesOf(work, slotNames(work))))
  const { person, persons } = await readPartition(work, round.stages.link!.done.body.output.rows)
  const sums: [string, string][] = []
  const counts: [string, object][] = []
  const counter = round.nodeParts(core.evaluators.at(-1)!)
  for (const table of openedTables(core)) {
    const shape = sumsBatch(table, persons)
    sums.push([table, toHex(await storedBatch(work, shape)(0))])
    counts.push([table, (await readCount(counter, core.round, table))!])
  }
  const cells: [string, readonly object[]][] = []
  for (const book of agreement.terms.tables) {
    const of = { round: core.round, book }
    const found = await exactCodes(counter.database, counter.storageKey, of)
    cells.push([book.id, found!.cells])
  }
  return {
    tokens: splitHex(tokens, core.slots.length * 32),
    persons: [...person],
    sums: Object.fromEntries(sums),
    counts: Object.fromEntries(counts),
    cells: Object.fromEntries(cells),
  }
}
