import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cellOf, parseRelease, type Release } from '../../src/release/release.ts'
import { type PsiPool, startPool } from '../../src/work/pool.ts'
import { type LocalWorld, makeLocalWorld, ROUND } from '../world/local-world.ts'

const lists = ['a', 'b'].map((id) => ({ id, organisation: `owner-${id}`, size: 56 }))
const cells = [
  { lists: ['a'], count: 7 },
  { lists: ['b'], count: 9 },
  { lists: ['a', 'b'], count: 45 },
]

let pool: PsiPool
let world: LocalWorld
let release: Release

beforeAll(async () => {
  pool = startPool(2)
  const evaluators = ['bureau', 'counter']
  const disclosure = { threshold: 3, roundingBase: 1, gate: 'off' as const }
  // Their links are among those that the coordinator counts, and must not be among those released.
  const checks = 6
  world = await makeLocalWorld({ lists, evaluators, cells, pool, disclosure, checks })
  await world.startCoordinator()
  world.startNodes()
  await world.open()
  await world.untilPhase('released')
  await world.untilOver('counter', 'released')
  const kept = await world.party('counter').database.stores.releases.get(ROUND)
  release = parseRelease(JSON.parse(kept?.body ?? 'null'))
}, 120_000)

afterAll(async () => {
  await world?.close()
  await pool?.close()
})

/** The numbers on a list, as whoever holds its register reads them. */
async function numbersOn(list: string): Promise<Set<string>> {
  const text = await readFile(join(dirname(world.pathOf('x')), `${list}.csv`), 'utf8')
  const [head = '', ...rows] = text.trim().split(/\r?\n/)
  const at = head.split(',').indexOf('bsn')
  return new Set(rows.map((row) => row.split(',')[at] ?? '').filter((bsn) => bsn !== ''))
}

it('a round releases how good its links are, as counted in the clear', async () => {
  const [a, b] = [await numbersOn('a'), await numbersOn('b')]
  const same = [...a].filter((bsn) => b.has(bsn)).length
  expect(same).toBeGreaterThan(20)
  const { linkage } = release
  expect(linkage?.links).toEqual({ status: 'shown', value: 45 })
  expect(linkage?.linksByNumbers).toEqual({ status: 'shown', value: same })
  // These persons are written alike wherever they are known.
  const none = { status: 'withheld', below: 3 }
  const found = { status: 'shown', value: same }
  expect(linkage?.labelled[0]).toMatchObject({
    numbers: 'bsn',
    found,
    missed: none,
    different: none,
  })
  expect(linkage?.labelled[1]).toMatchObject({ numbers: 'vnumber', found: none, recall: null })
  expect(linkage?.recall?.high).toBeGreaterThan(97)
  expect(linkage?.recall?.low).toBeGreaterThan(80)
  for (const name of ['conflicts', 'ties'] as const) {
    expect(linkage?.[name]).toEqual(none)
  }
  expect([linkage?.withoutLinkingKey, linkage?.withoutKey, linkage?.keysDropped]).toEqual([
    null,
    null,
    null,
  ])
})

it('each total of persons has a corrected one beside it, whose range holds the truth', () => {
  expect(cellOf(release, { question: 'persons' })).toEqual({ status: 'shown', value: 61 })
  expect(release.corrected.map(({ question, year }) => [question, year])).toEqual([
    ['persons', null],
    ['persons', 2017],
    ['persons-without-enrichment', null],
    ['persons-without-enrichment', 2017],
  ])
  for (const { low, estimate, high } of release.corrected) {
    expect(estimate).toBeLessThanOrEqual(61)
    expect([low <= estimate, estimate <= high, high >= 60]).toEqual([true, true, true])
  }
})
