import type { Remembered } from '../cover/ledger.ts'
import { findStage } from '../round/stages.ts'
import type { Stores } from '../storage/database.ts'
import { readRemembered, rememberCharge, rememberShown } from '../work/ledger-heads.ts'
import type { RunningRound } from './state.ts'
import type { CoordinatorEvent } from './step.ts'

/** What the coordinator remembers of the ledger of who signs a manifest (14.6). */
export async function rememberedOf(stores: Stores, event: CoordinatorEvent): Promise<Remembered> {
  const signs = event.type === 'said' && event.said.type === 'manifest.sign'
  return signs ? readRemembered(stores, event.said.from) : { head: null, charged: [] }
}

/** A ledger that was accepted, and answers after which there must be a charge. */
export async function rememberSaid(
  stores: Stores,
  { core }: RunningRound,
  event: CoordinatorEvent,
): Promise<void> {
  if (core.cover === null || event.type !== 'said') return
  const { said } = event
  if (said.type === 'manifest.sign' && said.statement.body.ledger !== undefined) {
    await rememberShown(stores, said.from, said.statement.body.ledger)
  }
  const stage = said.type === 'stage.done' ? findStage(core, said.statement.body.stage) : null
  if (stage?.kind === 'evaluate') await rememberCharge(stores, said.from, core.round)
}
