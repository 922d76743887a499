import { describe, expect, it } from 'vitest'
import { recordColumns } from '../../src/source/columns.ts'
import { nearMiss } from '../../src/source/near-miss.ts'

describe('nearMiss', () => {
  it.each([
    ['recordid', 'record_id'],
    ['Record ID', 'record_id'],
    ['birthdate', 'birth_date'],
    ['given_name', 'given_names'],
    ['surnmae', 'surname'],
    ['BSN', 'bsn'],
  ])('takes %j for %j', (name, known) => {
    expect(nearMiss(name, recordColumns)).toBe(known)
  })

  it.each(['', 'suburb', 'soc_sec_id', 'x'])('takes %j for nothing', (name) => {
    expect(nearMiss(name, recordColumns)).toBeUndefined()
  })
})
