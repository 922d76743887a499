import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import type { Core } from '../../src/round/manifest.ts'
import {
  checkersOf,
  checksByProof,
  findStage,
  inputStage,
  isLastStrip,
  makerOf,
  producerOf,
  proofOf,
  recipientsOf,
  type Stage,
  stageAfter,
  stageName,
  stagesOf,
} from '../../src/round/stages.ts'
import { coreWith, form, sex, threeLists } from './sample-core.ts'

/** Stage, what it works on, maker, checkers, recipients of its rows and of its proof's rows. */
type Line = readonly [string, string, string, string, string, string]

/** Who makes what for whom with three evaluators, written out by hand. */
const oneCounter: readonly Line[] = [
  ['mix/1', 'lists', 'e1', 'e2 e3', 'e2 e3', 'e2 e3'],
  ['mix/2', 'mix/1', 'e2', 'e1 e3', 'e1 e3', 'e1 e3'],
  ['mix/3', 'mix/2', 'e3', 'e1 e2', 'e1 e2 coordinator', 'e1 e2'],
  ['evaluate/1', 'mix/3', 'e1', 'e2 e3', 'e2 e3', '-'],
  ['evaluate/2', 'evaluate/1', 'e2', 'e1 e3', 'e1 e3', '-'],
  ['evaluate/3', 'evaluate/2', 'e3', 'e1 e2', 'e1 e2 coordinator', '-'],
  ['link', 'evaluate/3', 'coordinator', 'e3', 'e3', '-'],
  ['open/persons/0', 'link', 'coordinator', 'e1 e2 e3', 'e1 e2 e3', '-'],
  ['open/persons/1', 'open/persons/0', 'e1', 'e2 e3', 'e2 e3', 'e2 e3'],
  ['open/persons/2', 'open/persons/1', 'e2', 'e1 e3', 'e1 e3', 'e1 e3'],
  ['open/persons/3', 'open/persons/2', 'e3', '', '', '-'],
  ['open/form/0', 'link', 'coordinator', 'e1 e2 e3', 'e1 e2 e3', '-'],
  ['open/form/1', 'open/form/0', 'e1', 'e2 e3', 'e2 e3', 'e2 e3'],
  ['open/form/2', 'open/form/1', 'e2', 'e1 e3', 'e1 e3', 'e1 e3'],
  ['open/form/3', 'open/form/2', 'e3', '', '', '-'],
]

const covers: readonly Line[] = [
  ['cover/1', 'open/persons/0', 'e1', 'e2 e3', 'e2 e3', '-'],
  ['cover/2', 'cover/1', 'e2', 'e1 e3', 'e1 e3', '-'],
  ['cover/3', 'cover/2', 'e3', 'e1 e2', 'e1 e2', '-'],
]

/** In a covered round all add their noise before the bag of persons is opened, and to no other. */
const covered = oneCounter.flatMap((line): Line[] => {
  const [stage, , ...rest] = line
  if (stage === 'open/persons/0') return [line, ...covers]
  return [stage === 'open/persons/1' ? [stage, 'cover/3', ...rest] : line]
})

/** With two counters, both see the links, and the first of them checks the last strip. */
const twoCounters = oneCounter.map((line): Line => {
  const [stage, input, maker, , , proof] = line
  if (stage === 'link') return [stage, input, maker, 'e2 e3', 'e2 e3', proof]
  if (/^open\/.*\/3$/.test(stage)) return [stage, input, maker, 'e2', 'e2', proof]
  return line
})

const coveredCore = coreWith(3, { cover: { epsilon: 10, delta: 0.01 }, lists: threeLists })

describe.each([
  ['one counter', ['e3'], oneCounter, coreWith(3)],
  ['two counters', ['e2', 'e3'], twoCounters, coreWith(3)],
  ['one counter and cover', ['e3'], covered, coveredCore],
] as const)('with three evaluators and %s', (_, counters, lines, core) => {
  it('stages follow each other as written', () => {
    expect(stagesOf(core).map(stageName)).toEqual(lines.map(([stage]) => stage))
  })

  it.each(lines)('%s works on %s, is made by %s, and is checked by: %s', (...line) => {
    const [name, input, maker, checkers, recipients, proof] = line
    const stage = findStage(core, name)!
    const from = inputStage(core, stage)
    expect(from === null ? 'lists' : stageName(from)).toBe(input)
    expect([makerOf(core, stage), producerOf(core, name)]).toEqual([maker, maker])
    expect(checkersOf(core, stage, counters).join(' ')).toBe(checkers)
    expect(recipientsOf(core, name, counters).join(' ')).toBe(recipients)
    const shape = proofOf(core, stage, 5)
    expect(shape === null ? '-' : recipientsOf(core, shape.name, counters).join(' ')).toBe(proof)
  })

  it('who is no counter takes the first opening on the word of the counters, and no other stage', () => {
    const onWord = stagesOf(core).flatMap((stage) =>
      checkersOf(core, stage, counters)
        .filter((id) => !checksByProof(stage, id, counters))
        .map((id) => `${stageName(stage)} ${id}`),
    )
    const others = core.evaluators.filter((id) => !counters.some((one) => one === id))
    expect(onWord).toEqual(
      ['persons', 'form'].flatMap((table) => others.map((id) => `open/${table}/0 ${id}`)),
    )
  })
})

