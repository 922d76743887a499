import { afterEach, expect, it } from 'vitest'
import { fromBase64Url } from '../../src/base/bytes.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import { secureRandom } from '../../src/base/random.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { codeElement, labelElement, presenceElement } from '../../src/psi/key-element.ts'
import { rerandomiseRows } from '../../src/psi/rerandomise.ts'
import type { Terms } from '../../src/round/agreement.ts'
import { batchDigest, chunkDigest, type Declaration } from '../../src/round/batch.ts'
import { type Mischief, type Said, submitting } from './mischief.ts'
import { formTable, openWorld, type World } from './world.ts'

/** Rows of a list, and bytes of one: `a`, two slots, label and presence, then the proof of these two. */
const SIZE = 4
const ROW = 160
const LIST_ROW = ROW + 192
const [LABEL, PRESENCE, CODE] = [2, 3, 4]

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
  return [{ ...said, body: { ...(said.body as object), batches: batches.map(alter) } }]
}

it.each<[string, string, (own: Declaration, binding: string) => Declaration]>([
  ['fewer rows than agreed', 'batch.declaration', (own) => ({ ...own, rows: SIZE - 1 })],
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
      const rows = new Uint8Array(SIZE * LIST_ROW).fill(1)
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
      const rows = new Uint8Array((SIZE - 1) * LIST_ROW).fill(1)
      return (await world.vault('police')).sealChunk(binding, batch, 'police', chunk, rows)
    },
  })
  await world.play()
  expect((await world.fate('border')).code).toBe('batch.digest')
})

/** The shelter's rows as they leave its encryption, with the police's. */
function worldWithRows(
  alter: (rows: Uint8Array, police: Uint8Array) => void,
  terms: Partial<Terms> = {},
): Promise<World> {
  let police: Uint8Array | undefined
  return openWorld(
    {
      task: ({ self, task, output }) => {
        if (task.op !== 'submit') return output
        if (self === 'police') police = output.slice()
        if (self === 'shelter' && police !== undefined) alter(output, police)
        return output
      },
    },
    { terms },
  )
}

async function expectRefused(code: string, where = /./): Promise<void> {
  await world.play()
  expect((await world.fate('border')).code).toBe(code)
  expect(world.reasons()).toMatch(where)
  expect(await world.ending()).toMatch(new RegExp(`^aborted ${code.replace('.', '\\.')} by `))
}

it('an owner sends a copy of another’s row with its proofs; every evaluator refuses', async () => {
  world = await worldWithRows((rows, police) => rows.set(police.subarray(0, LIST_ROW)))
  await expectRefused('proof.invalid', /shelter-2020 of shelter, row/)
})

it('an owner sends one of its own rows twice; the evaluators notice', async () => {
  world = await worldWithRows((rows) => rows.copyWithin(0, LIST_ROW, 2 * LIST_ROW))
  await expectRefused('batch.copied-row')
})

it('an owner sends another’s row re-randomised, under its own proofs; every evaluator refuses', async () => {
  world = await openWorld(copying('full'))
  await expectRefused('proof.invalid', /shelter-2020 of shelter, row/)
})

it('an owner sends another’s row re-randomised in a round without proofs; nobody notices, and the person counts as its own', async () => {
  world = await openWorld(copying('off'), {
    terms: { proofs: 'off' },
    persons: { 'police-2020': [1, 2, 3, 4] },
  })
  await world.play()
  expect(await world.ending()).toBe('released')
  expect(await world.cells()).toContainEqual({
    lists: ['police-2020', 'shelter-2020'],
    persons: 1,
  })
})

/** The shelter's first row becomes the police's first, so that nobody can see that it is. */
function copying(proofs: 'full' | 'off'): Mischief {
  const row = proofs === 'full' ? LIST_ROW : ROW
  let police: Uint8Array | undefined
  return {
    task: ({ self, task, output }, { engine }) => {
      if (task.op !== 'submit') return output
      if (self === 'police') police = output.slice(0, ROW)
      if (self === 'shelter' && police !== undefined) {
        output.set(rerandomiseRows(engine, police, task.columnKeys, secureRandom))
      }
      return output.subarray(0, SIZE * row)
    },
  }
}

it.each([0, 3])(
  'an owner puts the identity in place %i of a row; the evaluators refuse',
  async (place) => {
    world = await worldWithRows((rows) => rows.fill(0, place * 32, place * 32 + 32))
    await expectRefused('element.identity')
  },
)

it('an owner sends bytes that are no canonical element; the evaluators refuse', async () => {
  world = await worldWithRows((rows) => rows.fill(0xff, 32, 64))
  await expectRefused('element.invalid')
})

/** The shelter adds an element to a column of its first row. */
function adding(
  column: number,
  element: (world: World, core: Uint8Array) => Uint8Array,
  terms: Partial<Terms> = {},
): Promise<World> {
  const added = submitting('shelter', (rows, _, world) => {
    const at = (column + 1) * 32
    const core = fromBase64Url(world.saidBy('border', 'keys.commit').binding)
    rows.set(world.engine.add(rows.subarray(at, at + 32), element(world, core)), at)
    return rows
  })
  return openWorld(added, { terms })
}

const shifted = ({ engine }: World, core: Uint8Array) => {
  const [police, shelter] = ['police-2020', 'shelter-2020'].map((list) =>
    labelElement(engine, core, list),
  ) as [Uint8Array, Uint8Array]
  return engine.subtract(police, shelter)
}

it.each<[string, number, (world: World, core: Uint8Array) => Uint8Array]>([
  ['puts a mark of its own in a label column', LABEL, ({ engine }) => mark(engine)],
  ['labels its row as another’s, by the difference of two labels', LABEL, shifted],
  ['puts a presence that is none', PRESENCE, ({ engine }) => mark(engine)],
  ['puts a presence twice', PRESENCE, ({ engine }) => presenceElement(engine, 'padding')],
])('an owner %s; every evaluator refuses', async (_, column, element) => {
  world = await adding(column, element)
  await expectRefused('proof.invalid', /shelter-2020 of shelter/)
})

it.each<[string, (world: World, core: Uint8Array) => Uint8Array]>([
  ['a mark of its own', ({ engine }) => mark(engine)],
  ['a code that is in no book', ({ engine }, core) => codeElement(engine, core, 'form', 'none')],
  ['the difference of two labels', shifted],
])('an owner adds %s to a code; every evaluator refuses', async (_, element) => {
  world = await adding(CODE, element, { tables: [formTable] })
  await expectRefused('proof.invalid', /shelter-2020 of shelter, row/)
})

function mark(engine: GroupEngine): Uint8Array {
  return engine.multiplyBase(new Uint8Array(32).fill(1, 0, 1))
}

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
