import { expect, it } from 'vitest'
import type { ShuffleTask } from '../../src/proofs/shuffle-tasks.ts'
import { CHUNK_ROWS } from '../../src/round/batch.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { runPasses } from '../../src/work/shuffle-passes.ts'
import type { Task } from '../../src/work/tasks.ts'

type Pass = Parameters<typeof runPasses>[1] extends Generator<infer P> ? P : never

/** Tasks that were run, and what was reported; a worker gives the number of the chunk. */
function watched() {
  const ran: Task[] = []
  const reports: string[] = []
  const work = {
    pool: {
      width: 2,
      run: async (task: Task) => {
        ran.push(task)
        const { task: inner } = task as { task: unknown }
        return Uint8Array.of(Number((inner as { chunk: number }).chunk))
      },
    },
    refuseEnded: async () => undefined,
    report: (step: string, done: number, total: number) => reports.push(`${step} ${done}/${total}`),
  } as unknown as RoundWork // what passes need of it
  return { work, ran, reports }
}

/** A task that is its chunk and no more. */
const taskOf = (chunk: number) => ({ chunk }) as unknown as ShuffleTask

const sources = {
  input: async (chunk: number) => Uint8Array.of(10 + chunk),
  output: async (chunk: number) => Uint8Array.of(20 + chunk),
}

it('runs each pass over all chunks in order before the next, with the rows that it asks for', async () => {
  const { work, ran, reports } = watched()
  const taken: string[] = []
  const kept: string[] = []
  function* passes(): Generator<Pass, string, void> {
    yield {
      rows: ['input'],
      task: taskOf,
      take: (chunk: number, result: Uint8Array) => taken.push(`${chunk} ${result}`),
    } as unknown as Pass
    expect(taken).toEqual(['0 0', '1 1', '2 2'])
    yield { rows: ['input', 'output'], task: taskOf, take: null } as unknown as Pass
    return 'the proof'
  }
  const result = await runPasses(work, passes(), {
    name: 'prove mix/1',
    rows: 2 * CHUNK_ROWS + 1,
    sources,
    keep: async (chunk, rows) => {
      kept.push(`${chunk} ${rows}`)
    },
  })
  expect(result).toBe('the proof')
  expect(kept).toEqual(['0 0', '1 1', '2 2'])
  expect(taken).toHaveLength(3)
  expect(ran.map((task) => Object.keys((task as { rows: object }).rows))).toEqual([
    ...Array(3).fill(['input']),
    ...Array(3).fill(['input', 'output']),
  ])
  expect(ran[4]).toMatchObject({
    op: 'shuffle',
    rows: { input: Uint8Array.of(11), output: Uint8Array.of(21) },
  })
  expect(reports.slice(0, 3)).toEqual(['prove mix/1 1/3', 'prove mix/1 2/3', 'prove mix/1 3/3'])
})

it('stops when the round ends meanwhile, and takes nothing more', async () => {
  const { work } = watched()
  let taken = 0
  function* passes(): Generator<Pass, null, void> {
    yield { rows: [], task: taskOf, take: () => taken++ } as unknown as Pass
    return null
  }
  const ended = { ...work, refuseEnded: () => Promise.reject(new Error('the round has ended')) }
  const about = { name: 'verify', rows: CHUNK_ROWS, sources }
  await expect(runPasses(ended, passes(), about)).rejects.toThrow('the round has ended')
  expect(taken).toBe(0)
})
