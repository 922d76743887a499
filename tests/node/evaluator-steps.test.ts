import { describe, expect, it } from 'vitest'
import { isProblem, type Problem } from '../../src/base/problem.ts'
import { inputDigestOf } from '../../src/node/evaluator-steps.ts'
import type { NodeEvent } from '../../src/node/events.ts'
import type { Chain, LiveState } from '../../src/node/state.ts'
import { findStage } from '../../src/round/stages.ts'
import type { StageDone } from '../../src/round/statements.ts'
import { declare, makePaper } from '../round/paper.ts'
import { eventOf } from '../round/paper-events.ts'
import { PaperRound } from '../round/paper-round.ts'

const one = await makePaper({ counters: 1, tables: 1 })
const two = await makePaper({ counters: 2, tables: 1 })
const unproven = await makePaper({ counters: 2, tables: 1, proofs: 'off' })
const OTHER = 'Z'.repeat(43)

type Check = Extract<NodeEvent, { type: 'stage.check' }>

/** A round in which `self` is about to be told to check, or make, `stage`; and what it is told. */
function before<T extends 'stage.check' | 'stage.due'>(
  type: T,
  stage: string,
  { self, paper = two }: { self: string; paper?: typeof two },
) {
  const round = new PaperRound(paper)
  const isIt = () => {
    const [first] = round.toNodes.get(self)!
    if (first?.type !== type) return false
    const { body } = first as { body: { stage?: string; statement?: string } }
    return (body.stage ?? JSON.parse(body.statement ?? '').body.stage) === stage
  }
  round.playAll(isIt)
  const event = eventOf(round.toNodes.get(self)![0]!) // isIt has found it
  return { round, self, event: event as Extract<NodeEvent, { type: T }> }
}

/** What `event` leads to at the node: its refusal, or where its evaluator then stands. */
function outcome({ round, self }: { round: PaperRound; self: string }, event: NodeEvent): string {
  const state = round.nodes.get(self)!
  try {
    round.happen(self, event)
  } catch (error) {
    if (!isProblem(error)) throw error
    expect(round.nodes.get(self)).toBe(state)
    expect(round.toCoordinator.get(self)).toEqual([])
    return refused(error)
  }
  const { evaluator } = round.nodes.get(self) as LiveState
  return evaluator.at
}

function refused({ code, what, where = '' }: Problem): string {
  return code === 'stage.wrong-input' ? `${what}: ${where}` : code
}

function withDone(event: Check, over: Partial<StageDone>): Check {
  const { shown } = event
  return { ...event, shown: { ...shown, done: { ...shown.done, ...over } } }
}

/** Each stage of a kind, and an evaluator that checks it by itself. */
const checks = [
  ['mix/1', 'court', 'border'],
  ['mix/3', 'border', 'rapporteur'],
  ['evaluate/2', 'rapporteur', 'court'],
  ['link', 'court', 'coordinator'],
  ['open/persons/0', 'rapporteur', 'coordinator'],
  ['open/form/1', 'court', 'border'],
  ['open/form/3', 'court', 'rapporteur'],
] as const

