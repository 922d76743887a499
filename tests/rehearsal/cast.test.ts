import { describe, expect, test } from 'vitest'
import { ageClassOf } from '../../src/rehearsal/ages.ts'
import { castOfBorder, castOfVictims, fourFormOf, regionOf } from '../../src/rehearsal/cast.ts'
import { years } from '../../src/rehearsal/organisations.ts'
import type { Sketch } from '../../src/rehearsal/persons.ts'
import {
  agesOfForm,
  borderOnlyNationalities,
  borderOnlyPerYear,
  domesticSexualPerYear,
  fourForms,
  menPerYear,
  minorsOfRegion,
  type Sector,
  sectorsPerYear,
} from '../../src/rehearsal/published-victims.ts'

const formOf = (one: Sketch) => fourFormOf({ ...one, sector: one.form })
const isMinor = ({ age, ageKnown }: Sketch) => ageKnown && age < 18

describe.each([20171018, 1, 77])('the cast of victims, seed %d', (seed) => {
  const cast = castOfVictims(seed)
  const count = (holds: (one: Sketch) => boolean) => cast.filter(holds).length
  const perYear = (holds: (one: Sketch) => boolean) =>
    years.map((year) => count((one) => one.year === year && holds(one)))

  test('has each sector as often in each year as was published', () => {
    for (const [sector, counts] of Object.entries(sectorsPerYear) as [Sector, number[]][]) {
      expect([sector, perYear(({ form }) => form === sector)]).toEqual([sector, counts])
    }
    expect(perYear((one) => formOf(one) === 'BL-SU')).toEqual(domesticSexualPerYear)
  })

  test('has the four forms', () => {
    expect(fourForms.map((form) => count((one) => formOf(one) === form))).toEqual([
      1507, 101, 1650, 1076, 1099,
    ])
  })

  test('has the minors of each region by year and by form', () => {
    for (const [region, minors] of Object.entries(minorsOfRegion)) {
      const own = (one: Sketch) => isMinor(one) && regionOf(one) === region
      expect([region, perYear(own)]).toEqual([region, minors.perYear])
      const forms = fourForms.map((form) => count((one) => own(one) && formOf(one) === form))
      expect([region, forms]).toEqual([region, minors.forms])
    }
  })

  test('has the ages of each form, and men of each year', () => {
    for (const form of fourForms) {
      const adults = cast.filter((one) => formOf(one) === form && !isMinor(one))
      const ages = Object.groupBy(adults, ({ age, ageKnown }) =>
        ageKnown ? ageClassOf(age) : 'unknown',
      )
      for (const [age, persons] of Object.entries(agesOfForm[form])) {
        expect([form, age, ages[age as keyof typeof ages]?.length ?? 0]).toEqual([
          form,
          age,
          persons,
        ])
      }
    }
    expect(perYear(({ sex }) => sex === 'M')).toEqual(menPerYear)
  })
})

test('whom the border police alone reports are grown-up women, as many a year and a nationality as published', () => {
  const cast = castOfBorder(3)
  expect(years.map((year) => cast.filter((one) => one.year === year).length)).toEqual(
    borderOnlyPerYear,
  )
  for (const [code, persons] of borderOnlyNationalities) {
    expect([code, cast.filter(({ nationality }) => nationality.code === code).length]).toEqual([
      code,
      persons,
    ])
  }
  expect(cast.every(({ sex, age, isBorderOnly }) => sex === 'F' && age >= 18 && isBorderOnly)).toBe(
    true,
  )
})

test('what was published by year adds up to what was published by form', () => {
  const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0)
  const minors = Object.values(minorsOfRegion)
  for (const { perYear, forms } of minors) expect(sum(perYear)).toBe(sum(forms))
  expect(sum(minors.map(({ forms }) => sum(forms)))).toBe(1247)
  expect(sum(Object.values(sectorsPerYear).map(sum))).toBe(5433)
  expect(sum(Object.values(agesOfForm).map((ages) => ages.unknown))).toBe(489)
})
