import { fromBase64Url } from '../base/bytes.ts'
import { COORDINATOR } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { secureRandom } from '../base/random.ts'
import { countPersons } from '../counter/count-persons.ts'
import { countersOf, listsOf } from '../round/agreement.ts'
import { makeReveal } from '../round/keys.ts'
import { columnNames } from '../round/manifest.ts'
import { listBatch, parseStage, rowBytes, totalRows } from '../round/stages.ts'
import { type ChunkSource, openBatch, storedBatch } from '../work/batch-reader.ts'
import { uploadBatch } from '../work/batch-writer.ts'
import { collectLists, INPUT } from '../work/collect-lists.ts'
import { runStage } from '../work/evaluator-stages.ts'
import { endedRefuser } from '../work/refuse-ended.ts'
import { roundKeyGone } from '../work/round-keys.ts'
import type { RoundWork } from '../work/round-work.ts'
import { keepMixed, readPartition, sumPersons } from '../work/sum-persons.ts'
import type { NodeEvent } from './events.ts'
import { importedMark, KEYED_WITH } from './imported.ts'
import type { RunningState } from './owner-steps.ts'
import type { NodeParts } from './parts.ts'
import { prepareList } from './prepare-list.ts'
import { isLive, type NodeState, type SignedBatch, type Turn } from './state.ts'

export type DueWork = 'make-keys' | 'prepare-lists' | 'upload-lists' | 'collect-lists' | 'take-turn'

/** What this node must do now, from its state alone: so a restart finds the same work again. */
export function dueWork(state: NodeState): DueWork | null {
  if (!isLive(state)) return null
  if (state.evaluator.at === 'making-keys') return 'make-keys'
  if (state.phase !== 'running') return null
  if (state.owner.at === 'preparing') return 'prepare-lists'
  if (state.owner.at === 'uploading') return 'upload-lists'
  if (state.evaluator.at === 'collecting') return 'collect-lists'
  return state.evaluator.at === 'working' ? 'take-turn' : null
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
  if (state.evaluator.at === 'collecting') return collect(work, state.evaluator.roster)
  if (state.evaluator.at === 'working') {
    const { turn, inputDigest } = state.evaluator
    return takeTurn(work, parts, { turn, inputDigest })
  }
  throw new TypeError('no work is due')
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
    columns: columnNames(state.core.slots),
    evaluates: true,
    sealing: await vault.sealingKey(),
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

function ownLists(work: RoundWork): string[] {
  const { lists } = work.manifest.core
  return lists.filter((list) => list.organisation === work.self).map((list) => list.id)
}

async function prepareLists(work: RoundWork, parts: NodeParts): Promise<NodeEvent> {
  const { storageKey, slots, agreement, database } = parts
  await refuseOtherKeys(parts)
  await refuseUnimported(work, parts)
  const { minimumPersons } = agreement.terms.limits
  const { records } = database.stores
  const batches = []
  for (const list of ownLists(work)) {
    batches.push(await prepareList(work, { list, slots, records, storageKey, minimumPersons }))
  }
  return { type: 'lists.prepared', batches }
}

/** Records keyed with another secret or recipe would meet nobody's and silently look like no overlap. */
async function refuseOtherKeys({ agreement, database, self }: NodeParts): Promise<void> {
  if (listsOf(agreement.terms, self).length === 0) return
  const keyed = await database.stores.settings.get(KEYED_WITH)
  const { recipe, matchingSecretDigest } = agreement.terms
  if (keyed === null || keyed === `${recipe} ${matchingSecretDigest}`) return
  throw new Problem({
    code: 'records.other-keys',
    what: 'The records of this node were imported with another matching secret or recipe',
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

async function collect(work: RoundWork, roster: readonly SignedBatch[]): Promise<NodeEvent> {
  const first = work.manifest.core.evaluators[0] === work.self
  return { type: 'lists.checked', digest: await collectLists(work, roster, first) }
}

async function takeTurn(
  work: RoundWork,
  parts: NodeParts,
  due: { readonly turn: Turn; readonly inputDigest: string },
): Promise<NodeEvent> {
  const { answers } = work.database.stores
  const { core } = work.manifest
  const { turn } = due
  const name = turn.kind === 'sums' ? 'sums' : turn.stage
  const input = turn.kind === 'sums' ? turn.partition.digest : inputOf(turn, due.inputDigest)
  // 12.1: what a stage is answered on is fixed before any work is done on it.
  await answers.begin(core.round, name, fromBase64Url(input))
  const event =
    turn.kind === 'sums' ? await sum(work, turn) : await takeStage(work, parts, { turn, input })
  await answers.finish(core.round, name, fromBase64Url(outputOfEvent(event)))
  return event
}

function inputOf(turn: Extract<Turn, { kind: 'stage' }>, inputDigest: string): string {
  return turn.input?.declaration.digest ?? inputDigest
}

function outputOfEvent(event: NodeEvent): string {
  if (event.type === 'stage.worked') return event.output.digest
  if (event.type === 'sums.made') return event.digest
  if (event.type === 'counted') return Buffer.from(event.digest, 'hex').toString('base64url')
  throw new TypeError(event.type)
}

async function sum(work: RoundWork, turn: Extract<Turn, { kind: 'sums' }>): Promise<NodeEvent> {
  const { core } = work.manifest
  const ownMix = turn.mixed.sender === work.self
  if (!ownMix) {
    const { sender, declaration } = turn.mixed
    await keepMixed(work, await openBatch(work, declaration, sender), declaration.digest)
  }
  const source = await openBatch(work, turn.partition, COORDINATOR)
  const partition = await readPartition(source, totalRows(core))
  return { type: 'sums.made', digest: await sumPersons(work, partition, ownMix) }
}

async function takeStage(
  work: RoundWork,
  parts: NodeParts,
  due: { readonly turn: Extract<Turn, { kind: 'stage' }>; readonly input: string },
): Promise<NodeEvent> {
  const { core } = work.manifest
  const stage = parseStage(due.turn.stage, core)
  if (stage === null) throw new TypeError(due.turn.stage) // the step has checked it
  const persons = due.turn.input?.declaration.rows ?? 0
  const source = await stageSource(work, due.turn.input)
  if (stage.kind === 'open' && stage.turn === core.evaluators.length) {
    const counting = { ...parts, nowMs: await countingTime(core.round, parts) }
    return { type: 'counted', ...(await countPersons(work, { source, persons }, counting)) }
  }
  const output = await runStage(work, stage, { source, digest: due.input, persons })
  return { type: 'stage.worked', output }
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

async function stageSource(work: RoundWork, input: SignedBatch | null): Promise<ChunkSource> {
  const { core } = work.manifest
  if (input === null) {
    return storedBatch(work, { name: INPUT, rows: totalRows(core), rowBytes: rowBytes(core) })
  }
  return openBatch(work, input.declaration, input.sender)
}
