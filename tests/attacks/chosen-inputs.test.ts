/** An owner that enters other persons from round to round, to compare what is released of them. */
import { afterEach, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { cellOf, parseRelease, type Release } from '../../src/release/release.ts'
import type { NodeBody } from '../../src/round/statements.ts'
import { rawTerms } from '../round/sample.ts'
import { onLists, openWorld, ROUND, type World } from './world.ts'

const termLimits = { ...rawTerms().limits, undecodableShare: 0.02 }
const THRESHOLD = 3
let world: World
afterEach(() => world.close())

interface Seen {
  readonly release: Release
  /** Rows of each list, as every party sees them. */
  readonly sizes: readonly (readonly [string, number])[]
}

/** A round in which the police has these persons on its list, and all others the same as always. */
async function roundWith(numbers: readonly number[], roundingBase = 1): Promise<Seen> {
  // Rules alone: of so few persons the gate would leave nothing to compare.
  const disclosure = { threshold: THRESHOLD, roundingBase, gate: 'off' as const }
  world = await openWorld(
    {},
    {
      persons: { ...onLists, 'police-2020': numbers },
      terms: { proofs: 'off', disclosure },
    },
  )
  await world.play()
  const kept = await world.party(COORDINATOR).database.stores.releases.get(ROUND)
  const sizes = world.said
    .filter(({ type }) => type === 'lists.declare')
    .flatMap(({ body }) => (body as NodeBody<'lists.declare'>).batches)
    .map(({ name, rows }) => [name, rows] as const)
    .toSorted()
  return { release: parseRelease(JSON.parse(kept?.body ?? 'null')), sizes }
}

const totalOf = ({ release }: Seen) => cellOf(release, { question: 'persons' })

it('an owner enters one person more in the next round, and sees by the total whether others know it: one bit a round, which nobody notices', async () => {
  const base = await roundWith([1, 2])
  await world.close()
  const known = await roundWith([1, 2, 4])
  await world.close()
  const unknown = await roundWith([1, 2, 9])
  expect([base, known, unknown].map(totalOf)).toEqual([
    { status: 'shown', value: 6 },
    { status: 'shown', value: 6 },
    { status: 'shown', value: 7 },
  ])
  // Nothing below the threshold, however it chose; nor do others see how many persons it entered.
  for (const { release } of [base, known, unknown]) {
    const counts = release.figures.filter(({ question }) => question !== 'reports-per-person')
    const shown = counts.flatMap(({ cell }) => (cell.status === 'shown' ? [cell.value] : []))
    expect(Math.min(...shown)).toBeGreaterThanOrEqual(THRESHOLD)
    expect(counts.some(({ cell }) => cell.status === 'withheld')).toBe(true)
  }
  expect(base.sizes).toHaveLength(3)
  expect(known.sizes).toEqual(base.sizes)
  expect(unknown.sizes).toEqual(base.sizes)
})

it('rounding takes that bit away where the total is not next to an edge', async () => {
  const known = await roundWith([1, 2, 4], 3)
  await world.close()
  const unknown = await roundWith([1, 2, 9], 3)
  expect(totalOf(known)).toEqual(totalOf(unknown))
})

it.each([
  ['agreement.too-many-rounds', { roundsPerYear: 1 }],
  ['agreement.too-soon', { minimumHoursBetween: 24 }],
])(
  'the next round is refused with %s by the coordinator, and by every node if that forgets',
  async (code, other) => {
    const terms = { proofs: 'off' as const, limits: { ...termLimits, ...other } }
    world = await openWorld({}, { terms })
    await world.play()
    expect(await world.ending()).toBe('released')
    await expect(world.service.openRound({ id: 'summer' })).rejects.toMatchObject({ code })
    const { stores } = world.party(COORDINATOR).database
    Object.assign(stores, { begunRounds: { ...stores.begunRounds, list: async () => [] } })
    await world.service.openRound({ id: 'summer' })
    for (const [id, { rounds }] of world.nodes) {
      await world.step(id)
      expect(await rounds.stateOf('summer'), id).toMatchObject({ phase: 'aborted', code })
    }
  },
)
