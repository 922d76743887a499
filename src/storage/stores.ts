import { AccountStore } from './account-store.ts'
import { ActStore } from './act-store.ts'
import { BegunRoundStore, StatementStore } from './agreement-store.ts'
import { AnswerStore } from './answer-store.ts'
import { BatchStore } from './batch-store.ts'
import { ChunkStore } from './chunk-store.ts'
import { ConsoleSessionStore } from './console-session-store.ts'
import { DecisionStore } from './decision-store.ts'
import { ImportStore } from './import-store.ts'
import { JudgementStore } from './judgement-store.ts'
import { KeptOutStore } from './kept-out-store.ts'
import { LedgerStore } from './ledger-store.ts'
import { LogStatementStore } from './log-statement-store.ts'
import { OutboxStore } from './outbox-store.ts'
import { OverlapStore } from './overlap-store.ts'
import { ReceivedStore } from './received-store.ts'
import { RecordStore } from './record-store.ts'
import { ReleaseStore } from './release-store.ts'
import { RoundDiaryStore } from './round-diary-store.ts'
import { RoundStore } from './round-store.ts'
import { RowStore } from './row-store.ts'
import type { Session } from './session.ts'
import { SettingStore } from './setting-store.ts'
import { StagedRecordStore } from './staged-record-store.ts'

/** One store per noun, all on the same transaction or all outside one. */
export interface Stores {
  readonly settings: SettingStore
  readonly records: RecordStore
  readonly staged: StagedRecordStore
  readonly keptOut: KeptOutStore
  readonly imports: ImportStore
  readonly rounds: RoundStore
  readonly received: ReceivedStore
  readonly outbox: OutboxStore
  readonly batches: BatchStore
  readonly rows: RowStore
  readonly chunks: ChunkStore
  readonly answers: AnswerStore
  readonly overlaps: OverlapStore
  readonly releases: ReleaseStore
  readonly statements: StatementStore
  readonly begunRounds: BegunRoundStore
  readonly ledger: LedgerStore
  readonly judgements: JudgementStore
  readonly decisions: DecisionStore
  readonly diary: RoundDiaryStore
  readonly accounts: AccountStore
  readonly consoleSessions: ConsoleSessionStore
  readonly acts: ActStore
  readonly logStatements: LogStatementStore
}

export function storesOn(session: Session): Stores {
  return {
    settings: new SettingStore(session),
    records: new RecordStore(session),
    staged: new StagedRecordStore(session),
    keptOut: new KeptOutStore(session),
    imports: new ImportStore(session),
    rounds: new RoundStore(session),
    received: new ReceivedStore(session),
    outbox: new OutboxStore(session),
    batches: new BatchStore(session),
    rows: new RowStore(session),
    chunks: new ChunkStore(session),
    answers: new AnswerStore(session),
    overlaps: new OverlapStore(session),
    releases: new ReleaseStore(session),
    statements: new StatementStore(session),
    begunRounds: new BegunRoundStore(session),
    ledger: new LedgerStore(session),
    judgements: new JudgementStore(session),
    decisions: new DecisionStore(session),
    diary: new RoundDiaryStore(session),
    accounts: new AccountStore(session),
    consoleSessions: new ConsoleSessionStore(session),
    acts: new ActStore(session),
    logStatements: new LogStatementStore(session),
  }
}
