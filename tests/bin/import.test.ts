import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { makeWorkspace } from '../../src/bin/start-workspace.ts'
import { runSamentel } from './run-samentel.ts'

let folder = ''
let home = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samentel-import-'))
  const workspace = await makeWorkspace({
    folder: join(folder, 'w'),
    seed: 3,
    scale: 0.02,
    port: 4999,
  })
  home = workspace.home('fairwork')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function importText(text: string, ...more: readonly string[]) {
  const file = join(folder, 'export.csv')
  await writeFile(file, text)
  return runSamentel('node', 'import', '--home', home, '--file', file, ...more)
}

const header = 'record_id,given_names,surname,birth_date,sex,report_date,role'
const row = (id: number, role = 'victim', year = 2016) =>
  `${id},Anna,Jansen${'abcdefgh'[id]},1990-03-0${id},F,${year}-05-06,${role}`

it('places records by role and year of report, and says what was left out', async () => {
  const ran = await importText(
    [header, row(1), row(2), row(3, 'VICTIM', 2017), row(4, 'witness')].join('\n'),
    '--json',
  )
  expect(ran.code).toBe(0)
  expect(JSON.parse(ran.out)).toMatchObject({
    records: 4,
    refused: 1,
    perList: { 'fairwork-victims-2016': 2, 'fairwork-victims-2017': 1 },
  })
})

it('keeps what was imported before when nothing of an import is left', async () => {
  const before = await readFile(join(home, 'data', 'node.sqlite'))
  const ran = await importText([header, row(1, 'witness'), row(2, 'victim', 1999)].join('\n'))
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('import.nothing-left: All 2 records were refused')
  expect(await readFile(join(home, 'data', 'node.sqlite'))).toEqual(before)
})

/** The store as it is; empty where there is none yet. */
async function stored(): Promise<string> {
  const store = readFile(join(home, 'data', 'node.sqlite'))
  return store.then(
    (bytes) => bytes.toString('latin1'),
    () => '',
  )
}

it('says in a dry run all that an import would, stores nothing and needs no agreement', async () => {
  const before = await stored()
  const text = [header, row(1), row(2), row(4, 'witness')].join('\n')
  const ran = await importText(text, '--dry-run')
  expect(ran.code).toBe(0)
  expect(ran.out).toMatch(/^Dry run: nothing was stored, and nothing left this machine\.\n/)
  expect(ran.out).toContain('export.csv: 3 records, 1 refused')
  expect(ran.out).toContain('Read as utf-8, fields between ,.')
  expect(ran.out).toContain('record.no-list, 1 time')
  expect(ran.out).toContain('fairwork-victims-2016: 2 records, 2 persons')
  const bare = join(folder, 'bare')
  await mkdir(bare)
  await cp(join(home, 'node.yaml'), join(bare, 'node.yaml'))
  const file = join(folder, 'export.csv')
  const early = await runSamentel(
    'node',
    'import',
    '--home',
    bare,
    '--file',
    file,
    '--dry-run',
    '--json',
  )
  expect(JSON.parse(early.out)).toMatchObject({
    dryRun: true,
    agreed: false,
    records: 3,
    refused: 0,
    doubles: [{ list: 'register', persons: 3 }],
  })
  expect(await readdir(bare)).toEqual(['node.yaml'])
  expect(await stored()).toBe(before)
})

