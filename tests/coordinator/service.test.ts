import { expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { openWorld, ROUND } from '../attacks/world.ts'

it('tells how far its own work is to itself alone, as that counts persons', async () => {
  const world = await openWorld()
  try {
    expect(await world.service.status(ROUND, COORDINATOR)).toHaveProperty('work')
    for (const asker of ['police', 'court']) {
      const status = await world.service.status(ROUND, asker)
      expect(status).not.toHaveProperty('work')
      expect(status).toMatchObject({ round: ROUND, phase: 'committing' })
    }
  } finally {
    await world.close()
  }
})
