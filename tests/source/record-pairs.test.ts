import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPairs } from '../../src/source/record-pairs.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samentel-pairs-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(text: string) {
  const path = join(folder, 'pairs.csv')
  await writeFile(path, text)
  return readPairs(path)
}

const header =
  'pair_id,origin,category,difficulty,given_a,prefix_a,surname_a,dob_a,sex_a,cob_a,given_b,prefix_b,surname_b,dob_b,sex_b,cob_b,label,reason'
const row = (id: string, label: string) =>
  `${id},Dutch,none,1,Anna,van,Dijk,1990-03-04,F,NL,Anna,,Dijk,1990-03-04,F,BE,${label},why`

describe('readPairs', () => {
  it('reads both sides by our names of columns, and passes over what it does not need', async () => {
    const { pairs } = await read(`${header}\n${row('P1', 'same')}\n${row('P2', 'different')}\n`)
    const rest = { given_names: 'Anna', surname: 'Dijk', birth_date: '1990-03-04', sex: 'F' }
    expect(pairs[0]).toEqual({
      ...{ line: 2, id: 'P1', origin: 'Dutch', difficulty: '1', same: true },
      sides: [
        { ...rest, prefix: 'van', country_of_birth: 'NL' },
        { ...rest, prefix: '', country_of_birth: 'BE' },
      ],
    })
    expect(pairs.map(({ id, same }) => [id, same])).toEqual([
      ['P1', true],
      ['P2', false],
    ])
  })

  it('leaves out a pair whose id stands there twice, and says so', async () => {
    const { pairs, findings } = await read(
      `${header}\n${row('P1', 'same')}\n${row('P1', 'same')}\n`,
    )
    expect(pairs).toHaveLength(1)
    expect(findings.count('record.id-twice')).toBe(1)
  })

  it.each([
    ['without a column of a side', header.replace('dob_b,', ''), 'source.column-missing', 'dob_b'],
    ['with another label', `${header}\n${row('P1', 'Kanarie')}`, 'pairs.label', 'line 2'],
    ['without pairs', header, 'pairs.none', 'pairs.csv'],
    ['without a line', '', 'source.empty', 'pairs.csv'],
  ])('refuses a file %s', async (_, text, code, said) => {
    const refused = await read(text).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code })
    expect(String((refused as Error).message)).toContain(said)
    expect(String((refused as Error).message)).not.toContain('Kanarie')
  })
})
