import type { Core } from '../round/manifest.ts'
import {
  checkersOf,
  checksByProof,
  coveredParts,
  inputStage,
  isCovered,
  isLastStrip,
  lastMix,
  makerOf,
  type Stage,
  stageName,
  stagesOf,
} from '../round/stages.ts'
import type { RoundWork } from './round-work.ts'
import { INPUT, sumsBatch } from './stage-rows.ts'

/**
 * Deletes the rows that this node needs no more once the stage `due` is: what is kept of a round does not
 * grow with its stages. Done only then, when all before is signed and remembered as checked; deleting
 * again after a crash changes nothing.
 */
export async function dropSpentRows(work: RoundWork, due: string): Promise<void> {
  const { round } = work.manifest.core
  for (const name of spentBatches(work, due)) {
    await work.database.stores.rows.dropBatch(round, name)
  }
}

/** Batches of stages before this one that no stage from it on is made from, or judged by, here. */
function spentBatches(work: RoundWork, due: string): string[] {
  const stages = stagesOf(work.manifest.core)
  const at = stages.findIndex((one) => stageName(one) === due)
  const before = [INPUT, ...stages.slice(0, at).flatMap(writtenBy)]
  const needed = new Set(stages.slice(at).flatMap((one) => readBy(work, one)))
  return before.filter((name) => !needed.has(name))
}

function writtenBy(stage: Stage): string[] {
  const name = stageName(stage)
  const first = stage.kind === 'open' && stage.turn === 0
  return [name, `proof/${name}`, ...(first ? [sumsBatch(stage.table, 0).name] : [])]
}

/** What this node reads of earlier stages when it makes a stage, checks it or writes evidence on it. */
function readBy({ self, manifest, counters }: RoundWork, stage: Stage): string[] {
  const { core } = manifest
  const checks =
    checkersOf(core, stage, counters).includes(self) && checksByProof(stage, self, counters)
  if (makerOf(core, stage) !== self && !checks) return []
  if (stage.kind === 'open' && stage.turn === 0) return [lastMix(core), LINK].map(stageName)
  if (stage.kind === 'open' && stage.turn === 1 && isCovered(core, stage.table)) {
    return coveredParts(core).map(stageName)
  }
  const input = inputStage(core, stage)
  const read = [input === null ? INPUT : stageName(input)]
  return countsCover(core, stage) ? [...read, stageName(LINK)] : read
}

/** A covered bag is held against how many rows each person has (14.4). */
function countsCover(core: Core, stage: Stage): boolean {
  return stage.kind === 'open' && isCovered(core, stage.table) && isLastStrip(core, stage)
}

const LINK: Stage = { kind: 'link' }
