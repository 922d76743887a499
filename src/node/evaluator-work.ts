import { fromBase64Url } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { countBag } from '../counter/count-bag.ts'
import { countCoveredBag } from '../counter/count-covered-bag.ts'
import { takeLinkReport } from '../counter/link-quality.ts'
import { rowsPerPerson } from '../linkage/clusters.ts'
import type { Core } from '../round/manifest.ts'
import {
  addedRows,
  checksByProof,
  findStage,
  isLastStrip,
  isReported,
  type Stage,
  stageName,
  totalRows,
} from '../round/stages.ts'
import type { StageDone } from '../round/statements.ts'
import { checkStage, fetchStage } from '../work/check-stage.ts'
import { collectLists } from '../work/collect-lists.ts'
import { checkCover, makeCover } from '../work/cover.ts'
import { badListChunk, stageBatches } from '../work/evidence-rows.ts'
import { makeStage } from '../work/make-stage.ts'
import { tallyKeyOf } from '../work/round-vault.ts'
import type { RoundWork } from '../work/round-work.ts'
import { stageRows } from '../work/stage-rows.ts'
import { readPartition, sumPersons } from '../work/sum-persons.ts'
import { openCheckPersons } from './check-seed.ts'
import { inputDigestOf, shownOf } from './evaluator-steps.ts'
import { type Accusation, accusing } from './evidence.ts'
import { takeListQualities } from './list-quality.ts'
import type { RunningState } from './owner-steps.ts'
import type { NodeParts } from './parts.ts'
import type { Chain, DeclaredList, ShownStage } from './state.ts'

/** Makes the stage whose turn it is; a counter also counts what its last strip shows. */
export async function makeDueStage(
  work: RoundWork,
  parts: NodeParts,
  due: { readonly chain: Chain; readonly stage: string },
): Promise<StageDone> {
  const { answers } = work.database.stores
  const { core } = work.manifest
  const stage = stageOf(work, due.stage)
  const digest = inputDigestOf(core, due.chain, stage)
  const rows = stage.kind === 'open' ? openedRows(core, due.chain, stage.table) : totalRows(core)
  // 12.1: what a stage is answered on is fixed before any work is done on it.
  await answers.begin(core.round, due.stage, fromBase64Url(digest))
  const covers = stage.kind === 'cover'
  const made = covers
    ? await makeCover(work, stage, digest)
    : await makeStage(work, stage, { digest, rows })
  const counts = isLastStrip(core, stage)
  const tally = counts
    ? await count(work, parts, {
        stage,
        rows,
        chain: due.chain,
        tallyKey: work.vault.tallyKey(due.stage),
      })
    : null
  await answers.finish(core.round, due.stage, fromBase64Url(made.output.digest))
  return { ...made, tally }
}

/**
 * Checks what another made of a stage, and does over what can be done over: links to sums, bag to
 * counts. Gives the digest of the counts of a bag, else null.
 */
export async function checkShownStage(
  work: RoundWork,
  parts: NodeParts,
  due: { readonly chain: Chain; readonly shown: ShownStage },
): Promise<string | null> {
  const { chain, shown } = due
  const { done } = shown
  const stage = stageOf(work, done.stage)
  if (!checksByProof(stage, work.self, work.counters)) {
    await fetchStage(work, stage, done.output)
    return null
  }
  if (stage.kind === 'open' && stage.turn === 0) await sumFor(work, chain, stage.table)
  if (stage.kind === 'cover') await checkCover(work, stage, done)
  else await checkStage(work, stage, done)
  if (isReported(work.manifest.core, stage)) {
    const checks = await openCheckPersons(work, chain.roster)
    await takeLinkReport(work, parts, { done, checks })
  }
  if (!isLastStrip(work.manifest.core, stage)) return null
  const { digest: binding } = work.manifest
  const contentKey = await work.vault.unwrap(binding, done.output, shown.maker, work.self)
  const tallyKey = tallyKeyOf(contentKey)
  const tally = await count(work, parts, { stage, rows: done.output.rows, chain, tallyKey })
  if (tally !== done.tally) throw otherTally(work, shown)
  return tally
}

