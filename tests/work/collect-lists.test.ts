import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { concatBytes, fromBase64Url } from '../../src/base/bytes.ts'
import type { Problem } from '../../src/base/problem.ts'
import { secureRandom } from '../../src/base/random.ts'
import { codeElement, labelElement, presenceElement } from '../../src/psi/key-element.ts'
import { rerandomiseRows } from '../../src/psi/rerandomise.ts'
import { columnNames } from '../../src/round/manifest.ts'
import { listBatch, rowBytes } from '../../src/round/stages.ts'
import { storedBatch } from '../../src/work/batch-reader.ts'
import { collectLists } from '../../src/work/collect-lists.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { jointKeys } from '../../src/work/stage-keys.ts'
import { INPUT, secretOrder } from '../../src/work/stage-rows.ts'
import { type SubmitTask, submitRows } from '../../src/work/submit-rows.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { withOther } from './alter.ts'
import { sampleRows, sendInstead, submitTask } from './sample-lists.ts'
import { openSampleRound, type SampleRound } from './sample-round.ts'

const EVALUATORS = ['border', 'court', 'rapporteur']
let round: SampleRound
let unproven: SampleRound
let digest: string
beforeAll(async () => {
  round = await (await openSampleRound({ tables: 1 })).collect()
  unproven = await (await openSampleRound({ tables: 1, proofs: 'off' })).collect()
  digest = round.chains.get('court')!.inputDigest
})
afterAll(async () => {
  await round.close()
  await unproven.close()
})

/** The rows of an own list as they went out. */
async function sentRows(of: SampleRound, owner: string): Promise<Uint8Array[]> {
  const work = of.workOf(owner)
  const shape = listBatch(work.manifest.core, `${owner}-2020`)
  const order = secretOrder(work, shape.name, shape.rows)
  const bytes = await storedBatch(work, shape, order)(0)
  return Array.from({ length: shape.rows }, (_, at) =>
    bytes.slice(at * shape.rowBytes, (at + 1) * shape.rowBytes),
  )
}

/** An owner sends these rows as its list, rightly declared and sealed; each evaluator refuses. */
async function refusals(
  of: SampleRound,
  owner: string,
  rows: readonly Uint8Array[],
): Promise<Problem[]> {
  const work = of.workOf(owner)
  const shape = listBatch(work.manifest.core, `${owner}-2020`)
  const { chunks } = of.parts.relay
  const before = new Map(chunks)
  const declaration = await sendInstead(work, shape, async () => concatBytes(...rows))
  const roster = of.roster.map((one) => (one.sender === owner ? { ...one, declaration } : one))
  const found: Problem[] = []
  for (const id of EVALUATORS) {
    found.push(await refusalOf(collectLists(of.workOf(id), roster)))
  }
  for (const [place, chunk] of before) chunks.set(place, chunk)
  return found
}

/** The code and place of the refusal, which must be the same at all. */
function same(problems: readonly Problem[]): string {
  const texts = new Set(problems.map(({ code, where }) => `${code}: ${where}`))
  expect([...texts]).toHaveLength(1)
  return [...texts].join()
}

/** Rows as the owner makes them when it takes other vectors for those that there are. */
function cheated(owner: string, change: (task: SubmitTask, work: RoundWork) => SubmitTask) {
  const work = round.workOf(owner)
  const task = submitTask(work, `${owner}-2020`, sampleRows[owner]!)
  const bytes = submitRows(work.engine, change(task, work))
  const width = listBatch(work.manifest.core, `${owner}-2020`).rowBytes
  return Array.from({ length: bytes.length / width }, (_, at) =>
    bytes.slice(at * width, (at + 1) * width),
  )
}

/** Replaces the vector that real rows hold in label and presence, or in the column of a table. */
function holding(task: SubmitTask, which: number, pick: number, vector: Uint8Array): SubmitTask {
  const chosen = task.chosen.map((one, at) => {
    if (at !== which) return one
    const choices = one.choices.slice()
    choices.set(vector, pick * one.columns.length * 32)
    return { ...one, choices }
  })
  return { ...task, chosen }
}

describe('lists that are as agreed', () => {
  it('give every evaluator the same rows, each with its label added', async () => {
    const digests = EVALUATORS.map((id) => round.chains.get(id)!.inputDigest)
    expect(new Set(digests).size).toBe(1)
    const { engine, manifest } = round.workOf('court')
    const { core, coreDigest } = manifest
    const width = rowBytes(core)
    const kept = await storedBatch(round.workOf('court'), {
      name: INPUT,
      rows: 12,
      rowBytes: width,
    })(0)
    const names = columnNames(core)
    let at = 0
    for (const { id, organisation } of core.lists) {
      const label = labelElement(engine, fromBase64Url(coreDigest), id)
      for (const row of await sentRows(round, organisation)) {
        const place = (names.indexOf('label') + 1) * 32
        const expected = row.slice(0, width)
        expected.set(engine.add(expected.subarray(place, place + 32), label), place)
        expect(kept.subarray(at, at + width)).toEqual(expected)
        at += width
      }
    }
    expect(at).toBe(kept.length)
  })

  it('can be collected again after a restart, and give the same', async () => {
    expect(await collectLists(round.workOf('court'), round.roster)).toBe(digest)
  })

  it('are not held to proofs in an unproven round', async () => {
    const width = rowBytes(unproven.workOf('court').manifest.core)
    const rows = await sentRows(unproven, 'police')
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => width))
  })
})

