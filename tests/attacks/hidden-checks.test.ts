/** A counter from whose software the look at check persons is taken out: it goes on where they differ. */
import { afterEach, expect, it, vi } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { secureRandom } from '../../src/base/random.ts'
import type { Terms } from '../../src/round/agreement.ts'
import { checksOnSeveral } from './coalition.ts'
import { cheating, type Mischief } from './mischief.ts'
import { oneCounter, openWorld, type World } from './world.ts'

vi.mock('../../src/counter/judge-bag.ts', async (original) => {
  const own = await original<typeof import('../../src/counter/judge-bag.ts')>()
  const judgeChecks: typeof own.judgeChecks = (...bag) => {
    try {
      own.judgeChecks(...bag)
    } catch (error) {
      if (!world.making.has('rapporteur')) throw error
      hidden += 1
    }
  }
  return { ...own, judgeChecks }
})

let world: World
/** How often the counter saw that check persons differ and kept it to itself. */
let hidden = 0
afterEach(() => world.close())

/** Every token another one: nobody is linked, check persons neither. */
const linkNothing = (): Mischief =>
  cheating(COORDINATOR, 'link', (tokens) => secureRandom(tokens.length))

/** Check persons stand on lists by lot: rounds in which none is on two lists are passed over. */
async function openWithChecks(terms: Partial<Terms>): Promise<void> {
  for (;;) {
    world = await openWorld(linkNothing(), { terms: { ...terms, checks: 3, proofs: 'off' } })
    if ((await checksOnSeveral(world)) > 0) return
    await world.close()
  }
}

it('the only counter hides that check persons differ, for a coordinator that links nothing; nobody notices, and the count is false', async () => {
  hidden = 0
  await openWithChecks(oneCounter)
  await world.play()
  expect(await world.ending()).toBe('released')
  expect(hidden).toBe(1)
  expect(await world.cells()).toEqual([
    { lists: ['border-2020'], persons: 3 },
    { lists: ['police-2020'], persons: 4 },
    { lists: ['shelter-2020'], persons: 3 },
  ])
})

it('one of two counters hides it; the other counts the same bag, refuses, and the round dies', async () => {
  hidden = 0
  await openWithChecks({})
  await world.play()
  expect(hidden).toBe(1)
  expect(await world.ending()).toBe('aborted checks.differ by court')
})