describe('whatever the number of evaluators, counters and tables', () => {
  const rounds = fc
    .record({
      evaluators: fc.integer({ min: 2, max: 9 }),
      listless: fc.nat(),
      tables: fc.constantFrom<Core['tables']>([], [form], [form, sex]),
      proofs: fc.constantFrom('full' as const, 'off' as const),
      cover: fc.constantFrom(null, { epsilon: 10, delta: 0.01 }),
    })
    .map(({ evaluators, listless, ...over }) => {
      const core = coreWith(evaluators, { ...over, lists: threeLists })
      // The last evaluator never owns a list; any others may or may not.
      const counters = core.evaluators.filter(
        (_, at) => at === evaluators - 1 || (listless >> at) % 2 === 1,
      )
      return { core, counters }
    })
  const batchesOf = (core: Core) =>
    stagesOf(core).flatMap((stage) => {
      const proof = proofOf(core, stage, 5)
      return [stageName(stage), ...(proof === null ? [] : [proof.name])]
    })

  it('every stage comes after what it works on, and is one maker’s, who never checks it', () => {
    fc.assert(
      fc.property(rounds, ({ core, counters }) => {
        const names = stagesOf(core).map(stageName)
        expect(new Set(names).size).toBe(names.length)
        let before: Stage | null = null
        for (const [at, stage] of stagesOf(core).entries()) {
          expect(stageAfter(core, before)).toEqual(stage)
          before = stage
          const input = inputStage(core, stage)
          if (input !== null) expect(names.indexOf(stageName(input))).toBeLessThan(at)
          expect(input === null).toBe(at === 0)
          expect([...core.evaluators, COORDINATOR]).toContain(makerOf(core, stage))
          expect(checkersOf(core, stage, counters)).not.toContain(makerOf(core, stage))
        }
        expect(stageAfter(core, before)).toBeNull()
      }),
    )
  })

  it('every other evaluator checks a stage, save links and bag, which counters alone see', () => {
    fc.assert(
      fc.property(rounds, ({ core, counters }) => {
        for (const stage of stagesOf(core)) {
          const hidden = stage.kind === 'link' || isLastStrip(core, stage)
          const expected = (hidden ? counters : core.evaluators).filter(
            (id) => id !== makerOf(core, stage),
          )
          expect(checkersOf(core, stage, counters)).toEqual(expected)
        }
      }),
    )
  })

  it('a batch is sealed to who checks it; the coordinator gets no proof, and of rows only what it links', () => {
    fc.assert(
      fc.property(rounds, ({ core, counters }) => {
        const last = core.evaluators.length
        for (const batch of batchesOf(core)) {
          const stage = findStage(core, batch.replace('proof/', ''))!
          const recipients = recipientsOf(core, batch, counters)
          const checkers = checkersOf(core, stage, counters)
          expect(recipients.filter((id) => id !== COORDINATOR)).toEqual(checkers)
          const linked = [`mix/${last}`, `evaluate/${last}`].includes(batch)
          expect(recipients.includes(COORDINATOR)).toBe(linked)
          expect(recipients).not.toContain(producerOf(core, batch))
        }
        for (const { id, organisation } of core.lists) {
          expect(producerOf(core, `list/${id}`)).toBe(organisation)
          expect(recipientsOf(core, `list/${id}`, counters)).toEqual(core.evaluators)
        }
      }),
    )
  })

  it('mixes and openings are shuffled and so have proof rows; nothing has in an unproven round', () => {
    fc.assert(
      fc.property(rounds, ({ core }) => {
        for (const stage of stagesOf(core)) {
          const shuffled =
            stage.kind === 'mix' ||
            (stage.kind === 'open' && stage.turn > 0 && !isLastStrip(core, stage))
          const rows = stage.kind === 'mix' ? 18 : 5
          const name = `proof/${stageName(stage)}`
          const expected = shuffled && core.proofs === 'full' ? { name, rows, rowBytes: 128 } : null
          expect(proofOf(core, stage, 5)).toEqual(expected)
        }
      }),
    )
  })
})

it('knows no stage or batch that the round has not', () => {
  const core = coreWith(3)
  const none = [
    'cover/1',
    'mix/4',
    'mix/0',
    'mix/01',
    'mix',
    'mix/1 ',
    'shuffle/1',
    'link/1',
    'open/1',
  ]
  const tables = ['open/sex/1', 'open/persons/4', 'open/form', 'open/persons/', 'partition', '']
  for (const name of [...none, ...tables, 'constructor', '__proto__', 'list/x', 'proof/list/p']) {
    expect(findStage(core, name), name).toBeNull()
    expect(() => producerOf(core, name), name).toThrow(RangeError)
  }
})
