import { describe, expect, it } from 'vitest'
import { inputDigestOf } from '../../src/node/evaluator-steps.ts'
import type { Chain, LiveState } from '../../src/node/state.ts'
import { findStage } from '../../src/round/stages.ts'
import type { StageDone } from '../../src/round/statements.ts'
import { declare, makePaper } from '../round/paper.ts'
import { awaiting, type Check, harmless, OTHER, outcome, two, withDone } from './asked.ts'

const unproven = await makePaper({ counters: 2, tables: 1, proofs: 'off' })
const covered = await makePaper({ counters: 2, covered: true })

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
  const at = () => awaiting('stage.check', stage, { self })

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

  it('is refused with a report where none is due, or without where one is', () => {
    const place = at()
    const report = place.event.shown.done.report === null ? {} : null
    expect(outcome(place, withDone(place.event, { report }))).toBe(
      `A stage is shown with a report where none is due, or without: ${named}`,
    )
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
      ([name, who]) => awaiting('stage.check', name, { self: who }).event as Check,
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

describe('a cover', () => {
  const at = () => awaiting('stage.check', 'cover/2', { self: 'border', paper: covered })
  const named = 'round spring, cover/2 by court'

  it('has the rows that its bins take, whatever was found, and is refused with others', () => {
    const place = at()
    const { output } = place.event.shown.done
    for (const rows of [output.rows - 1, output.rows + 2, 5]) {
      const over = { output: declare(place.round.binding(), { ...output, rows }) }
      expect(outcome(place, withDone(place.event, over))).toBe('batch.declaration')
    }
    expect(outcome(place, place.event)).toBe('checking')
  })

  it('stands on the covers before it, and is refused on others or from another', () => {
    const place = at()
    expect(outcome(place, withDone(place.event, { input: OTHER }))).toBe(
      `A stage is shown made from other rows: ${named}`,
    )
    const shown = { ...place.event.shown, maker: 'rapporteur' }
    expect(outcome(place, { ...place.event, shown })).toBe(
      `A stage is shown of another maker: ${named}`,
    )
  })

  it('is opened with the persons: the bag has all their rows, and is refused with fewer', () => {
    const place = awaiting('stage.check', 'open/persons/1', { self: 'court', paper: covered })
    const { output, proofRows } = place.event.shown.done
    const binding = place.round.binding()
    for (const rows of [5, output.rows - 1]) {
      const over = {
        output: declare(binding, { ...output, rows }),
        proofRows: declare(binding, { ...proofRows!, rows }),
      }
      expect(outcome(place, withDone(place.event, over))).toBe('batch.declaration')
    }
    expect(outcome(place, place.event)).toBe('checking')
  })
})

it('asks for no proof rows in an unproven round, and refuses them there', () => {
  const place = awaiting('stage.check', 'mix/1', { self: 'court', paper: unproven })
  const { output } = place.event.shown.done
  const proofRows = declare(place.round.binding(), {
    ...output,
    name: 'proof/mix/1',
    rowBytes: 128,
  })
  expect(outcome(place, withDone(place.event, { proofRows }))).toBe(
    'A stage is shown with a proof of another form: round spring, mix/1 by border',
  )
  expect(outcome(place, place.event)).toBe('checking')
})

it('what a stage is made from follows from what this node has seen', () => {
  const { round } = awaiting('stage.check', 'open/form/1', { self: 'court' })
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
