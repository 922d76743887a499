import { expect, it } from 'vitest'
import { Problem } from '../../src/base/problem.ts'
import { makeLog } from '../../src/bin/logger.ts'

function logged(write: (log: ReturnType<typeof makeLog>) => void): string {
  const lines: string[] = []
  write(makeLog('police', 'info', { write: (line) => lines.push(line) }))
  return lines.join('')
}

const CANARY = 'Kanarievogel'

it('says nothing of a foreign error but its kind, code and place', () => {
  const error = Object.assign(new Error(`duplicate key (${CANARY})`), {
    ...{ code: '23505', detail: CANARY, parameters: [CANARY] },
    cause: new Error(CANARY),
  })
  const text = logged((log) => log.error('a step failed', error))
  expect(text).not.toContain(CANARY)
  expect(JSON.parse(text)).toMatchObject({ kind: 'Error', code: '23505', msg: 'a step failed' })
  expect(logged((log) => log.error('a step failed', CANARY))).not.toContain(CANARY)
})

it('says nothing of the cause of a problem', () => {
  const cause = new Error(CANARY)
  const problem = new Problem({ code: 'a.code', what: 'It is so', where: 'line 3', cause })
  const text = logged((log) => log.error('refused', problem))
  expect(text).not.toContain(CANARY)
  expect(JSON.parse(text)).toMatchObject({ code: 'a.code', what: 'It is so', where: 'line 3' })
})

it('leaves out fields that could hold a value or a secret, also one level down', () => {
  const fields = {
    ...{ surname: CANARY, bsn: CANARY, password: CANARY, authorization: CANARY, record_id: CANARY },
    ...{ row: { given_names: CANARY, birth_date: CANARY, sql: CANARY } },
    ...{ round: 'r1', done: 3 },
  }
  const text = logged((log) => log.info('progress', fields as never))
  expect(text).not.toContain(CANARY)
  expect(JSON.parse(text)).toMatchObject({ round: 'r1', done: 3, surname: '[left out]' })
})

it('masks what has the form of a civil number, an e-mail address or a password in an address', () => {
  const where = 'line 3, 123456782, jan@example.nl, postgres://samentel:geheim@db/samentel'
  const problem = new Problem({ code: 'a.code', what: 'Of 111222333 it is so', where })
  const text = logged((log) => log.error('about 123456782', problem))
  for (const value of ['123456782', '111222333', 'jan@', 'geheim'])
    expect(text).not.toContain(value)
  // Other numbers stay: counts, times, ports.
  const plain = { count: 123456783, at: '20261122', where: 'port 5432' }
  expect(JSON.parse(logged((log) => log.info('so', plain)))).toMatchObject(plain)
})
