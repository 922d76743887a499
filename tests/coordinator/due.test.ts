import { describe, expect, it } from 'vitest'
import { dueNow, waitedFor } from '../../src/coordinator/due.ts'
import { isRunning } from '../../src/coordinator/state.ts'
import { makePaper } from '../round/paper.ts'
import { PaperRound } from '../round/paper-round.ts'

const paper = await makePaper({ counters: 2, tables: 1 })
const parties = 'police shelter border court rapporteur'

const dues: readonly (readonly [string, string | null, string])[] = [
  ['committing', 'keys.commit', 'border court rapporteur'],
  ['revealing', 'keys.reveal', 'border court rapporteur'],
  ['signing', 'manifest.sign', parties],
  ['declaring', 'lists.declare', 'police shelter border'],
  ['rostering', 'roster.sign', 'border court rapporteur'],
  ['uploading', 'lists.uploaded', 'police shelter border'],
  ['checking', 'input.checked', 'border court rapporteur'],
  ['mixing', 'stage.done', 'border'],
  ['evaluating', 'stage.done', 'border'],
  ['linking', null, 'coordinator'],
  ['opening', null, 'coordinator'],
  ['releasing', 'release.made', 'rapporteur'],
]

it.each(dues)('at the beginning of %s waits for %s from %s', (phase, type, from) => {
  const round = new PaperRound(paper)
  round.playAll(() => round.coordinator.progress.phase === phase)
  const due = dueNow(round.running(), paper.counters)
  expect([due.type, due.from.join(' ')]).toEqual([type, from])
  expect(waitedFor(round.running(), paper.counters)).toEqual(due.from)
})

it('in a covered round waits for its counts from the counter, then for what each evaluator opens', async () => {
  const round = new PaperRound(await makePaper({ covered: true }))
  const { counters } = round.paper
  round.playAll(() => round.coordinator.progress.phase === 'counting')
  expect(dueNow(round.running(), counters)).toEqual({ type: 'cover.counted', from: ['rapporteur'] })
  round.playAll(() => round.coordinator.progress.phase === 'answering')
  expect(dueNow(round.running(), counters)).toEqual({
    type: 'questions.opened',
    from: ['border', 'court', 'rapporteur'],
  })
})

describe('waits at each moment for somebody who has not spoken yet, and only for them', () => {
  it('in a whole round', () => {
    const round = new PaperRound(paper)
    while (isRunning(round.coordinator)) {
      const waited = waitedFor(round.coordinator, paper.counters)
      const { type } = dueNow(round.coordinator, paper.counters)
      expect(waited.length, round.coordinator.progress.phase).toBeGreaterThan(0)
      const heard = round.taken.length
      round.play(round.moves()[0]!) // a round that has not ended has moves
      const said = round.taken[heard]
      if (said !== undefined) expect([said.type, waited.includes(said.from)]).toEqual([type, true])
    }
  })

  it('waits for the counters first, then for who takes their word', () => {
    const round = new PaperRound(paper).playTo('open/form/0', 'checking')
    expect(waitedFor(round.running(), paper.counters)).toEqual(['court', 'rapporteur'])
    const before = round.taken.length
    round.playAll(() => round.taken.length > before)
    expect(round.taken.at(-1)?.from).toBe('court')
    expect(waitedFor(round.running(), paper.counters)).toEqual(['rapporteur'])
    round.playTo('open/form/0', 'confirming')
    expect(waitedFor(round.running(), paper.counters)).toEqual(['border'])
  })
})
