import { afterAll, beforeAll, expect, it } from 'vitest'
import { readCount } from '../../src/counter/table-count.ts'
import { checkShownStage, makeDueStage } from '../../src/node/evaluator-work.ts'
import type { ShownStage } from '../../src/node/state.ts'
import { coveredParts, findStage, stageName } from '../../src/round/stages.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { openSampleRound, type SampleRound } from '../work/sample-round.ts'

let round: SampleRound
beforeAll(async () => {
  round = await (await (await openSampleRound({ tables: 1 })).collect()).play()
})
afterAll(() => round.close())

function shown(name: string): ShownStage {
  const { maker, done } = round.stages[name]!
  return { maker, done: done.body, jws: '' }
}

it('both counters find the same persons in the bag, each by itself', async () => {
  for (const table of ['persons', 'form']) {
    const [court, rapporteur] = await Promise.all(
      ['court', 'rapporteur'].map((id) => readCount(round.nodeParts(id), 'spring', table)),
    )
    expect(court).toEqual(rapporteur)
    expect(court).not.toBeNull()
  }
  const persons = await readCount(round.nodeParts('court'), 'spring', 'persons')
  expect(persons?.sets.map(({ lists, count }) => `${lists.join(' ')}: ${count}`)).toEqual([
    'border-2020: 1',
    'shelter-2020: 1',
    'border-2020 police-2020: 1',
    'border-2020 police-2020 shelter-2020: 1',
  ])
  const forms = await readCount(round.nodeParts('rapporteur'), 'spring', 'form')
  expect(forms?.sets.map(({ lists, codes }) => [lists.length, codes])).toEqual([
    [1, ['conflict']],
    [1, ['work']],
    [2, ['farm', 'unknown']],
    [3, ['farm', 'unknown', 'work']],
  ])
})

it('the counter signs the tally of each bag with its last strip, and of nothing else', () => {
  for (const [name, { done }] of Object.entries(round.stages)) {
    const bag = /^open\/\w+\/3$/.test(name)
    expect(done.body.tally === null, name).toBe(!bag)
  }
  const tallies = ['persons', 'form'].map((table) => shown(`open/${table}/3`).done.tally)
  expect(new Set(tallies).size).toBe(2)
})

it('who checks finds the tally of the bag again, and none for other stages', async () => {
  const due = (name: string) => ({ chain: round.chains.get('court')!, shown: shown(name) })
  const check = (name: string) =>
    checkShownStage(round.workOf('court'), round.nodeParts('court'), due(name))
  expect(await check('open/form/3')).toBe(shown('open/form/3').done.tally)
  expect(await check('open/form/1')).toBeNull()
  expect(await check('evaluate/1')).toBeNull()
})

it('an evaluator without a right to the bag counts nothing', async () => {
  expect(await readCount(round.nodeParts('border'), 'spring', 'persons')).toBeNull()
})

it('a stage that was answered is never made from another input', async () => {
  const chain = round.chains.get('court')!
  const forked = {
    ...chain,
    stages: chain.stages.map((one) => {
      if (one.done.stage !== 'mix/1') return one
      const output = { ...one.done.output, digest: 'Z'.repeat(42).concat('A') }
      return { ...one, done: { ...one.done, output } }
    }),
  }
  const due = { chain: forked, stage: 'mix/2' }
  const making = makeDueStage(round.workOf('court'), round.nodeParts('court'), due)
  expect((await refusalOf(making)).code).toBe('stage.other-input')
  const again = await makeDueStage(round.workOf('court'), round.nodeParts('court'), {
    chain,
    stage: 'mix/2',
  })
  expect(again.output.digest).toBe(shown('mix/2').done.output.digest)
})

it('a round can be played to its end with the rows that are kept until then', async () => {
  const dropping = await (await openSampleRound({ tables: 1 }, 3, true)).collect()
  await dropping.play()
  for (const table of ['persons', 'form']) {
    const counts = ['court', 'rapporteur'].map((id) =>
      readCount(dropping.nodeParts(id), 'spring', table),
    )
    const [one, other] = await Promise.all(counts)
    expect([one === null, one]).toEqual([false, other])
  }
  await dropping.close()
}, 60_000)

it('a covered bag is opened with the cover of every evaluator, which all others check', async () => {
  const covered = await (await openSampleRound({ covered: true }, 3, true)).collect()
  await covered.play('open/persons/1')
  const { core } = covered.parts
  const names = coveredParts(core).map(stageName)
  const rows = names.map((name) => covered.stages[name]!.done.body.output.rows)
  const opened = covered.stages['open/persons/1']!.done.body.output
  expect(opened.rows).toBe(rows.reduce((sum, one) => sum + one))
  // A cover whose proof is another's, and one that this node did not see committed to.
  const { maker, done } = covered.stages['cover/2']!
  const chain = covered.chains.get('border')!
  const check = (proof: string) =>
    checkShownStage(covered.workOf('border'), covered.nodeParts('border'), {
      chain,
      shown: { maker, done: { ...done.body, proof }, jws: '' },
    })
  const other = covered.stages['cover/3']!.done.body.proof!
  const problem = await refusalOf(check(other))
  expect([problem.code, problem.where]).toEqual([
    'proof.invalid',
    expect.stringContaining('cover/2 by court'),
  ])
  expect(await check(done.body.proof!)).toBeNull()
  expect(findStage(core, 'cover/4')).toBeNull()
  // All that counting needs is still there at the end.
  await covered.play()
  const tallies = ['court', 'rapporteur'].map((id) => covered.chains.get(id)!.stages.at(-1)!)
  expect(tallies[0]!.done.tally).toBe(tallies[1]!.done.tally)
  await covered.close()
}, 60_000)
