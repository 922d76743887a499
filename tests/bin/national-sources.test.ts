import { expect, it } from 'vitest'
import { sourceOfRelease, sourceOfTruth } from '../../src/bin/national-sources.ts'
import type { ReleaseCell } from '../../src/release/figure.ts'
import type { Release } from '../../src/release/release.ts'

const none = { organisation: null, population: null, table: null, code: null } as const

it('looks figures and answers of the truth up; what does not apply is nobody, what is not there was not asked', () => {
  const source = sourceOfTruth(
    [
      { question: 'known-to', year: 2014, ...none, organisation: 'emm', value: 60 },
      { question: 'known-to', year: 2013, ...none, organisation: 'emm', value: null },
    ],
    [{ question: 'q', year: null, code: null, value: 7 }],
  )
  const emm = { figure: 'known-to', organisation: 'emm' } as const
  expect([2013, 2014, 2015].map((year) => source.figure(emm, year))).toEqual([0, 60, 'absent'])
  expect([source.asked('q', null), source.asked('q', 2013), source.asked('r', null)]).toEqual([
    7,
    'absent',
    'absent',
  ])
})

it('reads numbers of a release that are shown, and says what is withheld', () => {
  const cells: ReleaseCell[] = [
    { status: 'shown', value: 5 },
    { status: 'withheld', below: 5 },
    { status: 'secondary' },
    { status: 'not-applicable' },
  ]
  const figures = cells.map((cell, at) => ({
    ...{ question: 'persons', year: 2013 + at, exactness: 'exact', cell },
    ...{ ...none, table: 'age', code: 'minor' },
  }))
  const asked = [{ question: { id: 'q' }, figures: [{ year: null, code: null, cell: cells[0] }] }]
  const source = sourceOfRelease({ figures, asked } as unknown as Release)
  const minors = { figure: 'persons', table: 'age', code: 'minor' } as const
  expect([2013, 2014, 2015, 2016, 2017].map((year) => source.figure(minors, year))).toEqual([
    ...[5, 'withheld', 'withheld', 0, 'absent'],
  ])
  expect([source.asked('q', null), source.asked('q', 2013)]).toEqual([5, 'absent'])
})
