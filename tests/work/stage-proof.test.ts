import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isProblem } from '../../src/base/problem.ts'
import { findStage, inputStage, proofOf, stageName } from '../../src/round/stages.ts'
import type { StageDone } from '../../src/round/statements.ts'
import { openBatch } from '../../src/work/batch-reader.ts'
import { verifyStage } from '../../src/work/stage-proof.ts'
import { INPUT } from '../../src/work/stage-rows.ts'
import { whileAltered, withOther } from './alter.ts'
import { sendInstead } from './sample-lists.ts'
import { openSampleRound, type SampleRound } from './sample-round.ts'

const OTHER = 'Z'.repeat(42) + 'A'
let round: SampleRound
let unproven: SampleRound
beforeAll(async () => {
  round = await (await (await openSampleRound({ tables: 1 })).collect()).play()
  unproven = await (await (await openSampleRound({ proofs: 'off' })).collect()).play()
})
afterAll(async () => {
  await round.close()
  await unproven.close()
})

/** Each kind of stage, its maker, who checks it here, and how many elements a row puts out. */
const kinds = [
  ['mix/1', 'border', 'court', 6],
  ['mix/2', 'court', 'border', 6],
  ['evaluate/1', 'border', 'rapporteur', 3],
  ['evaluate/3', 'rapporteur', 'border', 3],
  ['open/persons/0', 'coordinator', 'court', 3],
  ['open/persons/1', 'border', 'court', 3],
  ['open/form/0', 'coordinator', 'rapporteur', 4],
  ['open/form/2', 'court', 'border', 4],
  ['open/form/3', 'rapporteur', 'court', 3],
] as const

function doneOf(name: string): StageDone {
  return round.stages[name]!.done.body
}

/** The code and place of what verifying comes to at a checker that keeps the rows; `taken` if none. */
async function verdict(name: string, checker: string, over: Partial<StageDone> = {}) {
  const stage = findStage(round.parts.core, name)!
  const done = { ...doneOf(name), ...over }
  const seen = { stage, input: done.input, output: done.output }
  try {
    await verifyStage(round.workOf(checker), seen, done)
    return 'taken'
  } catch (error) {
    if (!isProblem(error)) throw error
    // A proof of shuffle says of what part it is wrong as well.
    return `${error.code}: ${error.where?.replace(/[,:].*$/, '')}`
  }
}

/** Name of the batch that a stage works on, as a checker keeps it. */
function inputName(name: string): string {
  const stage = findStage(round.parts.core, name)!
  if (stage.kind === 'open' && stage.turn === 0) return `sums/${stage.table}`
  const input = inputStage(round.parts.core, stage)
  return input === null ? INPUT : stageName(input)
}

describe.each(kinds)('%s of %s, verified by %s', (name, maker, checker, elements) => {
  const refused = `proof.invalid: ${name} by ${maker}`

  it('is taken as it was made, and again', async () => {
    expect(await verdict(name, checker)).toBe('taken')
    expect(await verdict(name, checker)).toBe('taken')
  })

  it('is refused when one row that it puts out has another element, in any place', async () => {
    for (let place = 0; place < elements; place++) {
      const at = { name, position: place }
      await whileAltered(
        round.workOf(checker),
        at,
        (row) => withOther(row, place),
        async () => {
          expect(await verdict(name, checker), `place ${place}`).toBe(refused)
        },
      )
    }
  })

  it('is refused when one row that it was made from has another element', async () => {
    for (const place of [0, 1]) {
      const at = { name: inputName(name), position: 2 }
      await whileAltered(
        round.workOf(checker),
        at,
        (row) => withOther(row, place),
        async () => {
          expect(await verdict(name, checker), `place ${place}`).toBe(refused)
        },
      )
    }
    expect(await verdict(name, checker)).toBe('taken')
  })

  it('is refused with the digest of other rows, for what went in or came out', async () => {
    const { input, output } = doneOf(name)
    const wrong: Partial<StageDone>[] = [
      { input: OTHER },
      { output: { ...output, digest: OTHER } },
      { input: output.digest, output: { ...output, digest: input } },
    ]
    for (const over of wrong) expect(await verdict(name, checker, over)).toBe(refused)
  })

  it('is refused with the proof of another stage, a proof that is none, or altered', async () => {
    const { proof } = doneOf(name)
    const letter = proof![50] === 'A' ? 'B' : 'A'
    const altered = `${proof!.slice(0, 50)}${letter}${proof!.slice(51)}`
    const others = kinds.filter(([other]) => other !== name).map(([other]) => doneOf(other).proof)
    for (const other of [...others, altered, '', proof!.slice(4)]) {
      expect(await verdict(name, checker, { proof: other })).toBe(refused)
    }
    expect(await verdict(name, checker, { proof: null })).toBe(`proof.missing: ${name} by ${maker}`)
  })
})

