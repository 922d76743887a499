import { expect, it } from 'vitest'
import { Problem } from '../../src/base/problem.ts'
import { isPassing } from '../../src/transport/coordinator-client.ts'
import { problemDocument, readProblem } from '../../src/transport/problem-document.ts'

function answer(document: unknown, status: number): Response {
  return new Response(JSON.stringify(document), { status })
}

it.each([
  new Problem({ code: 'relay.not-yours', what: 'Not yours', status: 403 }),
  new Problem({ code: 'a.b', what: 'Wrong', where: 'round spring', remedy: 'Start again.' }),
])('brings a problem over the wire as it was', async (problem) => {
  const read = await readProblem(answer(problemDocument(problem), problem.status))
  const { code, what, where, remedy, status } = problem
  expect(read).toMatchObject({ code, what, status })
  expect([read.where, read.remedy]).toEqual([where, remedy])
})

it('tells nothing of the cause, and of a fault nothing at all', () => {
  const secret = new Error('jansen')
  const problem = new Problem({ code: 'a.b', what: 'Wrong', cause: secret })
  for (const thrown of [problem, secret, 'jansen', null]) {
    expect(JSON.stringify(problemDocument(thrown))).not.toContain('jansen')
  }
  expect(problemDocument(secret)).toMatchObject({ type: 'fault', status: 500 })
})

it.each<[string, () => Response]>([
  ['a fault', () => answer(problemDocument(new Error()), 500)],
  ['no JSON', () => new Response('<html>', { status: 502 })],
  ['another document', () => answer({ error: 'x' }, 404)],
  ['nothing', () => new Response(null, { status: 503 })],
])('takes %s as a failure that passes', async (_, response) => {
  const problem = await readProblem(response())
  expect(problem.code).toBe('transport.fault')
  expect(isPassing(problem)).toBe(true)
})

it('calls passing what the way or the store may mend, and a refusal never', () => {
  const passing = (code: string, status = 400) => isPassing(new Problem({ code, what: '', status }))
  expect(passing('transport.unreachable')).toBe(true)
  expect(passing('storage.locked')).toBe(true)
  expect(passing('rate.limit', 429)).toBe(true)
  expect(passing('batch.digest')).toBe(false)
  expect(passing('signature.refused', 401)).toBe(false)
  expect(isPassing(new Error('transport.unreachable'))).toBe(false)
})
