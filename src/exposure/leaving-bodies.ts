/*
 * The bodies of a node's messages in a round, with texts of the lengths that they will have: which
 * letters makes no difference to their size. In the order in which they are sent.
 */
import { SOFTWARE_VERSION } from '../base/version.ts'
import { sealedLength } from '../crypto/hpke.ts'
import { TOKEN_KEY_NAME } from '../psi/round-secrets.ts'
import { type BatchShape, chunkCount } from '../round/batch.ts'
import { coverPlanOf } from '../round/cover-plan.ts'
import { type Core, columnNames, listsOwnedBy, openedColumns } from '../round/manifest.ts'
import { listQualitiesBytes } from '../round/quality-reports.ts'
import {
  checkersOf,
  inputStage,
  isLastStrip,
  listBatch,
  makerOf,
  outputOf,
  proofOf,
  recipientsOf,
  type Stage,
  stageName,
  stagesOf,
  totalRows,
} from '../round/stages.ts'
import type { NodeType } from '../round/statements.ts'
import type { Seat } from './leaving.ts'

const DIGEST_CHARS = 43
const PROOF_BYTES = 64
const COMMITMENT_CHARS = 86
const SEALING_KEY_CHARS = 1622
const SEED_BYTES = 32
const SCALAR_BYTES = 32
/** Of a proof that a bin's cover is what was committed to (14.3). */
const BIN_PROOF_BYTES = 128

export type Body = Readonly<Record<string, unknown>>
export interface Said {
  readonly type: NodeType
  readonly stage?: string
  /** The smallest that it can be, and the largest where one is known. */
  readonly least: Body
  readonly most: Body | null
}

export function messagesOf(seat: Seat): Said[] {
  const { core, self } = seat
  const evaluates = core.evaluators.includes(self)
  const owns = listsOwnedBy(core, self).length > 0
  const last = core.evaluators.at(-1) === self
  const fixed = (type: NodeType, body: Body): Said => ({ type, least: body, most: body })
  const when = (condition: boolean, ...all: Said[]) => (condition ? all : [])
  const digest = { digest: text(DIGEST_CHARS) }
  return [
    ...when(
      evaluates,
      fixed('keys.commit', { commitment: text(COMMITMENT_CHARS) }),
      fixed('keys.reveal', revealOf(seat)),
    ),
    signature(seat, evaluates),
    ...when(owns, fixed('lists.declare', declarationOf(seat))),
    ...when(evaluates, fixed('roster.sign', digest)),
    ...when(owns, fixed('lists.uploaded', {})),
    ...when(evaluates, fixed('input.checked', digest)),
    ...stageMessages(seat),
    ...when(core.cover !== null && last, {
      type: 'cover.counted',
      least: { covered: bins(core).map(() => 0) },
      most: null,
    }),
    ...when(core.cover !== null && evaluates, {
      type: 'questions.opened',
      least: { openings: [] },
      most: null,
    }),
    ...when(last, { type: 'release.made', least: { release: {}, digest: text(64) }, most: null }),
    fixed('release.judged', {
      agreement: text(DIGEST_CHARS),
      digest: text(64),
      verdict: 'checked',
    }),
  ]
}

/** An evaluator of a covered round shows its ledger with it (14.6), which grows with the years. */
function signature({ core }: Seat, evaluates: boolean): Said {
  const body = { digest: text(DIGEST_CHARS), software: SOFTWARE_VERSION }
  const shows = core.cover !== null && evaluates
  return {
    type: 'manifest.sign',
    least: shows ? { ...body, ledger: [] } : body,
    most: shows ? null : body,
  }
}

function revealOf({ core, self }: Seat): Body {
  const columns = columnNames(core)
  const names = [TOKEN_KEY_NAME, ...columns]
  return {
    record: {
      holder: self,
      token: text(DIGEST_CHARS),
      columns: Object.fromEntries(columns.map((name) => [name, text(DIGEST_CHARS)])),
      sealing: text(SEALING_KEY_CHARS),
      cover: core.cover === null ? null : bins(core).map(() => text(DIGEST_CHARS)),
    },
    proofs: Object.fromEntries(names.map((name) => [name, text(base64(PROOF_BYTES))])),
    software: SOFTWARE_VERSION,
  }
}

