import { COORDINATOR } from '../base/ids.ts'
import { COVER_PROOF_BYTES } from '../cover/cover-rows.ts'
import { COVER_ROW_BYTES, coverRowCount } from '../cover/plan.ts'
import { digestJson } from '../crypto/digest.ts'
import { type BatchShape, chunkCount } from './batch.ts'
import { coverPlanOf } from './cover-plan.ts'
import { type Core, columnNames, openedColumns, openedTables, PERSONS } from './manifest.ts'

/**
 * What happens after the lists are in, as one chain known from the manifest alone
 * (protocol/specification.md 6 to 9): one party makes a stage, the others check it, then the next is due.
 */
export type Stage =
  /** 1-based place of the evaluator whose turn it is. */
  | { readonly kind: 'mix' | 'evaluate'; readonly turn: number }
  | { readonly kind: 'link' }
  /** An evaluator's noise on the bag of persons (14). */
  | { readonly kind: 'cover'; readonly turn: number }
  /** Turn 0 is the coordinator's. */
  | { readonly kind: 'open'; readonly table: string; readonly turn: number }

const ELEMENT_BYTES = 32
/** c_i, ĉ_i and their responses (13.8). */
const SHUFFLE_ROW_BYTES = 128
/** Two rows and the slot of each that hold the same token (8.3). */
export const LINK_BYTES = 10

export function stageName(stage: Stage): string {
  if (stage.kind === 'link') return 'link'
  if (stage.kind === 'open') return `open/${stage.table}/${stage.turn}`
  return `${stage.kind}/${stage.turn}`
}

/** All stages of a round in their order. */
export function stagesOf(core: Core): Stage[] {
  const turns = core.evaluators.map((_, at) => at + 1)
  return [
    ...turns.map((turn) => ({ kind: 'mix', turn }) as const),
    ...turns.map((turn) => ({ kind: 'evaluate', turn }) as const),
    { kind: 'link' },
    ...openedTables(core).flatMap((table) => [
      { kind: 'open', table, turn: 0 } as const,
      ...(isCovered(core, table) ? turns.map((turn) => ({ kind: 'cover', turn }) as const) : []),
      ...turns.map((turn) => ({ kind: 'open', table, turn }) as const),
    ]),
  ]
}

/** Only the bag of persons has few enough bins for cover (14.1). */
export function isCovered(core: Core, table: string): boolean {
  return core.cover !== null && table === PERSONS
}

/** The stage of that name in this round; null if it has none. */
export function findStage(core: Core, name: string): Stage | null {
  return stagesOf(core).find((stage) => stageName(stage) === name) ?? null
}

/** What comes after a stage; the first stage after none; null after the last. */
export function stageAfter(core: Core, stage: Stage | null): Stage | null {
  const stages = stagesOf(core)
  if (stage === null) return stages[0] ?? null
  return stages[stages.findIndex((one) => stageName(one) === stageName(stage)) + 1] ?? null
}

/** The last mix: what is evaluated, and what is summed per person. */
export function lastMix(core: Core): Stage {
  return { kind: 'mix', turn: core.evaluators.length }
}

/** The stage whose rows a stage works on; null for the first mix, which works on the lists. */
export function inputStage(core: Core, stage: Stage): Stage | null {
  const last = core.evaluators.length
  switch (stage.kind) {
    case 'mix':
      return stage.turn === 1 ? null : { kind: 'mix', turn: stage.turn - 1 }
    case 'evaluate':
      return stage.turn === 1 ? lastMix(core) : { kind: 'evaluate', turn: stage.turn - 1 }
    case 'link':
      return { kind: 'evaluate', turn: last }
    case 'cover':
      return stage.turn === 1
        ? { kind: 'open', table: PERSONS, turn: 0 }
        : { kind: 'cover', turn: stage.turn - 1 }
    case 'open':
      if (stage.turn === 0) return { kind: 'link' }
      if (stage.turn === 1 && isCovered(core, stage.table)) return { kind: 'cover', turn: last }
      return { ...stage, turn: stage.turn - 1 }
  }
}

/**
 * The digest of what a stage works on, from those of what each stage before it put out. Sums follow
 * from the last mix and the links (9.1); what is opened of persons with cover, from both (14.3).
 */
export function inputDigest(
  core: Core,
  stage: Stage,
  known: { readonly lists: string; readonly of: (stage: Stage) => string },
): string {
  const input = inputStage(core, stage)
  if (input === null) return known.lists
  if (stage.kind !== 'open' || stage.turn > 1) return known.of(input)
  if (stage.turn === 0) {
    return digestJson('samentel sums v2', [known.of(lastMix(core)), known.of(input)])
  }
  return isCovered(core, stage.table)
    ? digestJson('samentel covered v2', coveredParts(core).map(known.of))
    : known.of(input)
}

/** What the evaluators open together in a covered round: the persons' sums, then all covers. */
export function coveredParts(core: Core): Stage[] {
  const covers = core.evaluators.map((_, at) => ({ kind: 'cover', turn: at + 1 }) as const)
  return [{ kind: 'open', table: PERSONS, turn: 0 }, ...covers]
}

/** Rows that the evaluators together add to the opening of a table. */
export function addedRows(core: Core, table: string): number {
  return isCovered(core, table) ? core.evaluators.length * coverRows(core) : 0
}

function coverRows(core: Core): number {
  const plan = coverPlanOf(core)
  return plan === null ? 0 : coverRowCount(plan)
}

export function isLastStrip(core: Core, stage: Stage): boolean {
  return stage.kind === 'open' && stage.turn === core.evaluators.length
}

