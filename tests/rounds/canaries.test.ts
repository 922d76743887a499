import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { columns, encodeCsv, type RegisterRow } from '../../src/rehearsal/csv.ts'
import { makeProcessWorld, type ProcessWorld } from '../world/processes.ts'

const round = 'canaries'

/** Every value that could betray a person is one that occurs nowhere else. */
const planted: readonly RegisterRow[] = [
  row({
    record_id: 'KANARIE-DOSSIER-77041',
    bsn: '000077413',
    v_number: '9999977421',
    given_names: 'Kwintijnkanarie',
    prefix: 'vandenkanarie',
    surname: 'Zilverkanariëveld',
    aliases: 'Pseudokanarie Xanderkwak',
    birth_date: '1979-02-13',
    country_of_birth: 'Kanarieland',
    nationality: 'Kanariaans',
    postcode: '9981 KQ',
    house_number: '77-kanariehuis',
    phone: '+31699771188',
    email: 'kwintijn@kanarie.example',
    report_date: '2017-08-29',
  }),
  row({
    record_id: 'KANARIE-DOSSIER-77042',
    given_names: 'Wielewaalkanarie',
    surname: 'Roodborstkanarie',
    birth_date: '23-10-1983',
    report_date: '2017-05-17',
  }),
  // The same person once more.
  row({
    record_id: 'KANARIE-DUBBEL-77045',
    given_names: 'Wielewaalkanarie',
    surname: 'Roodborstkanarie',
    birth_date: '23-10-1983',
    report_date: '2017-09-11',
  }),
  row({
    record_id: 'KANARIE-GEWEIGERD-77043',
    given_names: 'Putterkanarie',
    surname: 'Sijskanarie',
    birth_date: '1991-07-19',
    email: 'putter@kanarie.example',
    report_date: 'kanariedatum',
  }),
  row({
    record_id: 'KANARIE-GEWEIGERD-77044',
    given_names: 'Vinkkanarie',
    surname: 'Goudvinkkanarie',
    birth_date: '1992-09-21',
    report_date: '2017-06-07',
    role: 'kanarierol',
  }),
]

function row(fields: Partial<RegisterRow>): RegisterRow {
  const empty = Object.fromEntries(columns.map((column) => [column, ''])) as RegisterRow
  return { ...empty, sex: 'F', role: 'victim', ...fields }
}

const common = new Set(['', 'F', 'victim'])
const canaries = [
  ...new Set(
    planted.flatMap((one) => [
      ...columns.map((column) => one[column]),
      // As a key is made of them: letters in order, dates without marks.
      Array.from(`${one.given_names}${one.surname}`.toLowerCase().normalize('NFD'))
        .filter((letter) => /[a-z]/.test(letter))
        .sort()
        .join(''),
      one.birth_date.replaceAll('-', ''),
      one.birth_date.split('-').reverse().join('-'),
    ]),
  ),
].filter((text) => !common.has(text))

/** A text as it could stand in a file: UTF-8, UTF-16, hexadecimal, base64 at any offset. */
function spellings(text: string): string[] {
  return [text, text.toLowerCase(), text.toUpperCase()].flatMap((cased) => {
    const narrow = Buffer.from(cased, 'utf8')
    const wide = Buffer.from(cased, 'utf16le')
    const swapped = Buffer.from(wide).swap16()
    const plain = [narrow, wide, swapped]
    const hex = plain.map((bytes) => bytes.toString('hex'))
    const base64 = plain.flatMap((bytes) => [0, 1, 2].map((offset) => base64At(bytes, offset)))
    const url = base64.map((one) => one.replaceAll('+', '-').replaceAll('/', '_'))
    const written = [...hex, ...hex.map((one) => one.toUpperCase()), ...base64, ...url]
    return [...plain.map((bytes) => bytes.toString('latin1')), ...written]
  })
}

/** The characters that are the same whatever stands before and after. */
function base64At(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  const whole = Math.floor(((offset + bytes.length) * 8) / 6)
  return text.slice(Math.ceil((offset * 8) / 6), whole)
}

const needles = canaries.flatMap((canary) =>
  [...new Set(spellings(canary))].map((text) => ({ canary, bytes: Buffer.from(text, 'latin1') })),
)

function foundIn(bytes: Buffer): string[] {
  return [...new Set(needles.filter((one) => bytes.includes(one.bytes)).map((one) => one.canary))]
}

let world: ProcessWorld
const looks: { when: string; path: string; bytes: Buffer }[] = []

async function look(when: string): Promise<void> {
  for (const { path, bytes } of await world.files()) looks.push({ when, path, bytes })
}

/** Files that the operator asks for stand outside of all home folders. */
const operators = (id: string) => ({
  report: join(world.registers, `${id}-report.txt`),
  review: join(world.registers, `${id}-review.csv`),
})

