import { describe, expect, it } from 'vitest'
import { type Core, columnNames } from '../../src/round/manifest.ts'
import {
  addedRows,
  coveredParts,
  findStage,
  inputDigest,
  inputStage,
  lastMix,
  listBatch,
  mostChunks,
  outputOf,
  proofBytes,
  proofOf,
  rowBytes,
  type Stage,
  slotBytes,
  stageName,
  stagesOf,
  totalRows,
} from '../../src/round/stages.ts'
import { coreWith, form, sex } from './sample-core.ts'

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
    new Map(
      stagesOf(core).map((stage) => [stageName(stage), inputDigest(core, stage, known(core))]),
    )

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
