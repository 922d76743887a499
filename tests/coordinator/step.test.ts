import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isProblem } from '../../src/base/problem.ts'
import type { RunningRound } from '../../src/coordinator/state.ts'
import { coordinatorStep, type Said } from '../../src/coordinator/step.ts'
import { refusal } from '../refusal.ts'
import { core, PaperRound, saidBy } from '../round/paper-round.ts'

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
  'summing',
  'opening',
] as const

/** Everything that is said in a whole round, in one order. */
function wholeRound(): PaperRound {
  const round = new PaperRound()
  round.playAll()
  return round
}

it('goes through every phase in order, and ends released at everybody', () => {
  const round = new PaperRound()
  const seen: string[] = [round.coordinator.progress.phase]
  while (round.moves().length > 0) {
    round.play(round.moves()[0]!) // there is one
    const { phase } = round.coordinator.progress
    if (seen.at(-1) !== phase) seen.push(phase)
  }
  expect(seen).toEqual([...phases, 'released'])
  expect([...round.nodes.values()].map((state) => state?.phase)).toEqual(Array(5).fill('released'))
})

it('ends released with the same result in whatever order messages arrive and work gets done', () => {
  const release = (round: PaperRound) => JSON.stringify(round.coordinator.progress)
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (choices) => {
      const round = new PaperRound()
      for (let moves = round.moves(); moves.length > 0; moves = round.moves()) {
        round.play(moves[(choices.next().value ?? 0) % moves.length]!) // below moves.length
      }
      expect(round.coordinator.progress.phase).toBe('released')
      const digests = [...round.nodes.values()].map(
        (state) => state?.phase === 'released' && state.release,
      )
      expect(release(round)).toContain(String(digests[0]))
      expect(new Set(digests).size).toBe(1)
      // The manifest is made of the same keys in the same order each time.
      expect(release(round)).toBe(release(whole))
    }),
    { numRuns: 12 },
  )
})
const whole = wholeRound()

it.each(phases)('in phase %s refuses what is not due yet, and changes nothing', (phase) => {
  const round = new PaperRound()
  round.playAll(() => round.coordinator.progress.phase === phase)
  const before = structuredClone(round.coordinator)
  const already = new Set(round.taken.map((said) => said.statement.jws))
  const waiting = new Set(
    [...round.toCoordinator.values()].flat().map((said) => said.statement.jws),
  )
  const types = new Set(round.taken.map((said) => said.type))
  const early = whole.taken.filter(
    ({ type, statement }) =>
      !already.has(statement.jws) && !waiting.has(statement.jws) && !types.has(type),
  )
  const due = new Set(dueTypes(phase))
  let refused = 0
  for (const said of early.filter(({ type }) => !due.has(type))) {
    expect(refusal(() => round.hear(said)).code).toBe('message.untimely')
    refused++
  }
  expect(round.coordinator).toEqual(before)
  if (phase !== 'opening') expect(refused).toBeGreaterThan(0)
})

function dueTypes(phase: (typeof phases)[number]): string[] {
  const types: Partial<Record<(typeof phases)[number], string>> = {
    committing: 'keys.commit',
    revealing: 'keys.reveal',
    signing: 'manifest.sign',
    declaring: 'lists.declare',
    rostering: 'roster.sign',
    uploading: 'lists.uploaded',
    checking: 'input.checked',
    mixing: 'stage.done',
    evaluating: 'stage.done',
    summing: 'sums.signed',
    opening: 'release.made',
  }
  return [types[phase] ?? '']
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

it('refuses a second, different statement of any kind, and changes nothing', () => {
  const round = new PaperRound()
  const codes = new Set<string>()
  while (round.moves().length > 0) {
    round.play(round.moves()[0]!) // there is one
    if (round.coordinator.progress.phase === 'released') break
    const before = structuredClone(round.coordinator)
    for (const said of round.taken) {
      if (said.type === 'stage.done') continue
      const problem = refusalOrNothing(() => round.hear(otherwise(said)))
      codes.add(`${said.type} ${problem}`)
    }
    round.taken.splice(round.taken.length)
    expect(round.coordinator).toEqual(before)
  }
  const types = new Set(round.taken.map(({ type }) => type))
  types.delete('stage.done')
  types.delete('release.made')
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

it('refuses a stage answered again with another output', () => {
  const round = new PaperRound()
  round.playAll(() => round.running().stages['mix/1'] !== undefined)
  const before = round.coordinator
  const done = round.taken.find((said) => said.type === 'stage.done')!
  expect(refusal(() => round.hear(otherwise(done))).code).toBe('message.untimely')
  expect(round.coordinator).toBe(before)
})

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

it('ignores own work that is not due', () => {
  const round = new PaperRound()
  const before = round.coordinator as RunningRound
  const declaration = { name: 'open/0', rows: 1, rowBytes: 96, chunks: [], digest: '', keys: {} }
  const linked = { partition: declaration, persons: 1, sums: 'x' }
  for (const event of [
    { type: 'linked', linked } as const,
    { type: 'stripped-first', output: declaration } as const,
  ]) {
    expect(coordinatorStep(before, event, round.deps())).toEqual({ state: before, outbox: [] })
  }
  expect(core.lists).toHaveLength(3)
})
