import { afterEach, beforeEach, expect, test } from 'vitest'
import { underOwnName } from '../../src/console/person-names.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'

let database: Database
beforeEach(async () => {
  database = await openDatabase({ url: 'sqlite::memory:', clock: { nowMs: () => 0 } })
})
afterEach(() => database.close())

async function nameOf(subject: string, name: string): Promise<string> {
  const who = { id: `oidc:${subject}`, name, role: 'operator' } as const
  return (await underOwnName(database, who)).name
}

test('somebody keeps the name they first came with, whatever the issuer calls them later', async () => {
  expect(await nameOf('7', 'devries')).toBe('devries')
  expect(await nameOf('7', 'jansen')).toBe('devries')
  expect(await nameOf('8', 'jansen')).toBe('jansen')
})

test('a name that was somebody else’s is nobody’s: their subject names them', async () => {
  await nameOf('7', 'devries')
  expect(await nameOf('8', 'DeVries')).toBe('oidc:8')
  expect(await nameOf('8', 'mulder')).toBe('oidc:8')
})