function declarationOf(seat: Seat): Body {
  const { core, self, counters } = seat
  const lists = listsOwnedBy(core, self)
  const each = (bytes: number) =>
    Object.fromEntries(counters.map((counter) => [counter, text(sealedLength(bytes))]))
  return {
    batches: lists.map((list) => declared(seat, listBatch(core, list))),
    checks: core.checks === 0 ? {} : each(SEED_BYTES),
    quality: core.cover === null ? each(listQualitiesBytes(lists.length)) : {},
  }
}

function declared({ core, counters }: Seat, shape: BatchShape): Body {
  const keys = recipientsOf(core, shape.name, counters)
  return {
    ...shape,
    chunks: Array.from({ length: chunkCount(shape.rows) }, () => text(DIGEST_CHARS)),
    digest: text(DIGEST_CHARS),
    keys: Object.fromEntries(keys.map((id) => [id, text(sealedLength(SEED_BYTES))])),
  }
}

/** What this node makes of stages and says of those of others, in the order of the stages. */
function stageMessages(seat: Seat): Said[] {
  const { core, self, counters } = seat
  return stagesOf(core).flatMap((stage): Said[] => {
    if (makerOf(core, stage) === self) return [stageDone(seat, stage)]
    if (!checkersOf(core, stage, counters).includes(self)) return []
    const tally = isLastStrip(core, stage) ? text(DIGEST_CHARS) : null
    const body = { stage: stageName(stage), digest: text(DIGEST_CHARS), tally }
    return [{ type: 'stage.checked', stage: stageName(stage), least: body, most: body }]
  })
}

function stageDone(seat: Seat, stage: Stage): Said {
  const { core } = seat
  const name = stageName(stage)
  const body = (rows: number): Body => {
    const proofRows = proofOf(core, stage, rows)
    return {
      stage: name,
      input: text(DIGEST_CHARS),
      output: declared(seat, outputOf(core, stage, rows)),
      proof: core.proofs === 'off' ? null : text(base64(proofBytesOf(core, stage))),
      proofRows: proofRows === null ? null : declared(seat, proofRows),
      tally: isLastStrip(core, stage) ? text(DIGEST_CHARS) : null,
      report: null,
    }
  }
  const [least, most] = rowsOf(core, stage)
  return { type: 'stage.done', stage: name, least: body(least), most: body(most) }
}

/** How many persons there are shows only in the round: between one and as many as there are rows. */
export function rowsOf(core: Core, stage: Stage): [number, number] {
  const covers = stage.kind === 'open' ? coverRowsBefore(core, stage) : 0
  if (stage.kind !== 'open') return [totalRows(core), totalRows(core)]
  return [1 + covers, totalRows(core) + covers]
}

/** All evaluators' cover is opened with the persons. */
function coverRowsBefore(core: Core, stage: Extract<Stage, { kind: 'open' }>): number {
  const before = inputStage(core, { ...stage, turn: 1 })
  if (before?.kind !== 'cover') return 0
  return core.evaluators.length * outputOf(core, before, 0).rows
}

/** 13.3 to 13.8: of the proof that stands in the statement itself. */
function proofBytesOf(core: Core, stage: Stage): number {
  switch (stage.kind) {
    case 'mix':
      return 5 * SCALAR_BYTES
    case 'evaluate':
      return (2 + core.slots.length) * SCALAR_BYTES
    case 'cover':
      return bins(core).length * BIN_PROOF_BYTES
    case 'open': {
      const columns = openedColumns(stage.table).length
      return ((isLastStrip(core, stage) ? 1 : 5) + columns) * SCALAR_BYTES
    }
    case 'link':
      throw new TypeError('a node makes no links')
  }
}

function bins(core: Core): readonly unknown[] {
  return coverPlanOf(core)?.bins ?? []
}

function base64(bytes: number): number {
  return Math.ceil((4 * bytes) / 3)
}

/** Digests, keys and proofs are all as long as each other: which letters makes no difference. */
function text(length: number): string {
  return 'A'.repeat(length)
}
