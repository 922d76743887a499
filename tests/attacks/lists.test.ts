import { afterEach, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { batchDigest, chunkDigest, type Declaration } from '../../src/round/batch.ts'
import type { Said } from './mischief.ts'
import { openWorld, type World } from './world.ts'

let world: World
afterEach(() => world.close())

it('the coordinator proposes a roster without a list; every evaluator refuses', async () => {
  world = await openWorld({
    telling: (said) => {
      if (said.type !== 'roster.proposed') return said
      const { statements } = said.body as { statements: string[] }
      return { ...said, body: { statements: statements.slice(1) } }
    },
  })
  await world.play()
  expect((await world.fate('court')).code).toBe('roster.wrong')
  expect(await world.ending()).toMatch(/^aborted roster\.wrong by /)
})

it('the coordinator shows an owner a roster without its list; the owner refuses to upload', async () => {
  world = await openWorld({
    telling: (said) => {
      if (said.type !== 'roster.complete' || said.to !== 'police') return said
      const body = said.body as { declarations: string[]; signatures: string[] }
      return { ...said, body: { ...body, declarations: body.declarations.slice(1) } }
    },
  })
  await world.play()
  expect((await world.fate('police')).code).toBe('roster.wrong')
  expect(world.said.some((one) => one.from === 'police' && one.type === 'lists.uploaded')).toBe(
    false,
  )
})

it('an evaluator signs another roster; the coordinator names it', async () => {
  world = await openWorld({
    saying: (said) => {
      const other = said.from === 'court' && said.type === 'roster.sign'
      return [other ? { ...said, body: { digest: 'B'.repeat(43) } } : said]
    },
  })
  await world.play()
  expect(await world.ending()).toBe('aborted roster.two-versions by court')
})

it('an evaluator signs another roster and the coordinator hides it; the owner refuses to upload', async () => {
  world = await openWorld({
    telling: async (said, world) => {
      if (said.type !== 'roster.complete') return said
      const body = said.body as { declarations: string[]; signatures: string[] }
      const signed = world.saidBy('court', 'roster.sign')
      const other = await world.sign({ ...signed, body: { digest: 'B'.repeat(43) } })
      return { ...said, body: { ...body, signatures: [...body.signatures.slice(0, 1), other] } }
    },
  })
  await world.play()
  expect((await world.fate('police')).code).toBe('statements.missing')
  expect((await world.fate('shelter')).code).toBe('statements.missing')
})

/** The police's declaration with another one in its place. */
function redeclare(said: Said, alter: (own: Declaration) => Declaration): readonly Said[] {
  if (said.from !== 'police' || said.type !== 'lists.declare') return [said]
  const { batches } = said.body as { batches: Declaration[] }
  return [{ ...said, body: { batches: batches.map(alter) } }]
}

it.each<[string, string, (own: Declaration, binding: string) => Declaration]>([
  ['fewer rows than agreed', 'batch.declaration', (own) => ({ ...own, rows: 5 })],
  [
    'a list in another’s name',
    'roster.wrong',
    (own, binding) => {
      const shape = { name: 'list/shelter-2020', rows: own.rows, rowBytes: own.rowBytes }
      return { ...own, ...shape, digest: batchDigest(binding, shape, own.chunks) }
    },
  ],
  [
    'a list sealed to the coordinator too',
    'batch.recipients',
    (own) => ({ ...own, keys: { ...own.keys, [COORDINATOR]: 'x' } }),
  ],
])('an owner declares %s; the coordinator refuses', async (_, code, alter) => {
  world = await openWorld({
    saying: (said) => redeclare(said, (own) => alter(own, said.binding)),
  })
  await world.play()
  expect(await world.ending()).toMatch(new RegExp(`^aborted ${code.replace('.', '\\.')} by `))
})

it('an owner declares rows that are not its own software’s; its own node refuses to upload', async () => {
  world = await openWorld({
    saying: (said) =>
      redeclare(said, (own) => {
        const chunks = [chunkDigest(new Uint8Array(own.rows * own.rowBytes))]
        return { ...own, chunks, digest: batchDigest(said.binding, own, chunks) }
      }),
  })
  await world.play()
  expect((await world.fate('police')).code).toBe('roster.not-ours')
})

it('an owner uploads other rows than it declared; every evaluator refuses', async () => {
  world = await openWorld({
    carry: async ({ batch, chunk, sealed }, world) => {
      if (batch !== 'list/police-2020') return sealed
      const { binding } = world.saidBy('police', 'lists.declare')
      const rows = new Uint8Array(6 * 160).fill(1)
      return (await world.vault('police')).sealChunk(binding, batch, 'police', chunk, rows)
    },
  })
  await world.play()
  expect((await world.fate('border')).code).toBe('batch.digest')
  expect(await world.ending()).toMatch(/^aborted batch\.digest by /)
})

it('an owner sends fewer rows in a chunk than it declared; every evaluator refuses', async () => {
  world = await openWorld({
    carry: async ({ batch, chunk, sealed }, world) => {
      if (batch !== 'list/police-2020') return sealed
      const { binding } = world.saidBy('police', 'lists.declare')
      const rows = new Uint8Array(5 * 160).fill(1)
      return (await world.vault('police')).sealChunk(binding, batch, 'police', chunk, rows)
    },
  })
  await world.play()
  expect((await world.fate('border')).code).toBe('batch.digest')
})

/** The shelter's first row as it leaves its encryption. */
async function worldWithRow(alter: (rows: Uint8Array, police: Uint8Array) => void): Promise<World> {
  let police: Uint8Array | undefined
  return openWorld({
    task: ({ self, task, output }) => {
      if (task.op !== 'submit') return output
      if (self === 'police') police = output.slice()
      if (self === 'shelter' && police !== undefined) alter(output, police)
      return output
    },
  })
}

it('an owner sends a copy of another’s row; the evaluators notice', async () => {
  world = await worldWithRow((rows, police) => rows.set(police.subarray(0, 160)))
  await world.play()
  expect((await world.fate('border')).code).toBe('batch.copied-row')
  expect(await world.ending()).toMatch(/^aborted batch\.copied-row by /)
})

it('an owner sends one of its own rows twice; the evaluators notice', async () => {
  world = await worldWithRow((rows) => rows.copyWithin(0, 160, 320))
  await world.play()
  expect((await world.fate('border')).code).toBe('batch.copied-row')
})

it.each([0, 3])(
  'an owner puts the identity in place %i of a row; the evaluators refuse',
  async (place) => {
    world = await worldWithRow((rows) => rows.fill(0, place * 32, place * 32 + 32))
    await world.play()
    expect((await world.fate('border')).code).toBe('element.identity')
  },
)

it('an owner sends bytes that are no canonical element; the evaluators refuse', async () => {
  world = await worldWithRow((rows) => rows.fill(0xff, 32, 64))
  await world.play()
  expect((await world.fate('border')).code).toBe('element.invalid')
})

it('an evaluator finds other rows than the others; the coordinator ends the round', async () => {
  world = await openWorld({
    saying: (said) => {
      const other = said.from === 'court' && said.type === 'input.checked'
      return [other ? { ...said, body: { digest: 'B'.repeat(43) } } : said]
    },
  })
  await world.play()
  expect(await world.ending()).toMatch(/^aborted input\.differs by .*court/)
})

it('an owner invents a person, or leaves one out; nobody notices in this version', async () => {
  world = await openWorld({}, { persons: { 'police-2020': [1, 2, 3, 99], 'shelter-2020': [] } })
  await world.play()
  expect(await world.ending()).toBe('released')
  expect(await world.cells()).toEqual([{ lists: ['police-2020'], persons: 4 }])
})
