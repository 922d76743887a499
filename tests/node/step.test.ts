import { describe, expect, it } from 'vitest'
import { isProblem } from '../../src/base/problem.ts'
import { dueWork } from '../../src/node/do-work.ts'
import type { NodeEvent } from '../../src/node/events.ts'
import type { NodeState } from '../../src/node/state.ts'
import { refusal } from '../refusal.ts'
import { makePaper } from '../round/paper.ts'
import { PaperRound, plainPaper, WatchedRound } from '../round/paper-round.ts'

const papers = [
  ['one counter and a table', await makePaper({ counters: 1, tables: 1 })],
  ['two counters and two tables', await makePaper({ counters: 2, tables: 2 })],
] as const

const wholes = papers.map(([title, paper]) => {
  const round = new WatchedRound(paper)
  round.playAll()
  return { title, paper, round }
})
const cases = wholes.flatMap(({ title, paper, round }) =>
  [...round.nodes.keys()].map((self) => ({ self, title, paper, round })),
)
const [, { round: whole }] = wholes as [unknown, (typeof wholes)[number]]

/** What `event` does to a node that stands at `state`: the code of its refusal, or what changes. */
function tryOn(
  self: string,
  state: NodeState | null,
  event: NodeEvent,
  paper = whole.paper,
): string {
  const round = new PaperRound(paper)
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

const harmless = ['nothing', 'message.untimely', 'stage.answered', 'round.unknown']

describe.each(cases)('$self, in a round of $title', ({ self, paper, round }) => {
  const own = round.events.filter((one) => one.self === self)

  it('takes in each state only what is due there, and else changes nothing', () => {
    let refused = 0
    for (const [at, { before }] of own.entries()) {
      for (const [other, { event }] of own.entries()) {
        if (other === at || !isMessage(event) || event.type === 'round.released') continue
        const outcome = tryOn(self, before, event, paper)
        // Owner and evaluator are two tracks of one node, whose events may come in either order.
        if (outcome === 'taken' && isIndependent(own[at]!.event, event)) continue
        expect(harmless, `${own[at]!.event.type} is due, ${event.type} came`).toContain(outcome)
        refused++
      }
    }
    expect(refused).toBeGreaterThan(10)
  })

  it('takes no message twice', () => {
    const outcomes = new Set<string>()
    for (const [at, { event }] of own.entries()) {
      if (event.type === 'mix.complete') continue
      const after = own[at + 1]?.before ?? round.nodes.get(self)!
      outcomes.add(tryOn(self, after, event, paper))
    }
    for (const outcome of outcomes) expect(harmless).toContain(outcome)
    expect(outcomes.size).toBeGreaterThan(0)
  })
})

const ownWork = new Set<NodeEvent['type']>([
  'keys.made',
  'lists.prepared',
  'lists.sent',
  'lists.checked',
  'stage.worked',
  'stage.verified',
  'counted',
])

function isMessage(event: NodeEvent): boolean {
  return !ownWork.has(event.type)
}

const ownerEvents = new Set(['lists.prepared', 'roster.complete', 'lists.sent', 'mix.complete'])

function isIndependent(due: NodeEvent, came: NodeEvent): boolean {
  if (came.type === 'mix.complete') return true // it tells an owner that it may forget
  return ownerEvents.has(due.type) !== ownerEvents.has(came.type)
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  Object.values(value).forEach(frozen)
  return value
}

it('gives the same for the same state and event, and changes neither', () => {
  for (const { self, event, before } of whole.events) {
    const run = () => {
      const round = new PaperRound(whole.paper)
      round.nodes.set(self, frozen(structuredClone(before)))
      round.happen(self, frozen(structuredClone(event)))
      return { state: round.nodes.get(self), said: round.toCoordinator.get(self) }
    }
    expect(run()).toEqual(run())
  }
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
  const check = 'check-stage'
  const make = 'make-stage'
  expect(works.get('police')).toEqual(['prepare-lists', 'upload-lists'])
  // mix 1 to 3, evaluate 1 to 3, then the openings: border sees neither links nor the bag.
  expect(works.get('border')).toEqual([
    'make-keys',
    'prepare-lists',
    'upload-lists',
    'collect-lists',
    ...[make, check, check],
    ...[make, check, check],
    ...[check, make, check],
  ])
  expect(works.get('court')).toEqual([
    'make-keys',
    'collect-lists',
    ...[check, make, check],
    ...[check, make, check],
    check,
    ...[check, check, make, check],
  ])
  expect(works.get('rapporteur')?.slice(-7)).toEqual([
    make,
    check,
    ...[check, check, check, make],
    'make-release',
  ])
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
  const { core } = plainPaper
  const others: object[] = [{ recipe: 'r0/1' }, { checks: 3 }, { proofs: 'off' }, { tables: [] }]
  for (const other of others) {
    const paper = { ...plainPaper, core: { ...core, tables: core.tables } }
    const round = new PaperRound(paper)
    const proposed = { ...core, ...('tables' in other ? { slots: ['name', 'bsn'] } : other) }
    round.happen('police', { type: 'round.proposed', core: proposed, statements: [] })
    expect(round.nodes.get('police')).toMatchObject({ phase: 'aborted', code: 'manifest.differs' })
    expect(round.toCoordinator.get('police')?.map((said) => said.type)).toEqual(['round.abort'])
  }
})

it('dies at every moment of a round by its own failure, which it tells, or another’s', () => {
  const own = whole.events.filter(({ self, before }) => self === 'border' && before !== null)
  for (const { before } of own) {
    const round = new PaperRound(whole.paper)
    round.nodes.set('border', before)
    round.happen('border', { type: 'failed', code: 'proof.invalid', what: 'mix/2 by court' })
    expect(round.nodes.get('border')).toMatchObject({ phase: 'aborted', by: 'border' })
    expect(round.toCoordinator.get('border')?.map((said) => said.statement.body)).toEqual([
      { code: 'proof.invalid', what: 'mix/2 by court' },
    ])
    round.nodes.set('border', before)
    round.happen('border', { type: 'round.aborted', code: 'a.b', by: 'court', what: 'no' })
    expect(round.nodes.get('border')).toMatchObject({ phase: 'aborted', by: 'court' })
    expect(round.toCoordinator.get('border')).toHaveLength(1)
  }
  expect(own.length).toBeGreaterThan(30)
})

it('stays dead once it is dead, whatever comes', () => {
  const { core } = whole.paper
  const dead: NodeState = { phase: 'aborted', core, code: 'a.b', by: 'police', what: 'no' }
  for (const { self, event } of whole.events) expect(tryOn(self, dead, event)).toBe('nothing')
})

it('knows nothing of a round that it was never asked to join', () => {
  const round = new PaperRound()
  const problem = refusal(() => round.happen('police', { type: 'lists.complete' }))
  expect(problem.code).toBe('round.unknown')
})
