import type { Core } from '../round/manifest.ts'
import { findStage } from '../round/stages.ts'
import type { Stores } from '../storage/database.ts'
import {
  readLedger,
  readRemembered,
  rememberCharge,
  rememberShown,
  writeLedger,
} from '../work/ledger-heads.ts'
import type { CoverDeps } from './cover-steps.ts'
import { type Chain, isLive, type NodeState } from './state.ts'
import type { Outcome } from './step.ts'

/** What steps of a covered round need of the ledgers; nothing is read for others. */
export async function coverMemory(
  stores: Stores,
  core: Core | null,
): Promise<Pick<CoverDeps, 'ledger' | 'remembered'>> {
  if (core === null || core.cover === null) return { ledger: [], remembered: {} }
  const entries = core.evaluators.map(async (id) => [id, await readRemembered(stores, id)] as const)
  return {
    ledger: await readLedger(stores),
    remembered: Object.fromEntries(await Promise.all(entries)),
  }
}

/** 14.6: in the transaction of the step, so that it is durable before anything leaves. */
export async function keepMemory(
  stores: Stores,
  before: NodeState | null,
  { state, entry }: Outcome,
): Promise<void> {
  if (entry !== undefined) await writeLedger(stores, entry)
  if (state.phase !== 'running' || state.ledgers === undefined) return
  if (before?.phase !== 'running') {
    for (const [evaluator, shown] of Object.entries(state.ledgers)) {
      await rememberShown(stores, evaluator, shown)
    }
  }
  for (const maker of newlyAnswered(before, state)) {
    await rememberCharge(stores, maker, state.core.round)
  }
}

/** Evaluators whose evaluation this node has seen with this step: what they show must have a charge. */
function newlyAnswered(before: NodeState | null, after: NodeState): string[] {
  const seen = before === null ? 0 : (chainOf(before)?.stages.length ?? 0)
  const added = chainOf(after)?.stages.slice(seen) ?? []
  return added
    .filter(({ done }) => findStage(after.core, done.stage)?.kind === 'evaluate')
    .map(({ maker }) => maker)
}

function chainOf(state: NodeState): Chain | null {
  return isLive(state) && 'chain' in state.evaluator ? state.evaluator.chain : null
}
