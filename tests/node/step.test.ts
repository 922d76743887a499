import { expect, it } from 'vitest'
import { isProblem } from '../../src/base/problem.ts'
import { dueWork } from '../../src/node/do-work.ts'
import type { NodeEvent } from '../../src/node/events.ts'
import type { NodeState } from '../../src/node/state.ts'
import { refusal } from '../refusal.ts'
import { core, PaperRound } from '../round/paper-round.ts'

/** A paper round that keeps every event of every node and the state it met. */
class WatchedRound extends PaperRound {
  readonly events: { self: string; event: NodeEvent; before: NodeState | null }[] = []

  override happen(self: string, event: NodeEvent): void {
    const before = this.nodes.get(self) ?? null
    super.happen(self, event)
    this.events.push({ self, event, before })
  }
}

const whole = new WatchedRound()
whole.playAll()
const parties = [...whole.nodes.keys()]

/** What `event` does to a node that stands at `state`: the code of its refusal, or what changes. */
function tryOn(self: string, state: NodeState | null, event: NodeEvent): string {
  const round = new PaperRound()
  round.nodes.set(self, state)
  try {
    round.happen(self, event)
  } catch (error) {
    if (!isProblem(error)) throw error
    expect(round.nodes.get(self)).toBe(state)
    expect(round.toCoordinator.get(self)).toEqual([])
    return error.code
  }
  const said = round.toCoordinator.get(self)?.length ?? 0
  return round.nodes.get(self) === state && said === 0 ? 'nothing' : 'taken'
}

it.each(parties)(
  '%s takes in each state only what is due there, and else changes nothing',
  (self) => {
    const own = whole.events.filter((one) => one.self === self)
    const harmless = new Set(['nothing', 'message.untimely', 'stage.answered', 'round.unknown'])
    let refused = 0
    for (const [at, { before }] of own.entries()) {
      for (const [other, { event }] of own.entries()) {
        if (other === at || !isMessage(event) || event.type === 'round.released') continue
        // Owner and evaluator are two tracks of one node, whose events may come in either order.
        const outcome = tryOn(self, before, event)
        if (outcome === 'taken' && isIndependent(own[at]!.event, event)) continue
        expect(harmless, `${own[at]!.event.type} is due, ${event.type} came`).toContain(outcome)
        refused++
      }
    }
    expect(refused).toBeGreaterThan(10)
  },
)

const ownWork = /made|prepared|sent|checked|worked|counted/

function isMessage(event: NodeEvent): boolean {
  return !ownWork.test(event.type)
}

const ownerEvents = new Set(['lists.prepared', 'roster.complete', 'lists.sent', 'mix.complete'])

function isIndependent(due: NodeEvent, came: NodeEvent): boolean {
  if (came.type === 'mix.complete') return true // it tells an owner that it may forget
  // Sums and opening wait for each other at the coordinator, not at the counter.
  const sums = [due, came].some((event) => event.type === 'sums.due')
  if (sums && [due, came].every((event) => /\.due$/.test(event.type))) return true
  return ownerEvents.has(due.type) !== ownerEvents.has(came.type)
}

it.each(parties)('%s takes no message twice', (self) => {
  const round = new WatchedRound()
  const twice = new Set<string>()
  while (round.moves().length > 0) {
    const before = round.events.length
    round.play(round.moves()[0]!) // there is one
    for (const { self: who, event } of round.events.slice(before)) {
      if (who !== self || event.type === 'mix.complete') continue
      twice.add(tryOn(self, round.nodes.get(self) ?? null, event))
    }
  }
  for (const outcome of twice)
    expect(['nothing', 'message.untimely', 'stage.answered']).toContain(outcome)
  expect(twice.size).toBeGreaterThan(0)
})

it('finds the same work again from its state alone', () => {
  const works = new Map<string, string[]>()
  const round = new PaperRound()
  while (round.moves().length > 0) {
    const move = round.moves()[0]! // there is one
    if (move.at === 'work' && move.who !== 'coordinator') {
      const state = structuredClone(round.nodes.get(move.who) ?? null)
      works.set(move.who, [...(works.get(move.who) ?? []), String(state && dueWork(state))])
    }
    round.play(move)
  }
  const stages = Array(3).fill('take-turn')
  expect(works.get('police')).toEqual(['prepare-lists', 'upload-lists'])
  expect(works.get('border')).toEqual([
    'make-keys',
    'prepare-lists',
    'upload-lists',
    'collect-lists',
    ...stages,
  ])
  expect(works.get('court')).toEqual(['make-keys', 'collect-lists', ...stages, 'take-turn'])
})

it('refuses a stage that is not its own turn, on another input, or that it has answered', () => {
  const round = new WatchedRound()
  round.playAll(() => round.coordinator.progress.phase === 'evaluating')
  const due = whole.events.find(
    ({ self, event }) => self === 'court' && event.type === 'stage.due' && event.stage === 'mix/2',
  )!.event as Extract<NodeEvent, { type: 'stage.due' }>
  const idle = round.nodes.get('court')!
  expect(tryOn('court', idle, due)).toBe('stage.answered')
  const before = whole.events.find(({ self, event }) => self === 'court' && event === due)!.before
  const input = due.input!
  const wrong: [string, NodeEvent][] = [
    ['message.untimely', { ...due, stage: 'mix/1' }],
    ['message.untimely', { ...due, stage: 'mix/7' }],
    ['message.untimely', { ...due, stage: 'sums' }],
    ['stage.wrong-input', { ...due, input: null }],
    ['stage.wrong-input', { ...due, input: { ...input, sender: 'rapporteur' } }],
    [
      'batch.declaration',
      { ...due, input: { ...input, declaration: { ...input.declaration, rows: 17 } } },
    ],
    ['message.untimely', { ...due, stage: 'evaluate/2' }],
    ['message.untimely', { ...due, stage: 'open/2' }],
  ]
  for (const [code, event] of wrong) expect(tryOn('court', before, event)).toBe(code)
})

it('takes a release from the last evaluator only', () => {
  const { before, event } = whole.events.find(
    (one) => one.self === 'police' && one.event.type === 'round.released',
  )!
  const released = event as Extract<NodeEvent, { type: 'round.released' }>
  expect(tryOn('police', before, { ...released, from: 'court' })).toBe('message.untimely')
  expect(tryOn('police', before, released)).toBe('taken')
})

it('tells the coordinator why it takes no part in a round that it did not agree to', () => {
  const round = new PaperRound()
  const other = { ...core, recipe: 'r0/1' }
  round.happen('police', { type: 'round.proposed', core: other, statements: [] })
  expect(round.nodes.get('police')).toMatchObject({ phase: 'aborted', code: 'manifest.differs' })
  expect(round.toCoordinator.get('police')?.map((said) => said.type)).toEqual(['round.abort'])
})

it('stays dead once it is dead, whatever comes', () => {
  const dead: NodeState = { phase: 'aborted', core, code: 'a.b', by: 'police', what: 'no' }
  for (const { event } of whole.events.filter(({ self }) => self === 'police')) {
    expect(tryOn('police', dead, event)).toBe('nothing')
  }
})

it('knows nothing of a round that it was never asked to join', () => {
  const round = new PaperRound()
  const problem = refusal(() => round.happen('police', { type: 'lists.complete' }))
  expect(problem.code).toBe('round.unknown')
})
