import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countCoveredBag } from '../../src/counter/count-covered-bag.ts'
import { readCovered } from '../../src/counter/covered-count.ts'
import { rowsPerBin } from '../../src/cover/plan.ts'
import { coverPlanOf } from '../../src/round/cover-plan.ts'
import { PERSONS } from '../../src/round/manifest.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { sampleStore } from '../node/sample-node.ts'
import { type OpenedPerson, sampleCounter } from './sample-counter.ts'

const [P, S, B] = ['police-2020', 'shelter-2020', 'border-2020'] as [string, string, string]
let store: Awaited<ReturnType<typeof sampleStore>>

beforeEach(async () => {
  store = await sampleStore()
})
afterEach(() => store.close())

const many = (count: number, person: OpenedPerson) => Array<OpenedPerson>(count).fill(person)
const nothing: OpenedPerson = { lists: [], kind: 'padding' }
const check: OpenedPerson = { lists: [B, S], kind: 'check' }
/** Stands for no set of lists: a label beside the presence of padding. */
const odd: OpenedPerson = { lists: [P], kind: 'padding' }

const persons: readonly OpenedPerson[] = [
  ...many(3, { lists: [P] }),
  ...many(2, { lists: [S] }),
  ...many(2, { lists: [P, S] }),
  { lists: [P, S, B] },
  { lists: [S, S] },
  ...many(4, nothing),
]
/** In order of bins: of all evaluators together. */
const cover = [1, 2, 3, 4, 5, 6, 7]

/** A covered bag of these persons, and how many persons the partition has of each number of rows. */
async function counted(
  found: readonly OpenedPerson[],
  over: { checks?: readonly OpenedPerson[]; twos?: number } = {},
) {
  const { work, parts, bagOf } = await sampleCounter(store.database, { size: 8 })
  const core = { ...work.manifest.core, tables: [], cover: { epsilon: 10, delta: 0.01 } }
  const plan = coverPlanOf(core)!
  const covered = { ...work, manifest: { ...work.manifest, core } }
  const added = plan.bins.flatMap(({ lists }, at) => [
    ...many(cover[at]!, { lists }),
    ...many(core.evaluators.length * rowsPerBin(plan) - cover[at]!, nothing),
  ])
  const checks = (over.checks ?? []).map(({ lists }) => ({ lists, codes: {} }))
  const sizes = new Map<number, number>()
  for (const { lists } of found) {
    const rows = Math.max(1, lists.length)
    sizes.set(rows, (sizes.get(rows) ?? 0) + 1)
  }
  if (over.twos !== undefined) sizes.set(2, over.twos)
  const bag = { ...bagOf(PERSONS, [...found, ...added]), checks, rowsPerPerson: sizes }
  return {
    digest: countCoveredBag(covered, bag, parts),
    kept: () => readCovered(parts, core.round),
  }
}

describe('a covered bag', () => {
  it('comes to persons and cover of each bin, and exactly to what is in none', async () => {
    const found = await counted([...persons, check], { checks: [check] })
    expect(await found.digest).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const { covered, sets, undecodable, sizes } = await found.kept()
    // border, police, shelter, border+police, border+shelter, police+shelter, all three
    expect(covered).toEqual([1, 2 + 3, 3 + 2, 4, 5, 6 + 2, 7 + 1])
    expect(sets).toEqual([{ lists: [S, S], codes: [], count: 1 }])
    expect(undecodable).toBe(0)
    expect(sizes).toEqual([
      { lists: 1, least: 0, most: 9 },
      { lists: 2, least: 2, most: 3 },
      { lists: 3, least: 0, most: 1 },
    ])
  })

  it('has one digest, whoever counts it and whatever is at hand', async () => {
    const one = await (await counted(persons)).digest
    const other = await (await counted(persons.toReversed())).digest
    expect(other).toBe(one)
    expect(await (await counted([...persons, { lists: [B] }])).digest).not.toBe(one)
  })

  it('is refused without its check persons; others stand for nothing', async () => {
    const code = async (found: readonly OpenedPerson[], checks: readonly OpenedPerson[]) =>
      (await refusalOf((await counted(found, { checks })).digest)).code
    expect(await code(persons, [check])).toBe('checks.differ')
    const twice: OpenedPerson = { lists: [B, B], kind: 'check' }
    await (await counted([...persons, check, twice], { checks: [] })).digest
  })

  it('is refused with more undecodable rows than agreed, of about as many persons as there are', async () => {
    await (await counted([...persons, odd])).digest
    const problem = await refusalOf((await counted([...persons, odd, odd])).digest)
    expect(problem.code).toBe('bag.undecodable')
    // How many is told to nobody: the end of a round is told to everybody.
    expect(problem.message).not.toMatch(/\d/)
  })

  it('is refused when it cannot come from the partition', async () => {
    const problem = await refusalOf((await counted(persons, { twos: 40 })).digest)
    expect(problem.code).toBe('cover.totals')
    expect(`${problem.message} ${problem.where}`).not.toMatch(/\d/)
  })
})
