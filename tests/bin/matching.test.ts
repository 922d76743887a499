import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runSamentel } from './run-samentel.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samentel-matching-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function file(name: string, ...lines: readonly string[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `${lines.join('\n')}\n`)
  return path
}

const header = 'entity_id,bsn,given_names,surname,birth_date'
const police = () =>
  file(
    'police.csv',
    header,
    'anna,123456782,Anna,Jansen,1990-03-04',
    'bram,,Bram,Bakker,1985-05-06',
    'bram,,Bram,Backer,1985-05-06',
  )
const shelter = () => file('shelter.csv', header, 'anna,123456782,,,', 'kofi,,Kofi,Osei,1979-11-12')

const evaluate = (...args: readonly string[]) => runSamentel('matching', 'evaluate', ...args)

describe('matching evaluate', () => {
  it('measures files as lists, without the fields that none has, in the clear and blinded', async () => {
    const ran = await evaluate(
      ...['--file', await police(), '--file', await shelter(), '--blinded', '--json'],
    )
    expect(ran.code).toBe(0)
    const report = JSON.parse(ran.out)
    expect(report).toMatchObject({
      recipe: 'full/1 without sex country',
      rule: 'l2',
      withoutFields: ['sex', 'country'],
      withoutKeys: [],
      files: [
        { name: 'police.csv', records: 3, rows: 2, refused: 0 },
        { name: 'shelter.csv', records: 2, rows: 2, refused: 0 },
      ],
      persons: { found: 3, true: 3 },
      overall: { linked: 2, correct: 2, true: 2, precision: 1, recall: 1, f1: 1 },
      samePairs: true,
      blindedRows: 4,
    })
    expect(report.perTier).toHaveLength(4)
    expect(report.perKey.map(({ id }: { id: string }) => id)).toContain('K20')
    expect(report.quality).toHaveProperty('ties')
    expect(ran.err).toContain('hash: ')
    expect(ran.out + ran.err).not.toMatch(/Jansen|Bakker/)
  })

  it('prints a table, says what was left out, and that one list has nobody to be linked to', async () => {
    const ran = await evaluate(
      ...['--file', await shelter(), '--without', 'k01,K02', '--recipe', 'short/1 without sex'],
      '--blinded',
    )
    expect(ran.code).toBe(0)
    expect(ran.out).toContain('shelter.csv: 2 records')
    expect(ran.out).toContain('Recipe short/1 without sex')
    expect(ran.out).toContain('left out: K01 K02')
    expect(ran.out).toMatch(/all keys +0 +0 +0 +0 +- +- +-/)
    expect(ran.out).toMatch(/K04 letters +2 +0\.5000/)
    expect(ran.out).toContain('Blinded, 2 rows: the same pairs. One file')
  })

  it.each([
    ['an unknown key', ['--without', 'K01,K77'], 'recipe.key-unknown'],
    ['an unknown recipe', ['--recipe', 'best/1'], 'recipe.unknown'],
    ['a missing mapping', ['--map', 'nowhere.yaml'], 'field-map.unreadable'],
    ['a file that is not there', ['--file', 'nowhere.csv'], 'source.missing'],
  ])('refuses %s', async (_, args, code) => {
    const ran = await evaluate('--file', await shelter(), ...args)
    expect(ran.code).toBe(1)
    expect(ran.err).toContain(code)
    expect(ran.out).toBe('')
  })
})

describe('matching compare', () => {
  const pairs = join(import.meta.dirname, '..', 'data', 'name-variants.csv')

  it('counts joined pairs, and names those judged wrongly', async () => {
    const ran = await runSamentel('matching', 'compare', '--pairs', pairs, '--json')
    expect(ran.code).toBe(0)
    const report = JSON.parse(ran.out)
    expect(report).toMatchObject({ recipe: 'full/1', pairs: 68, same: { pairs: 47 } })
    expect(report.missed).toHaveLength(47 - report.same.joined)
    expect(report.wronglyJoined).toHaveLength(report.different.joined)
  })

  it('prints a table', async () => {
    const ran = await runSamentel('matching', 'compare', '--pairs', pairs, '--recipe', 'short/1')
    expect(ran.code).toBe(0)
    expect(ran.out).toContain('Recipe short/1, rule l2, 68 pairs.')
    expect(ran.out).toMatch(/difficulty 1 +\d+ of 15 +\d+ of 4/)
    expect(ran.out).toMatch(/K05 sounds +\d+ of 47/)
  })

  it('refuses a file that lacks a column', async () => {
    const path = await file('pairs.csv', 'pair_id,label', '1,same')
    const ran = await runSamentel('matching', 'compare', '--pairs', path)
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('source.column-missing')
  })
})
