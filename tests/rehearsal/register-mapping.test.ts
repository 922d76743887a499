import { expect, test } from 'vitest'
import { attributes, columns } from '../../src/rehearsal/csv.ts'
import { registerCodes, registerMapping } from '../../src/rehearsal/register-mapping.ts'
import { parseFieldMap } from '../../src/source/field-map.ts'

test.each([[['exploitation', 'sex', 'age', 'region']], [['sex']], [['age', 'region']], [[]]])(
  'the mapping for tables %j reads their columns, and ignores what no table needs',
  (tables) => {
    const map = parseFieldMap(registerMapping(tables), 'mapping.yaml')
    expect(Object.keys(map.codes).toSorted()).toEqual(tables.toSorted())
    const read = Object.values(map.codes).map(({ column }) => column)
    const unread = attributes.filter((name) => !read.includes(name))
    expect(map.ignore).toEqual(unread)
    for (const column of read) expect([...columns, ...attributes]).toContain(column)
  },
)

test('the mapping speaks of all tables unless told', () => {
  const map = parseFieldMap(registerMapping(), 'mapping.yaml')
  expect(Object.keys(map.codes)).toEqual(Object.keys(registerCodes))
})
