import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isProblem } from '../../src/base/problem.ts'
import { encodeLinks, type Link, readLinks } from '../../src/linkage/links.ts'
import { outputOf } from '../../src/round/stages.ts'
import { storedBatch } from '../../src/work/batch-reader.ts'
import { proveStage, verifyStage } from '../../src/work/stage-proof.ts'
import { whileAltered, withOther } from './alter.ts'
import { openSampleRound, type SampleRound } from './sample-round.ts'

const stage = { kind: 'link' } as const
let round: SampleRound
let links: Link[]
beforeAll(async () => {
  round = await (await (await openSampleRound()).collect()).play('link')
  links = readLinks(await kept(), 12, round.workOf('court').slots).links
})
afterAll(() => round.close())

/** The links as the counter keeps them. */
function kept(): Promise<Uint8Array> {
  const { rows } = round.stages['link']!.done.body.output
  return storedBatch(round.workOf('court'), outputOf(round.parts.core, stage, rows))(0)
}

/** What a counter says of these links with the coordinator's proof of the true ones, or its own best. */
async function verdict(claimed: readonly Link[], proof?: string): Promise<string> {
  const { body } = round.stages['link']!.done
  const work = round.workOf('court')
  const seen = { stage, input: body.input, output: { ...body.output, rows: claimed.length } }
  const encoded = encodeLinks(claimed)
  await keep('court', encoded, claimed.length)
  try {
    await verifyStage(work, seen, { proof: proof ?? body.proof, proofRows: null })
    return 'taken'
  } catch (error) {
    if (!isProblem(error)) throw error
    return error.code
  } finally {
    await keep('court', encodeLinks(links), links.length)
  }
}

async function keep(id: string, encoded: Uint8Array, rows: number): Promise<void> {
  const { vault, database } = round.workOf(id)
  const entries = Array.from({ length: rows }, (_, position) => ({
    position,
    bytes: vault.sealRow('link', position, encoded.subarray(position * 10, position * 10 + 10)),
  }))
  await database.stores.rows.putRows('spring', 'link', entries)
}

/** Rows of two different persons. */
function strangers(): [number, number] {
  const { person } = readLinks(encodeLinks(links), 12, round.workOf('court').slots).partition
  return [0, [...person].findIndex((one) => one !== person[0])]
}

describe('a counter that is shown links', () => {
  it('takes those whose tokens are the same', async () => {
    expect(links).toHaveLength(3)
    expect(await verdict(links)).toBe('taken')
  })

  it('refuses a false merge: rows that hold different tokens, also beside true links', async () => {
    const [row, otherRow] = strangers()
    for (const slot of [0, 1]) {
      const merge = { row, slot, otherRow, otherSlot: slot }
      expect(await verdict([...links, merge])).toBe('proof.invalid')
      expect(await verdict([merge])).toBe('proof.invalid')
    }
  })

  it('refuses a merge of the coordinator that proves as well as it can', async () => {
    const [row, otherRow] = strangers()
    const merge = [...links, { row, slot: 0, otherRow, otherSlot: 0 }]
    const coordinator = round.workOf('coordinator')
    await keep('coordinator', encodeLinks(merge), merge.length)
    const { body } = round.stages['link']!.done
    const seen = { stage, input: body.input, output: { ...body.output, rows: merge.length } }
    const { proof } = await proveStage(coordinator, seen).catch((error: Error) => {
      // An honest prover refuses to prove what is not true.
      expect(error.message).toContain('proof.untrue')
      return { proof: body.proof }
    })
    expect(await verdict(merge, proof!)).toBe('proof.invalid')
    await keep('coordinator', encodeLinks(links), links.length)
  })

  it('refuses links that name a true pair in another slot, or other rows of it', async () => {
    const [first, ...rest] = links as [Link, ...Link[]]
    for (const over of [
      { slot: 1 - first.slot, otherSlot: 1 - first.otherSlot },
      { row: [...Array(12).keys()].find((at) => ![first.row, first.otherRow].includes(at))! },
    ]) {
      expect(await verdict([{ ...first, ...over }, ...rest])).toMatch(
        /^(proof.invalid|links.circle)$/,
      )
    }
  })

  it('refuses what closes a ring, and slots that are never compared', async () => {
    const [first] = links as [Link]
    expect(await verdict([...links, first])).toBe('links.circle')
    expect(await verdict([...links, { ...first, row: 99 }])).toBe('links.place')
    expect(await verdict([{ ...first, otherSlot: 1 - first.slot }])).toBe('links.place')
  })

  it('refuses links of other rows than it has seen evaluated', async () => {
    const [{ row }] = links as [Link]
    const place = { name: 'evaluate/3', position: row }
    for (const column of [0, 1 + links[0]!.slot]) {
      await whileAltered(
        round.workOf('court'),
        place,
        (bytes) => withOther(bytes, column),
        async () => {
          expect(await verdict(links)).toBe('proof.invalid')
        },
      )
    }
    expect(await verdict(links)).toBe('taken')
  })

  it('takes that nobody stands on two lists, if nothing is claimed', async () => {
    const alone = await openSampleRound()
    await (await alone.collect({ police: [{ keys: ['1', 'a'] }] })).play()
    expect(alone.stages['link']!.done.body.output.rows).toBe(0)
    expect(alone.stages['open/persons/0']!.done.body.output.rows).toBe(12)
    await alone.close()
  })
})
