import { describe, expect, it } from 'vitest'
import { isProblem } from '../../src/base/problem.ts'
import { parseFieldMap, plainFieldMap } from '../../src/source/field-map.ts'
import { codeReader } from '../../src/source/read-codes.ts'
import { book } from '../linkage/sample-book.ts'

const sex = { id: 'sex', codes: [{ id: 'female' }, { id: 'male' }] }
const books = [book, sex]
const map = parseFieldMap(
  `
columns: { sex: Geslacht }
codes:
  exploitation:
    column: Vorm
    values: { Arbeid: labour, "Horeca  en catering": horeca, onbekend: unknown }
  sex:
    column: Geslacht
    values: { V: female, M: male }
`,
  'map.yaml',
)

/** Codes by their names, and what was not mapped. */
function read(fields: Record<string, string>, of = map) {
  const { codes, unmapped } = codeReader(of, books)(fields)
  const all = books.map((one) => [...one.codes.map(({ id }) => id), 'unknown', 'conflict'])
  return { codes: [...codes].map((place, at) => all[at]?.[place]), unmapped }
}

function problemOf(text: string) {
  try {
    codeReader(parseFieldMap(text, 'map.yaml'), books)
  } catch (error) {
    if (isProblem(error)) return error
    throw error
  }
  throw new Error('the mapping was accepted')
}

describe('codeReader', () => {
  it('reads a code per table, from columns of records and of codes alone', () => {
    const fields = { 'code column Vorm': 'Arbeid', sex: 'V' }
    expect(read(fields)).toEqual({ codes: ['labour', 'female'], unmapped: [] })
  })

  it('takes no notice of capitals and blanks', () => {
    const fields = { 'code column Vorm': ' HORECA en  Catering ', sex: 'm' }
    expect(read(fields).codes).toEqual(['horeca', 'male'])
  })

  it('takes blanks, and what was mapped so, as unknown without a word', () => {
    expect(read({ 'code column Vorm': '  ', sex: '' })).toEqual({
      codes: ['unknown', 'unknown'],
      unmapped: [],
    })
    expect(read({ 'code column Vorm': 'Onbekend' }).codes).toEqual(['unknown', 'unknown'])
  })

  it('takes a value that the mapping does not name as unknown, and tells of it', () => {
    expect(read({ 'code column Vorm': 'Iets anders', sex: 'V' })).toEqual({
      codes: ['unknown', 'female'],
      unmapped: [{ table: 'exploitation', value: 'iets anders' }],
    })
  })

  it('takes all of a table without a mapping as unknown', () => {
    expect(read({ sex: 'V', Vorm: 'Arbeid' }, plainFieldMap)).toEqual({
      codes: ['unknown', 'unknown'],
      unmapped: [],
    })
  })

  it('reads two tables from one column', () => {
    const both = parseFieldMap(
      'codes: { sex: { column: x, values: { a: male } }, exploitation: { column: x, values: { a: labour } } }',
      'map.yaml',
    )
    expect(read({ 'code column x': 'a' }, both).codes).toEqual(['labour', 'male'])
  })

  it.each([
    ['codes: { exploitatoin: { column: x, values: {} } }', 'exploitatoin', 'exploitation'],
    ['codes: { sexe: { column: x, values: {} } }', 'sexe', 'sex'],
  ])('refuses %j: a table that is not agreed', (text, named, near) => {
    const problem = problemOf(text)
    expect(problem.code).toBe('field-map.table-unknown')
    expect(problem.what).toContain(named)
    expect(problem.remedy).toContain(`Did you mean ${near}?`)
    expect(problem.remedy).toContain('exploitation, sex')
  })

  it('refuses a code that the table does not have, and never names the value', () => {
    const problem = problemOf(
      'codes: { exploitation: { column: x, values: { Kanarievorm: labor } } }',
    )
    expect(problem.code).toBe('field-map.code-unknown')
    expect(problem.what).toContain('labor')
    expect(problem.where).toBe('codes.exploitation.values')
    expect(problem.remedy).toContain('Did you mean labour?')
    expect(problem.message).not.toContain('Kanarie')
  })

  it('refuses conflict as the code of one record', () => {
    const problem = problemOf('codes: { sex: { column: x, values: { both: conflict } } }')
    expect(problem.code).toBe('field-map.code-unknown')
    expect(problem.remedy).toContain('female, male, unknown')
  })
})
