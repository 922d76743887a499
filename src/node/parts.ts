import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { SlotRule } from '../base/slots.ts'
import type { Identity } from '../crypto/identity.ts'
import type { GroupEngine } from '../group/engine.ts'
import type { ActLog } from '../log/act.ts'
import type { Agreement } from '../round/agreement.ts'
import type { Database } from '../storage/database.ts'
import type { CoordinatorClient } from '../transport/coordinator-client.ts'
import type { PsiPool } from '../work/pool.ts'
import type { RoundKeys } from '../work/round-keys.ts'
import type { StorageRing } from '../work/storage-ring.ts'
import type { ConsentSettings } from './consent-to-rounds.ts'
import type { LastHeard } from './last-heard.ts'

/** All that a running node is made of; wired in `bin/`. */
export interface NodeParts {
  readonly self: string
  readonly agreement: Agreement
  readonly slots: readonly SlotRule[]
  readonly identity: Identity
  readonly storageKey: Uint8Array
  /** Where the storage key can be replaced while the node serves. */
  readonly ring?: StorageRing
  readonly database: Database
  readonly roundKeys: RoundKeys
  readonly engine: GroupEngine
  readonly pool: PsiPool
  readonly client: CoordinatorClient
  readonly clock: Clock
  /** All persons are made up; where absent, they are not, and nothing unproven is taken. */
  readonly rehearsal?: boolean
  readonly log: Log
  /** When this organisation is asked before it takes part in a round; absent: its agreement is its consent. */
  readonly consent?: ConsentSettings
  /** What was done here, for who is to account for it. */
  readonly acts: ActLog
  /** Keeps when the coordinator was last heard; where absent, nobody asks. */
  readonly lastHeard?: LastHeard
  /** Where evidence against who does not follow the protocol is kept; where absent, none is. */
  readonly evidence?: EvidenceKeeper
}

export interface EvidenceKeeper {
  /** Gives where it is. */
  readonly keep: (name: string, text: AsyncIterable<string>) => Promise<string>
}
