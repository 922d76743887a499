import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import type { Cell } from '../../src/base/lists.ts'
import { makeOverlapTable } from '../../src/overlap/overlap-table.ts'
import { answerQuestions } from '../../src/overlap/questions.ts'
import { figureKey } from '../../src/release/figure.ts'
import { cellOf, parseRelease, type Release } from '../../src/release/release.ts'
import { coverPlanOf } from '../../src/round/cover-plan.ts'
import { binFigures, listInfos } from '../../src/round/cover-questions.ts'
import { type PsiPool, startPool } from '../../src/work/pool.ts'
import { type LocalSetup, type LocalWorld, makeLocalWorld, ROUND } from '../world/local-world.ts'

const lists = ['a', 'b', 'c'].map((id) => ({ id, organisation: `owner-${id}`, size: 26 }))
const evaluators = ['bureau', 'counter']
const cells = [
  { lists: ['a'], count: 9 },
  { lists: ['b'], count: 8 },
  { lists: ['c'], count: 10 },
  { lists: ['a', 'b'], count: 6 },
  { lists: ['a', 'c'], count: 1 },
  { lists: ['b', 'c'], count: 5 },
  { lists: ['a', 'b', 'c'], count: 4 },
]
/** Four cover rows a set of lists: as few as there can be. */
const cover = { epsilon: 10, delta: 0.01 }

let pool: PsiPool
let world: LocalWorld

beforeAll(() => {
  pool = startPool(2)
})
afterAll(() => pool.close())
afterEach(() => world?.close())

async function makeWorld(other: Partial<LocalSetup> = {}): Promise<void> {
  const disclosure = { threshold: 3, roundingBase: 1 }
  const setup = { lists, evaluators, cells, pool, cover, disclosure, checks: 3 }
  world = await makeLocalWorld({ ...setup, ...other })
  await world.startCoordinator()
}

async function releaseAt(id: string): Promise<Release> {
  const kept = await world.party(id).database.stores.releases.get(ROUND)
  return parseRelease(JSON.parse(kept?.body ?? 'null'))
}

/** What an oracle that sees all lists would answer, by figure. */
function truth(counted: readonly Cell[]): Map<string, number | null> {
  const { terms } = world.agreement
  const infos = listInfos({ lists: terms.lists.map((list) => ({ ...list, rows: 0 })) }, terms)
  const quality = { listTwice: 0, undecodable: 0 }
  const table = makeOverlapTable({ lists: infos, cells: counted, quality })
  const figures = answerQuestions(table, terms.organisations, terms.populations)
  return new Map(figures.map((figure) => [figureKey(figure), figure.value]))
}

/** Every exact figure is true, and every estimate as near as its cover can make it. */
function expectTrue(release: Release): void {
  const { terms } = world.agreement
  const core = { lists: terms.lists.map((list) => ({ ...list, rows: 0 })), cover: terms.cover }
  const plan = coverPlanOf(core)!
  const known = truth(cells.map(({ lists: ids, count }) => ({ lists: ids, persons: count })))
  const weights = new Map(binFigures(core, terms).map((one) => [figureKey(one), one.weights]))
  for (const figure of release.figures) {
    const key = figureKey(figure)
    const { cell, exactness } = figure
    const value = known.get(key) ?? null
    if (cell.status === 'shown') expect([key, cell.value]).toEqual([key, value])
    if (cell.status === 'withheld' && exactness === 'exact') expect(value).toBeLessThan(3)
    if (cell.status !== 'covered') continue
    const most = (weights.get(key) ?? []).reduce((sum, weight) => sum + weight, 0)
    const reach = evaluators.length * plan.law.m * most
    expect(Math.abs(cell.value - (value ?? 0))).toBeLessThanOrEqual(reach)
  }
}

describe('a covered round', () => {
  it('is released: opened answers are the truth, the others estimates within their law', async () => {
    await makeWorld()
    world.startNodes()
    await world.open()
    await world.untilPhase('released')
    const release = await releaseAt(COORDINATOR)
    expect(release.cover).toEqual({ ...cover, evaluators: 2 })
    expect(cellOf(release, { question: 'persons' })).toEqual({ status: 'shown', value: 43 })
    expectTrue(release)
    const exactness = new Set(release.figures.map((figure) => figure.exactness))
    expect([...exactness].sort()).toEqual(['covered', 'exact'])
    for (const id of evaluators) {
      const entries = await world.party(id).database.stores.ledger.list()
      expect(entries).toMatchObject([
        { kind: 'charge', round: ROUND, ...cover, reason: 'tokens' },
        { kind: 'opened', round: ROUND, lists: ['a', 'b', 'c'] },
      ])
    }
  })
})
