import { describe, expect, it } from 'vitest'
import type { StepDeps } from '../../src/node/agree-steps.ts'
import { dueWork } from '../../src/node/do-work.ts'
import type { NodeEvent } from '../../src/node/events.ts'
import type { NodeState } from '../../src/node/state.ts'
import { nodeStep } from '../../src/node/step.ts'
import { refusal } from '../refusal.ts'
import { PaperRound, plainPaper, WatchedRound } from '../round/paper-round.ts'

const whole = new WatchedRound(plainPaper)
whole.playAll()
const { core } = plainPaper
const owner = core.lists
  .map(({ organisation }) => organisation)
  .find((id) => !core.evaluators.includes(id))!
const evaluator = core.evaluators[0]!

/** What happened to a node in a whole round, and its state as asked, before it has answered. */
function askedAt(self: string, consent: StepDeps['consent'] = 'asked') {
  const round = new PaperRound(plainPaper)
  const deps: StepDeps = { ...round.nodeDeps(self), consent: consent ?? 'given' }
  const event: NodeEvent = { type: 'round.proposed', core, statements: [] }
  return { deps, ...nodeStep(null, event, deps) }
}

const complete = whole.events.find(
  ({ self, event }) => self === owner && event.type === 'manifest.complete',
)!.event

describe('a node whose organisation is asked', () => {
  it('says nothing and has nothing to do, as owner and as evaluator', () => {
    for (const self of [owner, evaluator]) {
      const { state, outbox } = askedAt(self)
      expect(state.phase).toBe('asked')
      expect(outbox).toEqual([])
      expect(dueWork(state)).toBeNull()
    }
  })

  it('makes its keys after the yes, as an evaluator that was not asked', () => {
    const { state, deps } = askedAt(evaluator)
    const yes = nodeStep(state, { type: 'consent.given' }, deps)
    expect(yes).toMatchObject({ state: { phase: 'proposed' }, outbox: [] })
    expect(dueWork(yes.state)).toBe('make-keys')
    expect(yes.state).toEqual(askedAt(evaluator, 'given').state)
  })

  it('keeps the keys of all others, once, and signs them with the yes', () => {
    const { state, deps } = askedAt(owner)
    const kept = nodeStep(state, complete, deps)
    expect(kept).toMatchObject({ state: { phase: 'asked', complete }, outbox: [] })
    expect(refusal(() => nodeStep(kept.state, complete, deps)).code).toBe('message.untimely')
    const yes = nodeStep(kept.state, { type: 'consent.given' }, deps)
    const usual = nodeStep(askedAt(owner, 'given').state, complete, deps)
    expect(yes).toEqual(usual)
    expect(yes.outbox.map(({ type }) => type)).toEqual(['manifest.sign'])
  })

  it('ends by its own no, an abort or the deadline, and takes nothing else', () => {
    const { state, deps } = askedAt(owner)
    const no: NodeEvent = { type: 'failed', code: 'consent.refused', what: 'not now' }
    expect(nodeStep(state, no, deps)).toMatchObject({
      state: { phase: 'aborted', code: 'consent.refused', by: owner },
      outbox: [{ type: 'round.abort', body: { code: 'consent.refused', what: 'not now' } }],
    })
    const aborted: NodeEvent = { type: 'round.aborted', code: 'a.b', by: evaluator, what: 'off' }
    expect(nodeStep(state, aborted, deps)).toMatchObject({
      state: { phase: 'aborted' },
      outbox: [],
    })
    for (const { self, event } of whole.events) {
      if (self !== owner || event.type === 'round.proposed' || event === complete) continue
      const late = () => nodeStep(state, event, deps)
      expect(refusal(late).code, event.type).toBe('message.untimely')
    }
  })

  it('is not asked again, and a yes to a round that was not asked is none', () => {
    const state = askedAt(owner, 'given').state as NodeState
    const { deps } = askedAt(owner)
    expect(refusal(() => nodeStep(state, { type: 'consent.given' }, deps)).code).toBe(
      'message.untimely',
    )
    expect(refusal(() => nodeStep(null, { type: 'consent.given' }, deps)).code).toBe(
      'round.unknown',
    )
  })

  it('refuses a proposal while paused, in words that say nothing of why', () => {
    expect(askedAt(owner, 'paused')).toMatchObject({
      state: { phase: 'aborted', code: 'consent.paused', by: owner },
      outbox: [{ type: 'round.abort', body: { code: 'consent.paused' } }],
    })
  })
})
