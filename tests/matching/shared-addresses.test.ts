import { describe, expect, it } from 'vitest'
import { readHouse, readPostcode } from '../../src/matching/normalise-address.ts'
import { sharedAddresses } from '../../src/matching/shared-addresses.ts'
import { refusal } from '../refusal.ts'

function isShared(entries: readonly string[], postcode: string, house = ''): boolean {
  return sharedAddresses(entries)(readPostcode(postcode).value, readHouse(house, '').value)
}

describe('sharedAddresses', () => {
  it('takes a postcode for all houses of it, however it is written', () => {
    for (const entry of ['1234AB', '1234 ab', 'NL-1234 AB']) {
      expect([entry, isShared([entry], '1234 AB', '7')]).toEqual([entry, true])
      expect([entry, isShared([entry], '1234AB')]).toEqual([entry, true])
      expect([entry, isShared([entry], '1234 AC', '7')]).toEqual([entry, false])
    }
  })

  it('takes a number for all additions to it, and a number with an addition for that one', () => {
    for (const house of ['5', '5A', '5-12']) {
      expect([house, isShared(['1234 AB 5'], '1234 AB', house)]).toEqual([house, true])
    }
    expect(isShared(['1234AB 5'], '1234 AB', '55')).toBe(false)
    expect(isShared(['1234AB 5'], '1234 AB')).toBe(false)
    expect(isShared(['1234AB 5a'], '1234 AB', '5 A')).toBe(true)
    expect(isShared(['1234AB 5a'], '1234 AB', '5')).toBe(false)
  })

  it('takes a postcode of another country, with a comma before the number', () => {
    expect(isShared(['SW1A 1AA, 10'], 'sw1a1aa', '10')).toBe(true)
    expect(isShared(['SW1A 1AA, 10'], 'sw1a1aa', '11')).toBe(false)
    expect(isShared(['1000, 16'], '1000', '16')).toBe(true)
  })

  it('knows no address where none is named, and none of a record without one', () => {
    expect(isShared([], '1234 AB', '5')).toBe(false)
    expect(isShared(['1234 AB'], '', '5')).toBe(false)
  })

  it.each(['', 'Utrecht', '1234', '1234AB-5', '1234 AB house', '0000 AB', '1234 AB, x'])(
    'refuses %j and says which entry it is, not what stands there',
    (entry) => {
      const told = refusal(() => sharedAddresses(['2345 CD', entry]))
      expect(told).toMatchObject({
        code: 'field-map.address',
        where: 'sharedAddresses, entry 2',
      })
      if (entry !== '') expect(told.what).not.toContain(entry)
    },
  )
})
