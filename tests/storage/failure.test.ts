import { describe, expect, it } from 'vitest'
import { Problem } from '../../src/base/problem.ts'
import { asksForRetry, storageFailure } from '../../src/storage/failure.ts'

const place = { kind: 'postgres', name: 'db.example:5432/samentel' } as const
const failing = (code: string, message = 'x') => Object.assign(new Error(message), { code })

describe('a failure of a driver', () => {
  it.each([
    ['SQLITE_FULL', 'storage.full'],
    ['ENOSPC', 'storage.full'],
    ['53100', 'storage.full'],
    ['SQLITE_BUSY_SNAPSHOT', 'storage.locked'],
    ['SQLITE_CORRUPT_INDEX', 'storage.corrupt'],
    ['SQLITE_NOTADB', 'storage.corrupt'],
    ['XX001', 'storage.corrupt'],
    ['SQLITE_IOERR_WRITE', 'storage.io'],
    ['SQLITE_READONLY', 'storage.read-only'],
    ['28P01', 'storage.unreachable'],
    ['57P01', 'storage.unreachable'],
    ['08006', 'storage.unreachable'],
    ['ECONNREFUSED', 'storage.unreachable'],
  ])('%s becomes %s, with the place, a remedy and the cause', (code, expected) => {
    const cause = failing(code)
    const problem = storageFailure(cause, place)
    expect(problem).toMatchObject({ code: expected, where: place.name, cause })
    expect((problem as Problem).remedy).toBeTruthy()
  })

  it('without a code is known by its words', () => {
    const lost = storageFailure(new Error('Connection terminated unexpectedly'), place)
    expect(lost).toMatchObject({ code: 'storage.unreachable' })
  })

  it('that is none of these stays as it was', () => {
    for (const error of [
      failing('23505'),
      new Error('x'),
      'text',
      new Problem({ code: 'a.b', what: 'x' }),
    ]) {
      expect(storageFailure(error, place)).toBe(error)
    }
  })

  it('asks for a retry only where another run can succeed', () => {
    expect(
      ['40001', '40P01', '23505', '23503', ''].map((code) => asksForRetry(failing(code))),
    ).toEqual([true, true, true, false, false])
    expect(asksForRetry('40001')).toBe(false)
  })
})
