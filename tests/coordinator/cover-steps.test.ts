import { describe, expect, it } from 'vitest'
import type { Said } from '../../src/coordinator/step.ts'
import { addEntry } from '../../src/cover/ledger.ts'
import { coverCharge } from '../../src/round/cover-answers.ts'
import type { OpenedQuestion } from '../../src/round/statements.ts'
import { refusal } from '../refusal.ts'
import {
  CoveredRound,
  coveredPaper,
  dueOf,
  largeCounts,
  openingsOf,
} from '../round/covered-paper.ts'
import { PaperRound, plainPaper, saidBy } from '../round/paper-round.ts'

const { core } = coveredPaper
const evaluators = core.evaluators
const last = evaluators.at(-1)!

/** The round after `from` has opened something else than it should. */
function afterOpening(from: string, opened: (right: OpenedQuestion[]) => OpenedQuestion[]) {
  const round = new CoveredRound().untilPhase('answering')
  round.held('questions.opened', from)
  const openings = opened(openingsOf(dueOf(largeCounts)))
  round.hear(saidBy(from, { type: 'questions.opened', body: { openings } }))
  return round.coordinator.progress
}

function withBody(said: Said, body: object): Said {
  return saidBy(said.from, { type: said.type, body } as never)
}

describe('a round without cover', () => {
  it('asks for the release at once, and for no counts', () => {
    const round = new PaperRound(plainPaper)
    round.playAll(() => round.coordinator.progress.phase === 'releasing')
    expect(round.toNodes.get('rapporteur')?.at(-1)).toMatchObject({ type: 'release.due', body: {} })
  })
})

describe('a covered round after its last stage', () => {
  it('has the counts signed, hands them to all evaluators, and their openings to the counter', () => {
    const round = new CoveredRound().untilPhase('counting')
    expect(round.toNodes.get(last)?.at(-1)).toMatchObject({ type: 'counts.due' })
    round.untilPhase('answering')
    for (const id of evaluators) {
      expect(round.toNodes.get(id)?.at(-1)).toMatchObject({ type: 'questions.due' })
    }
    round.untilPhase('releasing')
    const told = round.toNodes.get(last)?.at(-1)
    expect(told?.type === 'release.due' ? told.body.openings?.length : 0).toBe(3)
    round.playAll()
    expect(round.coordinator.progress.phase).toBe('released')
  })

  it('opens nothing of counts that are small, and is released all the same', () => {
    const round = new CoveredRound(largeCounts.map(() => 0))
    round.playAll()
    expect(round.coordinator.progress.phase).toBe('released')
    expect(round.ledgerOf('border').map(({ kind }) => kind)).toEqual(['charge'])
  })

  it.each(evaluators)('ends by the name of %s when it opens wrongly', (from) => {
    const wrong = (right: OpenedQuestion[]) =>
      right.map((one, at) => (at === 0 ? { ...one, value: one.value + 1 } : one))
    expect(afterOpening(from, wrong)).toMatchObject({
      phase: 'aborted',
      code: 'proof.opening',
      by: from,
    })
    const impossible = (right: OpenedQuestion[]) => right.map((one) => ({ ...one, value: -1 }))
    expect(afterOpening(from, impossible)).toMatchObject({ code: 'cover.opening-wrong', by: from })
  })

  it('ends by the name of who opens a question too few, too many or another', () => {
    const named = { phase: 'aborted', code: 'questions.differ', by: 'court' }
    expect(afterOpening('court', (right) => right.slice(1))).toMatchObject(named)
    expect(afterOpening('court', (right) => [...right, right[0]!])).toMatchObject(named)
    expect(afterOpening('court', () => [])).toMatchObject(named)
    const other = (right: OpenedQuestion[]) =>
      right.map((one, at) => (at === 0 ? { ...one, question: 'mine' } : one))
    expect(afterOpening('court', other)).toMatchObject(named)
  })

  it('waits for who does not open, and names it at the deadline', () => {
    const round = new CoveredRound().untilPhase('answering')
    round.held('questions.opened', 'court')
    round.playAll()
    expect(round.coordinator.progress.phase).toBe('answering')
    round.coordinate({ type: 'late' })
    expect(round.coordinator.progress).toMatchObject({ code: 'round.deadline', by: 'court' })
  })

  it('ends by the name of the counter when its counts are not one for each bin', () => {
    const round = new CoveredRound()
    const said = round.held('cover.counted', last)
    round.hear(withBody(said, { covered: largeCounts.slice(1) }))
    expect(round.coordinator.progress).toMatchObject({ code: 'cover.totals', by: last })
  })

  it('takes the same counts and openings again, and no others', () => {
    const round = new CoveredRound()
    const counted = round.held('cover.counted', last)
    round.hear(counted)
    const state = round.coordinator
    expect(round.judged({ type: 'said', said: counted }).state).toBe(state)
    const other = withBody(counted, { covered: largeCounts.map((one) => one + 1) })
    expect(refusal(() => round.hear(other)).code).toBe('statement.second')
    const opened = round.held('questions.opened', 'court')
    round.hear(opened)
    expect(round.judged({ type: 'said', said: opened }).state).toBe(round.coordinator)
    const again = withBody(opened, { openings: [] })
    const second = round.judged({ type: 'said', said: again })
    expect(second.state.progress).toMatchObject({ code: 'questions.differ', by: 'court' })
  })

  it('takes counts from the last evaluator only, and no openings before they are due', () => {
    const round = new CoveredRound().untilPhase('counting')
    const early = saidBy('court', { type: 'questions.opened', body: { openings: [] } })
    expect(refusal(() => round.hear(early)).code).toBe('message.untimely')
    const other = saidBy('court', { type: 'cover.counted', body: { covered: largeCounts } })
    expect(refusal(() => round.hear(other)).code).toBe('message.untimely')
  })
})

describe('a ledger that an evaluator shows', () => {
  const charge = { ...coverCharge(core)!, round: 'winter' }
  const shown = addEntry([], charge)

  function signing(ledger: typeof shown | undefined, remembered = 'winter') {
    const round = new CoveredRound().untilPhase('signing')
    const said = round.held('manifest.sign', 'court')
    const { ledger: _, ...body } = said.statement.body as { ledger?: unknown }
    const with_ = withBody(said, ledger === undefined ? body : { ...body, ledger })
    const deps = { ...round.deps(), remembered: { head: null, charged: [remembered] } }
    return round.judged({ type: 'said', said: with_ }, deps).state.progress
  }

  it('is taken when it has the rounds that it was seen to answer in', () => {
    expect(signing([...shown])).toMatchObject({ phase: 'signing' })
  })

  it('ends the round by its name when there is none, or none of such a round', () => {
    expect(signing(undefined)).toMatchObject({ code: 'ledger.missing', by: 'court' })
    expect(signing([])).toMatchObject({ code: 'ledger.rolled-back', by: 'court' })
    expect(signing([...shown], 'autumn')).toMatchObject({ code: 'ledger.rolled-back', by: 'court' })
  })

  it('ends the round by its name when it is no chain', () => {
    const broken = [{ ...shown[0]!, sequence: 2 }]
    expect(signing(broken)).toMatchObject({ code: 'ledger.broken', by: 'court' })
  })
})
