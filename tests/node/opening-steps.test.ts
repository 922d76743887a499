import { describe, expect, it } from 'vitest'
import type { NodeEvent } from '../../src/node/events.ts'
import { declare } from '../round/paper.ts'
import { PaperRound } from '../round/paper-round.ts'
import { awaiting, type Check, harmless, OTHER, one, outcome, two, withDone } from './asked.ts'

describe('the coordinator’s opening at an evaluator that has not the sums', () => {
  const stage = 'open/persons/0'
  const named = `round spring, ${stage} by coordinator`
  const without = (ids: string) => `A stage is shown without the signature of ${ids}: ${named}`

  it('is taken on the word of all counters', () => {
    for (const paper of [one, two]) {
      const place = awaiting('stage.check', stage, { self: 'border', paper })
      expect(Object.keys(place.event.confirmed)).toEqual(paper.counters)
      expect(outcome(place, place.event)).toBe('checking')
    }
  })

  it('is refused without the word of one of them, or with that of others only', () => {
    const place = awaiting('stage.check', stage, { self: 'border' })
    const { court, rapporteur } = place.event.confirmed as Required<Check['confirmed']>
    const wrong: [string, object][] = [
      ['court, rapporteur', {}],
      ['rapporteur', { court }],
      ['court', { rapporteur }],
      ['court', { rapporteur, police: court, border: court, coordinator: court }],
    ]
    for (const [missing, confirmed] of wrong) {
      const event = { ...place.event, confirmed } as Check
      expect(outcome(place, event)).toBe(without(missing))
    }
  })

  it('is refused when a counter signed another digest, or another stage of the same', () => {
    const place = awaiting('stage.check', stage, { self: 'border' })
    const { confirmed } = place.event
    const court = confirmed['court']!
    for (const over of [{ digest: OTHER }, { stage: 'open/form/0' }, { stage: 'link' }]) {
      const event = { ...place.event, confirmed: { ...confirmed, court: { ...court, ...over } } }
      expect(outcome(place, event)).toBe(without('court'))
    }
  })

  it('need not be made from what the node has seen, but must have its form', () => {
    const place = awaiting('stage.check', stage, { self: 'border' })
    const { output } = place.event.shown.done
    const over = { output: declare('another round', output) }
    expect(outcome(place, withDone(place.event, over))).toBe('batch.declaration')
    const many = declare(place.round.binding(), { ...output, rows: 19 })
    expect(outcome(place, withDone(place.event, { output: many }))).toBe(
      `A stage is shown with more rows than were sent: ${named}`,
    )
    expect(outcome(place, withDone(place.event, { input: OTHER }))).toBe('checking')
  })

  it('fixes how many persons there are: another number in a later table is refused', () => {
    for (const name of ['open/persons/2', 'open/form/0', 'open/form/2']) {
      const place = awaiting('stage.check', name, { self: 'border' })
      const { output, proofRows, ...rest } = place.event.shown.done
      const binding = place.round.binding()
      for (const rows of [4, 6]) {
        const other = declare(binding, { ...output, rows })
        const proven = proofRows && declare(binding, { ...proofRows, rows })
        const confirmed = Object.fromEntries(
          two.counters.map((id) => [id, { ...rest, digest: other.digest, tally: null }]),
        )
        const event = withDone({ ...place.event, confirmed }, { output: other, proofRows: proven })
        expect(outcome(place, event), name).toBe('batch.declaration')
      }
      expect(outcome(place, place.event)).toBe('checking')
    }
  })
})

describe('a counter', () => {
  it('takes no opening before it has seen the links, so that it can sum first', () => {
    const place = awaiting('stage.check', 'link', { self: 'court' })
    const { event } = awaiting('stage.check', 'open/persons/0', { self: 'court' })
    const byWord = awaiting('stage.check', 'open/persons/0', { self: 'border' })
    expect(outcome(place, event)).toBe('message.untimely')
    expect(outcome(place, byWord.event)).toBe('message.untimely')
  })

  it('does not take the word of the other counter for what it can check', () => {
    const place = awaiting('stage.check', 'open/persons/0', { self: 'court' })
    const { event } = awaiting('stage.check', 'open/persons/0', { self: 'border' })
    const confirmed = { ...event, shown: withDone(place.event, { input: OTHER }).shown }
    expect(outcome(place, confirmed)).toBe(
      'A stage is shown made from other rows: round spring, open/persons/0 by coordinator',
    )
  })

  it('holds the number of persons against the links that it has seen', () => {
    for (const name of ['open/persons/0', 'open/form/0']) {
      const place = awaiting('stage.check', name, { self: 'court' })
      const output = declare(place.round.binding(), { ...place.event.shown.done.output, rows: 4 })
      expect(outcome(place, withDone(place.event, { output }))).toBe('batch.declaration')
    }
  })

  it('signs what it counted in the bag, and nothing of other stages', () => {
    const place = awaiting('stage.check', 'open/form/3', { self: 'court' })
    place.round.happen('court', place.event)
    place.round.happen('court', { type: 'stage.verified', tally: OTHER })
    const [said] = place.round.toCoordinator.get('court')!
    expect(said?.statement.body).toEqual({
      stage: 'open/form/3',
      digest: place.event.shown.done.output.digest,
      tally: OTHER,
    })
  })
})

