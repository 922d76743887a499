import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseFieldMap, plainFieldMap } from '../../src/source/field-map.ts'
import { readLabelled } from '../../src/source/labelled-records.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samentel-labelled-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(text: string, map = '') {
  const path = join(folder, 'list.csv')
  await writeFile(path, text)
  return readLabelled(path, map === '' ? plainFieldMap : parseFieldMap(map, 'map.yaml'))
}

describe('readLabelled', () => {
  it('reads whose each record is, without ids of their own', async () => {
    const { file, records, columns } = await read('entity_id,bsn\np1,1\np2,2\np1,3\n')
    expect(file).toBe('list.csv')
    expect(records.map(({ line, entity }) => [line, entity])).toEqual([
      [2, 'p1'],
      [3, 'p2'],
      [4, 'p1'],
    ])
    expect(columns).toEqual(new Set(['entity_id', 'bsn']))
  })

  it('takes the name of the column from the mapping, and constants for columns', async () => {
    const map = 'columns: { entity_id: Persoon, bsn: Nummer }\nconstants: { sex: F }'
    const { records, columns } = await read('Persoon;Nummer\np1;1\n', map)
    expect(records).toMatchObject([{ entity: 'p1', fields: { bsn: '1', sex: 'F' } }])
    expect(columns).toEqual(new Set(['entity_id', 'bsn', 'sex']))
  })

  it('leaves out a record whose id stands there twice, and says so', async () => {
    const { records, findings } = await read(
      'entity_id,record_id,bsn\np1,a,1\np1,a,2\np2,,3\np2,,4\n',
    )
    expect(records).toHaveLength(3)
    expect(findings.count('record.id-twice')).toBe(1)
  })

  it.each([
    ['without the column entity_id', 'record_id,bsn\n1,2\n', 'source.column-missing'],
    ['with a record that is nobody’s', 'entity_id,bsn\np1,1\n,Kanarie\n', 'labels.missing'],
    ['without records', 'entity_id,bsn\n', 'labels.no-records'],
    ['without a line', '', 'source.empty'],
    ['without columns to build keys from', 'entity_id,sex\np1,F\n', 'source.key-column-missing'],
    ['with a column that is not known', 'entity_id,bsn,bsm\np1,1,1\n', 'source.column-unknown'],
  ])('refuses a file %s', async (_, text, code) => {
    const refused = await read(text).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code })
    expect(String((refused as Error).message)).not.toContain('Kanarie')
  })

  it('says at which line nobody is named', async () => {
    await expect(read('entity_id,bsn\np1,1\n,2\n')).rejects.toThrow('list.csv, line 3')
  })
})
