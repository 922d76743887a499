import { afterEach, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { secureRandom } from '../../src/base/random.ts'
import { encodeLinks, type Link } from '../../src/linkage/links.ts'
import { batchDigest, chunkDigest } from '../../src/round/batch.ts'
import type { StageDone } from '../../src/round/statements.ts'
import { asText, checksOnSeveral } from './coalition.ts'
import { cheating, type Mischief, sayingsOf } from './mischief.ts'
import { openWorld, type World } from './world.ts'

/** Two tokens a row; the first of the number, the second of the name. */
const ROW = 64

let world: World
afterEach(() => world.close())

/** Rows whose first token nobody else has. */
function lonelyRows(tokens: Uint8Array): number[] {
  const first = Array.from({ length: tokens.length / ROW }, (_, row) =>
    asText(tokens.subarray(row * ROW, row * ROW + 32)),
  )
  return first.flatMap((token, row) =>
    first.filter((other) => other === token).length === 1 ? [row] : [],
  )
}

/** The coordinator takes two rows that share nothing for one person. */
const linkFalsely = (): Mischief =>
  cheating(COORDINATOR, 'link', (tokens) => {
    const [one = 0, other = 0] = lonelyRows(tokens)
    return tokens.copyWithin(one * ROW, other * ROW, other * ROW + 32)
  })

/** Everybody who is not the person that it wants to see becomes one other person. */
const craft = (): Mischief =>
  cheating(COORDINATOR, 'link', (tokens) => {
    const [target, ...others] = lonelyRows(tokens)
    for (const row of others)
      tokens.copyWithin(row * ROW, (others[0] ?? 0) * ROW, (others[0] ?? 0) * ROW + 32)
    expect(target).toBeDefined()
    return tokens
  })

it.each<[string, () => Mischief]>([
  ['links two rows that hold no token in common', linkFalsely],
  ['links all rows but one person’s, so that this person stands alone in the bag', craft],
])('the coordinator %s; every counter refuses its proof', async (_, mischief) => {
  world = await openWorld(mischief())
  await world.play()
  expect((await world.fate('court')).code).toBe('proof.invalid')
  expect(world.reasons()).toContain('link by coordinator')
  expect(world.said.some((said) => JSON.stringify(said.body).includes('open/'))).toBe(false)
})

/** The coordinator shows other links than it found, rightly declared and sealed, under the proof of those. */
function showing(links: readonly Link[]): Mischief {
  const rows = encodeLinks(links)
  return {
    telling: async (said, world) => {
      if (said.type !== 'stage.check') return said
      const body = said.body as { statement: string }
      const own = sayingsOf(body.statement)
      const done = own.body as StageDone
      if (done.stage !== 'link') return said
      const shape = { ...done.output, rows: links.length }
      const chunks = [chunkDigest(rows)]
      const output = { ...shape, chunks, digest: batchDigest(said.binding, shape, chunks) }
      const statement = await world.sign({ ...own, body: { ...done, output } })
      return { ...said, body: { ...body, statement } }
    },
    carry: async ({ batch, chunk, sealed }, world) => {
      if (batch !== 'link') return sealed
      const { binding } = world.saidBy('court', 'roster.sign')
      return (await world.vault(COORDINATOR)).sealChunk(binding, batch, COORDINATOR, chunk, rows)
    },
  }
}

const link = (row: number, otherRow: number, otherSlot = 0) => ({
  row,
  slot: 0,
  otherRow,
  otherSlot,
})

it.each<[string, string, readonly Link[]]>([
  ['of a row that there is not', 'links.place', [link(0, 12)]],
  ['of two slots that are never compared', 'links.place', [link(0, 1, 1)]],
  ['of a slot that there is not', 'links.place', [link(0, 1, 2)]],
  ['of rows that are one person already', 'links.circle', [link(0, 1), link(1, 0)]],
])('the coordinator shows a link %s; every counter refuses', async (_, code, links) => {
  world = await openWorld(showing(links))
  await world.play()
  expect((await world.fate('court')).code).toBe(code)
})

/** Every token another one: nobody is linked. */
const linkNothing = (): Mischief =>
  cheating(COORDINATOR, 'link', (tokens) => secureRandom(tokens.length))

it('the coordinator links too little; in a round without check persons nobody notices, and the count is false', async () => {
  world = await openWorld(linkNothing())
  await world.play()
  expect(await world.ending()).toBe('released')
  expect(await world.cells()).toEqual([
    { lists: ['border-2020'], persons: 3 },
    { lists: ['police-2020'], persons: 4 },
    { lists: ['shelter-2020'], persons: 3 },
  ])
})

it('the coordinator links too little; the counter notices by the check persons', async () => {
  // Made-up persons stand on lists by lot: rounds in which none is on two lists are passed over.
  const setup = { size: 2, persons: {}, terms: { checks: 3 } }
  for (;;) {
    world = await openWorld(linkNothing(), setup)
    if ((await checksOnSeveral(world)) > 0) break
    await world.close()
  }
  await world.play()
  expect((await world.fate('rapporteur')).code).toBe('checks.differ')
  expect(await world.ending()).toBe('aborted checks.differ by rapporteur')
})
