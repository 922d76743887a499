/** A covered round on paper in which counts are large, and every evaluator opens what it has to. */
import { toBase64Url } from '../../src/base/bytes.ts'
import type { CoordinatorDeps, CoordinatorEvent, Said } from '../../src/coordinator/step.ts'
import { coordinatorStep } from '../../src/coordinator/step.ts'
import { addEntry, type LedgerEntry } from '../../src/cover/ledger.ts'
import type { Question } from '../../src/cover/questions.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import type { NodeEvent } from '../../src/node/events.ts'
import { isLive } from '../../src/node/state.ts'
import { nodeStep } from '../../src/node/step.ts'
import { questionsDue } from '../../src/round/cover-answers.ts'
import type { OpenedQuestion } from '../../src/round/statements.ts'
import { coveredCounts, makePaper } from './paper.ts'
import { PaperRound, saidBy } from './paper-round.ts'
import { sampleSlots } from './sample.ts'

const engine = await loadSodiumEngine()
export const coveredPaper = await makePaper({ covered: true })

/** Persons and cover of each bin: all large. */
export const largeCounts = coveredCounts(coveredPaper.core).map(() => 500)

/** Everybody's key records on paper commit to 1 in each bin with a blinding of 0. */
export function openingsOf(due: readonly Question[]): OpenedQuestion[] {
  const blinding = toBase64Url(new Uint8Array(32))
  return due.map(({ id, bins }) => ({ question: id, value: bins.length, blinding }))
}

export function dueOf(covered: readonly number[]): Question[] {
  const { core, agreement } = coveredPaper
  return questionsDue(core, agreement.terms, { covered, ledgers: {} })
}

/** Ledgers are kept; the clock and the ways are those of PaperRound. */
export class CoveredRound extends PaperRound {
  readonly ledgers = new Map<string, readonly LedgerEntry[]>()

  readonly counts: readonly number[]

  constructor(counts: readonly number[] = largeCounts) {
    super(coveredPaper)
    this.counts = counts
  }

  override happen(self: string, event: NodeEvent): void {
    const outcome = nodeStep(this.nodes.get(self) ?? null, event, this.nodeDeps(self))
    this.nodes.set(self, outcome.state)
    const { entry } = outcome
    if (entry !== undefined) this.ledgers.set(self, addEntry(this.ledgerOf(self), entry))
    for (const saying of outcome.outbox) this.toCoordinator.get(self)?.push(saidBy(self, saying))
  }

  override nodeDeps(self: string) {
    const { agreement, standing, core } = this.paper
    const slots = sampleSlots.map((slot) => slot.id)
    const at = { engine, slots, nowMs: core.openedMs, keyLeft: false }
    const ledger = this.ledgerOf(self)
    return { self, agreement, standing, known: [], ledger, remembered: {}, ...at }
  }

  ledgerOf(self: string): readonly LedgerEntry[] {
    return this.ledgers.get(self) ?? []
  }

  override workOf(self: string): NodeEvent {
    const state = this.nodes.get(self)
    if (state != null && isLive(state) && state.evaluator.at === 'showing') {
      return { type: 'counts.read', covered: this.counts }
    }
    if (state != null && isLive(state) && state.evaluator.at === 'opening') {
      const questions = dueOf(this.counts)
      return { type: 'questions.decided', openings: openingsOf(questions), questions }
    }
    return super.workOf(self)
  }

  /** Plays until `from` has said `type`, and takes what it said out of its queue. */
  held(type: string, from: string): Said {
    this.playAll(() => this.toCoordinator.get(from)?.some((said) => said.type === type) ?? false)
    const queue = this.toCoordinator.get(from)!
    const at = queue.findIndex((said) => said.type === type)
    if (at < 0) throw new Error(`${from} never said ${type}`)
    return queue.splice(at, 1)[0]!
  }

  /** What the coordinator's step makes of it, without going there. */
  judged(event: CoordinatorEvent, deps: CoordinatorDeps = this.deps()) {
    return coordinatorStep(this.coordinator, event, deps)
  }

  untilPhase(phase: string): this {
    this.playAll(() => this.coordinator.progress.phase === phase)
    return this
  }
}
