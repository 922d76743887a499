import { concatBytes } from '../base/bytes.ts'
import { keyStream } from '../crypto/derive.ts'
import { type GroupEngine, IDENTITY } from '../group/engine.ts'
import { checkRows } from '../psi/check-rows.ts'
import { encryptRows } from '../psi/encrypt.ts'
import { evaluateRows } from '../psi/evaluate.ts'
import { filler, keyElement, presenceElement } from '../psi/key-element.ts'
import { addLabel } from '../psi/label-rows.ts'
import { rerandomiseRows } from '../psi/rerandomise.ts'
import { stripLast, stripOpen } from '../psi/strip.ts'
import { addRows } from '../psi/sum.ts'

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
  | {
      readonly op: 'submit'
      /** slots·32 bytes a row; 32 zero bytes where there is no key. */
      readonly keys: Uint8Array
      readonly slots: number
      /** Which rows of the chunk stand for nobody: from this one on. */
      readonly paddingFrom: number
      readonly columnKeys: Uint8Array
      readonly seed: Uint8Array
    }
  | {
      readonly op: 'check'
      readonly rows: Uint8Array
      readonly columns: number
      readonly labelColumn: number
      readonly label: Uint8Array
    }
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

export function runTask(engine: GroupEngine, task: Task): Uint8Array {
  switch (task.op) {
    case 'hash':
      return hashKeys(engine, task)
    case 'submit':
      return submitRows(engine, task)
    case 'check':
      checkRows(engine, task.rows, task.columns)
      return addLabel(engine, task.rows, task.columns, task.labelColumn, task.label)
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

/** Fills empty slots with fillers, marks padding, encrypts (protocol/specification.md 5.3, 5.5). */
function submitRows(engine: GroupEngine, task: Extract<Task, { op: 'submit' }>): Uint8Array {
  const { keys, slots, columnKeys, seed } = task
  const random = keyStream(seed)
  const padding = presenceElement(engine, 'padding')
  const slotBytes = slots * ELEMENT_BYTES
  const rows = keys.length / slotBytes
  const plain = Array.from({ length: rows }, (_, row) => {
    const presence = row < task.paddingFrom ? IDENTITY : padding
    const filled = Array.from({ length: slots }, (__, slot) => {
      const at = row * slotBytes + slot * ELEMENT_BYTES
      const key = keys.subarray(at, at + ELEMENT_BYTES)
      return key.some((byte) => byte !== 0) ? key : filler(engine, random)
    })
    return concatBytes(...filled, IDENTITY, presence)
  })
  return encryptRows(engine, { columnKeys, plain: concatBytes(...plain), random })
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
