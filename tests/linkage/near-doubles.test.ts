import { describe, expect, it } from 'vitest'
import { mergeDoubles, ownClasses } from '../../src/linkage/merge-doubles.ts'
import { agreeingClasses, doubleGroups } from '../../src/linkage/near-doubles.ts'
import { type Keys, ownRecords, slot } from './clear-keys.ts'

const slots = [
  slot('bsn', 1, { unique: true }),
  slot('vnumber', 1, { unique: true }),
  slot('letters', 2),
  slot('given', 3),
  slot('surname', 3),
]

function groups(records: readonly Keys[]) {
  const own = ownRecords(slots, records)
  return doubleGroups(ownClasses(own), mergeDoubles(own))
}

describe('doubleGroups', () => {
  it('tells of persons with several records, and of no others', () => {
    expect(
      groups([
        [null, null, 'a', null, null],
        [null, null, 'b', null, null],
        [null, null, 'a', null, null],
      ]),
    ).toEqual([{ kind: 'joined', records: [0, 2] }])
  })

  it('tells of a person that holds two numbers of a kind given once', () => {
    expect(
      groups([
        ['1', 'v', null, null, null],
        ['2', 'v', null, null, null],
      ]),
    ).toEqual([{ kind: 'numbers', records: [0, 1] }])
  })

  it('tells of persons that share a name key and hold different numbers', () => {
    expect(
      groups([
        ['1', null, 'a', null, null],
        ['2', null, 'a', null, null],
      ]),
    ).toEqual([{ kind: 'near-numbers', records: [0, 1] }])
  })

  it('tells of persons that support each other but not every two of them', () => {
    expect(
      groups([
        [null, 'v', null, 'g', 's'],
        [null, null, 'b', 'g', 's'],
        [null, null, 'b', 'g', 't'],
        [null, null, null, 'g', 't'],
      ]),
    ).toEqual([
      { kind: 'joined', records: [1, 2] },
      { kind: 'near-tie', records: [0, 1, 2, 3] },
    ])
  })

  it('passes over a key that more persons share than could be looked at', () => {
    const many = Array.from({ length: 9 }, (_, at): Keys => [`${at}`, null, 'a', null, null])
    expect(groups(many)).toEqual([])
    expect(groups(many.slice(1))).toHaveLength(1)
  })
})

describe('agreeingClasses', () => {
  const own = ownRecords(slots, [
    ['1', null, 'a', 'g', null],
    ['1', null, null, 'h', null],
    [null, null, 'a', 'h', null],
  ])

  it('names per record the classes in which it agrees with another', () => {
    expect(agreeingClasses(ownClasses(own), [0, 1, 2], (record) => record)).toEqual([
      ['bsn', 'letters'],
      ['bsn', 'given'],
      ['letters', 'given'],
    ])
  })

  it('looks only at those of another holder', () => {
    const holder = (record: number) => (record < 2 ? 0 : 1)
    expect(agreeingClasses(ownClasses(own), [0, 1, 2], holder)).toEqual([
      ['letters'],
      ['given'],
      ['letters', 'given'],
    ])
  })

  it('takes a key that one record holds twice for no agreement', () => {
    const pair = [slot('given', 3), slot('given-2', 3, { class: 'given' })]
    const twice = ownRecords(pair, [
      ['g', 'g'],
      ['h', 'i'],
      ['j', 'h'],
    ])
    expect(agreeingClasses(ownClasses(twice), [0, 1, 2], (record) => record)).toEqual([
      [],
      ['given'],
      ['given'],
    ])
  })

  it('gets through a list in which all hold one made-up number', () => {
    const many = Array.from({ length: 20_000 }, (_, at): Keys => ['1', null, `${at}`, null, null])
    const all = ownRecords(slots, many)
    const [group] = doubleGroups(ownClasses(all), mergeDoubles(all))
    expect(group?.records).toHaveLength(many.length)
    const agreeing = agreeingClasses(ownClasses(all), group?.records ?? [], (record) => record)
    expect(new Set(agreeing.map((classes) => classes.join()))).toEqual(new Set(['bsn']))
  })
})