describe.each(checks)('%s, checked by %s', (stage, self, maker) => {
  const named = `round spring, ${stage} by ${maker}`
  const at = () => before('stage.check', stage, { self })

  it('is taken from its maker and of nobody else', () => {
    const place = at()
    const others = ['border', 'court', 'rapporteur', 'coordinator', 'police'].filter(
      (id) => id !== maker,
    )
    for (const other of others) {
      const shown = { ...place.event.shown, maker: other }
      expect(outcome(place, { ...place.event, shown })).toBe(
        `A stage is shown of another maker: ${named}`,
      )
    }
    expect(outcome(place, place.event)).toBe('checking')
  })

  it('is refused when it is made from other rows than this node has seen', () => {
    const place = at()
    const seen = (place.round.nodes.get(self) as LiveState).evaluator as { chain: Chain }
    const inputs = [OTHER, ...seen.chain.stages.map(({ done }) => done.output.digest)]
    for (const input of inputs.filter((digest) => digest !== place.event.shown.done.input)) {
      expect(outcome(place, withDone(place.event, { input }))).toBe(
        `A stage is shown made from other rows: ${named}`,
      )
    }
  })

  it('is refused in another form: name, width, digest, or proof rows missing or unwanted', () => {
    const place = at()
    const { output, proofRows } = place.event.shown.done
    const binding = place.round.binding()
    const wrong: Partial<StageDone>[] = [
      { output: { ...output, digest: OTHER } },
      { output: declare('another round', output) },
      { output: declare(binding, { ...output, name: 'mix/9' }) },
      { output: declare(binding, { ...output, rowBytes: output.rowBytes + 32 }) },
      { output: { ...output, chunks: [...output.chunks, OTHER] } },
    ]
    if (proofRows !== null) {
      wrong.push({ proofRows: declare(binding, { ...proofRows, rows: proofRows.rows + 1 }) })
      wrong.push({ proofRows: declare(binding, { ...proofRows, name: 'proof/mix/9' }) })
    }
    for (const over of wrong) {
      expect(outcome(place, withDone(place.event, over))).toBe('batch.declaration')
    }
    const unwanted = { proofRows: proofRows === null ? output : null }
    expect(outcome(place, withDone(place.event, unwanted))).toBe(
      `A stage is shown with a proof of another form: ${named}`,
    )
  })

  it('is refused with more rows than were sent, or than there are persons', () => {
    const place = at()
    const { output, proofRows } = place.event.shown.done
    const binding = place.round.binding()
    for (const rows of [output.rows - 1, output.rows + 1, 19]) {
      const proven = proofRows && declare(binding, { ...proofRows, rows })
      const event = withDone(place.event, {
        output: declare(binding, { ...output, rows }),
        proofRows: proven,
      })
      const free = stage === 'link' && rows <= 18
      const many = `A stage is shown with more rows than were sent: ${named}`
      const expected = free ? 'checking' : stage === 'link' ? many : 'batch.declaration'
      expect(outcome({ ...place, round: at().round }, event), `${rows} rows`).toBe(expected)
    }
  })

  it('is checked once: asked again it is refused, also after other stages', () => {
    const place = at()
    const { round, event } = place
    round.tell(round.toNodes.get(self)!.shift()!)
    expect(outcome(place, event)).toBe('message.untimely')
    round.play({ at: 'work', who: self })
    round.toCoordinator.set(self, [])
    expect(outcome(place, event)).toBe('stage.answered')
    expect(outcome(place, withDone(event, { input: OTHER }))).toBe('stage.answered')
  })

  it('cannot be taken before the stages that this node sees before it', () => {
    const place = at()
    const events = checks.map(
      ([name, who]) => before('stage.check', name, { self: who }).event as Check,
    )
    for (const event of events.filter(({ shown }) => shown.done.stage !== stage)) {
      expect(harmless).toContain(outcome(place, event))
    }
    for (const due of ['mix/1', 'mix/2', 'open/form/2', 'link', 'nothing']) {
      const outcomes = outcome(place, { type: 'stage.due', stage: due })
      expect(harmless).toContain(outcomes)
    }
  })
})

const harmless = ['message.untimely', 'stage.answered']

