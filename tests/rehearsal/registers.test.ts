import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, describe, expect, test } from 'vitest'
import { attributes, columns } from '../../src/rehearsal/csv.ts'
import { organisationIds } from '../../src/rehearsal/organisations.ts'
import { makeRecords, writeRegisters } from '../../src/rehearsal/registers.ts'
import { national, truthOf } from './national.ts'

const folder = await mkdtemp(join(tmpdir(), 'registers-'))
afterAll(() => rm(folder, { recursive: true }))

describe('files', () => {
  test('are the same bytes from the same seed, and others from another', async () => {
    const written = async (name: string, seed: number) => {
      const directory = join(folder, name)
      await writeRegisters({ directory, seed, scale: 0.03 })
      const names = (await readdir(directory)).sort()
      const texts = names.map((file) => readFile(join(directory, file), 'utf8'))
      return { names, text: (await Promise.all(texts)).join() }
    }
    const [one, again, other] = [
      await written('one', 5),
      await written('again', 5),
      await written('other', 6),
    ]
    expect(again).toEqual(one)
    expect(other.names).toEqual(one.names)
    expect(other.text).not.toBe(one.text)
    expect(one.names).toEqual(
      [...organisationIds.map((id) => `${id}.csv`), 'mapping.yaml', 'truth.json'].sort(),
    )
  })

  test('hold the records, one register an organisation, and the truth beside them', async () => {
    const setup = { seed: 11, scale: 0.05 }
    const directory = join(folder, 'held')
    const truth = await writeRegisters({ ...setup, directory })
    const records = makeRecords(setup)
    for (const organisation of organisationIds) {
      const text = await readFile(join(directory, `${organisation}.csv`), 'utf8')
      const own = records.filter(({ list }) => list.organisation === organisation)
      expect(text.split('\n')[0]).toBe([...columns, ...attributes].join(','))
      expect(parse(text, { columns: true })).toEqual(own.map(({ row }) => row))
    }
    expect(JSON.parse(await readFile(join(directory, 'truth.json'), 'utf8'))).toEqual(truth)
    expect(truth).toEqual({ ...truthOf(records), ...setup })
  })

  test('are refused for a seed or a scale that cannot be', async () => {
    const wanted = (seed: number, scale: number) => () => makeRecords({ seed, scale })
    expect(wanted(0.5, 1)).toThrow('rehearsal.seed')
    for (const scale of [0, 0.009, 1.1, Number.NaN])
      expect(wanted(1, scale)).toThrow('rehearsal.scale')
  })

  test.each([0.01, 0.2])(
    'shrink to scale %d with a person on every list that is not empty',
    (scale) => {
      const small = truthOf(makeRecords({ seed: 4, scale }))
      const empty = small.lists.filter(({ persons }) => persons === 0).map(({ id }) => id)
      expect(empty.sort()).toEqual(['emm-victims-2013', 'fairwork-victims-2013'])
      expect(small.lists.length - empty.length).toBe(38)
      expect(small.cells.some(({ lists }) => lists.length > 1)).toBe(true)
    },
  )
})

describe('no row says which person it is about', () => {
  test('rows have the columns of a register only, with opaque record ids of one form', () => {
    for (const { row } of national) {
      expect(Object.keys(row)).toEqual([...columns, ...attributes])
      expect(row.record_id).toMatch(/^[2-9A-HJ-NP-Z]{10}$/)
    }
  })

  test('no record id comes twice, in one register or in two', () => {
    expect(new Set(national.map(({ row }) => row.record_id)).size).toBe(national.length)
  })

  test('the order of a list does not follow the order in which persons were made', () => {
    for (const id of ['police-victims-2014', 'care-coordinators-victims-2017']) {
      const numbers = national.flatMap(({ list, person }) =>
        list.id === id ? [person.number] : [],
      )
      const rising = numbers.slice(1).filter((number, at) => number > (numbers[at] ?? 0)).length
      expect(Math.abs(rising / (numbers.length - 1) - 0.5)).toBeLessThan(0.1)
    }
  })

  test('the truth names lists and numbers of persons only', () => {
    const truth = truthOf(national)
    expect(Object.keys(truth)).toEqual(['seed', 'scale', 'lists', 'cells'])
    for (const cell of truth.cells) expect(Object.keys(cell)).toEqual(['lists', 'persons'])
  })
})
