/** Covered rounds of three lists in which somebody does not follow: who notices, and what nobody can. */
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { afterEach, expect, it, vi } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { keepCovered, readCovered } from '../../src/counter/covered-count.ts'
import { COVER_PROOF_BYTES } from '../../src/cover/cover-rows.ts'
import { coveredSum } from '../../src/cover/opening.ts'
import { COVER_ROW_BYTES } from '../../src/cover/plan.ts'
import { ELEMENT_BYTES, type GroupEngine } from '../../src/group/engine.ts'
import { elementAt } from '../../src/psi/row.ts'
import { coverPlanOf } from '../../src/round/cover-plan.ts'
import { coverQuestions } from '../../src/round/cover-questions.ts'
import type { Core } from '../../src/round/manifest.ts'
import type { NodeBody } from '../../src/round/statements.ts'
import { cutRows } from '../../src/work/batch-reader.ts'
import { runTask, type Task } from '../../src/work/tasks.ts'
import { rawTerms } from '../round/sample.ts'
import type { Mischief, Said } from './mischief.ts'
import { oneCounter, openWorld, ROUND, type World } from './world.ts'

/** Four cover rows a set of lists: as few as there can be. */
const cover = { epsilon: 10, delta: 0.01 }
const WIDTH = COVER_ROW_BYTES + COVER_PROOF_BYTES
const unproven = { proofs: 'off' as const, cover }
let world: World
afterEach(() => world.close())

type CoverTask = Extract<Task, { op: 'make-cover' }>

/** What the court's software made, until its sums are proven: nobody proves what it sees to be false. */
let made: Uint8Array | null = null

vi.mock('../../src/cover/cover-sums.ts', async (original) => {
  const own = await original<typeof import('../../src/cover/cover-sums.ts')>()
  const proveCoverSums: typeof own.proveCoverSums = (engine, scene, by) => {
    if (made === null) return own.proveCoverSums(engine, scene, by)
    const sums = own.emptyBinSums(scene.plan)
    const rows = cutRows(made, WIDTH, [[0, COVER_ROW_BYTES]])
    own.addToBinSums(engine, scene.plan, sums, { rows, from: 0 })
    made = null
    return own.proveCoverSums(engine, scene, { ...by, sums })
  }
  return { ...own, proveCoverSums }
})

/** The court adds other rows than its software made, and proves those that it should have added. */
function covering(
  alter: (rows: Uint8Array, task: CoverTask, engine: GroupEngine) => Uint8Array,
): Mischief {
  return {
    task: ({ self, task, output }, { engine }) => {
      if (self !== 'court' || task.op !== 'make-cover') return output
      made = output
      return alter(output.slice(), task, engine)
    },
  }
}

/** The first row gets what the second loses, so that the sums of their set of lists stay. */
const markOne = covering((rows, _, engine) => {
  const more = elementAt(rows, 0)
  for (const [row, change] of [
    [0, engine.add],
    [1, engine.subtract],
  ] as const) {
    const label = rows.subarray(row * WIDTH + ELEMENT_BYTES, row * WIDTH + 2 * ELEMENT_BYTES)
    label.set(change(label.slice(), more))
  }
  return rows
})

const addOne = covering((_, task, engine) => {
  const places = task.places.slice()
  places[places.indexOf(0)] = 1
  return runTask(engine, { ...task, places })
})

it.each<[string, RegExp, Mischief]>([
  ['two rows that hold a mark, in sums that are right', /cover\/2 by court, row 0/, markOne],
  ['more rows of a set of lists than it committed to', /cover\/2 by court/, addOne],
])(
  'an evaluator adds as cover %s; another refuses and names it, and the round dies',
  async (_, why, mischief) => {
    world = await openWorld(mischief, { terms: { cover } })
    await world.play()
    expect(await world.ending()).toMatch(/^aborted proof\.invalid by (border|rapporteur)$/)
    expect(world.reasons()).toMatch(why)
    expect(world.said.some(({ type }) => type === 'cover.counted')).toBe(false)
    expect(await world.party(COORDINATOR).database.stores.releases.list()).toEqual([])
  },
)

/** So many that the total is opened, and one whom only the border knows. */
const many = {
  'police-2020': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  'shelter-2020': [21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32],
  'border-2020': [1, 2, 3, 4, 5, 6, 21, 22, 23, 24, 25, 41],
}

/** The last evaluator has counted and signed no counts yet; with one counter nobody checks them. */
async function playToCount(): Promise<void> {
  await world.play(
    (phase, stage, step) =>
      phase === 'counting' || (stage === 'open/persons/3' && step === 'checking'),
  )
}

/** The last evaluator signs so many more in every set of lists than it counted. */
const MORE = 100

async function inflate(): Promise<void> {
  const party = world.party('rapporteur')
  const count = await readCovered(party, ROUND)
  await keepCovered(party, ROUND, { ...count, covered: count.covered.map((one) => one + MORE) })
}

