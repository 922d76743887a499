import { afterAll, beforeAll, expect, it } from 'vitest'
import { toHex } from '../../src/base/bytes.ts'
import { systemClock } from '../../src/base/clock.ts'
import { IDENTITY } from '../../src/group/engine.ts'
import { codeElement, presenceElement } from '../../src/psi/key-element.ts'
import { columnNames } from '../../src/round/manifest.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'
import { CHECK, chosenColumns, PADDING, REAL } from '../../src/work/list-columns.ts'
import { memoryRelay, sampleWork } from './sample-work.ts'

let database: Database
let round: Awaited<ReturnType<typeof sampleWork>>
beforeAll(async () => {
  database = await openDatabase({ url: 'sqlite::memory:', clock: systemClock })
  round = await sampleWork(4, database, memoryRelay(), { tables: 2 })
})
afterAll(() => database.close())

const lists = ['police-2020', 'shelter-2020', 'border-2020']

it('label and presence are chosen together, each code by itself, and slots not at all', () => {
  const names = columnNames(round.core)
  const chosen = chosenColumns(round.workOf('police'), 'police-2020')
  expect(chosen.map(({ columns }) => columns.map((at) => names[at]))).toEqual([
    ['label', 'presence'],
    ['code/form'],
    ['code/sex'],
  ])
  const vectors = chosen.map(({ columns, choices }) => choices.length / columns.length / 32)
  expect(vectors).toEqual([3, 4, 3])
})

it('kinds are real, padding and check; codes stand in the order of their book', () => {
  const { engine } = round
  const [kinds, form] = chosenColumns(round.workOf('police'), 'police-2020')
  const cell = (choices: Uint8Array, at: number) => choices.slice(at * 32, at * 32 + 32)
  expect(cell(kinds!.choices, 2 * REAL)).toEqual(IDENTITY)
  expect(cell(kinds!.choices, 2 * REAL + 1)).toEqual(IDENTITY)
  expect(cell(kinds!.choices, 2 * PADDING + 1)).toEqual(presenceElement(engine, 'padding'))
  expect(cell(kinds!.choices, 2 * CHECK)).toEqual(IDENTITY)
  expect(cell(kinds!.choices, 2 * CHECK + 1)).toEqual(presenceElement(engine, 'check'))
  const digest = Buffer.from(round.manifest.coreDigest, 'base64url')
  for (const [at, code] of ['work', 'farm', 'unknown', 'conflict'].entries()) {
    expect(cell(form!.choices, at)).toEqual(
      codeElement(engine, new Uint8Array(digest), 'form', code),
    )
  }
})

it('proofs are bound to round, list and column: no two contexts are the same', async () => {
  const other = await sampleWork(4, database, memoryRelay(), { tables: 2 })
  const contexts = [round, other].flatMap((one) =>
    lists.flatMap((list) =>
      chosenColumns(one.workOf('border'), list).map(({ context }) => context!),
    ),
  )
  expect(new Set(contexts.map(toHex)).size).toBe(2 * 3 * 3)
})

it('owner and evaluators take the same columns, and padding of each list takes off its own label', () => {
  const [own, checked] = ['police', 'court'].map((id) =>
    chosenColumns(round.workOf(id), 'police-2020'),
  )
  expect(checked).toEqual(own)
  const off = lists.map((list) =>
    chosenColumns(round.workOf('court'), list)[0]!.choices.slice(64, 96),
  )
  expect(new Set(off.map(toHex)).size).toBe(3)
})

it('an unproven round has columns without contexts', async () => {
  const unproven = await sampleWork(4, database, memoryRelay(), { tables: 1, proofs: 'off' })
  const chosen = chosenColumns(unproven.workOf('police'), 'police-2020')
  expect(chosen.map(({ context }) => context)).toEqual([null, null])
})
