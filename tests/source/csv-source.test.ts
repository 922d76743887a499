import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '../../src/base/problem.ts'
import { readCsv } from '../../src/source/csv-source.ts'
import { type FieldMap, parseFieldMap } from '../../src/source/field-map.ts'
import type { SourceEvent } from '../../src/source/source-event.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-source-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

async function drain(path: string, map?: FieldMap): Promise<SourceEvent[]> {
  const events: SourceEvent[] = []
  for await (const event of readCsv(path, map)) events.push(event)
  return events
}

async function eventsOf(content: string | Uint8Array, map?: FieldMap): Promise<SourceEvent[]> {
  const path = join(folder, 'export.csv')
  await writeFile(path, content)
  return drain(path, map)
}

async function problemOf(content: string | Uint8Array, map?: FieldMap): Promise<Problem> {
  const error: unknown = await eventsOf(content, map).then(
    () => new Error('the export was accepted'),
    (thrown) => thrown,
  )
  if (error instanceof Problem) return error
  throw error
}

/** Line and id, or code, of what follows the header. */
function outline(events: readonly SourceEvent[]) {
  return events.flatMap((event) => {
    if (event.kind === 'header') return []
    if (event.kind === 'record') return [`${event.line} ${event.fields.record_id}`]
    return [`${event.refusal.line} ${event.refusal.code}`]
  })
}

const utf16le = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

describe('readCsv', () => {
  it('yields the header, then the records by our column names', async () => {
    expect(await eventsOf('record_id,bsn\nA1,123456782\nA2,\n')).toEqual([
      { kind: 'header', columns: ['record_id', 'bsn'], delimiter: ',', encoding: 'utf-8' },
      { kind: 'record', line: 2, fields: { record_id: 'A1', bsn: '123456782' } },
      { kind: 'record', line: 3, fields: { record_id: 'A2', bsn: '' } },
    ])
  })

  it('gives the columns of a mapping file our names, adds constants and leaves out what is ignored', async () => {
    const map = parseFieldMap(
      `
columns: { record_id: Zaak, bsn: Burgerservicenummer, sex: Geslacht }
codes: { exploitation: { column: Vorm, values: {} }, sex: { column: Geslacht, values: {} } }
ignore: [Notitie]
constants: { role: victim }
`,
      'map.yaml',
    )
    const events = await eventsOf(
      'Zaak;Notitie;Vorm;Geslacht;Burgerservicenummer\n7;geheim;labour;V;123456782\n',
      map,
    )
    expect(events.at(0)).toMatchObject({ columns: ['record_id', 'code column Vorm', 'sex', 'bsn'] })
    expect(events.at(1)).toMatchObject({
      fields: {
        record_id: '7',
        'code column Vorm': 'labour',
        sex: 'V',
        bsn: '123456782',
        role: 'victim',
      },
    })
  })

  it.each([',', ';', '\t', '|'])('finds the delimiter %j in the header', async (delimiter) => {
    const lines = [
      ['record_id', '"bsn"', 'sex'],
      ['A1', '', '"M,;|\t"'],
    ]
    const events = await eventsOf(lines.map((line) => line.join(delimiter)).join('\n'))
    expect(events.at(0)).toMatchObject({ delimiter })
    expect(events.at(1)).toMatchObject({ fields: { record_id: 'A1', bsn: '', sex: 'M,;|\t' } })
  })

  it('does not count delimiters between quotes in the header', async () => {
    const map = parseFieldMap('ignore: ["a,b,c"]', 'map.yaml')
    const events = await eventsOf('record_id;"a,b,c";bsn\nA1;x;1\n', map)
    expect(events.at(0)).toMatchObject({ delimiter: ';', columns: ['record_id', 'bsn'] })
  })

  it('obeys the sep= line of a spreadsheet', async () => {
    const events = await eventsOf('sep=;\r\nrecord_id;bsn\r\nA1;1\r\n')
    expect(outline(events)).toEqual(['3 A1'])
  })

  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeffrecord_id,surname,birth_date\nA1,Çelik,\n'), 'utf-8'],
    ['UTF-16LE with a mark', utf16le('record_id,surname,birth_date\nA1,Çelik,\n'), 'utf-16le'],
    [
      'UTF-16BE with a mark',
      utf16le('record_id,surname,birth_date\nA1,Çelik,\n').swap16(),
      'utf-16be',
    ],
  ])('reads %s', async (_name, bytes, encoding) => {
    const events = await eventsOf(bytes)
    expect(events.at(0)).toMatchObject({ encoding })
    expect(events.at(1)).toMatchObject({ fields: { record_id: 'A1', surname: 'Çelik' } })
  })

  it('reads the encoding that the mapping file names', async () => {
    const bytes = Buffer.from('record_id,surname,birth_date\nA1,\x80elik\xeb,\n', 'latin1')
    const events = await eventsOf(bytes, parseFieldMap('encoding: windows-1252', 'map.yaml'))
    expect(events.at(1)).toMatchObject({ fields: { surname: '€elikë' } })
  })

  it('trims blanks round unquoted fields and keeps those between quotes', async () => {
    const events = await eventsOf('record_id, surname , birth_date\nA1 ,  Jansen ," x "\n')
    expect(events.at(1)).toMatchObject({
      fields: { record_id: 'A1', surname: 'Jansen', birth_date: ' x ' },
    })
  })

  it('passes over blank lines and lines of delimiters only, and counts them', async () => {
    const events = await eventsOf('\n\nrecord_id,bsn\n\nA1,\n  \n,,\n,\nA2,\n\n')
    expect(outline(events)).toEqual(['5 A1', '9 A2'])
  })

  it('names the first line of a record also behind quoted line ends', async () => {
    const events = await eventsOf('record_id,surname,bsn\r\nA1,"a\r\nb\nc",\r\nA2,x,\nA3,x\n')
    expect(outline(events)).toEqual(['2 A1', '5 A2', '6 record.fields'])
  })

  it('yields no record for a header alone', async () => {
    expect(await eventsOf('record_id,bsn')).toHaveLength(1)
  })

  it('refuses single lines, with place and remedy, and reads on', async () => {
    const long = 'x'.repeat(10_001)
    const text = `record_id,bsn\nA1,1,2\nA1\n,5\nA1,6\n"A1 ",7\nA2,${long}\nA3,8\n`
    const events = await eventsOf(text)
    expect(outline(events)).toEqual([
      '2 record.fields',
      '3 record.fields',
      '4 record.id-missing',
      '5 A1',
      '6 record.id-twice',
      '7 record.field-long',
      '8 A3',
    ])
    expect(events.at(-2)).toMatchObject({
      refusal: { file: 'export.csv', line: 7, column: 'bsn', remedy: expect.stringContaining('.') },
    })
  })
})

