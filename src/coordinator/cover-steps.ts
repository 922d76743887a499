import { checkRemembered, type Remembered } from '../cover/ledger.ts'
import { impossible } from '../cover/opening.ts'
import type { GroupEngine } from '../group/engine.ts'
import type { Terms } from '../round/agreement.ts'
import { checkOpenings, type Ledgers, questionsDue } from '../round/cover-answers.ts'
import { coverPlanOf } from '../round/cover-plan.ts'
import type { Manifest } from '../round/manifest.ts'
import { statementsOf, textsOf } from './gather.ts'
import type { RunningRound } from './state.ts'
import type { Outcome, Said } from './step.ts'
import { broken, tell } from './tell.ts'

/** What the coordinator looks at in covered rounds besides its state. */
export interface CoverDeps {
  readonly engine: GroupEngine
  readonly terms: Terms
  /** What is remembered of the ledger of who speaks. */
  readonly remembered: Remembered
}

/** After the last stage: in a covered round counts are signed and questions opened first (14.4, 14.5). */
export function closeStages(state: RunningRound, manifest: Manifest): Outcome {
  const last = state.core.evaluators.slice(-1)
  if (state.core.cover === null) {
    const releasing = { phase: 'releasing', manifest } as const
    return tell({ ...state, progress: releasing }, last, { type: 'release.due', body: {} })
  }
  const counting = { phase: 'counting', manifest } as const
  return tell({ ...state, progress: counting }, last, { type: 'counts.due', body: {} })
}

/** Judges what is said of cover as soon as it is said, so that who breaks the protocol is named. */
export function judgeCover(state: RunningRound, said: Said, deps: CoverDeps): void {
  const { core, progress } = state
  if (core.cover === null) return
  if (said.type === 'manifest.sign' && core.evaluators.includes(said.from)) {
    const { ledger } = said.statement.body
    if (ledger === undefined) {
      throw broken('ledger.missing', 'An evaluator shows no ledger', [said.from])
    }
    checkRemembered(deps.remembered, ledger, said.from)
  }
  if (said.type === 'cover.counted') {
    const bins = coverPlanOf(core)?.bins.length
    if (said.statement.body.covered.length !== bins) throw impossible('not one count for each bin')
  }
  if (said.type === 'questions.opened' && progress.phase === 'answering') {
    const { engine } = deps
    const { openings: opened } = said.statement.body
    checkOpenings(engine, progress.manifest, { evaluator: said.from, due: progress.due, opened })
  }
}

/** Everybody decides alike, so the coordinator knows what each has to open. */
export function askQuestions(state: RunningRound, manifest: Manifest, terms: Terms): Outcome {
  const { core } = state
  const [counted] = Object.values(statementsOf(state, 'cover.counted'))
  const { covered } = counted!.body // afterAll has it
  const due = questionsDue(core, terms, { covered, ledgers: shownLedgers(state) })
  const progress = { phase: 'answering', manifest, due } as const
  return tell({ ...state, progress }, core.evaluators, {
    type: 'questions.due',
    body: { statement: counted!.jws },
  })
}

function shownLedgers(state: RunningRound): Ledgers {
  const said = statementsOf(state, 'manifest.sign')
  const { evaluators } = state.core
  return Object.fromEntries(evaluators.map((id) => [id, said[id]?.body.ledger ?? []]))
}

/** All have opened the same, and rightly: the counter makes the release of it. */
export function handOpenings(state: RunningRound, manifest: Manifest): Outcome {
  const { evaluators } = state.core
  const releasing = { phase: 'releasing', manifest } as const
  return tell({ ...state, progress: releasing }, evaluators.slice(-1), {
    type: 'release.due',
    body: { openings: textsOf(state, 'questions.opened', evaluators) },
  })
}