/** 9.3: a second counter takes nobody's word for what it can count itself. */
function otherTally(work: RoundWork, { maker, done }: ShownStage): Problem {
  return new Problem({
    code: 'stage.differs',
    what: 'A counter counted otherwise in the same bag',
    where: `round ${work.manifest.core.round}, ${done.stage} by ${maker}`,
    remedy: 'Do not use the round; compare what both counters signed.',
    status: 409,
  })
}

async function sumFor(work: RoundWork, chain: Chain, table: string): Promise<void> {
  const links = shownOf(chain, 'link')
  const partition = await readPartition(work, links.output.rows)
  await sumPersons(work, table, { partition, digest: links.output.digest })
}

async function count(
  work: RoundWork,
  parts: NodeParts,
  bag: {
    readonly stage: Stage
    readonly rows: number
    readonly chain: Chain
    readonly tallyKey: Uint8Array
  },
): Promise<string> {
  const { stage, rows, chain } = bag
  if (stage.kind !== 'open') throw new TypeError(stage.kind)
  const checks = await openCheckPersons(work, chain.roster)
  const { table } = stage
  const { tallyKey } = bag
  const opened = { table, rows: stageRows(work, stage, rows), persons: rows, checks, tallyKey }
  if (addedRows(work.manifest.core, table) === 0) return countBag(work, opened, parts)
  const partition = await readPartition(work, shownOf(chain, 'link').output.rows)
  return countCoveredBag(work, { ...opened, rowsPerPerson: rowsPerPerson(partition) }, parts)
}

/** What the maker of a stage signed of it, with the rows. */
export function accuseMaker(
  work: RoundWork,
  due: { readonly chain: Chain; readonly shown: ShownStage },
): Accusation {
  const { maker, done, jws } = due.shown
  const rowsOf = (one: Stage) => shownOf(due.chain, stageName(one)).output.rows
  return {
    accused: maker,
    subject: done.stage,
    statements: jws === null ? [] : [jws],
    batches: () => stageBatches(work, stageOf(work, done.stage), { done, rowsOf }),
  }
}

/** What an owner signed of a list, with the rows that do not pass. */
function accuseOwner(work: RoundWork, list: DeclaredList): Accusation {
  return {
    accused: list.sender,
    subject: list.declaration.name,
    statements: [list.jws],
    batches: () => badListChunk(work, list),
  }
}

/** 6.1: collects all lists; whose list does not pass the checks is accused of it. */
export async function collectOrAccuse(
  work: RoundWork,
  state: RunningState,
  parts: NodeParts,
): Promise<string> {
  const { evaluator } = state
  if (evaluator.at !== 'collecting') throw new TypeError(evaluator.at)
  // 5.8: before anything of the round is opened, not when the bag is.
  if (work.counters.includes(work.self)) {
    await openCheckPersons(work, evaluator.roster)
    await takeListQualities(work, parts, evaluator.roster)
  }
  let list = evaluator.roster[0]
  return accusing(parts, state, {
    run: () =>
      collectLists(work, evaluator.roster, (next) => {
        list = evaluator.roster.find(({ declaration }) => declaration === next.declaration)
      }),
    accuse: () => accuseOwner(work, list!), // only a list that was begun can fail
  })
}

/** 13: checks what another made; whose stage is not proven is accused of it. */
export async function checkOrAccuse(
  work: RoundWork,
  state: RunningState,
  parts: NodeParts,
): Promise<string | null> {
  const { evaluator } = state
  if (evaluator.at !== 'checking') throw new TypeError(evaluator.at)
  return accusing(parts, state, {
    run: () => checkShownStage(work, parts, evaluator),
    accuse: () => accuseMaker(work, evaluator),
  })
}

/** Persons, and what the evaluators add to them. */
function openedRows(core: Core, chain: Chain, table: string): number {
  const first = chain.stages.find(({ done }) => done.stage.startsWith('open/'))
  if (first === undefined) throw new TypeError('nothing was opened') // the coordinator opens first
  return first.done.output.rows + addedRows(core, table)
}

function stageOf(work: RoundWork, name: string): Stage {
  const stage = findStage(work.manifest.core, name)
  if (stage === null) throw new TypeError(name) // the steps saw to it
  return stage
}
