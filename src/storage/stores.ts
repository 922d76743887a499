import { BegunRoundStore, StatementStore } from './agreement-store.ts'
import { AnswerStore } from './answer-store.ts'
import { BatchStore } from './batch-store.ts'
import { ChunkStore } from './chunk-store.ts'
import { ImportStore } from './import-store.ts'
import { JudgementStore } from './judgement-store.ts'
import { LedgerStore } from './ledger-store.ts'
import { OutboxStore } from './outbox-store.ts'
import { OverlapStore } from './overlap-store.ts'
import { ReceivedStore } from './received-store.ts'
import { RecordStore } from './record-store.ts'
import { ReleaseStore } from './release-store.ts'
import { RoundStore } from './round-store.ts'
import { RowStore } from './row-store.ts'
import type { Session } from './session.ts'
import { SettingStore } from './setting-store.ts'

/** One store per noun, all on the same transaction or all outside one. */
export interface Stores {
  readonly settings: SettingStore
  readonly records: RecordStore
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
}

export function storesOn(session: Session): Stores {
  return {
    settings: new SettingStore(session),
    records: new RecordStore(session),
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
  }
}