async function importWithFiles(id: string): Promise<string> {
  const { report, review } = operators(id)
  const file = join(world.registers, `${id}.csv`)
  const args = ['--home', world.home(`owner-${id}`).folder, '--file', file]
  const files = ['--report', report, '--review', review]
  const { text } = await world.run(`owner-${id}`, ['node', 'import', ...args, ...files])
  return text
}

beforeAll(async () => {
  world = await makeProcessWorld({
    lists: ['a', 'b'].map((id) => ({ id, organisation: `owner-${id}`, size: 9 })),
    evaluators: ['owner-b', 'counter'],
  })
  for (const id of ['a', 'b']) {
    await writeFile(join(world.registers, `${id}.csv`), encodeCsv(planted))
    const told = await importWithFiles(id)
    expect(told).toContain('5 records, 2 refused')
  }
  await look('after the import')
  world.start(...world.parties)
  world.gate.judge = async ({ what }, when) => {
    if (what === 'put mix/1 0' && when === 'before') await look('while it runs')
    return 'pass'
  }
  await world.open(round)
  await world.untilReleased(round)
  await world.untilSettled(round, world.parties)
  await look('after its end')
  await world.stop(...world.parties)
  await look('when all have stopped')
}, 180_000)

afterAll(() => world.close())

it('would find a canary in any of these spellings', () => {
  const sample = 'Zilverkanariëveld'
  const wide = Buffer.from(sample, 'utf16le')
  const hidden = [
    Buffer.from(`xx${sample}yy`),
    Buffer.from(`x${sample.toUpperCase()}y`),
    Buffer.concat([Buffer.from('x'), wide]),
    Buffer.from(Buffer.from(`ab${sample}cd`).toString('hex')),
    Buffer.from(Buffer.from(`a${sample}cde`).toString('base64')),
    Buffer.from(Buffer.from(`ab${sample}c`).toString('base64url')),
    Buffer.from(Buffer.from(`abc${sample}`).toString('base64')),
    Buffer.from(wide.toString('base64')),
  ]
  for (const bytes of hidden) expect(foundIn(bytes)).toContain(sample)
  expect(foundIn(Buffer.from(encodeCsv(planted)))).toEqual(
    expect.arrayContaining(
      [...new Set(planted.flatMap((one) => columns.map((c) => one[c])))].filter(
        (text) => !common.has(text),
      ),
    ),
  )
  expect(foundIn(Buffer.from('nobody is named here'))).toEqual([])
})

it('leaves no planted value in any file, before, while or after the round', () => {
  expect([...new Set(looks.map((one) => one.when))]).toHaveLength(4)
  const stores = looks.filter(({ path }) => /\.sqlite(-wal)?$/.test(path))
  expect(stores.some(({ when, path }) => when === 'while it runs' && path.endsWith('-wal'))).toBe(
    true,
  )
  const found = looks.flatMap(({ when, path, bytes }) =>
    foundIn(bytes).map((canary) => `${when}: ${path}: ${canary}`),
  )
  expect(found).toEqual([])
})

it('says no planted value on any output', () => {
  for (const party of world.parties) {
    const output = Buffer.from(world.output(party))
    expect(output.length).toBeGreaterThan(0)
    expect([party, foundIn(output)]).toEqual([party, []])
  }
})

it('says no planted value in a report, and in the list for review none but ids of doubles', async () => {
  const { report, review } = operators('a')
  const told = await readFile(report)
  expect(told.toString()).toContain('2 records were merged into 1 person.')
  expect(foundIn(told)).toEqual([])
  expect(foundIn(await readFile(review)).sort()).toEqual([
    'KANARIE-DOSSIER-77042',
    'KANARIE-DUBBEL-77045',
  ])
})

it('finds the persons all the same', async () => {
  const table = await world.table('counter', round)
  expect(table?.cells).toEqual([{ lists: ['a', 'b'], persons: 2 }])
})

it('leaves no round key and no batch when the round has ended', async () => {
  const keys = (when: string) =>
    looks.filter((one) => one.when === when && one.path.endsWith(`${round}.key`)).length
  expect(keys('while it runs')).toBe(4)
  expect(
    looks.filter(({ when, path }) => when === 'when all have stopped' && path.includes('/rounds/')),
  ).toEqual([])
  for (const party of world.parties) {
    await world.store(party, async ({ stores }) => {
      expect([party, await stores.batches.list(round)]).toEqual([party, []])
      for (const batch of [
        'list/a',
        'list/b',
        'input',
        'mix/1',
        'mix/2',
        'evaluate/2',
        'proof/mix/1',
        'link',
        'sums/persons',
        'open/persons/0',
        'open/persons/2',
      ]) {
        expect([party, batch, await stores.rows.range(round, batch, 0, 9)]).toEqual([
          party,
          batch,
          [],
        ])
        expect([party, batch, await stores.chunks.positions(round, batch)]).toEqual([
          party,
          batch,
          [],
        ])
      }
    })
  }
})
