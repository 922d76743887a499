/*
 * The work of proving and verifying a shuffle, cut into chunks of 128 rows that any worker thread
 * can do alone. Prover and verifier (shuffle-prover.ts, shuffle-verifier.ts) are generators that
 * yield one pass over all chunks after the other; a shell runs a pass's chunks wherever and in
 * whatever order it likes, hands each result to `take`, and asks for the next pass.
 */
import type { GroupEngine } from '../group/engine.ts'
import {
  type ChainTask,
  type CommitTask,
  chainRows,
  commitRows,
  type RespondTask,
  respondRows,
  type SumTask,
  sumRows,
} from './shuffle-prove-chunk.ts'
import type { RowsName, ShuffleRows } from './shuffle-rows.ts'
import { type CheckTask, checkRows, type DigestTask, digestRows } from './shuffle-verify-chunk.ts'

/** The parts of a chunk's work that are not rows; can be sent to a worker as it is. */
export type ShuffleTask =
  | ({ readonly op: 'shuffle-commit' } & CommitTask)
  | ({ readonly op: 'shuffle-sum' } & SumTask)
  | ({ readonly op: 'shuffle-chain' } & ChainTask)
  | ({ readonly op: 'shuffle-respond' } & RespondTask)
  | ({ readonly op: 'shuffle-digest' } & DigestTask)
  | ({ readonly op: 'shuffle-check' } & CheckTask)

export interface ShufflePass {
  /** Which rows the tasks of this pass need. */
  readonly rows: readonly RowsName[]
  /** The task of that chunk, counted from 0. Cheap; call it when the chunk's turn comes. */
  readonly task: (chunk: number) => ShuffleTask
  /** Takes the result of that chunk. Null where results are the rows of the proof, to be kept. */
  readonly take: ((chunk: number, result: Uint8Array) => void) | null
}

export function runShuffleTask(
  engine: GroupEngine,
  task: ShuffleTask,
  rows: ShuffleRows,
): Uint8Array {
  switch (task.op) {
    case 'shuffle-commit':
      return commitRows(engine, task)
    case 'shuffle-sum':
      return sumRows(engine, task, rows)
    case 'shuffle-chain':
      return chainRows(engine, task)
    case 'shuffle-respond':
      return respondRows(engine, task)
    case 'shuffle-digest':
      return digestRows(task, rows)
    case 'shuffle-check':
      return checkRows(engine, task, rows)
  }
}
