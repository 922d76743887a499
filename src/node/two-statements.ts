import { canonicalJson } from '../crypto/canonical.ts'
import type { StageDone } from '../round/statements.ts'
import type { NodeEvent } from './events.ts'
import type { Accusation } from './evidence.ts'
import type { RunningState } from './owner-steps.ts'
import type { DeclaredList, EvaluatorTrack, ShownStage } from './state.ts'

/**
 * Whether somebody signed two different things where one is due (protocol/specification.md 15.3): a stage
 * that this node was shown otherwise before, lists declared otherwise than in the roster before.
 */
export function twoStatements({ evaluator }: RunningState, event: NodeEvent): Accusation | null {
  if (event.type === 'stage.check') return twoStages(shownIn(evaluator), event.shown)
  if (event.type !== 'roster.complete') return null
  for (const list of event.lists) {
    const found = twoDeclarations(rosterIn(evaluator), list)
    if (found !== null) return found
  }
  return null
}

function twoStages(known: readonly ShownStage[], shown: ShownStage): Accusation | null {
  const { maker, done } = shown
  const other = known.find((one) => one.maker === maker && one.done.stage === done.stage)
  if (other === undefined || other.jws === null || shown.jws === null) return null
  if (canonicalJson(meant(other.done)) === canonicalJson(meant(done))) return null
  return accusation(maker, done.stage, [other.jws, shown.jws])
}

/** Wrapped keys are made afresh each time, and say nothing of the work. */
function meant({ input, output, tally }: StageDone): unknown {
  return [input, output.digest, tally]
}

function twoDeclarations(known: readonly DeclaredList[], list: DeclaredList): Accusation | null {
  const { sender, declaration } = list
  const other = known.find(
    (one) => one.sender === sender && one.declaration.name === declaration.name,
  )
  if (other === undefined || other.declaration.digest === declaration.digest) return null
  return accusation(sender, 'lists.declare', [other.jws, list.jws])
}

function accusation(accused: string, subject: string, statements: readonly string[]): Accusation {
  return { accused, subject, statements, batches: async () => [] }
}

function shownIn(evaluator: EvaluatorTrack): readonly ShownStage[] {
  const before = 'chain' in evaluator ? evaluator.chain.stages : []
  return evaluator.at === 'checking' ? [...before, evaluator.shown] : before
}

function rosterIn(evaluator: EvaluatorTrack): readonly DeclaredList[] {
  if ('roster' in evaluator) return evaluator.roster
  return 'chain' in evaluator ? evaluator.chain.roster : []
}