describe('an evaluator that sees neither links nor bag', () => {
  it('is not to be shown them', () => {
    const place = awaiting('stage.check', 'open/persons/0', { self: 'border' })
    const { event: links } = awaiting('stage.check', 'link', { self: 'court' })
    expect(outcome(place, links)).toBe('message.untimely')
    const later = awaiting('stage.check', 'open/form/0', { self: 'border' })
    const { event: bag } = awaiting('stage.check', 'open/persons/3', { self: 'court' })
    expect(outcome(later, bag)).toBe('message.untimely')
  })
})

describe('its own turn', () => {
  it('is taken when it has checked all that it sees before, and not twice', () => {
    const place = awaiting('stage.due', 'mix/2', { self: 'court' })
    for (const stage of ['mix/1', 'mix/3', 'evaluate/2', 'open/persons/2', 'link', 'mix/9', '']) {
      expect(harmless).toContain(outcome(place, { type: 'stage.due', stage }))
    }
    expect(outcome(place, place.event)).toBe('working')
    expect(outcome(place, place.event)).toBe('message.untimely')
    place.round.toNodes.get('court')!.shift()
    place.round.play({ at: 'work', who: 'court' })
    const [said] = place.round.toCoordinator.get('court')!
    expect(said?.statement.body).toMatchObject({ stage: 'mix/2', tally: null })
    place.round.toCoordinator.set('court', [])
    expect(outcome(place, place.event)).toBe('stage.answered')
  })

  it('is not taken while it has yet to check the stage before', () => {
    const place = awaiting('stage.check', 'mix/1', { self: 'court' })
    expect(outcome(place, { type: 'stage.due', stage: 'mix/2' })).toBe('message.untimely')
    expect(outcome(place, place.event)).toBe('checking')
    expect(outcome(place, { type: 'stage.due', stage: 'mix/2' })).toBe('message.untimely')
  })

  it('cannot be shown to it as made by another', () => {
    const place = awaiting('stage.due', 'mix/2', { self: 'court' })
    const { event } = awaiting('stage.check', 'mix/2', { self: 'border' })
    const forged = { ...event, shown: { ...event.shown, maker: 'border' } }
    expect(outcome(place, forged)).toBe(
      'A stage is shown of another maker: round spring, mix/2 by court',
    )
  })

  it('is finished with the stage that was due, and a check only while one is under way', () => {
    const place = awaiting('stage.due', 'mix/2', { self: 'court' })
    const { event } = awaiting('stage.check', 'mix/2', { self: 'border' })
    const { done } = event.shown
    expect(outcome(place, { type: 'stage.worked', done })).toBe('message.untimely')
    expect(outcome(place, { type: 'stage.verified', tally: null })).toBe('message.untimely')
    place.round.happen('court', place.event)
    const other = { ...done, stage: 'mix/3' }
    expect(outcome(place, { type: 'stage.worked', done: other })).toBe('message.untimely')
    expect(outcome(place, { type: 'stage.worked', done })).toBe('idle')
  })
})

describe('the release', () => {
  it('is due at the last evaluator when every table is opened, and no sooner', () => {
    const round = new PaperRound(two)
    const last: string[] = []
    while (round.moves().length > 0) {
      const state = round.nodes.get('rapporteur')
      if (state != null && state.phase === 'running' && state.evaluator.at === 'idle') {
        const said = outcome({ round: clone(round), self: 'rapporteur' }, { type: 'release.due' })
        if (last.at(-1) !== said) last.push(said)
      }
      round.play(round.moves()[0]!) // there is one
    }
    expect(last).toEqual(['message.untimely', 'releasing'])
  })

  it('is never due at another, and what is counted is taken only when it is due', () => {
    const round = new PaperRound(two)
    round.playAll(() => round.coordinator.progress.phase === 'releasing')
    const counted: NodeEvent = { type: 'counted', release: {}, digest: OTHER }
    for (const self of ['border', 'court', 'police']) {
      expect(outcome({ round, self }, { type: 'release.due' })).toBe('message.untimely')
    }
    expect(outcome({ round, self: 'rapporteur' }, counted)).toBe('message.untimely')
    expect(outcome({ round, self: 'rapporteur' }, { type: 'release.due' })).toBe('releasing')
    expect(outcome({ round, self: 'rapporteur' }, counted)).toBe('counted')
  })

  /** A round whose nodes stand where these do, and whose queues are empty. */
  function clone(round: PaperRound): PaperRound {
    const copy = new PaperRound(round.paper)
    for (const [id, state] of round.nodes) copy.nodes.set(id, state)
    return copy
  }
})
