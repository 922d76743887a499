import { describe, expect, it } from 'vitest'
import { askedNow, giveTurn, stageIn } from '../../src/coordinator/stage-steps.ts'
import type { StageProgress } from '../../src/coordinator/state.ts'
import { coordinatorStep, type Said, type Telling } from '../../src/coordinator/step.ts'
import type { KnownReleases } from '../../src/disclosure/check-release.ts'
import type { NodeBody } from '../../src/round/statements.ts'
import { knownNothing } from '../disclosure/known-nothing.ts'
import { sampleRelease } from '../disclosure/sample-release.ts'
import { refusal } from '../refusal.ts'
import { declare, makePaper } from '../round/paper.ts'
import { PaperRound, saidBy } from '../round/paper-round.ts'

const one = await makePaper({ counters: 1, tables: 1 })
const two = await makePaper({ counters: 2, tables: 1 })
const OTHER = 'Z'.repeat(43)

/** Plays until `from` has said `type` of that stage, and takes what it said out of its queue. */
function heldBack(round: PaperRound, type: string, stage: string, from: string): Said {
  const about = (said: Said) =>
    said.type === type && (said.statement.body as { stage?: string }).stage === stage
  round.playAll(() => round.toCoordinator.get(from)?.some(about) ?? false)
  const queue = round.toCoordinator.get(from)!
  return queue.splice(queue.findIndex(about), 1)[0]!
}

/** The round after `said`, with another body. */
function hearing(round: PaperRound, said: Said, over: object): PaperRound {
  const body = { ...(said.statement.body as object), ...over }
  round.hear(saidBy(said.from, { type: said.type, body } as never))
  return round
}

function tellings(round: PaperRound, type: Telling['type']): Telling[] {
  return [...round.toNodes.values()].flat().filter((telling) => telling.type === type)
}

describe('the order of asking', () => {
  it('asks the maker, then all others at once, and goes on when the last of them has answered', () => {
    const round = new PaperRound(two).playTo('mix/1')
    expect(tellings(round, 'stage.due').map(({ to }) => to)).toEqual(['border'])
    round.playTo('mix/1', 'checking')
    expect(tellings(round, 'stage.check').map(({ to }) => to)).toEqual(['court', 'rapporteur'])
    const said = heldBack(round, 'stage.checked', 'mix/1', 'court')
    round.playAll()
    expect(round.coordinator.progress).toMatchObject({ stage: 'mix/1', step: 'checking' })
    round.hear(said)
    expect(round.coordinator.progress).toMatchObject({ stage: 'mix/2', step: 'making' })
  })

  it.each([
    ['one counter', one, ['rapporteur'], ['border', 'court']],
    ['two counters', two, ['court', 'rapporteur'], ['border']],
  ] as const)(
    'asks %s to check an opening of its own first, and hands their signatures to the others',
    (_, paper, first, others) => {
      const round = new PaperRound(paper).playTo('open/form/0', 'checking')
      expect(tellings(round, 'stage.check').map(({ to }) => to)).toEqual(first)
      for (const telling of tellings(round, 'stage.check')) {
        expect(telling.body).toMatchObject({ confirmed: [] })
      }
      round.playTo('open/form/0', 'confirming')
      const told = tellings(round, 'stage.check')
      expect(told.map(({ to }) => to)).toEqual(others)
      const { confirmed } = told[0]!.body as { confirmed: string[] }
      const digest = round.running().stages['open/form/0']!.done.body.output.digest
      expect(confirmed.map((jws) => JSON.parse(jws) as unknown)).toEqual(
        first.map((from) => ({
          from,
          type: 'stage.checked',
          body: { stage: 'open/form/0', digest, tally: null },
        })),
      )
    },
  )

  it('asks nobody to check the last strip where there is one counter, and the other where there are two', () => {
    const alone = new PaperRound(one).playTo('open/persons/3')
    heldDone(alone, 'open/persons/3')
    expect(alone.coordinator.progress).toMatchObject({ stage: 'open/form/0', step: 'making' })
    const both = new PaperRound(two).playTo('open/persons/3')
    heldDone(both, 'open/persons/3')
    expect(tellings(both, 'stage.check').map(({ to }) => to)).toEqual(['court'])
  })

  /** The counter strips and says so. */
  function heldDone(round: PaperRound, stage: string) {
    round.hear(heldBack(round, 'stage.done', stage, 'rapporteur'))
  }

  it('tells owners that they may forget when the last mix is checked, and no sooner', () => {
    const round = new PaperRound(two).playTo('mix/3', 'checking')
    expect(tellings(round, 'mix.complete')).toEqual([])
    round.playTo('evaluate/1')
    expect(tellings(round, 'mix.complete').map(({ to }) => to)).toEqual([
      'police',
      'shelter',
      'border',
    ])
  })

  it('asks the last evaluator for the release when every table is opened, checked and counted', () => {
    const round = new PaperRound(two)
    round.playAll(() => round.coordinator.progress.phase === 'releasing')
    expect(tellings(round, 'release.due').map(({ to }) => to)).toEqual(['rapporteur'])
    const { stages } = round.running()
    expect(Object.keys(stages['open/form/3']!.checked)).toEqual(['court'])
  })

  it('who is asked, as a table of steps', () => {
    const asked = (stage: string, step: StageProgress['step'], paper = two) => {
      const progress = { phase: 'opening', manifest: {} as never, stage, step } as const
      return askedNow(paper.core, progress, paper.counters).join(' ')
    }
    expect(asked('mix/2', 'checking')).toBe('border rapporteur')
    expect(asked('mix/2', 'confirming')).toBe('')
    expect(asked('link', 'checking')).toBe('court rapporteur')
    expect(asked('link', 'checking', one)).toBe('rapporteur')
    expect(asked('open/form/0', 'checking')).toBe('court rapporteur')
    expect(asked('open/form/0', 'confirming')).toBe('border')
    expect(asked('open/form/3', 'checking', one)).toBe('')
  })
})

