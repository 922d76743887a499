import type { CoverScene } from '../cover/plan.ts'
import { keyStream } from '../crypto/derive.ts'
import type { GroupEngine } from '../group/engine.ts'
import type { ShuffleRows } from '../proofs/shuffle-rows.ts'
import { drawScalars } from '../proofs/shuffle-secrets.ts'
import { runShuffleTask, type ShuffleTask } from '../proofs/shuffle-tasks.ts'
import { weighLinks } from '../proofs/weigh-links.ts'
import { weighRows, weighScalars } from '../proofs/weigh-rows.ts'
import { evaluateRows } from '../psi/evaluate.ts'
import { keyElement } from '../psi/key-element.ts'
import { rerandomiseRows } from '../psi/rerandomise.ts'
import { stripLast, stripOpen } from '../psi/strip.ts'
import { addRows } from '../psi/sum.ts'
import { type CheckListTask, checkListRows } from './check-list-rows.ts'
import { checkCoverChunk, makeCoverChunk } from './cover-chunk.ts'
import { type SubmitTask, submitRows } from './submit-rows.ts'

const ELEMENT_BYTES = 32

/** One chunk of work for a worker: bytes in, bytes out, nothing else known to it. */
export type Task =
  | {
      readonly op: 'hash'
      readonly secret: Uint8Array
      readonly recipe: string
      /** Key id of each slot. */
      readonly keyIds: readonly string[]
      /** Canonical keys, slot by slot, record by record; null where there is none. */
      readonly keys: readonly (Uint8Array | null)[]
    }
  | ({ readonly op: 'submit' } & SubmitTask)
  | ({ readonly op: 'check-list' } & CheckListTask)
  | {
      readonly op: 'mix'
      readonly rows: Uint8Array
      readonly columnKeys: Uint8Array
      readonly seed: Uint8Array
    }
  | {
      readonly op: 'evaluate'
      readonly rows: Uint8Array
      readonly tokenKey: Uint8Array
      readonly shares: Uint8Array
    }
  | { readonly op: 'strip'; readonly rows: Uint8Array; readonly shares: Uint8Array }
  | {
      readonly op: 'open'
      readonly rows: Uint8Array
      readonly shares: Uint8Array
      readonly restKeys: Uint8Array
      readonly seed: Uint8Array
    }
  | {
      readonly op: 'sum'
      /** Rows of one person after another. */
      readonly rows: Uint8Array
      readonly rowBytes: number
      /** How many rows each person has. */
      readonly counts: readonly number[]
    }
  | {
      /** Rows to one, by weights (13.1). */
      readonly op: 'weigh'
      readonly rows: Uint8Array
      readonly columns: number
      readonly weights: Uint8Array
    }
  | {
      /** The same weights over the randomness that the rows were made with. */
      readonly op: 'weigh-drawn'
      readonly seed: Uint8Array
      readonly weights: Uint8Array
    }
  | {
      readonly op: 'weigh-links'
      readonly rows: Uint8Array
      readonly slots: number
      readonly factors: Uint8Array
    }
  | {
      readonly op: 'make-cover'
      readonly scene: CoverScene
      /** Of each row, whether it holds its bin. */
      readonly places: Uint8Array
      readonly from: number
      readonly seeds: { readonly rows: Uint8Array; readonly proofs: Uint8Array }
    }
  | {
      readonly op: 'check-cover'
      readonly scene: CoverScene
      readonly rows: Uint8Array
      readonly from: number
      readonly where: string
    }
  | { readonly op: 'shuffle'; readonly task: ShuffleTask; readonly rows: ShuffleRows }

export function runTask(engine: GroupEngine, task: Task): Uint8Array {
  switch (task.op) {
    case 'hash':
      return hashKeys(engine, task)
    case 'submit':
      return submitRows(engine, task)
    case 'check-list':
      return checkListRows(engine, task)
    case 'mix':
      return rerandomiseRows(engine, task.rows, task.columnKeys, keyStream(task.seed))
    case 'evaluate':
      return evaluateRows(engine, task.rows, task)
    case 'strip':
      return stripLast(engine, task.rows, task.shares)
    case 'open': {
      const { shares, restKeys } = task
      return stripOpen(engine, task.rows, { shares, restKeys, random: keyStream(task.seed) })
    }
    case 'sum':
      return sumPersons(engine, task)
    case 'weigh':
      return weighRows(engine, task.rows, task.columns, task.weights)
    case 'weigh-drawn': {
      const count = task.weights.length / ELEMENT_BYTES
      return weighScalars(engine, drawScalars(engine, task.seed, count), task.weights)
    }
    case 'weigh-links':
      return weighLinks(engine, task.rows, task.slots, task.factors)
    case 'make-cover':
      return makeCoverChunk(engine, task)
    case 'check-cover':
      return checkCoverChunk(engine, task)
    case 'shuffle':
      return runShuffleTask(engine, task.task, task.rows)
  }
}

/** H(key) of every key (protocol/specification.md 2.1), 32 bytes each, zero bytes where there is none. */
function hashKeys(engine: GroupEngine, task: Extract<Task, { op: 'hash' }>): Uint8Array {
  const { secret, recipe, keyIds, keys } = task
  const out = new Uint8Array(keys.length * ELEMENT_BYTES)
  keys.forEach((canonical, at) => {
    if (canonical === null) return
    const keyId = keyIds[at % keyIds.length]! // keys come slot by slot
    out.set(keyElement(engine, secret, { recipe, keyId, canonical }), at * ELEMENT_BYTES)
  })
  return out
}

/** Column-wise sum of each person's rows (protocol/specification.md 8.4). */
function sumPersons(engine: GroupEngine, task: Extract<Task, { op: 'sum' }>): Uint8Array {
  const { rows, rowBytes, counts } = task
  const out = new Uint8Array(counts.length * rowBytes)
  let at = 0
  counts.forEach((count, person) => {
    let sum = rows.subarray(at, at + rowBytes)
    for (let more = 1; more < count; more++) {
      sum = addRows(engine, sum, rows.subarray(at + more * rowBytes, at + (more + 1) * rowBytes))
    }
    out.set(sum, person * rowBytes)
    at += count * rowBytes
  })
  return out
}
