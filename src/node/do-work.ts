import { Problem } from '../base/problem.ts'
import { secureRandom } from '../base/random.ts'
import { readCovered } from '../counter/covered-count.ts'
import { makeCoveredRelease } from '../counter/covered-release.ts'
import { makeRelease, type ReleaseParts } from '../counter/make-release.ts'
import { anchorsOf, checkPersons } from '../psi/check-persons.ts'
import { countersOf, listsOf } from '../round/agreement.ts'
import { makeReveal } from '../round/keys.ts'
import { columnNames, listsOwnedBy } from '../round/manifest.ts'
import { listBatch } from '../round/stages.ts'
import { uploadBatch } from '../work/batch-writer.ts'
import { commitmentsOf } from '../work/cover.ts'
import { dropSpentRows } from '../work/drop-rows.ts'
import { endedRefuser } from '../work/refuse-ended.ts'
import { ownSolver, releasesBefore } from '../work/release-register.ts'
import { roundKeyGone } from '../work/round-keys.ts'
import type { RoundWork } from '../work/round-work.ts'
import { roundCheckSeed, sealCheckSeed } from './check-seed.ts'
import { openQuestions } from './cover-work.ts'
import { checkOrAccuse, collectOrAccuse, makeDueStage } from './evaluator-work.ts'
import type { NodeEvent } from './events.ts'
import { importedMark, KEYED_WITH, keyedWith } from './imported.ts'
import { sealListQualities } from './list-quality.ts'
import type { RunningState } from './owner-steps.ts'
import type { NodeParts } from './parts.ts'
import { type PreparedList, prepareList } from './prepare-list.ts'
import { type EvaluatorTrack, isLive, type NodeState } from './state.ts'

export type DueWork =
  | 'make-keys'
  | 'prepare-lists'
  | 'upload-lists'
  | 'collect-lists'
  | 'make-stage'
  | 'check-stage'
  | 'show-counts'
  | 'open-questions'
  | 'make-release'

const evaluatorWork = {
  collecting: 'collect-lists',
  working: 'make-stage',
  checking: 'check-stage',
  showing: 'show-counts',
  opening: 'open-questions',
  releasing: 'make-release',
} as const

/** What this node must do now, from its state alone: so a restart finds the same work again. */
export function dueWork(state: NodeState): DueWork | null {
  if (!isLive(state) || state.phase === 'asked') return null
  if (state.evaluator.at === 'making-keys') return 'make-keys'
  if (state.phase !== 'running') return null
  if (state.owner.at === 'preparing') return 'prepare-lists'
  if (state.owner.at === 'uploading') return 'upload-lists'
  const { at } = state.evaluator
  return at in evaluatorWork ? evaluatorWork[at as keyof typeof evaluatorWork] : null
}

/** Does it and gives the event that tells the step. */
export async function doWork(
  state: NodeState,
  parts: NodeParts,
  report: RoundWork['report'],
): Promise<NodeEvent> {
  if (!isLive(state)) throw new TypeError('an ended round has no work')
  if (state.evaluator.at === 'making-keys') return makeKeys(state, parts)
  if (state.phase !== 'running') throw new TypeError('no work is due')
  const work = await roundWork(state, parts, report)
  if (state.owner.at === 'preparing') return prepareLists(work, parts)
  if (state.owner.at === 'uploading') return uploadLists(work)
  return evaluate(work, state, parts)
}

async function evaluate(
  work: RoundWork,
  state: RunningState,
  parts: NodeParts,
): Promise<NodeEvent> {
  const { evaluator } = state
  switch (evaluator.at) {
    case 'collecting':
      return { type: 'lists.checked', digest: await collectOrAccuse(work, state, parts) }
    case 'working':
      await dropSpentRows(work, evaluator.stage)
      return { type: 'stage.worked', done: await makeDueStage(work, parts, evaluator) }
    case 'checking':
      await dropSpentRows(work, evaluator.shown.done.stage)
      return { type: 'stage.verified', tally: await checkOrAccuse(work, state, parts) }
    case 'showing': {
      const { covered } = await readCovered(parts, state.core.round)
      return { type: 'counts.read', covered }
    }
    case 'opening': {
      const known = { covered: evaluator.covered, ledgers: state.ledgers ?? {} }
      return { type: 'questions.decided', ...(await openQuestions(work, parts, known)) }
    }
    case 'releasing':
      return { type: 'counted', ...(await release(work, parts, { state, evaluator })) }
    default:
      throw new TypeError('no work is due')
  }
}

async function release(
  work: RoundWork,
  parts: NodeParts,
  at: {
    readonly state: RunningState
    readonly evaluator: Extract<EvaluatorTrack, { at: 'releasing' }>
  },
): ReturnType<typeof makeRelease> {
  const counting = await countingParts(work, parts)
  const { openings } = at.evaluator
  if (openings === undefined) return makeRelease(work, counting)
  return makeCoveredRelease(work, counting, { openings, ledgers: at.state.ledgers ?? {} })
}