describe('who broke the protocol is named, and the round ends', () => {
  const makers = [
    ['mix/1', 'border'],
    ['evaluate/2', 'court'],
    ['open/persons/1', 'border'],
    ['open/form/3', 'rapporteur'],
  ] as const

  function ended(round: PaperRound) {
    expect(round.coordinator.progress).toMatchObject({ phase: 'aborted' })
    const { progress } = round.coordinator as { progress: { code: string; by: string } }
    const told = tellings(round, 'round.aborted').map(({ to }) => to)
    expect(told.sort()).toEqual([...round.nodes.keys()].sort())
    return `${progress.code} ${progress.by}`
  }

  it.each(makers)('the maker of %s, who made it from other rows', (stage, maker) => {
    const round = new PaperRound(two)
    const said = heldBack(round, 'stage.done', stage, maker)
    expect(ended(hearing(round, said, { input: OTHER }))).toBe(`stage.wrong-input ${maker}`)
  })

  it.each(makers)('the maker of %s, whose rows or proof are of another form', (stage, maker) => {
    const wrong: [string, (done: NodeBody<'stage.done'>, binding: string) => object][] = [
      ['batch.declaration', ({ output }) => ({ output: { ...output, digest: OTHER } })],
      ['batch.declaration', ({ output }, b) => ({ output: declare(b, { ...output, rows: 4 }) })],
      ['batch.declaration', ({ output }, b) => ({ output: declare(b, { ...output, name: 'x' }) })],
      [
        'batch.declaration',
        ({ output }, b) => ({ output: declare(b, { ...output, rowBytes: 32 }) }),
      ],
      [
        'stage.other',
        ({ output, proofRows }) => ({ proofRows: proofRows === null ? output : null }),
      ],
      ['stage.other', () => ({ stage: 'link' })],
    ]
    for (const [code, change] of wrong) {
      const round = new PaperRound(two)
      const said = heldBack(round, 'stage.done', stage, maker)
      const over = change(said.statement.body as never, round.binding())
      expect(ended(hearing(round, said, over)), JSON.stringify(over)).toBe(`${code} ${maker}`)
    }
  })

  it('the maker of a shuffle whose proof has another number of rows', () => {
    const round = new PaperRound(two)
    const said = heldBack(round, 'stage.done', 'mix/2', 'court')
    const { proofRows } = said.statement.body as NodeBody<'stage.done'>
    const over = { proofRows: declare(round.binding(), { ...proofRows!, rows: 1 }) }
    expect(ended(hearing(round, said, over))).toBe('batch.declaration court')
  })

  it.each([
    ['mix/1', 'court'],
    ['link', 'rapporteur'],
    ['open/persons/0', 'border'],
  ])('who checked %s and signs another digest, tally or stage', (stage, checker) => {
    const wrong: [string, object][] = [
      ['stage.differs', { digest: OTHER }],
      ['stage.differs', { tally: OTHER }],
      ['stage.other', { stage: 'mix/2' }],
    ]
    for (const [code, over] of wrong) {
      const round = new PaperRound(two)
      const said = heldBack(round, 'stage.checked', stage, checker)
      expect(ended(hearing(round, said, over))).toBe(`${code} ${checker}`)
    }
  })

  it('both counters that come to different counts of a bag: nobody can tell which is wrong', () => {
    const round = new PaperRound(two)
    const said = heldBack(round, 'stage.checked', 'open/form/3', 'court')
    const differ = hearing(round, said, { tally: OTHER })
    expect(ended(differ)).toBe('stage.differs rapporteur, court')
    const other = new PaperRound(two)
    const again = heldBack(other, 'stage.checked', 'open/form/3', 'court')
    expect(ended(hearing(other, again, { digest: OTHER }))).toBe('stage.differs court')
  })

  it.each([
    ['mix/1', 'border', OTHER],
    ['open/form/2', 'court', OTHER],
    ['open/form/3', 'rapporteur', null],
  ])(
    'the maker of %s, %s, whose statement holds a count that is not due, or lacks it',
    (...what) => {
      const [stage, maker, tally] = what
      const round = new PaperRound(two)
      const said = heldBack(round, 'stage.done', stage, maker)
      expect(ended(hearing(round, said, { tally }))).toBe(`stage.other ${maker}`)
    },
  )

  it('the maker of a mix that reports on links', () => {
    const round = new PaperRound(two)
    const said = heldBack(round, 'stage.done', 'mix/1', 'border')
    expect(ended(hearing(round, said, { report: {} }))).toBe('stage.other border')
  })

  it('who checked rightly and then signs another digest while others still check', () => {
    const round = new PaperRound(two)
    const said = heldBack(round, 'stage.checked', 'mix/1', 'court')
    round.hear(said)
    expect(ended(hearing(round, said, { digest: OTHER }))).toBe('stage.differs court')
  })

  it('the counter that released something else than is due', () => {
    const round = new PaperRound(two)
    round.playAll(() => round.toCoordinator.get('rapporteur')!.some(isRelease))
    const said = round.toCoordinator.get('rapporteur')!.shift()!
    expect(ended(hearing(round, said, { digest: OTHER }))).toBe('release.other rapporteur')
  })

  it.each<[string, string, KnownReleases]>([
    ['tells too much', 'release.unsafe', { ...knownNothing, attack: () => broken }],
    [
      'leaves out an earlier release that the coordinator knows',
      'release.register-gap',
      { ...knownNothing, earlier: [{ ...sampleRelease(), round: 'spring' }] },
    ],
  ])('the counter whose release %s; it is published nowhere', (_, code, known) => {
    const round = new PaperRound(two)
    round.playAll(() => round.toCoordinator.get('rapporteur')!.some(isRelease))
    const said = round.toCoordinator.get('rapporteur')!.shift()!
    round.known = known
    expect(ended(hearing(round, said, {}))).toBe(`${code} rapporteur`)
    expect(tellings(round, 'round.released')).toEqual([])
  })

  const broken = {
    passed: false,
    checks: [{ check: 'marginals', passed: false, cells: 1, narrowest: 0, reason: null }],
  }
  const isRelease = ({ type }: Said) => type === 'release.made'
})

