import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { schemas } from './schemas.ts'

const folder = join(import.meta.dirname, '..', '..', 'protocol', 'schemas')

it('the schemas in protocol/ are those that messages and agreements are read by', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(schemas()).sort())
  for (const [name, schema] of Object.entries(schemas())) {
    const kept = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    expect(kept).toEqual(JSON.parse(JSON.stringify(schema)))
  }
})
