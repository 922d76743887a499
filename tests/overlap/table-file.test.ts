import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cellName, parseTableFile } from '../../src/overlap/table-file.ts'
import { refusal } from '../refusal.ts'

const data = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'data', 'mse', name), 'utf8'))
const table = (cells: readonly object[], rest: object = {}) => ({
  id: 'small',
  lists: ['A', 'B'],
  cells,
  ...rest,
})
const refused = (value: unknown) => refusal(() => parseTableFile(value, 'small.json'))
const good = [
  { lists: ['A'], count: 7 },
  { lists: ['B'], count: 8 },
]

describe('a table file', () => {
  it('is read with its id and title, whatever else stands in it', () => {
    const read = parseTableFile(data('australia-2015-2017.json'), 'any.json')
    expect(read.id).toBe('australia-2015-2017')
    expect(read.title).toMatch(/Australia/)
    expect(read.lists).toEqual(['A', 'B', 'C', 'D'])
    expect(read.attributes).toEqual([])
    expect(read.cells).toHaveLength(13)
    expect(read.cells[0]).toEqual({ lists: ['A'], of: {}, count: 34 })
  })

  it('takes every further text field of a cell as an attribute, and its name where it has no id', () => {
    const read = parseTableFile(
      data('attack-strata-and-rounds.json'),
      '/some/Strata and_rounds.json',
    )
    expect(read.id).toBe('strata-and-rounds')
    expect(read.title).toBeNull()
    expect(read.attributes).toEqual(['sex', 'age'])
    expect(read.cells[0]).toEqual({ lists: ['A'], of: { sex: 'F', age: 'minor' }, count: 5 })
  })

  it('orders the lists of a cell as the table does, and keeps cells of nobody', () => {
    const read = parseTableFile(table([...good, { lists: ['B', 'A'], count: 0 }]), 'small.json')
    expect(read.cells[2]).toEqual({ lists: ['A', 'B'], of: {}, count: 0 })
  })

  it('writes an id as ids are written', () => {
    expect(parseTableFile(table(good, { id: 'UK_5' }), 'x').id).toBe('uk-5')
    expect(parseTableFile(table(good, { id: '--' }), 'x').id).toBe('table')
  })

  it('names a cell by its lists and attributes', () => {
    expect(cellName({ lists: ['A', 'B'], of: { sex: 'F' } })).toBe('A + B, sex F')
  })

  it.each([
    ['no object', [], 'table.unreadable', 'small.json'],
    ['no lists', { cells: [] }, 'table.unreadable', 'lists'],
    ['no cells', { lists: ['A'] }, 'table.unreadable', 'cells'],
    [
      'a list twice',
      { lists: ['A', 'A'], cells: [] },
      'table.unreadable',
      'lists: one is named twice',
    ],
    ['a cell of no list', table([{ lists: [], count: 3 }]), 'table.unreadable', 'cell 1'],
    [
      'a cell with a list twice',
      table([{ lists: ['A', 'A'], count: 3 }]),
      'table.unreadable',
      'A + A',
    ],
    [
      'a count that is text',
      table([{ lists: ['A'], count: '3' }]),
      'table.unreadable',
      'no number',
    ],
    [
      'an attribute that is a number',
      table([{ lists: ['A'], year: 2017, count: 3 }]),
      'table.unreadable',
      'attributes are texts',
    ],
    [
      'the name of the rest',
      table([{ lists: ['A'], sex: '(other)', count: 3 }]),
      'table.unreadable',
      '(other) is no value',
    ],
    ['a negative count', table([{ lists: ['A'], count: -3 }]), 'table.negative-count', 'cell 1: A'],
    [
      'a fractional count',
      table([{ lists: ['A'], count: 3.5 }]),
      'table.fractional-count',
      'cell 1: A',
    ],
    [
      'a count too large to be exact',
      table([{ lists: ['A'], count: 1e300 }]),
      'table.fractional-count',
      'cell 1: A',
    ],
    ['an unknown list', table([{ lists: ['A', 'Z'], count: 3 }]), 'table.list-unknown', 'A + Z'],
    ['a cell twice', table([...good, { lists: ['A'], count: 1 }]), 'table.cell-twice', 'cell A'],
    [
      'a cell twice, in another order',
      table([
        { lists: ['A', 'B'], count: 1 },
        { lists: ['B', 'A'], count: 1 },
      ]),
      'table.cell-twice',
      'A + B',
    ],
    [
      'other attributes',
      table([
        { lists: ['A'], sex: 'F', count: 1 },
        { lists: ['B'], count: 1 },
      ]),
      'table.attributes-differ',
      'cell B',
    ],
    [
      'other attributes, as many',
      table([
        { lists: ['A'], sex: 'F', count: 1 },
        { lists: ['B'], age: 'F', count: 1 },
      ]),
      'table.attributes-differ',
      'cell B',
    ],
    ['nobody at all', table([{ lists: ['A'], count: 0 }]), 'table.no-persons', 'small.json'],
    [
      'a list without persons',
      table([{ lists: ['A'], count: 3 }]),
      'table.list-without-persons',
      'list B',
    ],
    [
      'eleven lists',
      { lists: [...'ABCDEFGHIJK'], cells: good },
      'table.too-many-lists',
      'small.json',
    ],
  ])('refuses %s', (_, value, code, where) => {
    const problem = refused(value)
    expect(problem.code).toBe(code)
    expect(problem.where).toContain(where)
    expect(problem.remedy).toMatch(/\.$/)
  })

  it('says no count in a refusal', () => {
    const problem = refused(table([...good, { lists: ['A'], count: 4711 }]))
    expect(problem.message).not.toMatch(/4711|7|8/)
    expect(refused(table([{ lists: ['A'], count: -4711 }])).message).not.toContain('4711')
  })
})
