import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import writeExcelFile, { type SheetData } from 'write-excel-file/node'
import type { NamedCodeBook } from '../../src/base/codes.ts'
import { mapText } from '../../src/bin/map-text.ts'
import { proposeMap } from '../../src/node/propose-map.ts'
import { columnNamed } from '../../src/source/column-aliases.ts'
import { readExport } from '../../src/source/export-file.ts'
import { parseFieldMap } from '../../src/source/field-map.ts'
import { sampleExport } from '../../src/source/sample-export.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propose-'))
})
afterAll(() => rm(folder, { recursive: true }))

const name = (text: string) => ({ nl: text, en: text })
const table: NamedCodeBook = {
  id: 'exploitation',
  name: { nl: 'vorm van uitbuiting', en: 'form of exploitation' },
  codes: [
    { id: 'sexual', name: { nl: 'seksuele uitbuiting', en: 'sexual exploitation' } },
    { id: 'labour', name: name('arbeidsuitbuiting') },
  ],
}

async function proposed(file: string) {
  const sample = await sampleExport(file, { isName: (text) => columnNamed(text) !== undefined })
  return proposeMap(sample, [table], '2020-01-01')
}

async function csv(text: string | Uint8Array): Promise<string> {
  const path = join(folder, 'export.csv')
  await writeFile(path, text)
  return path
}

const pairs = (columns: Awaited<ReturnType<typeof proposed>>['columns']) =>
  Object.fromEntries(columns.map(({ ours, theirs }) => [ours, theirs]))

it('knows columns by what registers call them, in either language', async () => {
  const path = await csv(
    'Dossier-nr.;Geb. datum;Voornaam;Tussenvoegsel;Achternaam;M/V;Rol;Datum melding;Memo\n1;3-2-1990;A;;B;V;victim;5-6-2016;x\n',
  )
  const { columns, ignored } = await proposed(path)
  expect(pairs(columns)).toEqual({
    record_id: 'Dossier-nr.',
    given_names: 'Voornaam',
    prefix: 'Tussenvoegsel',
    surname: 'Achternaam',
    birth_date: 'Geb. datum',
    sex: 'M/V',
    report_date: 'Datum melding',
    role: 'Rol',
  })
  expect(ignored).toEqual(['Memo'])
})

it('knows numbers, dates and ids by their values where no name says it, and tells that', async () => {
  const rows = Array.from({ length: 8 }, (_, at) =>
    [`x${at}`, '123456782', `199${at}-02-03`, `naam ${at % 3}`].join(','),
  )
  const proposal = await proposed(await csv(`a,b,c,d\n${rows.join('\n')}\n`))
  expect(pairs(proposal.columns)).toEqual({ record_id: 'a', bsn: 'b', birth_date: 'c' })
  const text = mapText(proposal, 'export.csv')
  expect(text).toContain('  bsn: "b" # by its values alone: is it?\n')
  expect(text).toContain('# Not found: report_date')
  expect(text).not.toContain('naam')
})

it('finds the column and the codes of a table, and lists what has no code by its number', async () => {
  const forms = ['Arbeidsuitbuiting', 'Seksuele uitbuiting', 'ONBEKEND', 'overig', 'overig']
  const rows = forms.map((form, at) => `${at},123456782,${form}`)
  const proposal = await proposed(await csv(`id,bsn,Vorm van uitbuiting\n${rows.join('\n')}\n`))
  expect(proposal.codes).toEqual([
    {
      table: 'exploitation',
      column: 'Vorm van uitbuiting',
      values: [
        { value: 'arbeidsuitbuiting', count: 1, code: 'labour' },
        { value: 'onbekend', count: 1, code: 'unknown' },
        { value: 'seksuele uitbuiting', count: 1, code: 'sexual' },
      ],
      unmapped: [{ value: 'overig', count: 2 }],
      more: 0,
    },
  ])
  expect(mapText(proposal, 'x')).toContain('      # "overig": … # 2 times\n')
})

it('lists no values of a column that only looks like free text, nor of names', async () => {
  const rows = Array.from({ length: 90 }, (_, at) => `${at},Kanarie ${at},Kanarie${at}`)
  const path = await csv(`id,Vorm van uitbuiting,achternaam\n${rows.join('\n')}\n`)
  const proposal = await proposed(path)
  expect(proposal.codes).toEqual([])
  expect(mapText(proposal, 'x')).not.toContain('Kanarie')
})

it('proposes encoding and delimiter of what is no UTF-8, and what it writes reads the file', async () => {
  const text = `id;bsn;achternaam;notitie\n${'1;123456782;Çelik Müller Åström été;x\n'.repeat(20)}`
  const path = await csv(Buffer.from(text, 'latin1'))
  const yaml = mapText(await proposed(path), 'export\n.csv')
  expect(yaml).toMatch(/encoding: windows-1252\n/)
  expect(yaml).toContain('delimiter: ";"')
  const events = []
  for await (const event of readExport(path, parseFieldMap(yaml, 'map.yaml'))) events.push(event)
  expect(events[1]).toMatchObject({
    fields: { record_id: '1', surname: 'Çelik Müller Åström été' },
  })
})

it('finds the names of a workbook below its titles, and says which sheet it read', async () => {
  const rows = [
    ['Overzicht opvang', null, null],
    [],
    ['Cliëntnummer', 'BSN', 'Rol'],
    [1, 123_456_782, 'slachtoffer'],
    [2, 12_345_672, 'slachtoffer'],
  ] satisfies SheetData
  const path = join(folder, 'register.xlsx')
  await writeExcelFile([{ data: rows, sheet: 'Lijst "A"' }]).toFile(path)
  const proposal = await proposed(path)
  expect(pairs(proposal.columns)).toEqual({ record_id: 'Cliëntnummer', bsn: 'BSN', role: 'Rol' })
  expect(proposal.roles).toEqual([{ value: 'slachtoffer', count: 2 }])
  const yaml = mapText(proposal, 'register.xlsx')
  expect(parseFieldMap(yaml, 'map.yaml')).toMatchObject({
    sheet: 'Lijst "A"',
    columns: { record_id: 'Cliëntnummer' },
  })
})
