import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isProblem } from '../../src/base/problem.ts'
import { dueNow } from '../../src/coordinator/due.ts'
import { type CoordinatorState, isRunning } from '../../src/coordinator/state.ts'
import { type CoordinatorEvent, coordinatorStep, type Said } from '../../src/coordinator/step.ts'
import { stageName, stagesOf } from '../../src/round/stages.ts'
import { refusal } from '../refusal.ts'
import { makePaper, type Paper } from '../round/paper.ts'
import { PaperRound, saidBy } from '../round/paper-round.ts'

const phases = [
  'committing',
  'revealing',
  'signing',
  'declaring',
  'rostering',
  'uploading',
  'checking',
  'mixing',
  'evaluating',
  'linking',
  'opening',
  'releasing',
] as const

const kinds = ([1, 2] as const).flatMap((counters) => [
  ...([0, 1, 2] as const).map((tables) => ({ counters, tables, checks: tables, covered: false })),
  { counters, tables: 0 as const, checks: 2, covered: true },
])
const papers = await Promise.all(
  kinds.map(async (kind) => {
    const cover = kind.covered ? ', covered' : ''
    const title = `${kind.counters} counters and ${kind.tables} tables${cover}`
    return [title, await makePaper(kind)] as const
  }),
)

/** Everything that is said in a whole round, in one order. */
function wholeRound(paper?: Paper): PaperRound {
  const round = new PaperRound(paper)
  round.playAll()
  return round
}
const whole = wholeRound()

describe.each(papers)('a round with %s', (_, paper) => {
  it('goes through every phase and stage in order, and ends released at everybody', () => {
    const round = new PaperRound(paper)
    const seen: string[] = []
    const stages: string[] = []
    while (isRunning(round.coordinator)) {
      const { progress } = round.coordinator
      if (seen.at(-1) !== progress.phase) seen.push(progress.phase)
      if ('stage' in progress && stages.at(-1) !== progress.stage) stages.push(progress.stage)
      round.play(round.moves()[0]!) // there is one
    }
    round.playAll()
    const covered = paper.core.cover === null ? [] : ['counting', 'answering']
    expect(seen).toEqual([...phases.slice(0, -1), ...covered, 'releasing'])
    expect(stages).toEqual(stagesOf(paper.core).map(stageName))
    const ends = [...round.nodes.values()].map((state) => state?.phase)
    expect(ends).toEqual(ends.map(() => 'released'))
    expect(round.coordinator.progress.phase).toBe('released')
  })

  it('ends released with the same result in whatever order messages come and work gets done', () => {
    const release = JSON.stringify(wholeRound(paper).coordinator.progress)
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (choices) => {
        const round = new PaperRound(paper)
        for (let moves = round.moves(); moves.length > 0; moves = round.moves()) {
          round.play(moves[(choices.next().value ?? 0) % moves.length]!) // below moves.length
        }
        const digests = [...round.nodes.values()].map(
          (state) => state?.phase === 'released' && state.release,
        )
        expect(new Set(digests).size).toBe(1)
        // The manifest is made of the same keys in the same order each time.
        expect(JSON.stringify(round.coordinator.progress)).toBe(release)
      }),
      { numRuns: 4 },
    )
  })
})

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  Object.values(value).forEach(frozen)
  return value
}

it('gives the same for the same state and event, and changes neither', () => {
  class FrozenRound extends PaperRound {
    override coordinate(event: CoordinatorEvent): void {
      const before = frozen(structuredClone(this.coordinator))
      const step = () => coordinatorStep(before, frozen(event), this.deps())
      expect(step()).toEqual(step())
      super.coordinate(event)
      expect(this.coordinator).toEqual(step().state)
    }
  }
  const [, paper] = papers.at(-1)! // there are eight
  const round = new FrozenRound(paper)
  round.playAll()
  expect(round.coordinator.progress.phase).toBe('released')
})

it('the state can be written down and read back between any two events', () => {
  const round = new PaperRound()
  while (round.moves().length > 0) {
    round.play(round.moves()[0]!) // there is one
    round.coordinator = JSON.parse(JSON.stringify(round.coordinator)) as CoordinatorState
  }
  expect(round.coordinator.progress).toEqual(whole.coordinator.progress)
})

it.each(phases)('in phase %s refuses what is not due yet, and changes nothing', (phase) => {
  const round = new PaperRound()
  round.playAll(() => round.coordinator.progress.phase === phase)
  const before = structuredClone(round.coordinator)
  const due = dueNow(round.running(), round.paper.counters)
  const known = new Set([...round.taken, ...[...round.toCoordinator.values()].flat()].map(textOf))
  const types = new Set(round.taken.map((said) => said.type))
  const isDue = (said: Said) => said.type === due.type && due.from.includes(said.from)
  const ofStage = (said: Said) => said.type.startsWith('stage.')
  const early = whole.taken.filter(
    (said) => !known.has(textOf(said)) && !isDue(said) && (ofStage(said) || !types.has(said.type)),
  )
  for (const said of early) {
    expect(refusal(() => round.hear(said)).code).toBe('message.untimely')
  }
  expect(round.coordinator).toEqual(before)
  if (phase !== 'releasing') expect(early.length).toBeGreaterThan(5)
})

