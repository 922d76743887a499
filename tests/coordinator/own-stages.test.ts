import { afterAll, beforeAll, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { linkTokens, openFirst } from '../../src/coordinator/own-stages.ts'
import { readPartition } from '../../src/work/sum-persons.ts'
import { openSampleRound, type SampleRound } from '../work/sample-round.ts'

let round: SampleRound
const persons = { kind: 'open', table: 'persons', turn: 0 } as const
beforeAll(async () => {
  round = await (await (await openSampleRound()).collect()).play('open/persons/0')
})
afterAll(() => round.close())

it('links the rows of each person, and counts each other row as a person of its own', async () => {
  const done = await linkTokens(round.workOf(COORDINATOR), round.state())
  // Anna on three lists, Bilal on two: three links among twelve rows.
  expect(done.output.rows).toBe(3)
  const partition = await readPartition(round.workOf('rapporteur'), done.output.rows)
  const sizes = Array.from(
    { length: partition.persons },
    (_, person) => partition.person.filter((one) => one === person).length,
  )
  expect(sizes.sort()).toEqual([1, 1, 1, 1, 1, 1, 1, 2, 3])
})

it('says the same of links and sums when it does them again after a restart', async () => {
  const work = round.workOf(COORDINATOR)
  const said = (name: string) => round.stages[name]!.done.body
  const done = await linkTokens(work, round.state())
  // What is sealed is sealed anew each time.
  expect({ ...done, report: {}, output: { ...done.output, keys: {} } }).toEqual({
    ...said('link'),
    report: {},
    output: { ...said('link').output, keys: {} },
  })
  const opened = await openFirst(work, round.state(), persons)
  expect([opened.input, opened.output.digest, opened.proof]).toEqual([
    said('open/persons/0').input,
    said('open/persons/0').output.digest,
    said('open/persons/0').proof,
  ])
})

it('keeps no token: nothing that it stores of the evaluated rows is opened', async () => {
  const { stores } = round.workOf(COORDINATOR).database
  const names = (await stores.batches.list('spring')).map(({ name }) => name)
  expect(names).toEqual(['evaluate/3', 'link', 'mix/3', 'open/persons/0', 'sums/persons'])
})

it('seals links to the counters alone', () => {
  const { keys } = round.stages['link']!.done.body.output
  expect(Object.keys(keys).sort()).toEqual(['court', 'rapporteur'])
})

it('cannot open before it has linked', async () => {
  const state = { ...round.state(), stages: {} }
  await expect(openFirst(round.workOf(COORDINATOR), state, persons)).rejects.toThrow(
    'link is not made',
  )
})