describe.each(kinds.filter(([name]) => name in shuffled()))(
  '%s of %s has rows of its proof, and %s',
  (name, maker, checker) => {
    it('refuses it without them, or with another row in any place', async () => {
      const missing = `proof.missing: ${name} by ${maker}`
      expect(await verdict(name, checker, { proofRows: null })).toBe(missing)
      const { proofRows } = doneOf(name)
      const shape = proofOf(round.parts.core, findStage(round.parts.core, name)!, proofRows!.rows)!
      const rows = await (await openBatch(round.workOf(checker), proofRows!, maker))(0)
      const { chunks } = round.parts.relay
      const kept = chunks.get(`${shape.name} 0`)!
      const cheat = { ...round.workOf(maker) }
      for (const alter of [
        // c_i and ĉ_i are elements, the responses scalars; each stands in the second row.
        (bytes: Uint8Array) => withOther(bytes, 4),
        (bytes: Uint8Array) => withOther(bytes, 5),
        (bytes: Uint8Array) => exchanged(bytes, 2),
        (bytes: Uint8Array) => exchanged(bytes, 3),
        (bytes: Uint8Array) => bytes.slice().fill(255, 128, 160),
      ]) {
        const declared = await sendInstead(cheat, shape, async () => alter(rows))
        const found = await verdict(name, checker, { proofRows: declared })
        expect(found).toBe(`proof.invalid: ${name} by ${maker}`)
      }
      chunks.set(`${shape.name} 0`, kept)
      expect(await verdict(name, checker)).toBe('taken')
    })
  },
)

function shuffled(): Record<string, true> {
  return { 'mix/1': true, 'mix/2': true, 'open/persons/1': true, 'open/form/2': true }
}

/** Two rows of a proof with one of their four parts exchanged. */
function exchanged(rows: Uint8Array, part: number): Uint8Array {
  const out = rows.slice()
  const [first, second] = [part * 32, 128 + part * 32]
  out.set(rows.subarray(second, second + 32), first)
  out.set(rows.subarray(first, first + 32), second)
  return out
}

describe('rows that were exchanged, dropped or doubled in a shuffle', () => {
  it('a row put twice in place of another is refused', async () => {
    for (const [name, , checker] of kinds.filter(([one]) => one in shuffled())) {
      const work = round.workOf(checker)
      const stored = await work.database.stores.rows.range('spring', name, 3, 4)
      const row = work.vault.openRow(name, 3, stored[0]!.bytes)
      await whileAltered(
        work,
        { name, position: 1 },
        () => row,
        async () => {
          expect(await verdict(name, checker)).toMatch(/^proof\.invalid/)
        },
      )
    }
  })
})

it('nothing is proven in an unproven round, and nothing held against it', async () => {
  for (const { done } of Object.values(unproven.stages)) {
    expect([done.body.proof, done.body.proofRows]).toEqual([null, null])
  }
  expect([...unproven.parts.relay.chunks.keys()].filter((key) => key.startsWith('proof/'))).toEqual(
    [],
  )
})
