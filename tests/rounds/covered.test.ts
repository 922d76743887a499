import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import type { Cell } from '../../src/base/lists.ts'
import { keepCovered, readCovered } from '../../src/counter/covered-count.ts'
import { makeOverlapTable } from '../../src/overlap/overlap-table.ts'
import { answerQuestions } from '../../src/overlap/questions.ts'
import { figureKey } from '../../src/release/figure.ts'
import { cellOf, parseRelease, type Release } from '../../src/release/release.ts'
import { coverPlanOf } from '../../src/round/cover-plan.ts'
import { binFigures, listInfos } from '../../src/round/cover-questions.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { type PsiPool, startPool } from '../../src/work/pool.ts'
import { type LocalSetup, type LocalWorld, makeLocalWorld, ROUND } from '../world/local-world.ts'

const lists = ['a', 'b', 'c'].map((id) => ({ id, organisation: `owner-${id}`, size: 15 }))
const evaluators = ['bureau', 'counter']
const cells = [
  { lists: ['a'], count: 5 },
  { lists: ['b'], count: 4 },
  { lists: ['c'], count: 6 },
  { lists: ['a', 'b'], count: 4 },
  { lists: ['a', 'c'], count: 1 },
  { lists: ['b', 'c'], count: 3 },
  { lists: ['a', 'b', 'c'], count: 3 },
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
  const disclosure = { threshold: 3, roundingBase: 1, gate: 'off' as const }
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
  it('is released, over a restart: opened answers are the truth, others estimates within their law', async () => {
    await makeWorld()
    world.startNodes('bureau')
    let answers = false
    world.startNode('bureau', {
      way: async (request, go) => {
        answers ||= (await world.status()).phase === 'answering'
        if (answers && request.method === 'POST') throw new TypeError('fetch failed')
        return go(request)
      },
    })
    await world.open()
    await world.untilPhase('opening')
    await world.untilPhase('answering', 'bureau')
    await world.stopNode('bureau')
    world.startNode('bureau')
    await world.untilPhase('released')
    const release = await releaseAt(COORDINATOR)
    expect(release.cover).toEqual({ ...cover, evaluators: 2 })
    expect(cellOf(release, { question: 'persons' })).toEqual({ status: 'shown', value: 26 })
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

describe('a covered round that is not to be trusted', () => {
  it('ends when the last evaluator signs other counts than another counter found', async () => {
    await makeWorld({ proofs: 'off' })
    world.startNodes('counter')
    let lied = false
    world.startNode('counter', {
      way: async (request, go) => {
        // It has counted when it brings its last stage: what it then signs is more than there is.
        if (!lied) lied = await inflate()
        return go(request)
      },
    })
    await world.open()
    await world.untilPhase('aborted')
    const { code, by, what } = await world.status()
    expect([code, by]).toEqual(['cover.counted-otherwise', 'bureau'])
    expect(what).toContain('evaluator counter')
    const release = await world.party(COORDINATOR).database.stores.releases.get(ROUND)
    expect(release).toBeNull()
  })

  it('is charged when it dies after tokens; a ledger without it is refused in the next', async () => {
    await makeWorld({ proofs: 'off' })
    const { ledger } = world.party('bureau').database.stores
    world.startNodes('counter')
    world.startNode('counter', {
      way: async (request, go) => {
        if ((await ledger.list()).length > 0) throw new TypeError('fetch failed')
        return go(request)
      },
    })
    await world.open()
    await world.untilPhase('evaluating', 'counter')
    world.advance(2 * 60 * 60_000)
    await world.untilPhase('aborted')
    await world.stopNode('counter')
    world.startNode('counter')
    for (const id of evaluators) await world.untilOver(id, 'aborted')
    expect(await ledger.list()).toMatchObject([{ kind: 'charge', round: ROUND, ...cover }])
    await forget('bureau')
    expect(await ledger.list()).toEqual([])
    await world.open('next')
    const { rounds } = world.party(COORDINATOR).database.stores
    await world.until('the end', async () => (await rounds.get('next'))?.phase === 'aborted')
    expect((await rounds.get('next'))?.state).toMatchObject({
      state: { progress: { code: 'ledger.rolled-back', by: 'bureau' } },
    })
  })
})

/** The counter's own count, a hundred more in each bin; whether there was one. */
async function inflate(): Promise<boolean> {
  const party = world.party('counter')
  if ((await party.database.stores.overlaps.get(ROUND, 'persons')) === null) return false
  const count = await readCovered(party, ROUND)
  await keepCovered(party, ROUND, { ...count, covered: count.covered.map((one) => one + 100) })
  return true
}

/** As a store that was put back from a backup of before. */
async function forget(id: string): Promise<void> {
  const connection = openSqlite(world.pathOf(id))
  await sql`delete from ledger`.execute(connection.kysely)
  await connection.kysely.destroy()
}