it('reads a workbook, takes an update, keeps a record out and deletes by id', async () => {
  const file = join(folder, 'register.xlsx')
  const sheet = [header.split(','), ...[1, 2, 3].map((id) => row(id).split(','))]
  const explained = { data: [['uitleg']], sheet: 'Lees mij' }
  await writeExcelFile([explained, { data: sheet, sheet: 'Register' }]).toFile(file)
  const command = ['node', 'import', '--home', home, '--json'] as const
  const whole = await runSamentel(...command, '--file', file, '--sheet', 'Register')
  expect(JSON.parse(whole.out)).toMatchObject({ records: 3, form: { sheet: 'Register' } })
  const forgot = await runSamentel('node', 'forget', '3', '--home', home, '--keep-out')
  expect(forgot.out).toMatch(/^The record is erased from fairwork-victims-2016: .*\nA keyed digest/)
  const update = await importText([header, row(2), row(3), row(4)].join('\n'), '--update', '--json')
  expect(JSON.parse(update.out)).toMatchObject({
    ...{ records: 3, refused: 1, former: 1 },
    findings: [{ code: 'record.forgotten' }],
  })
  const ids = join(folder, 'ids.csv')
  await writeFile(ids, 'naam,record_id\nKanarie,1\nKanarie,77\n')
  const gone = await runSamentel('node', 'import', '--home', home, '--delete', ids)
  expect(gone.out).toBe('1 records erased; 1 ids of the file are of no record here.\n')
})

it('refuses options that do not go together, before anything is opened', async () => {
  const mixed = await importText(header, '--update', '--review', join(folder, 'never.csv'))
  expect(mixed.err).toContain('import.options: --review reads the whole register again')
})

it('warns of a list that is longer than agreed', async () => {
  const many = Array.from(
    { length: 60 },
    (_, at) => `r${at},Anna,Jansen,1990-03-04,F,2014-05-06,victim`,
  )
  const ran = await importText([header, ...many].join('\n'))
  expect(ran.code).toBe(0)
  expect(ran.err).toMatch(
    /Warning: fairwork-victims-2014 has 60 records and was agreed at \d+ rows/,
  )
})

it('reads codes by the mapping, and shows the operator the values that it names no code for', async () => {
  const map = join(folder, 'map.yaml')
  const coded = [`${header},Vorm`, `${row(1)},Arbeid`, `${row(2)},Kanarievorm`, `${row(3)},`]
  await writeFile(
    map,
    'codes: { exploitation: { column: Vorm, values: { arbeid: domestic-labour } } }\n',
  )
  const report = join(folder, 'coded.txt')
  const ran = await importText(coded.join('\n'), '--map', map, '--report', report)
  expect(ran.code).toBe(0)
  expect(ran.out).toContain('code.unmapped, 1 time')
  expect(ran.out).toContain(
    'Values that no code of exploitation is named for, in 1 record: kanarievorm (1).',
  )
  const store = await readFile(join(home, 'data', 'node.sqlite'))
  const written = `${store.toString('latin1')}${await readFile(report, 'utf8')}`
  expect(written).toContain('code.unmapped, 1 time')
  expect(written.toLowerCase()).not.toContain('kanarie')
})

it('refuses a mapping to a code or table that was not agreed, and names what was meant', async () => {
  const map = join(folder, 'map.yaml')
  const refused = async (codes: string) => {
    await writeFile(map, `codes: ${codes}\n`)
    const ran = await importText([`${header},Vorm`, `${row(1)},Arbeid`].join('\n'), '--map', map)
    expect(ran.code).toBe(1)
    return ran.err
  }
  const code = await refused(
    '{ exploitation: { column: Vorm, values: { Arbeid: domestic-labor } } }',
  )
  expect(code).toContain('field-map.code-unknown')
  expect(code).toContain('Did you mean domestic-labour?')
  expect(code).not.toContain('Arbeid')
  const table = await refused(
    '{ exploitations: { column: Vorm, values: { Arbeid: domestic-labour } } }',
  )
  expect(table).toContain('field-map.table-unknown')
  expect(table).toContain('Did you mean exploitation?')
})

/** One person twice, a date that cannot be, a test number, and a name that is nowhere else. */
const mixed = [
  `bsn,${header}`,
  ',k1,Kanarie,Zilverveld,1990-03-04,F,2016-05-06,victim',
  ',k2,Kanarie,Zilverveld,1990-03-04,F,2016-06-07,victim',
  '123456789,k3,Kanarie,Goudveld,1990-02-31,F,2016-06-07,victim',
  ',k4,Kanarie,Roodveld,1991-03-04,F,2017-06-07,victim',
]
const betrays = /kanarie|veld\b|1990|199103|123456789/i