/** 8.5: whether the maker tells the counters how good its links are. */
export function isReported(core: Core, stage: Stage): boolean {
  return stage.kind === 'link' && core.cover === null
}

/** Who makes a stage. */
export function makerOf(core: Core, stage: Stage): string {
  if (stage.kind === 'link' || stage.turn === 0) return COORDINATOR
  return evaluatorAt(core, stage.turn)
}

/**
 * Who checks a stage. What shows which rows are one person is for counters only: the links, the
 * persons' sums behind the coordinator's opening, and the bag.
 */
export function checkersOf(core: Core, stage: Stage, counters: readonly string[]): string[] {
  const hidden = stage.kind === 'link' || isLastStrip(core, stage)
  const who = hidden ? counters : core.evaluators
  return who.filter((id) => id !== makerOf(core, stage))
}

/** Evaluators without the sums take the coordinator's opening on the signatures of the counters. */
export function checksByProof(stage: Stage, checker: string, counters: readonly string[]): boolean {
  return stage.kind !== 'open' || stage.turn > 0 || counters.includes(checker)
}

export function totalRows(core: Core): number {
  return core.lists.reduce((sum, list) => sum + list.rows, 0)
}

export function rowBytes(core: Core): number {
  return ELEMENT_BYTES * (1 + columnNames(core).length)
}

/** `a` and the slots: what Evaluate works on. */
export function slotBytes(core: Core): number {
  return ELEMENT_BYTES * (1 + core.slots.length)
}

/** `a` and the columns that are opened for a table. */
export function openBytes(table: string): number {
  return ELEMENT_BYTES * (1 + openedColumns(table).length)
}

/** Proofs of presence and codes that a list's row carries (5.5); none in an unproven round. */
export function proofBytes(core: Core): number {
  if (core.proofs === 'off') return 0
  const choices = core.tables.map(({ codes }) => codes.length)
  return 2 * ELEMENT_BYTES * [PRESENCES, ...choices].reduce((sum, n) => sum + n, 0)
}

/** real, padding, check. */
const PRESENCES = 3

export function listBatch(core: Core, list: string): BatchShape {
  const rows = core.lists.find((one) => one.id === list)?.rows ?? 0
  return { name: `list/${list}`, rows, rowBytes: rowBytes(core) + proofBytes(core) }
}

/** Shape of the rows that a stage puts out. `rows`: of links, or of an opening, known once rows are linked. */
export function outputOf(core: Core, stage: Stage, rows: number): BatchShape {
  const name = stageName(stage)
  switch (stage.kind) {
    case 'mix':
      return { name, rows: totalRows(core), rowBytes: rowBytes(core) }
    case 'evaluate':
      return { name, rows: totalRows(core), rowBytes: slotBytes(core) }
    case 'link':
      return { name, rows, rowBytes: LINK_BYTES }
    case 'cover':
      return { name, rows: coverRows(core), rowBytes: COVER_ROW_BYTES + COVER_PROOF_BYTES }
    case 'open':
      return { name, rows, rowBytes: openBytes(stage.table) - (isLastStrip(core, stage) ? 32 : 0) }
  }
}

/** Shape of the rows of a stage's proof; null where the proof is in the statement alone. */
export function proofOf(core: Core, stage: Stage, rows: number): BatchShape | null {
  const shuffles = stage.kind === 'mix' || (stage.kind === 'open' && stage.turn > 0)
  if (core.proofs === 'off' || !shuffles || isLastStrip(core, stage)) return null
  const count = stage.kind === 'mix' ? totalRows(core) : rows
  return { name: `proof/${stageName(stage)}`, rows: count, rowBytes: SHUFFLE_ROW_BYTES }
}

export function evaluatorAt(core: Core, turn: number): string {
  const id = core.evaluators[turn - 1]
  if (id === undefined) throw new RangeError(`no evaluator ${turn}`)
  return id
}

/** The stage that a batch belongs to, itself or its proof; null for a list. */
function stageOfBatch(core: Core, batch: string): Stage | null {
  return findStage(core, batch.replace(/^proof\//, ''))
}

/** Bytes of a row of that batch; none of a proof that a stage does not have. */
export function rowBytesOf(core: Core, batch: string): number {
  const stage = stageOfBatch(core, batch)
  if (stage === null) return rowBytes(core) + proofBytes(core)
  const shape = batch.startsWith('proof/') ? proofOf(core, stage, 0) : outputOf(core, stage, 0)
  return shape?.rowBytes ?? 0
}

/** Who makes a batch. */
export function producerOf(core: Core, batch: string): string {
  const stage = stageOfBatch(core, batch)
  if (stage !== null) return makerOf(core, stage)
  const list = core.lists.find((one) => `list/${one.id}` === batch)
  if (list === undefined) throw new RangeError(`no batch ${batch}`)
  return list.organisation
}

/** To whom a batch is sealed (11.3): who checks it, and the coordinator where it works on it. */
export function recipientsOf(core: Core, batch: string, counters: readonly string[]): string[] {
  const stage = stageOfBatch(core, batch)
  if (stage === null) return [...core.evaluators]
  const checkers = checkersOf(core, stage, counters)
  const last = stage.kind !== 'link' && stage.turn === core.evaluators.length
  const links = last && (stage.kind === 'mix' || stage.kind === 'evaluate')
  return links && !batch.startsWith('proof/') ? [...checkers, COORDINATOR] : checkers
}

/** The most chunks that a batch of this round can have: what a relay takes at most. */
export function mostChunks(core: Core): number {
  return chunkCount(totalRows(core) + addedRows(core, PERSONS))
}
