import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { type Core, columnNames } from '../../src/round/manifest.ts'
import {
  addedRows,
  checkersOf,
  checksByProof,
  coveredParts,
  findStage,
  inputDigest,
  inputStage,
  isLastStrip,
  lastMix,
  listBatch,
  makerOf,
  mostChunks,
  outputOf,
  producerOf,
  proofBytes,
  proofOf,
  recipientsOf,
  rowBytes,
  type Stage,
  slotBytes,
  stageAfter,
  stageName,
  stagesOf,
  totalRows,
} from '../../src/round/stages.ts'

const form = { id: 'form', codes: ['work', 'farm', 'unknown', 'conflict'] }
const sex = { id: 'sex', codes: ['female', 'unknown', 'conflict'] }

/** e1 owns a list; which other evaluators do, the counters tell. */
function coreWith(evaluators: number, over: Partial<Core> = {}): Core {
  return {
    version: 2,
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
    tables: [form],
    checks: 0,
    proofs: 'full',
    cover: null,
    recipe: 'r1/1',
    rule: 'l1',
    ...over,
  }
}

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

const threeLists = ['a', 'b', 'c'].map((id) => ({ id, organisation: id, rows: 6 }))
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
      tables: fc.constantFrom([], [form], [form, sex]),
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

describe('shapes', () => {
  const core = coreWith(3, { tables: [form, sex] })

  it('a row is a and a column of 32 bytes for each slot, label, presence and table', () => {
    expect([totalRows(core), rowBytes(core), slotBytes(core)]).toEqual([17, 224, 96])
    expect(columnNames(core)).toHaveLength(6)
    expect(mostChunks(coreWith(2, { lists: [{ id: 'p', organisation: 'p', rows: 129 }] }))).toBe(2)
  })

  it('a list’s row carries 64 bytes for each of three presences and of a table’s codes', () => {
    expect(proofBytes(core)).toBe(64 * (3 + 4 + 3))
    expect(listBatch(core, 'p')).toEqual({ name: 'list/p', rows: 10, rowBytes: 224 + 640 })
    const unproven = coreWith(3, { proofs: 'off' })
    expect([proofBytes(unproven), listBatch(unproven, 'e').rowBytes]).toEqual([0, 192])
  })

  it('each stage puts out what it is for', () => {
    const shapeOf = (name: string) => {
      const { rows, rowBytes: bytes } = outputOf(core, findStage(core, name)!, 5)
      return [name, rows, bytes]
    }
    const names = ['mix/2', 'evaluate/2', 'link', 'open/persons/0', 'open/persons/3']
    expect([...names, 'open/form/2', 'open/form/3'].map(shapeOf)).toEqual([
      ['mix/2', 17, 224],
      ['evaluate/2', 17, 96],
      ['link', 5, 10],
      ['open/persons/0', 5, 96],
      ['open/persons/3', 5, 64],
      ['open/form/2', 5, 128],
      ['open/form/3', 5, 96],
    ])
    expect(lastMix(core)).toEqual({ kind: 'mix', turn: 3 })
  })

  it('a cover is as many rows as its bins take, and is opened with the persons alone', () => {
    const cover = { epsilon: 10, delta: 0.01 }
    const lists = ['a', 'b', 'c'].map((id) => ({ id, organisation: id, rows: 9 }))
    const covered = coreWith(2, { cover, lists })
    const { rows } = outputOf(covered, { kind: 'cover', turn: 1 }, 5)
    // Seven bins of three lists, each with an even number of rows.
    expect([rows > 0, rows % 14]).toEqual([true, 0])
    expect([addedRows(covered, 'persons'), addedRows(covered, 'form')]).toEqual([2 * rows, 0])
    expect(addedRows(core, 'persons')).toBe(0)
    expect(proofOf(covered, { kind: 'cover', turn: 1 }, 5)).toBeNull()
  })
})

describe('the digest of what a stage is made from', () => {
  const letters: Record<string, string> = {}
  const known = (core: Core) => {
    for (const [at, name] of stagesOf(core).map(stageName).entries()) {
      letters[name] = String.fromCharCode(65 + at).repeat(43)
    }
    return { lists: 'lists', of: (stage: Stage) => letters[stageName(stage)]! }
  }
  const digestsOf = (core: Core) =>
    new Map(stagesOf(core).map((stage) => [stageName(stage), inputDigest(core, stage, known(core))]))

  it('is what the stage before it put out, save for the coordinator’s openings', () => {
    const core = coreWith(2)
    const digests = digestsOf(core)
    expect(digests.get('mix/1')).toBe('lists')
    for (const stage of stagesOf(core).slice(1)) {
      if (stage.kind === 'open' && stage.turn === 0) continue
      expect(digests.get(stageName(stage))).toBe(letters[stageName(inputStage(core, stage)!)])
    }
  })

  it('of the sums that are opened follows from the last mix and the links, each in its place', () => {
    const core = coreWith(2)
    const stage = { kind: 'open', table: 'persons', turn: 0 } as const
    const digest = (mixed: string, links: string) =>
      inputDigest(core, stage, {
        lists: 'lists',
        of: (one) => (one.kind === 'link' ? links : stageName(one) === 'mix/2' ? mixed : 'none'),
      })
    const digests = [digest('a', 'b'), digest('b', 'a'), digest('a', 'a'), digest('b', 'b')]
    for (const one of digests) expect(one).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(new Set(digests).size).toBe(4)
    expect(digestsOf(core).get('open/form/0')).toBe(digestsOf(core).get('open/persons/0'))
  })

  it('of a covered bag follows from the persons’ sums and every cover, each in its place', () => {
    const cover = { epsilon: 1, delta: 0.001 }
    const core = coreWith(3, { cover, lists: coreWith(2).lists })
    expect(coveredParts(core).map(stageName)).toEqual([
      'open/persons/0',
      'cover/1',
      'cover/2',
      'cover/3',
    ])
    const stage = { kind: 'open', table: 'persons', turn: 1 } as const
    const digest = (change: Record<string, string>) =>
      inputDigest(core, stage, {
        lists: 'lists',
        of: (one) => change[stageName(one)] ?? stageName(one),
      })
    const others = coveredParts(core).map((part) => digest({ [stageName(part)]: 'another' }))
    const turned = digest({ 'cover/1': 'cover/2', 'cover/2': 'cover/1' })
    expect(new Set([digest({}), turned, ...others]).size).toBe(6)
    expect(digestsOf(core).get('open/form/1')).toBe(letters['open/form/0'])
  })
})

it('knows no stage or batch that the round has not', () => {
  const core = coreWith(3)
  const none = ['cover/1', 'mix/4', 'mix/0', 'mix/01', 'mix', 'mix/1 ', 'shuffle/1', 'link/1', 'open/1']
  const tables = ['open/sex/1', 'open/persons/4', 'open/form', 'open/persons/', 'partition', '']
  for (const name of [...none, ...tables, 'constructor', '__proto__', 'list/x', 'proof/list/p']) {
    expect(findStage(core, name), name).toBeNull()
    expect(() => producerOf(core, name), name).toThrow(RangeError)
  }
})
