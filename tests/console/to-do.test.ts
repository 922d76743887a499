import { describe, expect, test } from 'vitest'
import { type Facts, isUrgent, pageFor, type ToDo, toDosOf } from '../../src/console/to-do.ts'

const DAY_MS = 24 * 3_600_000
const nowMs = Date.parse('2026-06-15T12:00:00Z')

/** Everything is well. */
const calm: Facts = {
  nowMs,
  self: 'police',
  accepted: ['police', 'shelter'],
  rejected: [],
  revoked: [],
  organisations: ['police', 'shelter'],
  notices: [],
  faults: [],
  ownsLists: true,
  importedMs: nowMs - 3 * DAY_MS,
  importAgeDays: 31,
  rounds: [],
  paused: false,
  isSilent: false,
  missed: null,
  heardMs: nowMs,
}

const toDos = (facts: Partial<Facts>): ToDo[] => toDosOf({ ...calm, ...facts })

describe('what there is to do', () => {
  test('is nothing where all is well', () => {
    expect(toDos({})).toEqual([])
  })

  test('begins with an agreement that waits for this organisation', () => {
    const found = toDos({ accepted: ['shelter'], importedMs: null })
    expect(found).toEqual([{ is: 'answer' }, { is: 'no-import' }])
    expect(found.every(isUrgent)).toBe(true)
  })

  test('says who has not answered yet, without pressing', () => {
    const found = toDos({ accepted: ['police'] })
    expect(found).toEqual([{ is: 'others', ids: ['shelter'] }])
    expect(found.some(isUrgent)).toBe(false)
  })

  test('says who rejected, and asks nothing more under an agreement that is revoked', () => {
    expect(toDos({ accepted: ['police'], rejected: ['shelter'] })).toEqual([
      { is: 'rejected', ids: ['shelter'] },
    ])
    expect(toDos({ accepted: [], revoked: ['shelter'] })).toEqual([
      { is: 'revoked', ids: ['shelter'] },
    ])
  })

  test('tells an import that is older than the settings allow, and only then', () => {
    expect(toDos({ importedMs: nowMs - 31 * DAY_MS })).toEqual([])
    expect(toDos({ importedMs: nowMs - 32 * DAY_MS })).toEqual([{ is: 'old-import', days: 32 }])
    expect(toDos({ importedMs: nowMs - 3 * DAY_MS, importAgeDays: 2 })).toEqual([
      { is: 'old-import', days: 3 },
    ])
  })

  test('asks no import of who owns no list', () => {
    expect(toDos({ ownsLists: false, importedMs: null })).toEqual([])
  })

  test('tells what ends, last, and presses in its last week', () => {
    const notice = (days: number, kind: 'agreement' | 'retention' = 'agreement') =>
      ({ kind, what: 'x', atMs: 0, days, mark: 30 }) as const
    expect(toDos({ notices: [notice(8)], importedMs: null })).toEqual([
      { is: 'no-import' },
      { is: 'ending', notice: notice(8) },
    ])
    const urgent = [7, 6, -1].map((days) => isUrgent({ is: 'ending', notice: notice(days) }))
    expect(urgent).toEqual([false, true, true])
    // Erasing goes by itself.
    expect(isUrgent({ is: 'ending', notice: notice(1, 'retention') })).toBe(false)
  })

  test('begins with what is wrong at the node itself', () => {
    const fault = { check: 'disk', why: '12 MiB free' } as const
    const found = toDos({ faults: [fault], accepted: ['shelter'] })
    expect(found).toEqual([{ is: 'fault', fault }, { is: 'answer' }])
    expect(found.every(isUrgent)).toBe(true)
  })

  test('names rounds that wait for a person before those that run', () => {
    const rounds = [
      { id: 'one', phase: 'running' },
      { id: 'two', phase: 'asked' },
    ]
    expect(toDos({ rounds })).toEqual([
      { is: 'asked', round: 'two' },
      { is: 'running', round: 'one' },
    ])
  })

  test('remembers that new rounds are held back', () => {
    const [found] = toDos({ paused: true })
    expect(found).toEqual({ is: 'paused' })
    expect(isUrgent({ is: 'paused' })).toBe(false)
  })

  test('leads to the page where it is done, where there is one', () => {
    expect(pageFor({ is: 'answer' })).toBe('/agreement')
    expect(pageFor({ is: 'asked', round: 'spring' })).toBe('/rounds/spring')
    expect(pageFor({ is: 'paused' })).toBe('/rounds')
    expect(pageFor({ is: 'no-import' })).toBeNull()
    const notice = { kind: 'certificate', what: 'ca.pem', atMs: 0, days: 1, mark: 1 } as const
    expect(pageFor({ is: 'ending', notice })).toBeNull()
    expect(pageFor({ is: 'ending', notice: { ...notice, kind: 'agreement' } })).toBe('/agreement')
  })

  test('says that the coordinator does not answer, and since when', () => {
    const found = toDos({ missed: 'transport.unreachable', heardMs: 5 })
    expect(found).toEqual([{ is: 'silent', code: 'transport.unreachable', heardMs: 5 }])
    expect(found.every(isUrgent)).toBe(true)
    expect(toDos({ isSilent: true, heardMs: null })).toEqual([
      { is: 'silent', code: null, heardMs: null },
    ])
  })
})