describe('what is not due changes nothing', () => {
  it('a stage made again otherwise, one of a later turn, and a check of somebody not asked', () => {
    const round = new PaperRound(two)
    const done = heldBack(round, 'stage.done', 'mix/1', 'border')
    round.hear(done)
    const checked = (from: string) =>
      saidBy(from, {
        type: 'stage.checked',
        body: {
          stage: 'mix/1',
          digest: round.running().stages['mix/1']!.done.body.output.digest,
          tally: null,
        },
      })
    const early = saidBy('court', {
      type: 'stage.done',
      body: done.statement.body as NodeBody<'stage.done'>,
    })
    const { coordinator } = round
    for (const said of [
      { ...done, statement: { ...done.statement, jws: 'another' } } as Said,
      early,
      checked('border'),
      checked('police'),
    ]) {
      expect(refusal(() => round.hear(said)).code).toBe('message.untimely')
    }
    round.hear(done)
    expect(round.coordinator).toBe(coordinator)
  })

  it('a check of links by an evaluator that owns a list, and of the bag by its maker', () => {
    for (const [stage, from] of [
      ['link', 'border'],
      ['open/persons/3', 'rapporteur'],
    ] as const) {
      const round = new PaperRound(two).playTo(stage, 'checking')
      const { digest } = round.running().stages[stage]!.done.body.output
      const said = saidBy(from, { type: 'stage.checked', body: { stage, digest, tally: null } })
      expect(refusal(() => round.hear(said)).code).toBe('message.untimely')
    }
  })
})

describe('a turn', () => {
  it('is given with nothing but the name of the stage', () => {
    const round = new PaperRound(two).playTo('mix/1')
    const state = round.running()
    const { manifest } = state.progress as StageProgress
    const { outbox } = giveTurn(state, manifest, { kind: 'evaluate', turn: 2 })
    expect(outbox).toEqual([{ to: 'court', type: 'stage.due', body: { stage: 'evaluate/2' } }])
    expect(giveTurn(state, manifest, { kind: 'link' }).outbox).toEqual([])
    const { progress } = giveTurn(state, manifest, { kind: 'link' }).state
    expect(progress).toMatchObject({ phase: 'linking', stage: 'link', step: 'making' })
    expect(stageIn(two.core, progress as StageProgress)).toEqual({ kind: 'link' })
  })
})

it('a coordinator that made a stage from other rows than are due does not show it', () => {
  const round = new PaperRound(two).playTo('link', 'checking')
  const { done } = round.running().stages['link']!
  const before = new PaperRound(two).playTo('link')
  const statement = { ...done, body: { ...done.body, input: OTHER } }
  const step = () =>
    coordinatorStep(before.coordinator, { type: 'stage-made', statement }, before.deps())
  expect(refusal(step).code).toBe('stage.wrong-input')
})
