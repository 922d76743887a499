import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/storage/database.ts'

let database: Database
beforeEach(async () => {
  database = await openDatabase({ url: 'sqlite::memory:', clock: { nowMs: () => 1 } })
})
afterEach(() => database.close())

it('tells open rounds from ended and unknown ones', async () => {
  const { rounds } = database.stores
  for (const phase of ['proposed', 'mixing', 'released', 'aborted']) {
    await rounds.put({ id: `r-${phase}`, role: 'node', phase, state: {} })
  }
  expect(await rounds.isOpen('r-proposed')).toBe(true)
  expect(await rounds.isOpen('r-mixing')).toBe(true)
  expect(await rounds.isOpen('r-released')).toBe(false)
  expect(await rounds.isOpen('r-aborted')).toBe(false)
  expect(await rounds.isOpen('r-unknown')).toBe(false)
})