describe('readCsv refuses the whole export', () => {
  it.each([
    ['', 'source.empty'],
    ['\ufeff', 'source.empty'],
    ['\n \r\n', 'source.empty'],
    ['Jan,Bakker,1987-03-05\n', 'source.header'],
    ['bsn,surname\n', 'source.column-missing'],
    ['record_id,surname,given_names\n', 'source.key-column-missing'],
    ['record_id,bsn,bsn\n', 'source.column-twice'],
    ['record_id,bsn,suburb\n', 'source.column-unknown'],
    ['record_id,bsn,\n', 'source.column-unknown'],
    ['record_id,bsn\nA1,"x\nA2,\n', 'source.quote'],
    ['record_id,bsn\nA1,x"y"\n', 'source.quote'],
    ['record_id,bsn\nA1,"x"y\n', 'source.quote'],
    [`record_id,bsn\nA1,"${'x\n'.repeat(600_000)}`, 'source.row-long'],
    [Buffer.from('record_id,bsn\n', 'utf16le'), 'source.encoding'],
  ])('that begins %j with %s', async (content, code) => {
    const problem = await problemOf(content)
    expect(problem.code).toBe(code)
    expect(problem.where).toContain('export.csv')
    expect(problem.remedy).toMatch(/\.$/)
  })

  it('names unknown columns, what they may have been, and the known ones', async () => {
    const problem = await problemOf('record_id,birthdate,suburb,bsn\n')
    expect(problem.what).toContain('birthdate, suburb')
    expect(problem.remedy).toContain('Did you mean birth_date for birthdate?')
    expect(problem.remedy).toContain('house_number_addition')
  })

  it('says which column looks like the missing one', async () => {
    expect((await problemOf('recordid,bsn\n')).remedy).toContain('recordid')
  })

  it('names a column that the mapping file promises and the export lacks', async () => {
    const map = parseFieldMap('columns: { bsn: Burgerservicenummer }', 'map.yaml')
    const problem = await problemOf('record_id,bsn\n', map)
    expect([problem.code, problem.what]).toEqual([
      'source.column-missing',
      'The export has no column Burgerservicenummer',
    ])
  })

  it('refuses a column that is also a constant', async () => {
    const map = parseFieldMap('constants: { role: victim }', 'map.yaml')
    expect((await problemOf('record_id,bsn,role\n', map)).code).toBe('source.column-twice')
  })

  it('names line and byte of what is not text, also far into the file, and the key that helps', async () => {
    const head = `record_id,surname,birth_date\n${'A,é,\n'.repeat(30_000)}`
    const bytes = Buffer.concat([Buffer.from(head), Buffer.from([0x41, 0xeb, 0x42])])
    const problem = await problemOf(bytes)
    expect(problem.code).toBe('source.encoding')
    expect(problem.where).toMatch(/, line 30002, byte \d+$/)
    const byte = Number(/byte (\d+)$/.exec(problem.where ?? '')?.[1])
    expect(Math.abs(byte - Buffer.byteLength(head) - 1)).toBeLessThanOrEqual(1)
    expect(problem.remedy).toContain('encoding:')
  })

  it('names the end of a file that stops within a letter', async () => {
    const problem = await problemOf(Buffer.from('record_id,bsn\nA1,é').subarray(0, -1))
    expect([problem.code, problem.where?.endsWith('line 2, byte 18')]).toEqual([
      'source.encoding',
      true,
    ])
  })

  it('names the line of a quote that is not closed', async () => {
    const problem = await problemOf('record_id,bsn\n\nA1,\nA2,"x\n\n')
    expect(problem.where).toMatch(/the record from line 4$/)
  })

  it('says when the file is not there or is no file', async () => {
    const missing = drain(join(folder, 'nowhere.csv'))
    await expect(missing).rejects.toMatchObject({ code: 'source.missing' })
    await expect(drain(folder)).rejects.toMatchObject({
      code: 'source.unreadable',
    })
  })
})

