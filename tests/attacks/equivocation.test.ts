import { afterEach, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { linkTokens } from '../../src/coordinator/own-stages.ts'
import { isRunning } from '../../src/coordinator/state.ts'
import type { StageDone } from '../../src/round/statements.ts'
import { makeStage } from '../../src/work/make-stage.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { type Mischief, sayingsOf } from './mischief.ts'
import { type Twin, twinOf } from './twin.ts'
import { openWorld, ROUND, type World } from './world.ts'

let world: World
afterEach(() => world.close())

/** What one node is shown of a stage in place of what the others are shown: rightly made and proven too. */
function showingAnother(
  to: string,
  stage: string,
  make: (world: World) => Promise<{ twin: Twin; done: StageDone }>,
): Mischief {
  let other: { twin: Twin; done: StageDone } | undefined
  return {
    telling: async (said, world) => {
      if (said.type !== 'stage.check' || said.to !== to) return said
      const body = said.body as { statement: string }
      const shown = sayingsOf(body.statement)
      if ((shown.body as StageDone).stage !== stage) return said
      other ??= await make(world)
      const statement = await world.sign({ ...shown, body: { ...other.done, tally: null } })
      return { ...said, body: { ...body, statement } }
    },
    carry: async ({ to: asker, batch, chunk, sealed }) => {
      if (asker !== to) return sealed
      return other?.twin.chunks.get(`${batch} ${chunk}`) ?? sealed
    },
    // The coordinator, in league, takes what the deceived node found for the same.
    saying: (said, world) => {
      const body = said.body as { stage?: string }
      const checked = said.type === 'stage.checked' && said.from === to && body.stage === stage
      if (!checked) return [said]
      expect(world.faults).toEqual([])
      return [{ ...said, body: { ...body, digest: digestOthersSaw(world, stage) } }]
    },
  }
}

function digestOthersSaw(world: World, stage: string): string {
  const shown = world.told
    .filter((said) => said.type === 'stage.check')
    .map((said) => sayingsOf((said.body as { statement: string }).statement).body as StageDone)
  return shown.find((done) => done.stage === stage)?.output.digest ?? ''
}

it('an evaluator and the coordinator show one evaluator another mix than the others, rightly proven; it notices when the next is shown', async () => {
  world = await openWorld(
    showingAnother('rapporteur', 'mix/1', async (world) => {
      const twin = await twinOf(world, 'border', 'mix/1')
      const { input } = world.saidBy('border', 'stage.done').body as StageDone
      const done = await makeStage(twin.work, { kind: 'mix', turn: 1 }, { digest: input, rows: 12 })
      return { twin, done }
    }),
  )
  await world.play()
  expect(stagesChecked('rapporteur')).toEqual(['mix/1'])
  expect((await world.fate('rapporteur')).code).toBe('stage.wrong-input')
  expect(world.faults.join()).toContain('made from other rows')
})

it('the coordinator shows two counters other links, both rightly proven; one notices when the sums are opened', async () => {
  world = await openWorld(
    showingAnother('court', 'link', async (world) => {
      const twin = await twinOf(world, COORDINATOR, 'link')
      const state = await world.coordinator()
      if (!isRunning(state)) throw new Error('over')
      let spoilt = false
      // One token is taken for another: one link less, and what is left is true.
      const pool = {
        ...twin.work.pool,
        run: async (task: Parameters<typeof twin.work.pool.run>[0]) => {
          const output = await twin.work.pool.run(task)
          if (task.op === 'strip' && !spoilt) spoilt = spoil(output)
          return output
        },
      }
      const done = await linkTokens({ ...twin.work, pool }, state)
      return { twin, done }
    }),
  )
  await world.play()
  expect(stagesChecked('court')).toContain('link')
  // Another number of links makes another number of sums than this counter expects.
  expect(await world.ending()).toBe('aborted batch.declaration by court')
})

/** Two tokens a row: the first row that shares both with another loses them. */
function spoil(tokens: Uint8Array): boolean {
  const rows = Array.from({ length: tokens.length / 64 }, (_, row) =>
    tokens.subarray(row * 64, row * 64 + 64),
  )
  const linked = rows.find((row) =>
    rows.some((one) => one !== row && Buffer.compare(one, row) === 0),
  )
  linked?.fill(9)
  return linked !== undefined
}

function stagesChecked(who: string): string[] {
  return world.said
    .filter((said) => said.from === who && said.type === 'stage.checked')
    .map((said) => (said.body as { stage: string }).stage)
}

it('the coordinator shows one evaluator another roster than the others; it refuses', async () => {
  world = await openWorld({
    telling: async (said, world) => {
      if (said.type !== 'roster.proposed' || said.to !== 'court') return said
      const { statements } = said.body as { statements: string[] }
      const other = world.saidBy('police', 'lists.declare')
      const body = other.body as { batches: { digest: string }[]; proofs: unknown }
      const batches = body.batches.map((batch) => ({ ...batch, keys: {} }))
      const signed = await world.sign({ ...other, body: { ...body, batches } })
      return { ...said, body: { statements: [signed, ...statements.slice(1)] } }
    },
  })
  await world.play()
  expect(await world.ending()).toMatch(/^aborted (batch\.recipients|roster\.two-versions) by court/)
})

it('the coordinator keeps a message back and gives it late; the round goes on where it stood', async () => {
  let kept = 0
  world = await openWorld({
    fetching: (messages, to) => {
      if (to !== 'court' || kept++ > 12) return messages
      return messages.slice(0, Math.max(0, messages.length - 1))
    },
  })
  await world.play()
  for (let more = 0; more < 20; more++) await world.play()
  expect(await world.ending()).toBe('released')
})

it('the coordinator tells a node everything twice; the round goes on as if once', async () => {
  world = await openWorld()
  await world.play((_, stage) => stage === 'mix/2')
  const { parts, rounds } = world.node('court')
  const [state, cursor] = [await rounds.stateOf(ROUND), await rounds.cursor()]
  const taken = (await parts.client.inbox(0, 0)).filter(({ sequence }) => sequence <= cursor)
  expect(taken.length).toBeGreaterThan(5)
  for (const message of taken) await rounds.take(message)
  expect(await rounds.stateOf(ROUND)).toEqual(state)
})

it('the coordinator opens a dead round again; nobody takes part in it', async () => {
  world = await openWorld({
    saying: (said) => {
      const other = said.from === 'court' && said.type === 'input.checked'
      return [other ? { ...said, body: { digest: 'B'.repeat(43) } } : said]
    },
  })
  await world.play()
  expect(await world.ending()).toMatch(/^aborted input\.differs/)
  expect((await refusalOf(world.service.openRound({ id: ROUND }))).code).toBe('round.exists')
  const fates = [...world.nodes.keys()].map((id) => world.fate(id))
  const proposed = await world.node('police').parts.client.inbox(0, 0)
  const { sequence, body } = proposed[0] ?? { sequence: 0, body: '' }
  const again = { ...sayingsOf(body), sequence: 900 }
  await world.node('police').rounds.take({ sequence: 900, body: await world.sign(again) })
  expect(sequence).toBe(1)
  expect((await world.fate('police')).phase).toBe('aborted')
  expect((await Promise.all(fates)).map(({ phase }) => phase)).toEqual(
    Array.from(fates, () => 'aborted'),
  )
})
