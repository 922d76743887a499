import { afterAll, beforeAll, expect, it } from 'vitest'
import { concatBytes } from '../../src/base/bytes.ts'
import { columnNames, openedColumns } from '../../src/round/manifest.ts'
import { outputOf, rowBytes } from '../../src/round/stages.ts'
import { readAll, storedBatch } from '../../src/work/batch-reader.ts'
import { stageRows, sumsBatch } from '../../src/work/stage-rows.ts'
import { readPartition, sumPersons } from '../../src/work/sum-persons.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { openSampleRound, type SampleRound } from './sample-round.ts'

let round: SampleRound
beforeAll(async () => {
  round = await (await (await openSampleRound({ tables: 1 })).collect()).play()
})
afterAll(() => round.close())

const links = () => round.stages['link']!.done.body.output

it.each(['persons', 'form'])(
  'sums of %s are the sums of the rows of each person',
  async (table) => {
    const { core } = round.parts
    const court = round.workOf('court')
    const partition = await readPartition(court, links().rows)
    const mixed = await stageRows(court, { kind: 'mix', turn: 3 }, 0)(0)
    const width = rowBytes(core)
    const places = ['a', ...openedColumns(table)].map((name) => columnNames(core).indexOf(name) + 1)
    const cell = (row: number, place: number) =>
      mixed.subarray(row * width + place * 32, row * width + place * 32 + 32)
    const expected = Array.from({ length: partition.persons }, (_, person) => {
      const rows = [...partition.person.keys()].filter((row) => partition.person[row] === person)
      return concatBytes(
        ...places.map((place) =>
          rows.map((row) => cell(row, place)).reduce((sum, one) => court.engine.add(sum, one)),
        ),
      )
    })
    for (const id of ['coordinator', 'court', 'rapporteur']) {
      const sums = await readAll(
        storedBatch(round.workOf(id), sumsBatch(table, partition.persons)),
        1,
      )
      expect(sums, id).toEqual(concatBytes(...expected))
    }
    expect(partition.persons).toBe(9)
  },
)

it('an evaluator that is no counter has neither links nor sums', async () => {
  const { stores } = round.workOf('border').database
  const names = (await stores.batches.list('spring')).map(({ name }) => name)
  expect(names).toContain('open/persons/0')
  expect(names.filter((name) => /^(link|sums)/.test(name))).toEqual([])
  expect(await stores.rows.range('spring', 'link', 0, 9)).toEqual([])
  expect(await stores.rows.range('spring', 'sums/persons', 0, 9)).toEqual([])
  const shape = outputOf(round.parts.core, { kind: 'link' }, links().rows)
  await expect(storedBatch(round.workOf('border'), shape)(0)).rejects.toThrow('link')
})

it('are made again after a restart, and never of other links', async () => {
  const court = round.workOf('court')
  const partition = await readPartition(court, links().rows)
  await sumPersons(court, 'persons', { partition, digest: links().digest })
  const other = sumPersons(court, 'persons', { partition, digest: 'another' })
  expect((await refusalOf(other)).code).toBe('batch.other')
})
