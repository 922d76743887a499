/*
 * Every message and batch that a node sends in a round, before it sends any: kinds, numbers and sizes.
 * All of it follows from the core and the node's own place in it, and from nothing in its records: that
 * is what padding is for. Bodies are those of round/statements.ts with texts of their lengths.
 */
import { COORDINATOR } from '../base/ids.ts'
import { envelopeChars } from '../messages/envelope.ts'
import { type BatchShape, chunkCount } from '../round/batch.ts'
import { type Core, listsOwnedBy } from '../round/manifest.ts'
import { listBatch, makerOf, outputOf, proofOf, recipientsOf, stagesOf } from '../round/stages.ts'
import type { NodeType } from '../round/statements.ts'
import { type Body, messagesOf, rowsOf } from './leaving-bodies.ts'

/** Bytes of something whose size is known before the round, or only between two bounds. */
export interface Size {
  readonly least: number
  /** Null: no bound is known before. */
  readonly most: number | null
}

export interface LeavingMessage {
  readonly type: NodeType
  /** Of a stage's messages its name. */
  readonly stage: string | null
  /** Of the signed text. */
  readonly bytes: Size
}

/** Rows that leave, sealed to some of the parties. */
export interface LeavingBatch {
  readonly name: string
  readonly rows: Size
  readonly rowBytes: number
  readonly chunks: Size
  /** Of all sealed chunks. */
  readonly bytes: Size
  /** Who can open the chunks; their rows only all key holders together can. */
  readonly sealedTo: readonly string[]
}

export interface Leaving {
  readonly messages: readonly LeavingMessage[]
  readonly batches: readonly LeavingBatch[]
}

export interface Seat {
  readonly core: Core
  readonly self: string
  /** Evaluators that own no list. */
  readonly counters: readonly string[]
  /** The number of this node's first message of the round; their digits are part of the sizes. */
  readonly firstSequence: number
}

const TAG_BYTES = 16
const DIGEST_CHARS = 43

/** In the order in which they are sent; an abort, which ends a round, is not among them. */
export function leavingOf(seat: Seat): Leaving {
  const said = messagesOf(seat)
  return {
    messages: said.map(({ type, stage, least, most }, at) => ({
      type,
      stage: stage ?? null,
      bytes: {
        least: charsOf(seat, type, { body: least, sequence: seat.firstSequence + at }),
        most:
          most === null
            ? null
            : charsOf(seat, type, { body: most, sequence: seat.firstSequence + at }),
      },
    })),
    batches: batchesOf(seat),
  }
}

function batchesOf(seat: Seat): LeavingBatch[] {
  const { core, self } = seat
  const lists = listsOwnedBy(core, self).map((list) => {
    const shape = listBatch(core, list)
    return leavingBatch(seat, shape, shape)
  })
  const stages = stagesOf(core)
    .filter((stage) => makerOf(core, stage) === self)
    .flatMap((stage) => {
      const [least, most] = rowsOf(core, stage)
      const output = leavingBatch(seat, outputOf(core, stage, least), outputOf(core, stage, most))
      const [few, many] = [proofOf(core, stage, least), proofOf(core, stage, most)]
      return few === null || many === null ? [output] : [output, leavingBatch(seat, few, many)]
    })
  // What nobody else works on stays where it was made.
  return [...lists, ...stages].filter(({ sealedTo }) => sealedTo.length > 0)
}

function leavingBatch({ core, counters }: Seat, few: BatchShape, many: BatchShape): LeavingBatch {
  const sealed = ({ rows, rowBytes }: BatchShape) => rows * rowBytes + chunkCount(rows) * TAG_BYTES
  return {
    name: few.name,
    rows: { least: few.rows, most: many.rows },
    rowBytes: few.rowBytes,
    chunks: { least: chunkCount(few.rows), most: chunkCount(many.rows) },
    bytes: { least: sealed(few), most: sealed(many) },
    sealedTo: recipientsOf(core, few.name, counters),
  }
}

function charsOf(
  { core, self }: Seat,
  type: NodeType,
  { body, sequence }: { readonly body: Body; readonly sequence: number },
): number {
  const place = {
    round: core.round,
    binding: 'A'.repeat(DIGEST_CHARS),
    from: self,
    to: COORDINATOR,
  }
  return envelopeChars({ version: 1, type, ...place, sequence, body })
}
