import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeExcelFile, { type SheetData } from 'write-excel-file/node'
import { Problem } from '../../src/base/problem.ts'
import { readExport } from '../../src/source/export-file.ts'
import { parseFieldMap } from '../../src/source/field-map.ts'
import type { SourceEvent } from '../../src/source/source-event.ts'

let folder = ''
let path = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workbook-'))
  path = join(folder, 'register.xlsx')
})
afterAll(() => rm(folder, { recursive: true }))

async function write(...sheets: readonly SheetData[]): Promise<void> {
  const named = sheets.map((data, at) => ({ data, sheet: `Blad ${at + 1} & meer` }))
  await writeExcelFile(named).toFile(path)
}

async function read(map = ''): Promise<SourceEvent[]> {
  const events: SourceEvent[] = []
  for await (const event of readExport(path, parseFieldMap(map, 'map.yaml'))) events.push(event)
  return events
}

async function refusal(map = ''): Promise<Problem> {
  const error: unknown = await read(map).then(
    () => new Error('the workbook was accepted'),
    (thrown) => thrown,
  )
  if (error instanceof Problem) return error
  throw error
}

const fieldsOf = (events: readonly SourceEvent[]) =>
  events.flatMap((event) => (event.kind === 'record' ? [event.fields] : []))
const day = (value: Date) => ({ value, format: 'dd-mm-yyyy' })
const names = ['record_id', 'bsn', 'surname', 'birth_date'] as const
const plain = [[...names], ['A1', '123456782', 'Çelik', '1990-02-03']] satisfies SheetData

describe('a workbook', () => {
  it('is read by its content, and its rows are the lines', async () => {
    await write(plain)
    const events = await read()
    expect(events.at(0)).toEqual({ kind: 'header', columns: names, sheet: 'Blad 1 & meer' })
    const fields = {
      record_id: 'A1',
      bsn: '123456782',
      surname: 'Çelik',
      birth_date: '1990-02-03',
    }
    expect(events.slice(1)).toEqual([{ kind: 'record', line: 2, fields }])
  })

  it('may have titles and empty rows above its names, and merged names over them', async () => {
    await write([
      ['Export van 3 mei'],
      [],
      ['Dossier', { value: 'Naam', columnSpan: 2 }, null, 'Geboren', null, 'Rol'],
      [null, 'Voornaam', 'Achternaam', null, null, null],
      [],
      ['A1', 'Anna', 'Nowak', '1990-02-03'],
      [null, null, null, null, null, 'los'],
    ])
    const map =
      'columns: { record_id: Dossier, given_names: Voornaam, surname: Achternaam, birth_date: Geboren, role: Rol }'
    const events = await read(map)
    expect(fieldsOf(events)).toEqual([
      {
        record_id: 'A1',
        given_names: 'Anna',
        surname: 'Nowak',
        birth_date: '1990-02-03',
        role: '',
      },
    ])
    expect(events[1]).toMatchObject({ line: 6 })
    expect(events[2]).toMatchObject({ refusal: { code: 'record.id-missing', line: 7 } })
  })

  it('gives dates as days, also those that stand as a number of days', async () => {
    await write([
      [...names],
      ['A1', null, 'Nowak', day(new Date(Date.UTC(1990, 1, 3)))],
      ['A2', null, 'Nowak', 32_907],
      ['A3', null, 'Nowak', 1990],
      ['A4', null, 'Nowak', 19_900_203],
      ['A5', null, 'Nowak', '32907'],
    ])
    const events = await read()
    const dates = fieldsOf(events).map(({ birth_date }) => birth_date)
    expect(dates).toEqual(['1990-02-03', '1990-02-03', '1990', '19900203', '32907'])
    const told = events.flatMap((event) => (event.kind === 'record' ? (event.findings ?? []) : []))
    expect(told).toMatchObject([{ code: 'date.serial', line: 3, column: 'birth_date' }])
  })

  it('puts back the zeros that numbers lost, and tells where', async () => {
    await write([
      ['record_id', 'bsn', 'phone', 'house_number'],
      [17, 12_345_672, 612_345_678, 5],
      [18, 123_456_782, 31_612_345_678, 5],
      [19, 345_672, null, null],
    ])
    const events = await read()
    expect(fieldsOf(events)).toEqual([
      { record_id: '17', bsn: '012345672', phone: '0612345678', house_number: '5' },
      { record_id: '18', bsn: '123456782', phone: '31612345678', house_number: '5' },
      { record_id: '19', bsn: '345672', phone: '', house_number: '' },
    ])
    expect(events[1]).toMatchObject({
      findings: [
        { code: 'number.zeros-lost', line: 2, column: 'bsn' },
        { code: 'number.zeros-lost', line: 2, column: 'phone' },
      ],
    })
  })

  it('passes over columns that hold nothing, and refuses one with values and no name', async () => {
    await write([
      ['record_id', null, 'bsn'],
      ['A1', null, '123456782'],
    ])
    expect(fieldsOf(await read())).toEqual([{ record_id: 'A1', bsn: '123456782' }])
    await write([
      ['record_id', null, 'bsn'],
      ['A1', 'Kanarie', '123456782'],
    ])
    const problem = await refusal()
    expect(problem.code).toBe('source.column-unknown')
    expect(problem.message).not.toContain('Kanarie')
  })

  it('with several sheets is refused until one is named', async () => {
    await write([['Toelichting']], plain)
    const problem = await refusal()
    expect(problem.code).toBe('source.sheet-unnamed')
    expect(problem.remedy).toContain('Sheets: Blad 1 & meer, Blad 2 & meer.')
    expect(fieldsOf(await read('sheet: "Blad 2 & meer"'))).toHaveLength(1)
    const missing = await refusal('sheet: "blad 2 en meer"')
    expect(missing.code).toBe('source.sheet-missing')
    expect(missing.remedy).toContain('Did you mean Blad 2 & meer?')
    expect((await refusal('sheet: "Blad 1 & meer"')).code).toBe('source.header')
  })
})

describe('what is no workbook, or no longer one', () => {
  it('is refused without a word of what it holds', async () => {
    await write(plain)
    const whole = await readFile(path)
    for (const bytes of [
      whole.subarray(0, whole.length - 40),
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]),
      Buffer.from('PK\u0003\u0004Kanarie'),
    ]) {
      await writeFile(path, bytes)
      const problem = await refusal()
      expect(problem.code).toBe('source.workbook-form')
      expect(problem.message).not.toContain('Kanarie')
    }
  })

  it('is refused when it is too large for memory', async () => {
    await write(plain)
    const bytes = await readFile(path)
    // The size that the archive's directory tells of its first file.
    bytes.writeUInt32LE(4_000_000_000, bytes.indexOf(Buffer.from('PK\u0001\u0002')) + 24)
    await writeFile(path, bytes)
    expect((await refusal()).code).toBe('source.workbook-large')
  })

  it('is read as CSV, for which no sheet is named', async () => {
    await writeFile(path, 'record_id,bsn\nA1,123456782\n')
    expect(fieldsOf(await read())).toEqual([{ record_id: 'A1', bsn: '123456782' }])
    expect((await refusal('sheet: Blad1')).code).toBe('source.no-sheets')
  })
})
