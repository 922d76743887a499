import { COORDINATOR } from '../base/ids.ts'
import type { BatchShape } from './batch.ts'
import { type Core, columnNames } from './manifest.ts'

/** `mix/2`: the second evaluator's mix. The order of protocol/specification.md 6, 7 and 9. */
export type StageKind = 'mix' | 'evaluate' | 'open'

export interface Stage {
  readonly kind: StageKind
  /** 1-based place of the evaluator whose turn it is. */
  readonly turn: number
}

const ELEMENT_BYTES = 32
/** `a`, label and presence: what goes on after linking. */
export const SUM_BYTES = 3 * ELEMENT_BYTES
export const PARTITION = 'partition'
export const FIRST_OPEN = 'open/0'

export function stageName(stage: Stage): string {
  return `${stage.kind}/${stage.turn}`
}

export function parseStage(name: string, core: Core): Stage | null {
  const match = /^(mix|evaluate|open)\/([1-9])$/.exec(name)
  if (match === null) return null
  const kind = match[1] as StageKind // the pattern admits no other word
  const turn = Number(match[2])
  return turn <= core.evaluators.length ? { kind, turn } : null
}

export function totalRows(core: Core): number {
  return core.lists.reduce((sum, list) => sum + list.rows, 0)
}

export function rowBytes(core: Core): number {
  return ELEMENT_BYTES * (1 + columnNames(core.slots).length)
}

/** `a` and the slots: what Evaluate works on. */
export function slotBytes(core: Core): number {
  return ELEMENT_BYTES * (1 + core.slots.length)
}

export function listBatch(core: Core, list: string): BatchShape {
  const rows = core.lists.find((one) => one.id === list)?.rows ?? 0
  return { name: `list/${list}`, rows, rowBytes: rowBytes(core) }
}

/** Shape of what a stage puts out. `persons` is known once rows are linked. */
export function outputOf(core: Core, stage: Stage, persons: number): BatchShape {
  const name = stageName(stage)
  if (stage.kind === 'mix') return { name, rows: totalRows(core), rowBytes: rowBytes(core) }
  if (stage.kind === 'evaluate') return { name, rows: totalRows(core), rowBytes: slotBytes(core) }
  return { name, rows: persons, rowBytes: SUM_BYTES }
}

/** The batch a stage works on; null for the first mix, which works on the lists themselves. */
export function inputOf(core: Core, stage: Stage, persons: number): BatchShape | null {
  const last = core.evaluators.length
  if (stage.turn > 1) return outputOf(core, { kind: stage.kind, turn: stage.turn - 1 }, persons)
  if (stage.kind === 'mix') return null
  if (stage.kind === 'evaluate') return outputOf(core, { kind: 'mix', turn: last }, persons)
  return { name: FIRST_OPEN, rows: persons, rowBytes: SUM_BYTES }
}

export function partitionBatch(core: Core): BatchShape {
  return { name: PARTITION, rows: totalRows(core), rowBytes: 4 }
}

export function evaluatorAt(core: Core, turn: number): string {
  const id = core.evaluators[turn - 1]
  if (id === undefined) throw new RangeError(`no evaluator ${turn}`)
  return id
}

/** Who makes a batch. */
export function producerOf(core: Core, batch: string): string {
  if (batch === PARTITION || batch === FIRST_OPEN) return COORDINATOR
  const stage = parseStage(batch, core)
  if (stage !== null) return evaluatorAt(core, stage.turn)
  const list = core.lists.find((one) => `list/${one.id}` === batch)
  if (list === undefined) throw new RangeError(`no batch ${batch}`)
  return list.organisation
}

/** To whom a batch is sealed (11.3). `counters` own no list. */
export function recipientsOf(core: Core, batch: string, counters: readonly string[]): string[] {
  if (batch === PARTITION) return [...counters]
  if (batch === FIRST_OPEN) return [evaluatorAt(core, 1)]
  const stage = parseStage(batch, core)
  if (stage === null) return [...core.evaluators]
  if (stage.turn < core.evaluators.length) return [evaluatorAt(core, stage.turn + 1)]
  if (stage.kind === 'mix') return [...new Set([evaluatorAt(core, 1), ...counters, COORDINATOR])]
  return stage.kind === 'evaluate' ? [COORDINATOR] : []
}
