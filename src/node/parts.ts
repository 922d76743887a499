import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { SlotRule } from '../base/slots.ts'
import type { Identity } from '../crypto/identity.ts'
import type { GroupEngine } from '../group/engine.ts'
import type { Agreement } from '../round/agreement.ts'
import type { Database } from '../storage/database.ts'
import type { CoordinatorClient } from '../transport/coordinator-client.ts'
import type { PsiPool } from '../work/pool.ts'
import type { RoundKeys } from '../work/round-keys.ts'

/** All that a running node is made of; wired in `bin/`. */
export interface NodeParts {
  readonly self: string
  readonly agreement: Agreement
  readonly slots: readonly SlotRule[]
  readonly identity: Identity
  readonly storageKey: Uint8Array
  readonly database: Database
  readonly roundKeys: RoundKeys
  readonly engine: GroupEngine
  readonly pool: PsiPool
  readonly client: CoordinatorClient
  readonly clock: Clock
  /** All persons are made up; where absent, they are not, and nothing unproven is taken. */
  readonly rehearsal?: boolean
  readonly log: Log
  /** Where evidence against who does not follow the protocol is kept; where absent, none is. */
  readonly evidence?: EvidenceKeeper
}

export interface EvidenceKeeper {
  /** Gives where it is. */
  readonly keep: (name: string, text: AsyncIterable<string>) => Promise<string>
}
