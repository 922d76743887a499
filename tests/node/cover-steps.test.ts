import { describe, expect, it } from 'vitest'
import { addEntry, ledgerHead } from '../../src/cover/ledger.ts'
import type { NodeEvent } from '../../src/node/events.ts'
import { isLive, type NodeState } from '../../src/node/state.ts'
import { nodeStep } from '../../src/node/step.ts'
import { coverBudget, coverCharge } from '../../src/round/cover-answers.ts'
import { refusal } from '../refusal.ts'
import {
  CoveredRound,
  coveredPaper,
  dueOf,
  largeCounts,
  openingsOf,
} from '../round/covered-paper.ts'

const { core, agreement } = coveredPaper
const winter = { ...coverCharge(core)!, round: 'winter' }

/** The outcome at that node, or the code of what it refuses. */
function outcome(round: CoveredRound, self: string, event: NodeEvent, over: object = {}) {
  const deps = { ...round.nodeDeps(self), ...over }
  return nodeStep(round.nodes.get(self) ?? null, event, deps)
}

function code(round: CoveredRound, self: string, event: NodeEvent, over: object = {}): string {
  return refusal(() => outcome(round, self, event, over)).code
}

function at(state: NodeState | null | undefined): string {
  return state != null && isLive(state) ? state.evaluator.at : 'ended'
}

/** Until that node has work that is due in that place. */
function until(self: string, place: string): CoveredRound {
  const round = new CoveredRound()
  round.playAll(() => at(round.nodes.get(self)) === place)
  return round
}