it('a counter signs more covered persons than its bag holds; the other counter refuses and names it', async () => {
  world = await openWorld({}, { terms: unproven })
  await playToCount()
  await inflate()
  await world.play()
  expect(await world.ending()).toBe('aborted cover.counted-otherwise by court')
  expect(world.reasons()).toContain('evaluator rapporteur')
  // Others, who cannot count, have opened small sums by then: its own cover, which it keeps, hides them.
  const opened = world.said.filter(({ type }) => type === 'questions.opened')
  expect(opened.map(({ from }) => from)).not.toContain('court')
})

it('the only counter does so; all open small sums for it, which it then knows exactly, and nobody notices', async () => {
  world = await openWorld({}, { terms: { ...unproven, ...oneCounter } })
  await playToCount()
  const { core } = await world.coordinator()
  const own = await readCovered(world.party('rapporteur'), ROUND)
  await inflate()
  await world.play()
  expect(await world.ending()).toBe('released')
  const learnt = learntBy(core, own.covered)
  // Far below the threshold of 3: each is one person, or two.
  expect(learnt).toMatchObject({
    'known-only-to/2020/border': 1,
    'known-only-to/2020/police': 2,
    'known-only-to/2020/shelter': 0,
    'known-to/2020/border': 3,
  })
})

/** Its true covered sums less what everybody opened of them. */
function learntBy(core: Core, covered: readonly number[]): Record<string, number> {
  const plan = coverPlanOf(core)!
  const sums = coverQuestions(core, world.agreement.terms).map(
    (question) => [question.id, coveredSum(plan, question, covered)] as const,
  )
  const opened = world.said
    .filter(({ type }) => type === 'questions.opened')
    .flatMap(({ body }) => (body as NodeBody<'questions.opened'>).openings)
  const questions = new Set(opened.map(({ question }) => question))
  return Object.fromEntries(
    sums
      .filter(([id]) => questions.has(id))
      .map(([id, sum]) => [
        id,
        opened.reduce((rest, one) => (one.question === id ? rest - one.value : rest), sum),
      ]),
  )
}

const opening = (
  alter: (said: NodeBody<'questions.opened'>['openings']) => object[],
): Mischief => ({
  saying: (said: Said) =>
    said.from === 'court' && said.type === 'questions.opened'
      ? [
          {
            ...said,
            body: { openings: alter((said.body as NodeBody<'questions.opened'>).openings) },
          },
        ]
      : [said],
})

it.each<[string, string, Mischief]>([
  [
    'a question that is too small to be asked',
    'questions.differ',
    opening((openings) => [
      ...openings,
      { question: 'known-only-to/2020/border', value: 1, blinding: 'A'.repeat(43) },
    ]),
  ],
  [
    'another number than it committed to',
    'proof.opening',
    opening((openings) => openings.map((one) => ({ ...one, value: one.value ^ 1 }))),
  ],
])(
  'an evaluator opens %s; the coordinator refuses it, names it, and nothing is released',
  async (_, code, mischief) => {
    world = await openWorld(mischief, { persons: many, size: 12, terms: unproven })
    await world.play()
    expect(await world.ending()).toBe(`aborted ${code} by court`)
    const ids = world.said
      .filter(({ from, type }) => type === 'questions.opened' && from === 'border')
      .flatMap(({ body }) => (body as NodeBody<'questions.opened'>).openings)
      .map(({ question }) => question)
    expect(ids).toContain('persons')
    expect(ids).not.toContain('known-only-to/2020/border')
  },
)

it('the coordinator lets covered rounds die after tokens and makes all forget them; each is in the ledgers, which refuse the next', async () => {
  const limits = { ...rawTerms().limits, undecodableShare: 0.02, roundsPerYear: 1 }
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  const validity = { from: day(Date.now() - 86_400_000), until: day(Date.now() + 86_400_000) }
  world = await openWorld({}, { terms: { ...unproven, limits, validity } })
  await world.play((_, stage, step) => stage === 'evaluate/3' && step === 'checking')
  await world.service.rounds.happen(ROUND, { type: 'late' })
  await world.play()
  expect(await world.ending()).toMatch(/^aborted round\.deadline/)
  forgetRounds()
  await world.service.openRound({ id: 'summer' })
  for (const [id, { parts, rounds }] of world.nodes) {
    await world.step(id)
    const evaluates = world.agreement.terms.evaluators.includes(id)
    expect(await parts.database.stores.ledger.list(), id).toHaveLength(evaluates ? 1 : 0)
    const due = evaluates ? { phase: 'aborted', code: 'ledger.spent' } : { phase: 'proposed' }
    expect(await rounds.stateOf('summer'), id).toMatchObject(due)
  }
})

/** As where stores are put back: what limits rounds finds none. A ledger is never deleted from. */
function forgetRounds(): void {
  for (const id of world.parties.keys()) {
    const store = new SqliteDatabase(join(world.folder, `${id}.sqlite`))
    store.exec('DELETE FROM begun_round')
    store.close()
  }
}