function textOf(said: Said): string {
  return said.statement.jws
}

it('takes no harm from any earlier statement that comes again, in any phase', () => {
  const round = new PaperRound()
  while (round.moves().length > 0) {
    round.play(round.moves()[0]!) // there is one
    const before = structuredClone(round.coordinator)
    const queued = [...round.toNodes.values()].flat().length
    for (const said of [...round.taken]) round.hear(said)
    round.taken.splice(round.taken.length / 2)
    expect(round.coordinator).toEqual(before)
    expect([...round.toNodes.values()].flat()).toHaveLength(queued)
  }
  expect(round.coordinator.progress.phase).toBe('released')
})

/** The same statement with another body. */
function otherwise(said: Said): Said {
  const body = { ...(said.statement.body as object), digest: 'Z'.repeat(43) }
  return { ...said, statement: { jws: `${said.statement.jws} again`, body } } as Said
}

it('refuses a second, different statement of any kind but of stages, and changes nothing', () => {
  const round = new PaperRound()
  const codes = new Set<string>()
  // A release is judged when the round is over: tests/coordinator/judgements.test.ts.
  const ofStages = ['stage.done', 'stage.checked', 'release.made', 'release.judged']
  while (isRunning(round.coordinator)) {
    round.play(round.moves()[0]!) // there is one
    if (!isRunning(round.coordinator)) break
    const before = structuredClone(round.coordinator)
    for (const said of round.taken.filter(({ type }) => !ofStages.includes(type))) {
      codes.add(`${said.type} ${refusalOrNothing(() => round.hear(otherwise(said)))}`)
    }
    expect(round.coordinator).toEqual(before)
  }
  const types = new Set(whole.taken.map(({ type }) => type))
  for (const type of ofStages) types.delete(type as Said['type'])
  expect([...codes].sort()).toEqual([...types].map((type) => `${type} statement.second`).sort())
})

function refusalOrNothing(run: () => void): string {
  try {
    run()
  } catch (error) {
    if (isProblem(error)) return error.code
    throw error
  }
  return 'nothing'
}

it('refuses whoever takes no part', () => {
  const round = new PaperRound()
  const said = saidBy('stranger', { type: 'keys.commit', body: { commitment: 'A'.repeat(86) } })
  expect(refusal(() => round.hear(said)).code).toBe('message.untimely')
})

it.each(phases)(
  'dies in phase %s by an abort, the deadline or a failure, and stays dead',
  (phase) => {
    const events = [
      { type: 'late' } as const,
      { type: 'failed', code: 'a.b', by: 'coordinator', what: 'broke' } as const,
      {
        type: 'said',
        said: saidBy('shelter', { type: 'round.abort', body: { code: 'a.b', what: 'no' } }),
      } as const,
    ]
    for (const event of events) {
      const round = new PaperRound()
      round.playAll(() => round.coordinator.progress.phase === phase)
      const { state, outbox } = coordinatorStep(round.coordinator, event, round.deps())
      const by = { late: /^[a-z ]+$/, failed: /^coordinator$/, said: /^shelter$/ }[event.type]
      expect(state.progress).toMatchObject({ phase: 'aborted', by: expect.stringMatching(by) })
      expect(outbox.map((telling) => telling.to).sort()).toEqual([...round.nodes.keys()].sort())
      expect(state).not.toHaveProperty('said')
      for (const said of round.taken) {
        expect(coordinatorStep(state, { type: 'said', said }, round.deps())).toEqual({
          state,
          outbox: [],
        })
      }
    }
  },
)

it('ignores a stage of its own that is not due, or that it has shown already', () => {
  const round = new PaperRound().playTo('link', 'making')
  const { statement } = shownBy(whole, 'link')
  for (const at of [new PaperRound(), new PaperRound().playTo('mix/1'), round]) {
    const before = at.coordinator
    const made = at === round ? shownBy(whole, 'open/persons/0') : { statement }
    const event = { type: 'stage-made', statement: made.statement } as const
    expect(coordinatorStep(before, event, at.deps())).toEqual({ state: before, outbox: [] })
  }
  round.playTo('link', 'checking')
  const event = { type: 'stage-made', statement } as const
  const again = coordinatorStep(round.coordinator, event, round.deps())
  expect(again).toEqual({ state: round.coordinator, outbox: [] })
})

/** A stage of the coordinator, as the first of its checkers was told of it. */
function shownBy(paper: PaperRound, stage: string) {
  const round = new PaperRound(paper.paper)
  round.playAll(() => isRunning(round.coordinator) && stage in round.coordinator.stages)
  return { statement: round.running().stages[stage]!.done }
}
