import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pipeChunks } from '../../src/work/chunk-pipeline.ts'

/** Steps that chance gives: some chunks take longer than those after them. */
async function idle(steps: number): Promise<void> {
  for (let at = 0; at < steps; at++) await Promise.resolve()
}

it('commits every chunk once, in order, however long each takes, with a bounded number under way', async () => {
  const range = fc.tuple(fc.nat(6), fc.nat(20), fc.integer({ min: 1, max: 5 }))
  await fc.assert(
    fc.asyncProperty(range, fc.infiniteStream(fc.nat(9)), async ([from, more, width], steps) => {
      const committed: number[] = []
      let underWay = 0
      let most = 0
      await pipeChunks({
        from,
        to: from + more,
        width,
        compute: async (chunk) => {
          most = Math.max(most, ++underWay)
          await idle(steps.next().value ?? 0)
          underWay--
          return chunk * 10
        },
        commit: async (chunk, value) => {
          expect(value).toBe(chunk * 10)
          await idle(steps.next().value ?? 0)
          committed.push(chunk)
        },
      })
      expect(committed).toEqual(Array.from({ length: more }, (_, at) => from + at))
      expect(most).toBeLessThanOrEqual(width)
      expect(most).toBe(Math.min(more, width))
    }),
  )
})

it('has no more than the bound computed and not yet committed', async () => {
  let open = 0
  let most = 0
  await pipeChunks({
    from: 0,
    to: 20,
    width: 3,
    compute: async () => {
      most = Math.max(most, ++open)
    },
    commit: async () => {
      await idle(20)
      open--
    },
  })
  // `width` under way, and the one that is being committed.
  expect(most).toBeLessThanOrEqual(4)
})

it('ends with the first failure in order, and commits nothing from there on', async () => {
  const committed: number[] = []
  const failing = pipeChunks({
    from: 0,
    to: 10,
    width: 4,
    compute: async (chunk) => {
      if (chunk === 5) throw new Error('chunk 5')
      await idle(chunk === 4 ? 30 : 0)
      if (chunk === 4) throw new Error('chunk 4')
      return chunk
    },
    commit: async (chunk) => {
      committed.push(chunk)
    },
  })
  await expect(failing).rejects.toThrow('chunk 4')
  expect(committed).toEqual([0, 1, 2, 3])
})

it('ends with a failure to commit', async () => {
  const failing = pipeChunks({
    from: 0,
    to: 4,
    width: 2,
    compute: async (chunk) => chunk,
    commit: async (chunk) => {
      if (chunk === 1) throw new Error('disk full')
    },
  })
  await expect(failing).rejects.toThrow('disk full')
})