describe('an evaluator of a covered round', () => {
  it('charges its ledger with its evaluation, once, and notes what it opens', () => {
    const round = until('court', 'working')
    while (round.ledgerOf('court').length === 0) round.play(round.moves()[0]!)
    expect(round.ledgerOf('court')).toMatchObject([{ ...coverCharge(core)!, sequence: 1 }])
    const said = round.toCoordinator.get('court')!.at(-1)!
    expect(said.statement.body).toMatchObject({ stage: 'evaluate/2' })
    round.playAll()
    const opened = { kind: 'opened', lists: core.lists.map(({ id }) => id).sort() }
    expect(round.ledgerOf('court')).toMatchObject([{ kind: 'charge' }, opened])
  })

  it('refuses a round that its budget does not bear, and ends one that another round outran', () => {
    const budget = coverBudget(agreement)!
    const spent = { ...winter, epsilon: budget.epsilon }
    const proposed = { type: 'round.proposed', core, statements: [] } as const
    const fresh = new CoveredRound()
    const refused = outcome(fresh, 'court', proposed, { ledger: addEntry([], spent) })
    expect(refused.state).toMatchObject({ phase: 'aborted', code: 'ledger.spent' })
    const owner = outcome(fresh, 'police', proposed, { ledger: addEntry([], spent) })
    expect(owner.state.phase).toBe('proposed')
    const round = new CoveredRound()
    round.playTo('evaluate/2')
    round.playAll(() => at(round.nodes.get('court')) === 'working')
    const worked = round.workOf('court')
    expect(code(round, 'court', worked, { ledger: addEntry([], spent) })).toBe('ledger.spent')
  })

  it('shows its ledger when it signs the manifest; owners show none', () => {
    const round = new CoveredRound()
    round.ledgers.set('court', addEntry([], winter))
    round.untilPhase('signing')
    const signed = (from: string) => round.held('manifest.sign', from).statement.body
    expect(signed('police')).not.toHaveProperty('ledger')
    expect(signed('court')).toMatchObject({ ledger: [{ round: 'winter', sequence: 1 }] })
  })

  it('notices a ledger that was put back, forked, is no chain or is not there', () => {
    const round = new CoveredRound()
    const ledger = addEntry([], winter)
    round.ledgers.set('court', ledger)
    round.untilPhase('declaring')
    round.playAll(() => round.toNodes.get('police')?.[0]?.type === 'manifest.signed')
    const signed = (shown: unknown): NodeEvent => {
      const body = { digest: round.binding(), software: '99.0.0' }
      const signatures = Object.fromEntries(
        ['police', 'shelter', 'border', 'court', 'rapporteur'].map((id) => [
          id,
          core.evaluators.includes(id) ? { ...body, ledger: [] } : body,
        ]),
      )
      return { type: 'manifest.signed', signatures: { ...signatures, court: shown } } as NodeEvent
    }
    const body = { digest: round.binding(), software: '99.0.0' }
    const remembered = { court: { head: ledgerHead(ledger), charged: [] } }
    const of = (shown: object) =>
      code(round, 'police', signed({ ...body, ...shown }), { remembered })
    expect(of({ ledger: [] })).toBe('ledger.rolled-back')
    expect(of({ ledger: addEntry([], { ...winter, round: 'autumn' }) })).toBe('ledger.rolled-back')
    expect(of({ ledger: [{ ...ledger[0], previous: 'A'.repeat(43) }] })).toBe('ledger.broken')
    expect(of({})).toBe('ledger.missing')
    const goesOn = addEntry(ledger, { ...winter, round: 'autumn' })
    const taken = outcome(round, 'police', signed({ ...body, ledger: goesOn }), { remembered })
    expect(taken.state).toMatchObject({ phase: 'running', ledgers: { court: goesOn } })
  })

  it('opens once, from counts of the last evaluator only, when all stages are over', () => {
    const due = { type: 'questions.due', from: 'rapporteur', covered: largeCounts } as const
    const early = until('court', 'working')
    expect(code(early, 'court', due)).toBe('message.untimely')
    const round = new CoveredRound().untilPhase('answering')
    expect(code(round, 'court', { ...due, from: 'border' })).toBe('message.untimely')
    const opening = outcome(round, 'court', due).state
    expect(at(opening)).toBe('opening')
    round.playAll(() => at(round.nodes.get('court')) === 'opened')
    expect(code(round, 'court', due)).toBe('message.untimely')
    expect(code(round, 'court', { ...due, covered: largeCounts.map(() => 9) })).toBe(
      'message.untimely',
    )
    const questions = dueOf(largeCounts)
    const decided = {
      type: 'questions.decided',
      openings: openingsOf(questions),
      questions,
    } as const
    expect(code(round, 'court', decided)).toBe('message.untimely')
  })

  it('refuses, as the last one, other counts than it signed', () => {
    const round = new CoveredRound().untilPhase('answering')
    const covered = largeCounts.map((one) => one + 1)
    const event = { type: 'questions.due', from: 'rapporteur', covered } as const
    expect(code(round, 'rapporteur', event)).toBe('cover.counted-otherwise')
  })

  it('opens nothing when another round was opened over the same lists meanwhile', () => {
    const round = until('court', 'opening')
    const questions = dueOf(largeCounts)
    const decided = {
      type: 'questions.decided',
      openings: openingsOf(questions),
      questions,
    } as const
    const lists = core.lists.map(({ id }) => id).sort()
    const { agreement: digest } = core
    const other = { kind: 'opened', round: 'autumn', agreement: digest, lists, questions } as const
    const ledger = addEntry(round.ledgerOf('court'), other)
    expect(code(round, 'court', decided, { ledger })).toBe('ledger.overtaken')
  })

  it('counts, as the last one, when asked after the last stage, and releases when all have opened', () => {
    const round = new CoveredRound().untilPhase('counting')
    expect(code(round, 'court', { type: 'counts.due' })).toBe('message.untimely')
    expect(code(round, 'rapporteur', { type: 'release.due' })).toBe('message.untimely')
    expect(at(outcome(round, 'rapporteur', { type: 'counts.due' }).state)).toBe('showing')
    round.playAll(() => at(round.nodes.get('rapporteur')) === 'opened')
    expect(code(round, 'rapporteur', { type: 'counts.due' })).toBe('message.untimely')
    const openings = { border: { openings: [] }, rapporteur: { openings: [] } }
    const due = { type: 'release.due', openings } as const
    expect(code(round, 'rapporteur', due)).toBe('statements.missing')
  })
})
