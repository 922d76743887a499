import type { Generated } from 'kysely'

/**
 * The tables of node, counter and coordinator alike; a role leaves those it has no use for empty.
 * Times are milliseconds since 1970 UTC, digests 32 bytes, `json` columns JSON as text. What is
 * called sealed is opaque here: this folder holds no key.
 */
export interface Schema {
  setting: SettingTable
  record: RecordTable
  import_run: ImportRunTable
  round: RoundTable
  received: ReceivedTable
  outbox: OutboxTable
  batch: BatchTable
  batch_row: PieceTable
  chunk: PieceTable
  answer: AnswerTable
  counted: CountedTable
  release: ReleaseTable
  statement: StatementTable
  begun_round: BegunRoundTable
  ledger: LedgerTable
  judgement: JudgementTable
}

interface SettingTable {
  key: string
  value: string
}

interface RecordTable {
  list: string
  record_digest: Uint8Array
  /** Match keys, sealed. */
  keys: Uint8Array
  imported_at: number
}

interface ImportRunTable {
  id: Generated<number>
  file_name: string
  at_ms: number
  records: number
  refused: number
  findings: string
}

interface RoundTable {
  id: string
  role: string
  phase: string
  state: string
  updated_ms: number
}

interface ReceivedTable {
  round: string
  sender: string
  sequence: number
  digest: Uint8Array
}

interface OutboxTable {
  position: Generated<number>
  recipient: string
  recipient_sequence: number
  round: string
  body: string
  sent_ms: number | null
}

interface BatchTable {
  round: string
  name: string
  header: string
  rows: number
  /** Chunks complete. */
  done: number
  complete: number
}

/** A row of a batch or a chunk of it. */
interface PieceTable {
  round: string
  name: string
  position: number
  bytes: Uint8Array
}

interface AnswerTable {
  round: string
  stage: string
  input_digest: Uint8Array
  output_digest: Uint8Array | null
}

interface CountedTable {
  round: string
  /** Of the table of the round. */
  name: string
  sealed: Uint8Array
}

interface StatementTable {
  /** Digest of the agreement that it is about, base64url as in the statement. */
  agreement: string
  digest: string
  body: string
  received_ms: number
}

interface BegunRoundTable {
  round: string
  agreement: string
  opened_ms: number
}

interface LedgerTable {
  /** From 1. */
  sequence: number
  entry: string
}

interface JudgementTable {
  /** Id of the release. */
  release: string
  party: string
  body: string
  received_ms: number
}

interface ReleaseTable {
  id: string
  round: string
  body: string
  at_ms: number
}
