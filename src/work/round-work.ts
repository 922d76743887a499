import type { SlotRule } from '../base/slots.ts'
import type { GroupEngine } from '../group/engine.ts'
import type { Manifest } from '../round/manifest.ts'
import type { Database } from '../storage/database.ts'
import type { PsiPool } from './pool.ts'
import type { ChunkRelay } from './relay.ts'
import type { RoundVault } from './round-vault.ts'

/** What every piece of work in a round needs. */
export interface RoundWork {
  readonly self: string
  readonly manifest: Manifest
  /** Slots of the recipe, with their classes. */
  readonly slots: readonly SlotRule[]
  /** Evaluators that own no list. */
  readonly counters: readonly string[]
  readonly vault: RoundVault
  readonly database: Database
  readonly engine: GroupEngine
  readonly pool: PsiPool
  readonly relay: ChunkRelay
  /** Throws once the round has ended or its deadline has passed: long work asks now and then. */
  readonly refuseEnded: () => Promise<void>
  readonly report: (step: string, done: number, total: number) => void
}
