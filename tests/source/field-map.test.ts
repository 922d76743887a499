import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../src/base/problem.ts'
import { parseFieldMap, readFieldMap } from '../../src/source/field-map.ts'

function problemOf(text: string): Problem {
  try {
    parseFieldMap(text, 'map.yaml')
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('the mapping file was accepted')
}

describe('parseFieldMap', () => {
  it('reads all keys', () => {
    const text = `
columns:
  bsn: "Burgerservicenummer"
  given_names: Voornamen
codes:
  exploitation:
    column: Vorm van uitbuiting
    values: { Arbeid: labour, "1": sexual }
ignore: [Dossier]
sharedAddresses: [1234 AB 5, 1234AB]
encoding: windows-1252
delimiter: tab
constants:
  role: victim
`
    expect(parseFieldMap(text, 'map.yaml')).toEqual({
      columns: { bsn: 'Burgerservicenummer', given_names: 'Voornamen' },
      codes: {
        exploitation: {
          column: 'Vorm van uitbuiting',
          values: { 1: 'sexual', Arbeid: 'labour' },
        },
      },
      ignore: ['Dossier'],
      sharedAddresses: ['1234 AB 5', '1234AB'],
      encoding: 'windows-1252',
      delimiter: '\t',
      constants: { role: 'victim' },
    })
  })

  it('takes an empty file for a map without entries', () => {
    expect(parseFieldMap('# nothing yet\n', 'map.yaml')).toEqual({
      columns: {},
      codes: {},
      ignore: [],
      sharedAddresses: [],
      constants: {},
    })
  })

  it.each([
    ['colums: {}', 'colums', 'columns'],
    ['columns: { birthdate: Geboren }', 'columns.birthdate', 'birth_date'],
    ['constants: { rol: victim }', 'constants.rol', 'role'],
    ['codes: { form: { colum: Vorm, values: {} } }', 'codes.form.colum', 'column'],
  ])('refuses %j, names its path and what was meant', (text, path, meant) => {
    const problem = problemOf(text)
    expect(problem.code).toBe('field-map.key-unknown')
    expect(problem.what).toContain(path)
    expect(problem.remedy).toContain(`Did you mean ${meant}?`)
    expect(problem.where).toBe('map.yaml')
  })

  it.each([
    ['encoding: utf-7', 'encoding'],
    ['delimiter: "::"', 'delimiter'],
    ['columns: { bsn: }', 'columns.bsn'],
    ['columns: { bsn: 3 }', 'columns.bsn'],
    ['constants: { sex: 1 }', 'constants.sex'],
    ['codes: { form: Vorm }', 'codes.form'],
    ['codes: { form: { column: Vorm, values: { a: 1 } } }', 'codes.form.values.a'],
    ['codes: { form: { column: Vorm, values: { Arbeid: a, " arbeid": b } } }', 'codes.form.values'],
    ['codes: { form: { values: {} } }', 'codes.form.column'],
    ['- columns', 'the whole file'],
  ])('refuses the value in %j and names its path', (text, path) => {
    const problem = problemOf(text)
    expect(problem.code).toBe('field-map.value')
    expect(problem.what).toContain(path)
  })

  it('refuses YAML that is broken, with the line', () => {
    expect(problemOf('columns:\n  bsn: "Nummer\n')).toMatchObject({ code: 'field-map.yaml' })
    const twice = problemOf('columns: {}\nignore: []\ncolumns: {}\n')
    expect([twice.code, twice.where]).toEqual(['field-map.yaml', 'map.yaml, line 3'])
  })

  it.each([
    'columns: { bsn: Nummer, v_number: Nummer }',
    'columns: { bsn: Nummer }\nignore: [Nummer]',
    'columns: { role: Rol }\nconstants: { role: victim }',
    'ignore: [Vorm]\ncodes: { form: { column: Vorm, values: {} } }',
  ])('refuses a column that is named twice: %j', (text) => {
    expect(problemOf(text).code).toBe('field-map.column-twice')
  })
})

describe('readFieldMap', () => {
  it('reads a file, and says when it is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'field-map-'))
    try {
      const path = join(folder, 'map.yaml')
      await expect(readFieldMap(path)).rejects.toMatchObject({ code: 'field-map.unreadable' })
      await writeFile(path, 'delimiter: ";"\n')
      await expect(readFieldMap(path)).resolves.toMatchObject({ delimiter: ';' })
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
