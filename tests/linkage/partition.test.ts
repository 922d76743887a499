import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../src/base/bytes.ts'
import { decodePartition, encodePartition } from '../../src/linkage/partition.ts'
import { link, slot } from './clear-keys.ts'

const name = slot('name', 'strong')

describe('the encoding of a partition', () => {
  it('writes four bytes per row, big-endian', () => {
    const linked = link([name], [['a'], ['b'], ['a']])
    expect(toHex(encodePartition(linked))).toBe('000000000000000100000000')
  })

  it('reads what it wrote', () => {
    const keys = fc.array(fc.nat(5).map((value) => [String(value)]))
    fc.assert(
      fc.property(keys, (rows) => {
        const { persons, person } = link([name], rows, 100)
        const read = decodePartition(encodePartition({ persons, person }), rows.length)
        expect(read).toEqual({ persons, person })
      }),
    )
  })

  it('reads from the middle of a larger message', () => {
    const bytes = fromHex('ffffffff0000000000000001').subarray(4)
    expect([...decodePartition(bytes, 2).person]).toEqual([0, 1])
  })

  it('refuses another number of rows', () => {
    expect(() => decodePartition(fromHex('00000000'), 2)).toThrow('partition.size')
    expect(() => decodePartition(fromHex('0000000000'), 1)).toThrow('partition.size')
  })

  it('refuses persons that are not numbered by their first row', () => {
    expect(() => decodePartition(fromHex('00000001'), 1)).toThrow('partition.numbering')
    expect(() => decodePartition(fromHex('0000000000000002'), 2)).toThrow('row 1')
  })
})
