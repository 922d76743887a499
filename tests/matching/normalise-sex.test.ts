import { describe, expect, it } from 'vitest'
import { readSex } from '../../src/matching/normalise-sex.ts'

describe('readSex', () => {
  it.each([
    ...['m', 'M', 'man', 'Male', '1', ' m '].map((text) => [text, { value: 'M' }] as const),
    ...['v', 'V', 'vrouw', 'f', 'FEMALE', '2'].map((text) => [text, { value: 'F' }] as const),
    ...['', ' ', 'x', 'X', 'o', 'unknown', 'onbekend', '0'].map((text) => [text, {}] as const),
    ...['3', 'mv', 'boy'].map((text) => [text, { finding: 'sex.form' }] as const),
  ])('reads %j as %j', (text, reading) => {
    expect(readSex(text)).toEqual(reading)
  })
})