async function makeKeys(
  state: { readonly core: RunningState['core']; readonly coreDigest: string },
  parts: NodeParts,
): Promise<NodeEvent> {
  const vault = await parts.roundKeys.make(state.core.round)
  const own = {
    roundKey: vault.exposeRoundKeyForDerivation(),
    coreDigest: state.coreDigest,
    holder: parts.self,
    columns: columnNames(state.core),
    evaluates: true,
    sealing: await vault.sealingKey(),
    cover: commitmentsOf(parts.engine, state.core, vault),
  }
  return { type: 'keys.made', ...makeReveal(parts.engine, own, secureRandom) }
}

async function roundWork(
  state: RunningState,
  parts: NodeParts,
  report: RoundWork['report'],
): Promise<RoundWork> {
  const { self, agreement, database, engine, pool, client, roundKeys } = parts
  const { round } = state.core
  // An evaluator's round key was made with its keys; an owner's with its
  // first rows. If it is gone, so is the round (12.2).
  const begun =
    state.evaluator.at !== 'none' || (await database.stores.batches.list(round)).length > 0
  const vault = begun ? await roundKeys.find(round) : await roundKeys.make(round)
  if (vault === null) throw roundKeyGone(round)
  return {
    self,
    manifest: state.manifest,
    slots: parts.slots,
    counters: countersOf(agreement.terms),
    vault,
    database,
    engine,
    pool,
    relay: {
      put: (...place) => client.putChunk(...place),
      get: (...place) => client.getChunk(...place),
      present: (...place) => client.presentChunks(...place),
    },
    refuseEnded: endedRefuser(state.core, database, parts.clock),
    report,
  }
}

function ownLists({ manifest, self }: RoundWork): string[] {
  return listsOwnedBy(manifest.core, self)
}

async function prepareLists(work: RoundWork, parts: NodeParts): Promise<NodeEvent> {
  const { storageKey, slots, agreement, database } = parts
  await refuseOtherKeys(parts)
  await refuseUnimported(work, parts)
  const { limits, tables } = agreement.terms
  const seed = await roundCheckSeed(work, parts)
  const checks =
    seed === null
      ? []
      : checkPersons(work.engine, seed, { ...work.manifest.core, anchors: anchorsOf(slots) })
  const common = { slots, storageKey, tables, checks, minimumPersons: limits.minimumPersons }
  const lists: PreparedList[] = []
  for (const list of ownLists(work)) {
    lists.push(await prepareList(work, { ...common, list, records: database.stores.records }))
  }
  const qualities = lists.map(({ quality }) => quality)
  return {
    type: 'lists.prepared',
    batches: lists.map(({ declaration }) => declaration),
    quality: await sealListQualities(work, qualities),
    checks: seed === null ? {} : await sealCheckSeed(work, seed),
  }
}

/** Records keyed with another secret or recipe would meet nobody's and silently look like no overlap. */
async function refuseOtherKeys({ agreement, database, self }: NodeParts): Promise<void> {
  if (listsOf(agreement.terms, self).length === 0) return
  const keyed = await database.stores.settings.get(KEYED_WITH)
  if (keyed === null || keyed === keyedWith(agreement.terms)) return
  throw new Problem({
    code: 'records.other-keys',
    what: 'The records of this node were imported with another matching secret, recipe or codes',
    remedy: 'Import them again, then start a new round.',
  })
}

/** An empty list may be sent; one that nobody has imported would be counted as empty, and wrongly. */
async function refuseUnimported(work: RoundWork, { database }: NodeParts): Promise<void> {
  for (const list of ownLists(work)) {
    if ((await database.stores.settings.get(importedMark(list))) !== null) continue
    throw new Problem({
      code: 'list.never-imported',
      what: 'A list of this node has never been imported',
      where: `list ${list}`,
      remedy: 'Import the register (an empty one too), then ask for a new round.',
    })
  }
}

async function uploadLists(work: RoundWork): Promise<NodeEvent> {
  for (const list of ownLists(work)) {
    await uploadBatch(work, listBatch(work.manifest.core, list))
  }
  return { type: 'lists.sent' }
}

async function countingParts(work: RoundWork, parts: NodeParts): Promise<ReleaseParts> {
  const { round } = work.manifest.core
  return {
    ...parts,
    nowMs: await countingTime(round, parts),
    earlier: await releasesBefore(parts.database.stores, parts.agreement.terms, round),
    solver: await ownSolver(),
  }
}

/** A release bears its time: a count that is done again after a crash must give the same bytes. */
async function countingTime(round: string, { database, clock }: NodeParts): Promise<number> {
  const { settings } = database.stores
  const kept = await settings.get(`counted-at/${round}`)
  if (kept !== null) return Number(kept)
  const nowMs = clock.nowMs()
  await settings.set(`counted-at/${round}`, String(nowMs))
  return nowMs
}
