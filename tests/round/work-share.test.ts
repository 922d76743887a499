import { expect, it } from 'vitest'
import { asShared, isShared } from '../../src/round/work-share.ts'

it('tells of work over persons in whole percents, whatever their number, and says 100 when it is done only', () => {
  for (const step of [
    'open/persons/1',
    'upload open/form/2',
    'upload proof/open/persons/1',
    'prove open/persons/1',
    'verify cover/1',
    'count persons',
    'upload link',
    'link',
    'work of a later version',
  ]) {
    expect(asShared({ step, done: 4_320, total: 4_321 }), step).toEqual({
      ...{ step, done: 99, total: 100 },
    })
    expect(asShared({ step, done: 4_321, total: 4_321 })).toEqual({ step, done: 100, total: 100 })
    expect(isShared({ step })).toBe(true)
  }
  expect(asShared({ step: 'link', done: 0, total: 0 })).toMatchObject({ done: 100, total: 100 })
  const told = asShared({ step: 'open/persons/1', done: 512, total: 4_321 })
  expect(asShared(told)).toEqual(told)
})

it('tells exactly of work whose size is agreed', () => {
  for (const step of ['list/a', 'upload list/a', 'mix/1', 'prove evaluate/2', 'collect']) {
    const work = { step, done: 1, total: 8 }
    expect(asShared(work)).toEqual(work)
    expect(isShared(work)).toBe(false)
  }
})
