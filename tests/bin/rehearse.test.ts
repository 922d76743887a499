import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Cell } from '../../src/base/lists.ts'
import { writePersonsOfTable } from '../../src/rehearsal/table-persons.ts'
import { runSamentel } from './run-samentel.ts'

const data = join(import.meta.dirname, '..', 'data')
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samentel-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function lists(name: string, files: Readonly<Record<string, string | Uint8Array>>) {
  const path = join(folder, name)
  await mkdir(path, { recursive: true })
  for (const [file, text] of Object.entries(files)) await writeFile(join(path, file), text)
  return path
}

const header = 'record_id,bsn,given_names,surname,birth_date,sex'
const anna = '123456782,Anna,Jansen,1990-03-04,F'

describe('rehearse', () => {
  it('gives back a published table cell by cell', async () => {
    const table = JSON.parse(
      await readFile(join(data, 'mse', 'new-orleans-eight-lists.json'), 'utf8'),
    )
    const directory = join(folder, 'new-orleans')
    const written = await writePersonsOfTable({ table, directory, seed: 7 })
    const ran = await runSamentel('rehearse', '--lists', directory, '--json')
    expect(ran.code).toBe(0)
    const result = JSON.parse(ran.out)
    expect(result.persons).toBe(table.observed)
    const key = (cell: Cell) => cell.lists.join()
    const byLists = (a: Cell, b: Cell) => (key(a) < key(b) ? -1 : 1)
    expect([...result.cells].sort(byLists)).toEqual([...written.cells].sort(byLists))
    expect(Object.keys(result)).toEqual([
      'cells',
      'lists',
      'persons',
      'quality',
      'tables',
      'timings',
    ])
  }, 240_000)

  it('links FEBRL 1, split into originals and doubles, by the keys its fields allow', async () => {
    const [head, ...rows] = (await readFile(join(data, 'febrl', 'dataset1.csv'), 'utf8'))
      .trimEnd()
      .split('\n')
    const part = (mark: string) => [head, ...rows.filter((row) => row.includes(mark))].join('\n')
    const path = await lists('febrl', {
      'originals.csv': part('-org'),
      'doubles.csv': part('-dup'),
    })
    const map = join(folder, 'febrl.yaml')
    await writeFile(
      map,
      'columns: { record_id: rec_id, given_names: given_name, birth_date: date_of_birth, house_number: street_number }\n' +
        'ignore: [address_1, address_2, suburb, state, soc_sec_id]\nconstants: { sex: F }\n',
    )
    const ran = await runSamentel(
      ...['rehearse', '--unproven', '--lists', path, '--map', map, '--json'],
    )
    const result = JSON.parse(ran.out)
    // 281 of the 500 true pairs share letters or sounds, and no two different persons do.
    expect(result.cells).toEqual([
      { lists: ['doubles'], persons: 219 },
      { lists: ['doubles', 'originals'], persons: 281 },
      { lists: ['originals'], persons: 219 },
    ])
    expect(ran.err).toContain('birth-date.impossible, 3 times')
  }, 240_000)

  it('counts a person once, whatever the file is called, and takes an empty list and a list of one', async () => {
    const path = await lists('names', {
      'Politie 2017.csv': `\uFEFF${header}\r\n1,${anna}\r\n2,,"Brou\nwer",Bakker,1985-05-06,M\r\n`,
      'shelter.csv': `${header}\n9,${anna}\n`,
      'empty.csv': `${header}\n`,
    })
    const ran = await runSamentel('rehearse', '--lists', path, '--json')
    const result = JSON.parse(ran.out)
    expect(result.cells).toEqual([
      { lists: ['Politie 2017'], persons: 1 },
      { lists: ['Politie 2017', 'shelter'], persons: 1 },
    ])
    expect(result.lists).toEqual([
      { id: 'Politie 2017', records: 2, refused: 0, rows: 2 },
      { id: 'empty', records: 0, refused: 0, rows: 0 },
      { id: 'shelter', records: 1, refused: 0, rows: 1 },
    ])
  }, 240_000)

  it('counts persons by the tables of a mapping, and says which values it names no code for', async () => {
    const path = await lists('coded', {
      'a.csv': `${header},form\n1,${anna},Arbeid\n2,,Bram,Bakker,1985-05-06,M,Kanarievorm\n`,
      'b.csv': `${header},form\n9,${anna},\n8,,Cees,Dekker,1981-07-08,M,Bedelen\n`,
    })
    const map = join(folder, 'coded.yaml')
    const values = 'values: { arbeid: labour, bedelen: criminal }'
    await writeFile(map, `codes:\n  form: { column: form, ${values} }\n`)
    const ran = await runSamentel('rehearse', '--lists', path, '--map', map, '--json')
    const [table] = JSON.parse(ran.out).tables
    expect(table.codes).toEqual([
      { code: 'labour', persons: 1 },
      { code: 'criminal', persons: 1 },
      { code: 'unknown', persons: 1 },
      { code: 'conflict', persons: 0 },
    ])
    expect(table.cells).toContainEqual({ lists: ['a', 'b'], code: 'labour', persons: 1 })
    expect(ran.err).toContain('code.unmapped, 1 time')
    expect(ran.err.toLowerCase()).not.toContain('kanarie')
  }, 240_000)

  it('refuses records one by one, told by line and never by value', async () => {
    const canary = 'Quetzalcoatlus'
    const path = await lists('refused', {
      'a.csv': [
        header,
        `1,${anna}`,
        `1,,${canary},Twice,1990-01-02,F`,
        `,,${canary},Noid,1990-01-02,F`,
        `4,,${canary}`,
        `5,123456789,${canary},Badbsn,1990-02-31,F`,
        `6,999999999,onbekend,${canary},1900-01-01,F`,
      ].join('\n'),
    })
    const ran = await runSamentel('rehearse', '--lists', path, '--json')
    expect(JSON.parse(ran.out).lists).toEqual([{ id: 'a', records: 6, refused: 3, rows: 3 }])
    for (const code of [
      'record.id-twice',
      'record.id-missing',
      'record.fields',
      'bsn.check-failed',
      'birth-date.impossible',
      'placeholder',
    ]) {
      expect(ran.err).toContain(code)
    }
    expect(ran.err + ran.out).not.toContain(canary)
  }, 240_000)

  it.each([
    ['a missing folder', 'nowhere', {}, 'lists.missing-folder'],
    ['a folder without lists', 'none', { 'notes.txt': 'x' }, 'lists.none'],
    [
      'two lists with one name',
      'same',
      { 'A b.csv': `${header}\n`, 'a-b.csv': `${header}\n` },
      'list.same-name',
    ],
    ['an unknown column', 'unknown', { 'a.csv': 'record_id,bsm\n1,2\n' }, 'source.column-unknown'],
    ['a missing column', 'missing', { 'a.csv': 'bsn,surname\n1,2\n' }, 'source.column-missing'],
    [
      'another encoding',
      'encoding',
      { 'a.csv': Buffer.from(`${header}\n1,,Ren\u00e9,Bakker,1990-02-03,M\n`, 'latin1') },
      'source.encoding',
    ],
    ['a file without a line', 'void', { 'a.csv': '' }, 'source.empty'],
  ])('names %s', async (_, name, files, code) => {
    const path = name === 'nowhere' ? join(folder, name) : await lists(name, files)
    const ran = await runSamentel('rehearse', '--lists', path)
    expect(ran.code).toBe(1)
    expect(ran.err).toContain(`${code}: `)
    expect(ran.err).not.toMatch(/\n\s+at /)
  })
})
