import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromBase64Url } from '../../src/base/bytes.ts'
import { coverPlanOf } from '../../src/round/cover-plan.ts'
import { recordOf } from '../../src/round/manifest.ts'
import { findStage, outputOf } from '../../src/round/stages.ts'
import { openBatch } from '../../src/work/batch-reader.ts'
import { checkCover, commitmentsOf, makeCover } from '../../src/work/cover.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { withOther } from './alter.ts'
import { sendInstead } from './sample-lists.ts'
import { openSampleRound, type SampleRound } from './sample-round.ts'

const stage = { kind: 'cover', turn: 1 } as const
let round: SampleRound
beforeAll(async () => {
  round = await (await openSampleRound({ covered: true }, 2)).collect({})
  await round.play('cover/1')
}, 60_000)
afterAll(() => round.close())

const done = () => round.stages['cover/1']!.done.body

describe('a cover', () => {
  it('is committed to with the round keys, a commitment for each bin, the same after a restart', () => {
    const { core, keys } = round.workOf('border').manifest
    const { cover } = recordOf(keys, 'border')
    expect(cover).toHaveLength(coverPlanOf(core)!.bins.length)
    const { engine, vault } = round.workOf('border')
    expect(commitmentsOf(engine, core, vault)).toEqual(cover)
    expect(commitmentsOf(engine, core, round.workOf('court').vault)).not.toEqual(cover)
    for (const one of cover!) expect(engine.isElement(fromBase64Url(one))).toBe(true)
    expect(recordOf(keys, 'coordinator').cover).toBeNull()
    expect(commitmentsOf(engine, { ...core, cover: null }, vault)).toBeNull()
  })

  it('is made again the same after a restart, and taken again by who checks it', async () => {
    const again = await makeCover(round.workOf('border'), stage, done().input)
    expect([again.output.digest, again.proof]).toEqual([done().output.digest, done().proof])
    await checkCover(round.workOf('court'), stage, done())
  })

  it('is refused when a row is another than was proven, or the sum another than was committed to', async () => {
    const read = await openBatch(round.workOf('court'), done().output, 'border')
    const shape = outputOf(round.parts.core, findStage(round.parts.core, 'cover/1')!, 0)
    const { chunks } = round.parts.relay
    const kept = new Map(chunks)
    const cheats: ((row: Uint8Array) => Uint8Array)[] = [
      (rows) => withOther(rows, 0),
      (rows) => withOther(rows, 2),
      // The first two rows, of one bin, exchanged with their proofs: each is bound to its place.
      (rows) => {
        const width = shape.rowBytes
        const turned = rows.slice()
        turned.set(rows.subarray(width, 2 * width), 0)
        turned.set(rows.subarray(0, width), width)
        return turned
      },
    ]
    for (const cheat of cheats) {
      const output = await sendInstead(round.workOf('border'), shape, async (at) => {
        const rows = await read(at)
        return at === 0 ? cheat(rows) : rows
      })
      const problem = await refusalOf(
        checkCover(round.workOf('court'), stage, { ...done(), output }),
      )
      expect([problem.code, problem.where]).toEqual([
        'proof.invalid',
        expect.stringContaining('cover/1 by border'),
      ])
      for (const [place, chunk] of kept) chunks.set(place, chunk)
    }
    for (const proof of ['', done().proof!.slice(0, -4), done().proof!.replace(/^..../, 'AAAA')]) {
      const checking = checkCover(round.workOf('court'), stage, { ...done(), proof })
      expect((await refusalOf(checking)).code).toMatch(/^(proof\.invalid|encoding\.base64url)$/)
    }
  })
})