describe('the coordinator’s opening at an evaluator that has not the sums', () => {
  const stage = 'open/persons/0'
  const named = `round spring, ${stage} by coordinator`
  const without = (ids: string) =>
    `A stage is shown without the signature of ${ids}: ${named}`

  it('is taken on the word of all counters', () => {
    for (const paper of [one, two]) {
      const place = before('stage.check', stage, { self: 'border', paper })
      expect(Object.keys(place.event.confirmed)).toEqual(paper.counters)
      expect(outcome(place, place.event)).toBe('checking')
    }
  })

  it('is refused without the word of one of them, or with that of others only', () => {
    const place = before('stage.check', stage, { self: 'border' })
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
    const place = before('stage.check', stage, { self: 'border' })
    const { confirmed } = place.event
    const court = confirmed['court']!
    for (const over of [{ digest: OTHER }, { stage: 'open/form/0' }, { stage: 'link' }]) {
      const event = { ...place.event, confirmed: { ...confirmed, court: { ...court, ...over } } }
      expect(outcome(place, event)).toBe(without('court'))
    }
  })

  it('need not be made from what the node has seen, but must have its form', () => {
    const place = before('stage.check', stage, { self: 'border' })
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
      const place = before('stage.check', name, { self: 'border' })
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
    const place = before('stage.check', 'link', { self: 'court' })
    const { event } = before('stage.check', 'open/persons/0', { self: 'court' })
    const byWord = before('stage.check', 'open/persons/0', { self: 'border' })
    expect(outcome(place, event)).toBe('message.untimely')
    expect(outcome(place, byWord.event)).toBe('message.untimely')
  })

  it('does not take the word of the other counter for what it can check', () => {
    const place = before('stage.check', 'open/persons/0', { self: 'court' })
    const { event } = before('stage.check', 'open/persons/0', { self: 'border' })
    const confirmed = { ...event, shown: withDone(place.event, { input: OTHER }).shown }
    expect(outcome(place, confirmed)).toBe(
      'A stage is shown made from other rows: round spring, open/persons/0 by coordinator',
    )
  })

  it('holds the number of persons against the links that it has seen', () => {
    const place = before('stage.check', 'open/form/0', { self: 'court' })
    const output = declare(place.round.binding(), { ...place.event.shown.done.output, rows: 4 })
    expect(outcome(place, withDone(place.event, { output }))).toBe('batch.declaration')
  })

  it('signs what it counted in the bag, and nothing of other stages', () => {
    const place = before('stage.check', 'open/form/3', { self: 'court' })
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
    const place = before('stage.check', 'open/persons/0', { self: 'border' })
    const { event: links } = before('stage.check', 'link', { self: 'court' })
    expect(outcome(place, links)).toBe('message.untimely')
    const later = before('stage.check', 'open/form/0', { self: 'border' })
    const { event: bag } = before('stage.check', 'open/persons/3', { self: 'court' })
    expect(outcome(later, bag)).toBe('message.untimely')
  })
})

describe('its own turn', () => {
  it('is taken when it has checked all that it sees before, and not twice', () => {
    const place = before('stage.due', 'mix/2', { self: 'court' })
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
    const place = before('stage.check', 'mix/1', { self: 'court' })
    expect(outcome(place, { type: 'stage.due', stage: 'mix/2' })).toBe('message.untimely')
    expect(outcome(place, place.event)).toBe('checking')
    expect(outcome(place, { type: 'stage.due', stage: 'mix/2' })).toBe('message.untimely')
  })

  it('cannot be shown to it as made by another', () => {
    const place = before('stage.due', 'mix/2', { self: 'court' })
    const { event } = before('stage.check', 'mix/2', { self: 'border' })
    const forged = { ...event, shown: { ...event.shown, maker: 'border' } }
    expect(outcome(place, forged)).toBe(
      'A stage is shown of another maker: round spring, mix/2 by court',
    )
  })

  it('is finished with the stage that was due, and a check only while one is under way', () => {
    const place = before('stage.due', 'mix/2', { self: 'court' })
    const { event } = before('stage.check', 'mix/2', { self: 'border' })
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

it('asks for no proof rows in an unproven round, and refuses them there', () => {
  const place = before('stage.check', 'mix/1', { self: 'court', paper: unproven })
  const { output } = place.event.shown.done
  const proofRows = declare(place.round.binding(), { ...output, name: 'proof/mix/1', rowBytes: 128 })
  expect(outcome(place, withDone(place.event, { proofRows }))).toBe(
    'A stage is shown with a proof of another form: round spring, mix/1 by border',
  )
  expect(outcome(place, place.event)).toBe('checking')
})

it('what a stage is made from follows from what this node has seen', () => {
  const { round } = before('stage.check', 'open/form/1', { self: 'court' })
  const { evaluator } = round.nodes.get('court') as LiveState
  const { chain } = evaluator as { chain: Chain }
  const output = (name: string) =>
    chain.stages.find(({ done }) => done.stage === name)!.done.output.digest
  const input = (name: string) => inputDigestOf(two.core, chain, findStage(two.core, name)!)
  expect(input('mix/1')).toBe('I'.repeat(43))
  expect(input('evaluate/1')).toBe(output('mix/3'))
  expect(input('open/form/0')).toBe(input('open/persons/0'))
  const others = ['mix/3', 'link', 'open/persons/0'].map(output)
  expect(others).not.toContain(input('open/persons/0'))
  expect(input('open/form/1')).toBe(output('open/form/0'))
  expect(() => input('open/form/2')).toThrow('open/form/1 is not shown')
})
