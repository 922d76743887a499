import { afterEach, expect, it } from 'vitest'
import { fromBase64Url } from '../../src/base/bytes.ts'
import { labelElement } from '../../src/psi/key-element.ts'
import { batchDigest, chunkDigest, type Declaration } from '../../src/round/batch.ts'
import type { Mischief, Said } from './mischief.ts'
import { openWorld, type World } from './world.ts'

const ROW = 160
/** Place of the label in a row: after `a` and two slots. */
const LABEL_AT = 3 * 32

let world: World
afterEach(() => world.close())

interface Done {
  stage: string
  input: string
  output: Declaration
}

/** The evaluator's statement on its first mix is another one. */
function answering(alter: (done: Done, said: Said) => readonly Done[]): Mischief {
  return {
    saying: (said) => {
      const done = said.body as Done
      if (said.type !== 'stage.done' || done.stage !== 'mix/1') return [said]
      return alter(done, said).map((body, at) => {
        return { ...said, sequence: said.sequence + at * 1000, body }
      })
    },
  }
}

function otherOutput({ output }: Done, { binding }: Said): Declaration {
  const chunks = [chunkDigest(new Uint8Array(1))]
  return { ...output, chunks, digest: batchDigest(binding, output, chunks) }
}

it('an evaluator returns a short batch; the coordinator refuses and names it', async () => {
  world = await openWorld(
    answering((done, said) => {
      const shape = { ...done.output, rows: 17 }
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

it('an evaluator answers a stage again with another output; the coordinator keeps the first', async () => {
  world = await openWorld(
    answering((done, said) => [done, { ...done, output: otherOutput(done, said) }]),
  )
  await world.play((phase) => phase === 'evaluating')
  expect(world.refused).toEqual(['border: message.untimely'])
  expect(await world.ending()).toBe('evaluating')
})

it('an evaluator signs another output than it sealed; the next evaluator refuses', async () => {
  world = await openWorld(answering((done, said) => [{ ...done, output: otherOutput(done, said) }]))
  await world.play()
  expect((await world.fate('court')).code).toBe('batch.digest')
})

it('an evaluator answers before its turn; the coordinator refuses and goes on', async () => {
  world = await openWorld({
    saying: (said) => {
      if (said.from !== 'rapporteur' || said.type !== 'input.checked') return [said]
      const { digest } = said.body as { digest: string }
      const output = { name: 'mix/3', rows: 18, rowBytes: ROW, chunks: [digest], digest, keys: {} }
      const body: Done = { stage: 'mix/3', input: digest, output }
      return [said, { ...said, sequence: 1000, type: 'stage.done', body }]
    },
  })
  await world.play((phase) => phase === 'evaluating')
  expect(world.refused).toEqual(['rapporteur: message.untimely'])
  expect(await world.ending()).toBe('evaluating')
})

it('the coordinator asks for a stage a second time; the evaluator refuses', async () => {
  world = await openWorld({
    telling: (said, world) => {
      if (said.type !== 'stage.due' || said.to !== 'border') return said
      const due = said.body as { stage: string; own: null; statement: string | null }
      if (due.stage !== 'evaluate/1') return said
      world.refused.push('asked again')
      return { ...said, body: { stage: 'mix/1', own: null, statement: null } }
    },
  })
  await world.play((phase) => phase === 'linking')
  expect(world.refused).toContain('asked again')
  const answers = world.said.filter((said) => (said.body as Partial<Done>).stage === 'mix/1')
  expect(answers).toHaveLength(1)
  expect(await world.ending()).toBe('evaluating')
})

it('the coordinator asks for a stage on a batch that nobody made; the evaluator refuses', async () => {
  world = await openWorld({
    telling: (said) => {
      if (said.type !== 'stage.due' || said.to !== 'court') return said
      return { ...said, body: { ...(said.body as object), statement: null } }
    },
  })
  await world.play()
  expect((await world.fate('court')).code).toBe('stage.wrong-input')
})

/** All six rows of the police are persons; the shelter's are padding. */
const persons = { 'police-2020': [1, 2, 3, 4, 5, 6] }

/** The first mixer, who gets the rows list by list, does what `alter` does. */
function mixing(alter: (rows: Uint8Array, world: World) => void): Mischief {
  return {
    task: ({ self, task, output }, world) => {
      if (self === 'border' && task.op === 'mix') alter(output, world)
      return output
    },
  }
}

it('an evaluator drops a row and doubles one of another list; the counter notices', async () => {
  // Rows 0 to 5 are the police's, 6 to 11 the shelter's.
  world = await openWorld(
    mixing((rows) => rows.copyWithin(6 * ROW, 0, ROW)),
    { persons },
  )
  await world.play()
  expect((await world.fate('rapporteur')).code).toBe('bag.sizes')
  expect(await world.ending()).toBe('aborted bag.sizes by rapporteur')
  expect(await world.cells()).toBeNull()
})

it('an evaluator drops a row and doubles one of the same list; nobody notices in this version', async () => {
  world = await openWorld(
    mixing((rows) => rows.copyWithin(ROW, 0, ROW)),
    { persons },
  )
  await world.play()
  expect(await world.ending()).toBe('released')
  expect(await world.cells()).toEqual([{ lists: ['police-2020'], persons: 5 }])
})

it('an evaluator exchanges the labels of two rows; nobody notices in this version', async () => {
  world = await openWorld(
    mixing((rows, world) => {
      const { engine } = world
      const core = fromBase64Url(world.saidBy('border', 'keys.commit').binding)
      const [police, shelter] = ['police-2020', 'shelter-2020'].map((list) =>
        labelElement(engine, core, list),
      ) as [Uint8Array, Uint8Array]
      const relabel = (row: number, from: Uint8Array, to: Uint8Array) => {
        const at = row * ROW + LABEL_AT
        const label = engine.subtract(rows.subarray(at, at + 32), from)
        rows.set(engine.add(label, to), at)
      }
      relabel(0, police, shelter)
      relabel(6, shelter, police)
    }),
    { persons },
  )
  await world.play()
  expect(await world.ending()).toBe('released')
  expect(await world.cells()).toEqual([
    { lists: ['police-2020'], persons: 5 },
    { lists: ['shelter-2020'], persons: 1 },
  ])
})

it('an evaluator marks a row by another element in its label; only the number of undecodable persons shows it in this version', async () => {
  world = await openWorld(
    mixing((rows, { engine }) => {
      const label = rows.subarray(LABEL_AT, LABEL_AT + 32)
      rows.set(engine.add(label, engine.multiplyBase(new Uint8Array(32).fill(1, 0, 1))), LABEL_AT)
    }),
    { persons },
  )
  await world.play()
  expect(await world.ending()).toBe('released')
  expect(await world.cells()).toEqual([{ lists: ['police-2020'], persons: 5 }])
})

it('an evaluator mixes under wrong keys, so that slots open to nothing; nobody notices in this version', async () => {
  world = await openWorld(
    mixing((rows, { engine }) => {
      // Every row's first slot becomes another element, so no number links any more.
      for (let at = 32; at < rows.length; at += ROW) {
        const mask = engine.fromUniform(new Uint8Array(64).fill(at % 251))
        rows.set(engine.add(rows.subarray(at, at + 32), mask), at)
      }
    }),
    { persons },
  )
  await world.play()
  expect(await world.ending()).toBe('released')
})

it('an evaluator without a list that is not the last makes a release; the coordinator refuses', async () => {
  world = await openWorld({
    saying: (said) => {
      if (said.from !== 'court' || said.type !== 'sums.signed') return [said]
      const release = { release: {}, digest: 'x' }
      return [{ ...said, sequence: 1000, type: 'release.made', body: release }, said]
    },
  })
  await world.play((phase) => phase === 'opening')
  expect(world.refused).toEqual(['court: message.untimely'])
})

it.each<[string, string, (body: { release: object; digest: string }) => object]>([
  ['that it did not sign', 'release.other', (body) => ({ ...body, digest: 'a'.repeat(64) })],
  [
    'of another round',
    'release.other',
    (body) => ({ ...body, release: { ...body.release, round: 'winter' } }),
  ],
  ['with a field of its own', 'release.unreadable', (body) => ({ ...body, release: { x: 1 } })],
])('the counter makes a release %s; the coordinator refuses it', async (_, code, alter) => {
  world = await openWorld({
    saying: (said) =>
      said.type === 'release.made'
        ? [{ ...said, body: alter(said.body as { release: object; digest: string }) }]
        : [said],
  })
  await world.play()
  expect(await world.ending()).toBe(`aborted ${code} by rapporteur`)
  expect(await world.party('coordinator').database.stores.releases.list()).toEqual([])
})
