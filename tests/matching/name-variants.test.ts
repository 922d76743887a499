import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { givenNameOf } from '../../src/matching/call-names.ts'
import { readBirthDate } from '../../src/matching/normalise-date.ts'
import { readGivenNames, readName } from '../../src/matching/normalise-name.ts'
import { soundCode, soundCodes } from '../../src/matching/sound-code.ts'

/** Columns of tests/data/name-variants.csv; `_a` and `_b` are the two sides of a pair. */
type Pair = Readonly<Record<string, string>>
type Keys = readonly string[]

interface Side {
  readonly given: readonly string[]
  readonly surname: readonly string[]
  /** Firm date and sex; undefined where the date is not firm. */
  readonly born: string | undefined
}

const file = new URL('../data/name-variants.csv', import.meta.url)
const pairs = parse<Pair>(readFileSync(file, 'utf8'), { columns: true })

function side(pair: Pair, which: 'a' | 'b'): Side {
  const date = readBirthDate(pair[`dob_${which}`] ?? '', '2026-03-15').value
  return {
    given: readGivenNames(pair[`given_${which}`] ?? '').value?.[0] ?? [],
    surname: readName(pair[`surname_${which}`] ?? '').value?.[0] ?? [],
    born: date?.firm === true ? date.iso : undefined,
  }
}

const bag = (letters: string) => [...letters].sort().join('')

/** K04, K05 and K06 without sex, in few words: what the fold of names is worth, whatever the recipe makes of it. */
const keys: Readonly<Record<string, (one: Side) => Keys>> = {
  letters: ({ given, surname }) => [bag([...given, ...surname].join(''))],
  sounds: ({ given, surname }) =>
    soundCodes(givenNameOf(given[0] ?? '')).flatMap((first) =>
      soundCodes(givenNameOf(surname.at(-1) ?? '')).map((last) => [first, last].sort().join(' ')),
    ),
  soundLetters: ({ given, surname }) => [bag([...given, ...surname].map(soundCode).join(''))],
}

function meeting(label: string, make: (one: Side) => Keys): readonly Pair[] {
  return pairs.filter((pair) => {
    const [a, b] = [side(pair, 'a'), side(pair, 'b')]
    if (pair.label !== label || a.born === undefined || a.born !== b.born) return false
    return pair.sex_a === pair.sex_b && make(a).some((key) => make(b).includes(key))
  })
}

describe('the pairs of name-variants.csv', () => {
  it.each([
    ['letters', 18],
    ['sounds', 36],
    ['soundLetters', 29],
  ])('meet in %s %i times of 47 where they are the same person', (key, count) => {
    expect(meeting('same', keys[key] ?? (() => []))).toHaveLength(count)
  })

  it('meet in one of the three keys 38 times of 47', () => {
    const met = Object.values(keys).flatMap((make) => meeting('same', make))
    expect(new Set(met.map((pair) => pair.pair_id)).size).toBe(38)
  })

  it('never meet where they are different persons of one sex', () => {
    expect(Object.values(keys).flatMap((make) => meeting('different', make))).toEqual([])
  })
})
