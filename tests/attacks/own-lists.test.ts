/** What an owner of several lists and the coordinator, both following, work out of own lists and tokens. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { IDENTITY } from '../../src/group/engine.ts'
import { elementAt } from '../../src/psi/row.ts'
import { rawTerms } from '../round/sample.ts'
import { asText, columnsOf, labelReader, openedBy, rowsOf } from './coalition.ts'
import { cheating } from './mischief.ts'
import { openWorld, type World } from './world.ts'

const SLOTS = 2
const raw = rawTerms(4).lists
const lists = [...raw, { ...raw[0]!, id: 'police-2021' }] // the first is the police's
/** The police's own: 1 to 3 on both of its lists, 5 on one. */
const own = { 'police-2020': [1, 2, 3, 5], 'police-2021': [1, 2, 3] }
const persons = { ...own, 'shelter-2020': [1, 2, 4], 'border-2020': [4, 6] }
/** 1 has another name on one of them: nobody else's rows agree in the number alone. */
const renamed = { 'police-2021': [1] }

let world: World
/** Of each row, a token a slot, as text. */
let tokens: string[][] = []

beforeAll(async () => {
  const listening = cheating(COORDINATOR, 'link', (flat) => {
    const count = flat.length / 32 / SLOTS
    tokens = Array.from({ length: count }, (_, row) =>
      [0, 1].map((slot) => asText(elementAt(flat, row * SLOTS + slot))),
    )
  })
  world = await openWorld(listening, { persons, renamed, terms: { lists, proofs: 'off' } })
  await world.playToBag()
})
afterAll(() => world.close())

/** In which slots two rows agree: `11` in both, `10` in the number alone. */
function agreement(one: readonly string[], other: readonly string[]): string {
  return one.map((token, slot) => (token === other[slot] ? '1' : '0')).join('')
}

/** Rows that are one person's, as the coordinator links them. */
function clusters(): string[][][] {
  const found: string[][][] = []
  for (const row of tokens) {
    const near = found.filter((rows) => rows.some((one) => agreement(one, row) !== '00'))
    for (const rows of near) found.splice(found.indexOf(rows), 1)
    found.push([...near.flat(), row])
  }
  return found
}

/** The persons in the tokens that an own one can be, by how two own rows of it agree. */
function couldBe(number: number): string[][][] {
  const pattern = renamed['police-2021'].includes(number) ? '10' : '11'
  return clusters().filter((rows) =>
    rows.some((one, at) => rows.slice(at + 1).some((two) => agreement(one, two) === pattern)),
  )
}

it('where the pattern of own rows is rare, they know the rows of that person again, and learn the number of its other rows and which keys agree there', () => {
  const [found, ...more] = couldBe(1)
  expect(more).toEqual([])
  // Two rows are the police's own, so there is one more; it has the name that one of these has.
  expect(found).toHaveLength(3)
  const pairs = (found ?? []).flatMap((one, at, rows) =>
    rows.slice(at + 1).map((two) => agreement(one, two)),
  )
  expect(pairs.toSorted()).toEqual(['10', '10', '11'])
})

it('not on which list it is: with what the coordinator holds no row’s list opens', async () => {
  const rows = await rowsOf(world, COORDINATOR, 'mix/3')
  const opened = await openedBy(world, [COORDINATOR], { rows, columns: await columnsOf(world) })
  const read = labelReader(world, await world.workOf(COORDINATOR))
  expect(opened.map((row) => read(row[2] ?? IDENTITY))).toEqual(opened.map(() => null))
})

it('where others share the pattern it stops: 2, who stands on another list, and 3, who does not, cannot be told apart, nor from one who is on no own list', () => {
  const isFirst = (rows: readonly string[][]) => JSON.stringify(rows) === JSON.stringify(first)
  const [first] = couldBe(1)
  for (const number of [2, 3]) {
    const left = couldBe(number).filter((rows) => !isFirst(rows))
    // Of 2, of 3 and of 4, whose two rows are other owners'.
    expect(left.map((rows) => rows.length).toSorted()).toEqual([2, 2, 3])
  }
})

it('a person on one own list could be any: of it they learn nothing', () => {
  const sizes = clusters().map((rows) => rows.length)
  // 1, 2 and 3, 4; then 5, 6 and four rows of padding.
  expect(sizes.toSorted((a, b) => b - a)).toEqual([3, 3, 2, 2, 1, 1, 1, 1, 1, 1])
})
