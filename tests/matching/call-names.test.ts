import { describe, expect, it } from 'vitest'
import { givenNameOf } from '../../src/matching/call-names.ts'
import { soundCode } from '../../src/matching/sound-code.ts'

describe('givenNameOf', () => {
  it.each([
    ['lies', 'elisabet'],
    ['kes', 'cornelius'],
    ['jan', 'johanes'],
    ['kasia', 'katarzyna'],
    ['sashko', 'oleksandr'],
    ['bil', 'wiliam'],
  ])('lets %s meet %s in sounds', (callName, given) => {
    expect(soundCode(givenNameOf(callName))).toBe(soundCode(givenNameOf(given)))
  })

  it('finds a long name that is spelt otherwise by its sound', () => {
    expect(givenNameOf('olexsandr')).toBe(givenNameOf('oleksandr'))
  })

  it('leaves a word that is no call name, and a given name, as they are', () => {
    expect(['fatima', 'jansen', 'cornelis'].map(givenNameOf)).toEqual([
      'fatima',
      'jansen',
      'cornelis',
    ])
  })

  it('gives the same for a given name as for the call name', () => {
    for (const name of ['piet', 'truus', 'mykola', 'gosia', 'peggy']) {
      expect(givenNameOf(givenNameOf(name))).toBe(givenNameOf(name))
    }
  })
})