it('says what to mend first, and how many records can build which key', async () => {
  const ran = await importText(mixed.join('\n'))
  expect(ran.code).toBe(0)
  expect(ran.out).toContain('fairwork-victims-2016: 3 records, 2 persons (2 records merged into 1)')
  expect(ran.out).toContain(
    '1. bsn: 1 record (25.0 %) would gain a number, were what is refused below corrected.',
  )
  expect(ran.out).toContain(
    '2. birth_date: 1 record (25.0 %) would gain a name key; 1 refused, as listed below.',
  )
  expect(ran.out).toMatch(/K04 {2}tier 2 {3}75.0 % {2}3 {2}all letters of the name/)
  expect(ran.out).toMatch(/K02 {2}tier 1 .* cannot be made: no column v_number/)
  expect(ran.out).toContain('birth_date, 1: line 4\n')
  expect(ran.out + ran.err).not.toMatch(betrays)
})

it('writes the report and the list for review to files that only the operator reads', async () => {
  const [report, review] = [join(folder, 'report.json'), join(folder, 'review.csv')]
  const files = ['--report', report, '--review', review]
  const ran = await importText(mixed.join('\n'), '--json', ...files)
  expect(ran.code).toBe(0)
  expect(ran.err).toContain('delete it after use')
  const [told, listed] = await Promise.all([report, review].map((file) => readFile(file, 'utf8')))
  expect(JSON.parse(told ?? '')).toEqual(JSON.parse(ran.out))
  expect(JSON.parse(ran.out)).toMatchObject({
    coverage: { records: 4, withoutNameKey: 1, withNumber: 0 },
    mend: [expect.stringContaining('bsn'), expect.stringContaining('birth_date')],
  })
  expect(listed?.trim().split('\n').toSorted()).toEqual([
    expect.stringMatching(/^1,one person,fairwork-victims-2016,\d,k1,2,K04 K05$/),
    expect.stringMatching(/^1,one person,fairwork-victims-2016,\d,k2,3,K04 K05$/),
    'group,what,list,person,record_id,line,keys',
  ])
  expect(`${told}${listed}`).not.toMatch(betrays)
  for (const file of [report, review]) expect((await stat(file)).mode & 0o777).toBe(0o600)
  const store = await readFile(join(home, 'data', 'node.sqlite'))
  expect(store.toString('latin1')).not.toMatch(/kanarie|\bk[1-4]\b/i)
})

it('refuses a file that may not be written before it imports', async () => {
  const before = await readFile(join(home, 'data', 'node.sqlite'))
  const ran = await importText(mixed.join('\n'), '--review', join(home, 'data', 'review.csv'))
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('file.place')
  expect(await readFile(join(home, 'data', 'node.sqlite'))).toEqual(before)
})

it('refuses one file for report and review before it imports', async () => {
  const before = await readFile(join(home, 'data', 'node.sqlite'))
  const both = join(folder, 'both.txt')
  const ran = await importText(mixed.join('\n'), '--report', both, '--review', both)
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('file.twice')
  expect(await readFile(join(home, 'data', 'node.sqlite'))).toEqual(before)
})

it('says that a home folder is not there, also when a report is asked for', async () => {
  const [none, report] = [join(folder, 'none'), join(folder, 'none.txt')]
  const files = ['--home', none, '--file', join(folder, 'export.csv'), '--report', report]
  const ran = await runSamentel('node', 'import', ...files)
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('settings.missing')
  expect(ran.err).toContain(join(none, 'node.yaml'))
})

it('says who has nothing to import', async () => {
  await mkdir(join(folder, 'x'), { recursive: true })
  const counter = join(folder, 'w', 'national-rapporteur')
  await cp(join(folder, 'w', 'registers', 'fairwork.csv'), join(folder, 'x', 'a.csv'))
  const ran = await runSamentel(
    'node',
    'import',
    '--home',
    counter,
    '--file',
    join(folder, 'x', 'a.csv'),
  )
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('import.no-lists')
})
