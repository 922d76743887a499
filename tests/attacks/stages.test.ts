import { afterEach, expect, it } from 'vitest'
import { batchDigest, chunkDigest, type Declaration } from '../../src/round/batch.ts'
import type { StageDone } from '../../src/round/statements.ts'
import type { Mischief, Said } from './mischief.ts'
import { openWorld, type World } from './world.ts'

let world: World
afterEach(() => world.close())

/** The evaluator's statement on its first mix is another one. */
function answering(alter: (done: StageDone, said: Said) => readonly StageDone[]): Mischief {
  return {
    saying: (said) => {
      const done = said.body as StageDone
      if (said.type !== 'stage.done' || done.stage !== 'mix/1') return [said]
      return alter(done, said).map((body, at) => {
        return { ...said, sequence: said.sequence + at * 1000, body }
      })
    },
  }
}

function otherOutput({ output }: StageDone, { binding }: Said): Declaration {
  const chunks = [chunkDigest(new Uint8Array(1))]
  return { ...output, chunks, digest: batchDigest(binding, output, chunks) }
}

it('an evaluator returns a short batch; the coordinator refuses and names it', async () => {
  world = await openWorld(
    answering((done, said) => {
      const shape = { ...done.output, rows: done.output.rows - 1 }
      const digest = batchDigest(said.binding, shape, done.output.chunks)
      return [{ ...done, output: { ...shape, digest } }]
    }),
  )
  await world.play()
  expect(await world.ending()).toBe('aborted batch.declaration by border')
})

it('an evaluator returns a batch made from another input; the coordinator refuses and names it', async () => {
  world = await openWorld(answering((done) => [{ ...done, input: 'B'.repeat(43) }]))
  await world.play()
  expect(await world.ending()).toBe('aborted stage.wrong-input by border')
})

it('an evaluator answers another stage than is due; the coordinator refuses and names it', async () => {
  world = await openWorld(answering((done) => [{ ...done, stage: 'mix/2' }]))
  await world.play()
  expect(await world.ending()).toBe('aborted stage.other by border')
})

it('an evaluator sends no proof rows; the coordinator refuses and names it', async () => {
  world = await openWorld(answering((done) => [{ ...done, proofRows: null }]))
  await world.play()
  expect(await world.ending()).toBe('aborted stage.other by border')
})

it('an evaluator sends no proof; the other evaluators refuse', async () => {
  world = await openWorld(answering((done) => [{ ...done, proof: null }]))
  await world.play()
  expect((await world.fate('court')).code).toBe('proof.missing')
  expect(await world.ending()).toMatch(/^aborted proof\.missing by /)
})

it('an evaluator answers a stage again with another output; the coordinator keeps the first', async () => {
  world = await openWorld(
    answering((done, said) => [done, { ...done, output: otherOutput(done, said) }]),
  )
  await world.play((_, stage) => stage === 'mix/2')
  expect(world.refused).toEqual(['border: message.untimely'])
  expect(await world.ending()).toBe('mixing')
})

it('an evaluator signs another output than it sealed; the other evaluators refuse', async () => {
  world = await openWorld(answering((done, said) => [{ ...done, output: otherOutput(done, said) }]))
  await world.play()
  expect((await world.fate('court')).code).toBe('batch.digest')
})

it('an evaluator answers before its turn; the coordinator refuses and goes on', async () => {
  world = await openWorld({
    saying: (said) => {
      if (said.from !== 'rapporteur' || said.type !== 'input.checked') return [said]
      const { digest } = said.body as { digest: string }
      const output = { name: 'mix/3', rows: 12, rowBytes: 160, chunks: [digest], digest, keys: {} }
      const none = { proof: null, proofRows: null, tally: null, report: null }
      const body: StageDone = { stage: 'mix/3', input: digest, output, ...none }
      return [said, { ...said, sequence: 1000, type: 'stage.done', body }]
    },
  })
  await world.play((_, stage) => stage === 'mix/2')
  expect(world.refused).toEqual(['rapporteur: message.untimely'])
  expect(await world.ending()).toBe('mixing')
})

it('an evaluator that checks says that it found other rows; the coordinator ends the round and names it', async () => {
  world = await openWorld({
    saying: (said) => {
      if (said.from !== 'court' || said.type !== 'stage.checked') return [said]
      return [{ ...said, body: { ...(said.body as object), digest: 'B'.repeat(43) } }]
    },
  })
  await world.play()
  expect(await world.ending()).toBe('aborted stage.differs by court')
})

it('the coordinator asks for a stage a second time; the evaluator answers once', async () => {
  world = await openWorld({
    telling: (said) => {
      if (said.type !== 'stage.due' || said.to !== 'border') return said
      return { ...said, body: { stage: 'mix/1' } }
    },
  })
  await world.play()
  const answers = world.said.filter((said) => (said.body as Partial<StageDone>).stage === 'mix/1')
  expect(answers.filter((said) => said.from === 'border')).toHaveLength(1)
  expect(world.faults.join()).toContain('stage.answered')
  expect(await world.ending()).toBe('evaluating')
})

it('the coordinator asks for a mix before the evaluator has checked the one before it; the evaluator does nothing', async () => {
  world = await openWorld({
    telling: (said) => {
      if (said.type !== 'stage.check' || said.to !== 'court') return said
      return { ...said, type: 'stage.due', body: { stage: 'mix/2' } }
    },
  })
  await world.play()
  expect(world.said.some((said) => said.from === 'court' && said.type === 'stage.done')).toBe(false)
  expect(await world.ending()).toBe('mixing')
})

it('the coordinator leaves out a stage; the evaluator does nothing', async () => {
  world = await openWorld({
    telling: (said) => {
      if (said.type !== 'stage.due' || said.to !== 'court') return said
      return { ...said, body: { stage: 'evaluate/2' } }
    },
  })
  await world.play()
  expect(world.said.some((said) => said.from === 'court' && said.type === 'stage.done')).toBe(false)
  expect(await world.ending()).toBe('mixing')
})

it('the coordinator shows a stage as made by somebody else; every evaluator refuses', async () => {
  world = await openWorld({
    telling: async (said, world) => {
      if (said.type !== 'stage.check' || said.to !== 'rapporteur') return said
      const done = world.saidBy('border', 'stage.done')
      const statement = await world.sign({ ...done, from: 'court' })
      return { ...said, body: { ...(said.body as object), statement } }
    },
  })
  await world.play()
  expect((await world.fate('rapporteur')).code).toBe('stage.wrong-input')
})

it('an evaluator without a list that is not the last makes a release; the coordinator refuses', async () => {
  world = await openWorld({
    saying: (said) => {
      if (said.from !== 'court' || said.type !== 'input.checked') return [said]
      const release = { release: {}, digest: '0'.repeat(64) }
      return [{ ...said, sequence: 1000, type: 'release.made', body: release }, said]
    },
  })
  await world.play((phase) => phase === 'mixing')
  expect(world.refused).toEqual(['court: message.untimely'])
})