describe('readCsv on any fields', () => {
  const field = fc.string({ unit: fc.constantFrom(...'aB1é€ø😀 ",;|\t\r\n\'.'), maxLength: 12 })
  const style = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    encode: fc.constantFrom(
      (text: string) => Buffer.from(text),
      (text: string) => Buffer.from(`\ufeff${text}`),
      utf16le,
      (text: string) => utf16le(text).swap16(),
    ),
    lastLineEnd: fc.boolean(),
  })
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`

  it('gives back what was written, with quotes, line ends, marks and delimiters of every kind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(field, field), { maxLength: 6 }),
        style,
        async (rows, how) => {
          const lines = [
            ['record_id', 'surname', 'bsn'],
            ...rows.map((row, at) => [`id-${at}`, ...row.map(quoted)]),
          ].map((line) => line.join(how.delimiter))
          const text = lines.join(how.lineEnd) + (how.lastLineEnd ? how.lineEnd : '')
          const events = await eventsOf(how.encode(text))
          const fields = events.flatMap((event) => (event.kind === 'record' ? [event.fields] : []))
          expect(fields).toEqual(
            rows.map(([surname, bsn], at) => ({ record_id: `id-${at}`, surname, bsn })),
          )
        },
      ),
    )
  })

  it('never tells a value of a person in a refusal or problem', async () => {
    const canary = 'Kanarie7391'
    const broken = fc.constantFrom(
      `${canary},${canary}\n`,
      `record_id,bsn\n${canary},${canary},${canary}\n`,
      `record_id,bsn\n,${canary}\n`,
      `record_id,bsn\n${canary},1\n${canary},2\n`,
      `record_id,bsn\n${canary},"${canary}\n`,
      `record_id,bsn\n${canary},${canary}"x"\n`,
      `record_id,bsn\n${canary},"${canary}"${canary}\n`,
      `record_id,bsn\n${canary},${canary.repeat(2000)}\n`,
      `record_id,bsn\n${canary},"${canary.repeat(200_000)}\n`,
      Buffer.from(`record_id,bsn\n${canary},\xff${canary}\n`, 'latin1'),
    )
    await fc.assert(
      fc.asyncProperty(broken, async (content) => {
        const told = await eventsOf(content).then(
          (events) => events.filter((event) => event.kind === 'refusal'),
          (error) => [error, error.message, error.cause, error.stack].map(String),
        )
        expect(told.length).toBeGreaterThan(0)
        expect(JSON.stringify(told)).not.toContain(canary)
      }),
      { numRuns: 40 },
    )
  })
})
