import { describe, expect, it } from 'vitest'
import type { Core } from '../../src/round/manifest.ts'
import {
  inputOf,
  listBatch,
  outputOf,
  parseStage,
  producerOf,
  recipientsOf,
  rowBytes,
  type Stage,
  slotBytes,
  stageName,
  totalRows,
} from '../../src/round/stages.ts'

/** e1 owns a list; the other evaluators own none. */
function coreWith(evaluators: number): Core {
  return {
    version: 1,
    round: 'spring',
    agreement: 'digest',
    openedMs: 1,
    deadlineMs: 2,
    evaluators: Array.from({ length: evaluators }, (_, at) => `e${at + 1}`),
    lists: [
      { id: 'p', organisation: 'police', rows: 10 },
      { id: 'e', organisation: 'e1', rows: 7 },
    ],
    slots: ['bsn', 'name'],
    recipe: 'r1/1',
    rule: 'l1',
  }
}

/** Who makes what for whom, written out by hand. */
const tables: Record<number, readonly (readonly [string, string, string])[]> = {
  2: [
    ['mix/1', 'e1', 'e2'],
    ['mix/2', 'e2', 'e1 e2 coordinator'],
    ['evaluate/1', 'e1', 'e2'],
    ['evaluate/2', 'e2', 'coordinator'],
    ['open/1', 'e1', 'e2'],
    ['open/2', 'e2', ''],
  ],
  3: [
    ['mix/1', 'e1', 'e2'],
    ['mix/2', 'e2', 'e3'],
    ['mix/3', 'e3', 'e1 e2 e3 coordinator'],
    ['evaluate/1', 'e1', 'e2'],
    ['evaluate/2', 'e2', 'e3'],
    ['evaluate/3', 'e3', 'coordinator'],
    ['open/1', 'e1', 'e2'],
    ['open/2', 'e2', 'e3'],
    ['open/3', 'e3', ''],
  ],
  4: [
    ['mix/3', 'e3', 'e4'],
    ['mix/4', 'e4', 'e1 e2 e3 e4 coordinator'],
    ['evaluate/4', 'e4', 'coordinator'],
    ['open/3', 'e3', 'e4'],
    ['open/4', 'e4', ''],
  ],
  5: [
    ['mix/4', 'e4', 'e5'],
    ['mix/5', 'e5', 'e1 e2 e3 e4 e5 coordinator'],
    ['evaluate/1', 'e1', 'e2'],
    ['evaluate/5', 'e5', 'coordinator'],
    ['open/4', 'e4', 'e5'],
    ['open/5', 'e5', ''],
  ],
}

describe.each([2, 3, 4, 5])('with %i evaluators', (evaluators) => {
  const core = coreWith(evaluators)
  const counters = core.evaluators.slice(1)

  it.each(tables[evaluators]!)('%s is made by %s for: %s', (batch, producer, recipients) => {
    expect(producerOf(core, batch)).toBe(producer)
    expect(recipientsOf(core, batch, counters).join(' ')).toBe(recipients)
  })

  it('lists go to all evaluators, the partition to counters alone, the first opening to e1', () => {
    expect([producerOf(core, 'list/p'), producerOf(core, 'list/e')]).toEqual(['police', 'e1'])
    expect(recipientsOf(core, 'list/p', counters)).toEqual(core.evaluators)
    expect([producerOf(core, 'partition'), producerOf(core, 'open/0')]).toEqual([
      'coordinator',
      'coordinator',
    ])
    expect(recipientsOf(core, 'partition', counters)).toEqual(counters)
    expect(recipientsOf(core, 'open/0', counters)).toEqual(['e1'])
  })

  it('each stage works on what the one before it put out', () => {
    const kinds = ['mix', 'evaluate', 'open'] as const
    const stages: Stage[] = kinds.flatMap((kind) =>
      core.evaluators.map((_, at) => ({ kind, turn: at + 1 })),
    )
    for (const [at, stage] of stages.entries()) {
      const before = stages[at - 1]
      const expected =
        before === undefined
          ? null
          : stage.kind === 'open' && stage.turn === 1
            ? { name: 'open/0', rows: 5, rowBytes: 96 }
            : outputOf(core, before, 5)
      expect(inputOf(core, stage, 5), stageName(stage)).toEqual(expected)
    }
  })

  it('only the evaluators there are have stages', () => {
    expect(parseStage(`mix/${evaluators}`, core)).toEqual({ kind: 'mix', turn: evaluators })
    for (const name of [`mix/${evaluators + 1}`, 'mix/0', 'mix/01', 'mix', 'shuffle/1', 'mix/1 ']) {
      expect(parseStage(name, core), name).toBeNull()
    }
    for (const name of ['list/x', `open/${evaluators + 1}`, '', 'constructor']) {
      expect(() => producerOf(core, name), name).toThrow(RangeError)
    }
  })
})

it('counts rows and bytes: a, slots, label and presence of 32 bytes each', () => {
  const core = coreWith(3)
  expect([totalRows(core), rowBytes(core), slotBytes(core)]).toEqual([17, 160, 96])
  expect(listBatch(core, 'p')).toEqual({ name: 'list/p', rows: 10, rowBytes: 160 })
  const shapes = (['mix', 'evaluate', 'open'] as const).map((kind) =>
    outputOf(core, { kind, turn: 2 }, 5),
  )
  expect(shapes).toEqual([
    { name: 'mix/2', rows: 17, rowBytes: 160 },
    { name: 'evaluate/2', rows: 17, rowBytes: 96 },
    { name: 'open/2', rows: 5, rowBytes: 96 },
  ])
})
