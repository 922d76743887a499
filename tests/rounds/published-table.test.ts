import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import type { Cell } from '../../src/base/lists.ts'
import { makeOverlapTable, type OverlapTable } from '../../src/overlap/overlap-table.ts'
import { answerQuestions } from '../../src/overlap/questions.ts'
import { type TableFiles, writePersonsOfTable } from '../../src/rehearsal/table-persons.ts'
import { figureKey } from '../../src/release/figure.ts'
import { parseRelease, type Release } from '../../src/release/release.ts'
import { makeProcessWorld, type ProcessWorld } from '../world/processes.ts'
import { countInTheClear } from '../world/registers-in-the-clear.ts'

const published = JSON.parse(
  await readFile(new URL('../data/mse/australia-2015-2017.json', import.meta.url), 'utf8'),
) as { lists: string[]; cells: { lists: string[]; count: number }[]; observed: number }
const threshold = 15
const roundingBase = 5
const evaluators = ['owner-b', 'bureau', 'counter']
const ids = published.lists.map((name) => name.toLowerCase())

/** What a list holds, as the published table has it. */
function personsOn(id: string): number {
  const cells = published.cells.filter(({ lists }) => lists.includes(id.toUpperCase()))
  return cells.reduce((sum, cell) => sum + cell.count, 0)
}

let world: ProcessWorld
let files: TableFiles
let table: OverlapTable | null
let release: Release

beforeAll(async () => {
  world = await makeProcessWorld({
    lists: ids.map((id) => ({ id, organisation: `owner-${id}`, size: personsOn(id) + 7 })),
    evaluators,
    disclosure: { threshold, roundingBase },
    // What is counted is the same; proofs of so many rows take their time, and other rounds here have them.
    proofs: 'off',
  })
  files = await writePersonsOfTable({ table: published, directory: world.registers, seed: 2015 })
  await Promise.all(ids.map((id) => world.importList(`owner-${id}`, id)))
  world.start(...world.parties)
  await world.open('australia')
  await world.untilReleased('australia')
  await world.untilSettled('australia', world.parties)
  release = parseRelease(await world.release('australia'))
  await world.stop(...world.parties)
  table = await world.table('counter', 'australia')
}, 240_000)

afterAll(() => world.close())

const sorted = (cells: readonly Cell[]) =>
  cells.map(({ lists, persons }) => `${[...lists].sort().join(' ')}: ${persons}`).sort()

it('counts a published table back, cell by cell', () => {
  const expected = published.cells.map(({ lists, count }) => ({
    lists: lists.map((name) => name.toLowerCase()),
    persons: count,
  }))
  expect(sorted(table?.cells ?? [])).toEqual(sorted(expected))
  expect(sorted(files.cells)).toEqual(sorted(expected))
  expect(table?.quality).toEqual({ listTwice: 0, undecodable: 0 })
})

it('counts as one would with all registers on one table', async () => {
  const clear = await countInTheClear(world.registers, ids)
  expect(sorted(table?.cells ?? [])).toEqual(sorted(clear.cells))
  expect(clear.cells.reduce((sum, cell) => sum + cell.persons, 0)).toBe(published.observed)
})

it('releases every figure of the table rounded, or withheld where it is small', () => {
  const exact = makeOverlapTable(table!) // the test above has shown that it is there
  const answers = answerQuestions(exact, release.organisations, release.populations)
  const cells = new Map(release.figures.map((figure) => [figureKey(figure), figure.cell]))
  const statuses = new Set<string>()
  for (const { value, ...of } of answers) {
    const cell = cells.get(figureKey(of))
    statuses.add(cell?.status ?? 'missing')
    if (value === null) expect(cell).toEqual({ status: 'not-applicable' })
    else if (value < threshold) expect(cell).toEqual({ status: 'withheld', below: threshold })
    else {
      const shown = cell?.status === 'shown' ? cell.value : Number.NaN
      expect(shown % roundingBase).toBe(0)
      expect(Math.abs(shown - value)).toBeLessThanOrEqual(roundingBase / 2)
    }
  }
  expect([...statuses].sort()).toEqual(expect.arrayContaining(['shown', 'withheld']))
  expect(release.rules).toMatchObject({ threshold, roundingBase })
})

it('gives every node the release and leaves nothing else of the round with anybody', async () => {
  for (const party of world.parties) {
    await world.store(party, async ({ stores }) => {
      const [kept] = await stores.releases.ofRound('australia')
      expect([party, JSON.parse(kept?.body ?? 'null')]).toEqual([party, release])
      expect([party, await stores.batches.list('australia')]).toEqual([party, []])
    })
  }
  const keys = (await world.files()).filter(({ path }) => path.includes('/rounds/'))
  expect(keys.map(({ path }) => path)).toEqual([])
})

it('keeps the exact table at the counters alone', async () => {
  for (const party of world.parties) {
    const found = await world.store(party, ({ stores }) =>
      stores.overlaps.get('australia', 'persons'),
    )
    expect([party, found !== null]).toEqual([party, ['bureau', 'counter'].includes(party)])
  }
})

it('goes through without a complaint in any log', () => {
  const lost = /"code":"transport\./
  expect(world.complaints().filter((line) => !lost.test(line))).toEqual([])
  expect(world.output(COORDINATOR)).toContain('round opened')
})
