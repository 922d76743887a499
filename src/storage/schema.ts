import type { Generated } from 'kysely'

/**
 * The tables of node, counter and coordinator alike; a role leaves those it has no use for empty.
 * Times are milliseconds since 1970 UTC, digests 32 bytes, `json` columns JSON as text. What is
 * called sealed is opaque here: this folder holds no key.
 */
export interface Schema {
  setting: SettingTable
  record: RecordTable
  staged_record: StagedRecordTable
  kept_out: KeptOutTable
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
  decision: DecisionTable
  round_event: RoundEventTable
  round_work: RoundWorkTable
  account: AccountTable
  passkey: PasskeyTable
  console_session: ConsoleSessionTable
  act: ActTable
  log_statement: LogStatementTable
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

interface StagedRecordTable {
  /** Empty for a record that goes. */
  list: string
  record_digest: Uint8Array
  /** Match keys, sealed; empty for a record that goes. */
  keys: Uint8Array
}

interface KeptOutTable {
  record_digest: Uint8Array
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

interface AccountTable {
  name: string
  role: string
  made_ms: number
  /** Digest of the word in its one-time link. */
  invitation: Uint8Array | null
  invited_until_ms: number | null
}

interface PasskeyTable {
  /** Credential id, base64url. */
  id: string
  account: string
  /** COSE key. */
  public_key: Uint8Array
  counter: number
  transports: string
  made_ms: number
  used_ms: number | null
}

interface ConsoleSessionTable {
  /** Of the secret in the cookie. */
  digest: Uint8Array
  subject: string
  name: string
  role: string
  machine_user: number | null
  made_ms: number
  seen_ms: number
}

interface ReleaseTable {
  id: string
  round: string
  body: string
  at_ms: number
}

interface DecisionTable {
  /** From 1. */
  sequence: number
  subject: string
  object: string
  choice: string
  actor: string
  origin: string
  text: string | null
  at_ms: number
}

interface RoundEventTable {
  round: string
  /** From 1, in each round. */
  sequence: number
  at_ms: number
  kind: string
  detail: string
  party: string | null
  bytes: number | null
}

interface RoundWorkTable {
  round: string
  /** `list/a`, `upload list/a`, `mix/1`. */
  step: string
  done: number
  total: number
  begun_ms: number
  updated_ms: number
}

interface ActTable {
  /** Of one organisation; another begins when a backup is restored. */
  log: string
  /** From 1. */
  sequence: number
  entry: string
  /** Digest over all entries up to this one, base64url. */
  head: string
}

/** A checkpoint of a log, or what another organisation signed of one. */
interface LogStatementTable {
  position: Generated<number>
  digest: string
  /** Whose log it is. */
  organisation: string
  log: string
  signer: string
  body: string
  received_ms: number
}
