import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
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
  await writeFile(map, 'codes: { exploitation: { column: Vorm, values: { arbeid: labour } } }\n')
  const ran = await importText(coded.join('\n'), '--map', map)
  expect(ran.code).toBe(0)
  expect(ran.out).toContain('code.unmapped, 1 time')
  expect(ran.out).toContain(
    'Values that no code of exploitation is named for, in 1 record: kanarievorm (1).',
  )
  const store = await readFile(join(home, 'data', 'node.sqlite'))
  expect(store.toString('latin1').toLowerCase()).not.toContain('kanarie')
})

it('refuses a mapping to a code or table that was not agreed, and names what was meant', async () => {
  const map = join(folder, 'map.yaml')
  const refused = async (codes: string) => {
    await writeFile(map, `codes: ${codes}\n`)
    const ran = await importText([`${header},Vorm`, `${row(1)},Arbeid`].join('\n'), '--map', map)
    expect(ran.code).toBe(1)
    return ran.err
  }
  const code = await refused('{ exploitation: { column: Vorm, values: { Arbeid: labor } } }')
  expect(code).toContain('field-map.code-unknown')
  expect(code).toContain('Did you mean labour?')
  expect(code).not.toContain('Arbeid')
  const table = await refused('{ exploitations: { column: Vorm, values: { Arbeid: labour } } }')
  expect(table).toContain('field-map.table-unknown')
  expect(table).toContain('Did you mean exploitation?')
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
