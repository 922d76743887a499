import { afterEach, expect, it } from 'vitest'
import { fromBase64Url } from '../../src/base/bytes.ts'
import { keepCount, readCount } from '../../src/counter/table-count.ts'
import { isIdentity } from '../../src/group/engine.ts'
import { labelElement } from '../../src/psi/key-element.ts'
import { releaseDigest } from '../../src/release/encode.ts'
import { parseRelease } from '../../src/release/release.ts'
import { asText } from './coalition.ts'
import { cheating, type Mischief } from './mischief.ts'
import { oneCounter, openWorld, ROUND, trueCells, type World } from './world.ts'

let world: World
afterEach(() => world.close())

it.each<[string, string, (body: { release: object; digest: string }) => object]>([
  ['that it did not sign', 'release.other', (body) => ({ ...body, digest: 'a'.repeat(64) })],
  [
    'of another round',
    'release.other',
    (body) => ({ ...body, release: { ...body.release, round: 'winter' } }),
  ],
  [
    'that says it was proven',
    'release.other',
    ({ release }) => {
      const proven = parseRelease({ ...release, proofs: 'full' })
      return { release: proven, digest: releaseDigest(proven) }
    },
  ],
  ['with a field of its own', 'release.unreadable', (body) => ({ ...body, release: { x: 1 } })],
])('the counter makes a release %s; the coordinator refuses it', async (_, code, alter) => {
  world = await openWorld(
    {
      saying: (said) =>
        said.type === 'release.made'
          ? [{ ...said, body: alter(said.body as { release: object; digest: string }) }]
          : [said],
    },
    { terms: { proofs: 'off' } },
  )
  await world.play()
  expect(await world.ending()).toBe(`aborted ${code} by rapporteur`)
  expect(await world.party('coordinator').database.stores.releases.list()).toEqual([])
})

/** In the bag: the person on police and shelter loses the shelter to the person on the border alone. */
const showOtherPersons = (): Mischief =>
  cheating('rapporteur', 'open/persons/3', (rows, world) => {
    const { engine } = world
    const core = fromBase64Url(world.saidBy('border', 'keys.commit').binding)
    const label = (list: string) => labelElement(engine, core, list)
    const [police, shelter, border] = ['police-2020', 'shelter-2020', 'border-2020'].map(label) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ]
    const at = (sum: Uint8Array) => {
      for (let row = 0; row < rows.length; row += 64) {
        const real = isIdentity(rows.subarray(row + 32, row + 64))
        if (real && asText(rows.subarray(row, row + 32)) === asText(sum)) return row
      }
      throw new Error('no such person')
    }
    const [both, alone] = [at(engine.add(police, shelter)), at(border)]
    rows.set(police, both)
    rows.set(engine.add(border, shelter), alone)
    return rows
  })
const falseCells = [
  { lists: ['police-2020'], persons: 3 },
  { lists: ['border-2020', 'shelter-2020'], persons: 2 },
  { lists: ['border-2020', 'police-2020', 'shelter-2020'], persons: 1 },
]

it('the counter says that other persons came out of the bag; the other counter refuses its proof', async () => {
  world = await openWorld(showOtherPersons())
  await world.play()
  expect(await world.ending()).toBe('aborted proof.invalid by court')
  expect(world.reasons()).toContain('open/persons/3 by rapporteur')
})

it('the only counter says that other persons came out of the bag; nobody notices, and the count is false', async () => {
  world = await openWorld(showOtherPersons(), { terms: oneCounter })
  await world.play()
  expect(await world.ending()).toBe('released')
  expect(await world.cells()).toEqual(falseCells)
})

it('the counter signs another count than it came to; the other counter, who counts too, refuses', async () => {
  world = await openWorld({
    saying: (said) => {
      const body = said.body as { tally?: string | null }
      if (said.from !== 'rapporteur' || said.type !== 'stage.done' || body.tally === null)
        return [said]
      return [{ ...said, body: { ...body, tally: 'B'.repeat(43) } }]
    },
  })
  await world.play()
  expect(await world.ending()).toBe('aborted stage.differs by court')
  expect(world.reasons()).toContain('court: stage.differs')
})

it('the counter releases other figures than both counters found; nobody notices in this version', async () => {
  world = await openWorld({}, { terms: { proofs: 'off' } })
  await world.play((phase) => phase === 'releasing')
  const parts = world.party('rapporteur')
  const count = await readCount(parts, ROUND, 'persons')
  if (count === null) throw new Error('not counted')
  const sets = count.sets.map((set) => ({ ...set, count: set.count + 100 }))
  await keepCount(parts, ROUND, { ...count, sets })
  await world.play()
  expect(await world.ending()).toBe('released')
  expect(await world.cells()).toEqual(
    trueCells.map(({ lists, persons }) => ({ lists, persons: persons + 100 })),
  )
})