describe('the police cheat, and every evaluator refuses', () => {
  const kinds = 'proof.invalid: list police-2020 of police, row 0, column 2'

  it('its rows bear another list’s label', async () => {
    const rows = cheated('police', (task, { engine, manifest }) => {
      const bytes = fromBase64Url(manifest.coreDigest)
      const own = labelElement(engine, bytes, 'police-2020')
      const other = engine.subtract(labelElement(engine, bytes, 'shelter-2020'), own)
      return holding(task, 0, 0, concatBytes(other, presenceElement(engine, 'real')))
    })
    expect(same(await refusals(round, 'police', rows))).toBe(kinds)
  })

  it('its rows take their label off and are real nevertheless', async () => {
    const rows = cheated('police', (task, { engine }) => {
      const [off] = [task.chosen[0]!.choices.slice(64, 96)]
      return holding(task, 0, 0, concatBytes(off, presenceElement(engine, 'real')))
    })
    expect(same(await refusals(round, 'police', rows))).toBe(kinds)
  })

  it('its rows are of a presence that there is not', async () => {
    const rows = cheated('police', (task, { engine }) => {
      const label = task.chosen[0]!.choices.slice(0, 32)
      const presence = presenceElement(engine, 'check')
      return holding(task, 0, 0, concatBytes(label, engine.add(presence, presence)))
    })
    expect(same(await refusals(round, 'police', rows))).toBe(kinds)
  })

  it('its rows have a code outside the book, or of another table', async () => {
    for (const [table, code] of [
      ['form', 'nothing'],
      ['sex', 'female'],
    ] as const) {
      const rows = cheated('police', (task, { engine, manifest }) => {
        const digest = fromBase64Url(manifest.coreDigest)
        const place = task.picks[1]! // of the first row
        return holding(task, 1, place, codeElement(engine, digest, table, code))
      })
      const expected = 'proof.invalid: list police-2020 of police, row 0, column 4'
      expect(same(await refusals(round, 'police', rows))).toBe(expected)
    }
  })

  it('a row’s cell is another than was proven, in any column that is proven', async () => {
    const rows = await sentRows(round, 'police')
    // Slots are not proven: they may hold any token of the owner's.
    for (const place of [0, 3, 4, 5]) {
      const altered = rows.map((row, at) => (at === 1 ? withOther(row, place) : row))
      const found = same(await refusals(round, 'police', altered))
      expect(found, `${place}`).toMatch(
        /^proof\.invalid: list police-2020 of police, row 1, column/,
      )
    }
  })

  it('a row has the proof of another row, or none', async () => {
    const rows = await sentRows(round, 'police')
    const width = rowBytes(round.workOf('police').manifest.core)
    const proofs = (at: number) => rows[at]!.subarray(width)
    for (const proof of [proofs(2), new Uint8Array(proofs(1).length)]) {
      const altered = rows.map((row, at) =>
        at === 1 ? concatBytes(row.subarray(0, width), proof) : row,
      )
      expect(same(await refusals(round, 'police', altered))).toBe(
        'proof.invalid: list police-2020 of police, row 1, column 2',
      )
    }
  })

  it('a row is sent twice', async () => {
    const rows = await sentRows(round, 'police')
    const twice = [rows[0]!, rows[1]!, rows[0]!, rows[3]!]
    expect(same(await refusals(round, 'police', twice))).toBe(
      'batch.copied-row: list police-2020, row 2',
    )
  })

  it('a row is no row: no element, or one that hides nothing', async () => {
    const rows = await sentRows(round, 'police')
    for (const [code, byte] of [
      ['element.invalid', 255],
      ['element.identity', 0],
    ] as const) {
      const altered = rows.map((row, at) => (at === 3 ? row.slice().fill(byte, 0, 32) : row))
      const problems = await refusals(round, 'police', altered)
      expect(problems.map((problem) => problem.code)).toEqual([code, code, code])
    }
  })
})

describe('the shelter takes rows of the police, which all evaluators got before, and every one refuses', () => {
  const first = 'proof.invalid: list shelter-2020 of shelter, row 0, column 2'

  it('copied as they are, with their proofs', async () => {
    expect(same(await refusals(round, 'shelter', await sentRows(round, 'police')))).toBe(first)
  })

  it('re-randomised, with the proofs of the police or with its own', async () => {
    const { engine, manifest } = round.workOf('shelter')
    const columnKeys = jointKeys(round.workOf('shelter'), columnNames(manifest.core))
    const width = rowBytes(manifest.core)
    const [theirs, own] = [await sentRows(round, 'police'), await sentRows(round, 'shelter')]
    for (const proofs of [theirs, own]) {
      const rows = theirs.map((row, at) => {
        const copy = rerandomiseRows(engine, row.subarray(0, width), columnKeys, secureRandom)
        return concatBytes(copy, proofs[at]!.subarray(width))
      })
      expect(same(await refusals(round, 'shelter', rows))).toBe(first)
    }
  })

  it('copied in an unproven round: the copy is noticed by its first element', async () => {
    const found = same(await refusals(unproven, 'shelter', await sentRows(unproven, 'police')))
    expect(found).toBe('batch.copied-row: list shelter-2020, row 0')
  })
})

it('a list that the police made for another round is refused by all', async () => {
  const other = await (await openSampleRound({ tables: 1 })).collect()
  expect(same(await refusals(round, 'police', await sentRows(other, 'police')))).toBe(
    'proof.invalid: list police-2020 of police, row 0, column 2',
  )
  await other.close()
})

it('stops when the round ends meanwhile', async () => {
  const work = round.workOf('court')
  const ended = { ...work, refuseEnded: () => Promise.reject(new Error('the round has ended')) }
  await expect(collectLists(ended, round.roster)).rejects.toThrow('the round has ended')
})
