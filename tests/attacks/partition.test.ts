import { afterEach, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { encodePartition } from '../../src/linkage/partition.ts'
import { batchDigest, chunkDigest, type Declaration } from '../../src/round/batch.ts'
import type { Mischief } from './mischief.ts'
import { openWorld, type World } from './world.ts'

let world: World
afterEach(() => world.close())

/** The coordinator sends its counters another partition, rightly declared and sealed. */
function partitioning(numbers: readonly number[]): Mischief {
  const persons = new Set(numbers).size
  const rows = encodePartition({ persons, person: Uint32Array.from(numbers) })
  return {
    telling: (said) => {
      if (said.type !== 'sums.due') return said
      const body = said.body as { partition: Declaration }
      const chunks = [chunkDigest(rows)]
      const digest = batchDigest(said.binding, body.partition, chunks)
      return {
        ...said,
        body: { ...body, persons, partition: { ...body.partition, chunks, digest } },
      }
    },
    carry: async ({ batch, chunk, sealed }, world) => {
      if (batch !== 'partition') return sealed
      const { binding } = world.saidBy('court', 'roster.sign')
      return (await world.vault(COORDINATOR)).sealChunk(binding, batch, COORDINATOR, chunk, rows)
    },
  }
}

const apart = Array.from({ length: 18 }, (_, at) => at)

it.each<[string, readonly number[]]>([
  ['that numbers persons by another row than their first', [1, 0, ...apart.slice(2)]],
  ['that leaves a number out', [0, 2, ...apart.slice(2)]],
])('the coordinator sends a partition %s; every counter refuses', async (_, numbers) => {
  world = await openWorld(partitioning(numbers))
  await world.play()
  expect((await world.fate('court')).code).toBe('partition.numbering')
})

it('the coordinator sends its counters another partition than it sums by; the sums differ', async () => {
  world = await openWorld(partitioning(apart))
  await world.play()
  expect(await world.ending()).toBe('aborted sums.differ by court, rapporteur')
})

it('the coordinator sends a partition to an evaluator that owns a list; it refuses', async () => {
  world = await openWorld({
    telling: (said, world) => {
      if (said.type !== 'stage.due' || said.to !== 'border') return said
      const due = said.body as { stage: string; statement: string | null }
      if (due.stage !== 'evaluate/1') return said
      world.refused.push('told')
      const shape = { name: 'partition', rows: 18, rowBytes: 4 }
      const digest = batchDigest(said.binding, shape, ['A'.repeat(43)])
      const partition = { ...shape, chunks: ['A'.repeat(43)], digest, keys: {} }
      return { ...said, type: 'sums.due', body: { partition, persons: 3, mixed: due.statement } }
    },
  })
  await world.play()
  expect(world.refused).toEqual(['told'])
  expect(world.said.some((said) => said.from === 'border' && said.type === 'sums.signed')).toBe(
    false,
  )
})

it('a counter signs other sums; the coordinator names it', async () => {
  world = await openWorld({
    saying: (said) => {
      const other = said.from === 'court' && said.type === 'sums.signed'
      return [
        other ? { ...said, body: { ...(said.body as object), digest: 'B'.repeat(43) } } : said,
      ]
    },
  })
  await world.play()
  expect(await world.ending()).toBe('aborted sums.differ by court')
})
