import { describe, expect, it } from 'vitest'
import type { MatchFindingCode } from '../../src/matching/reading.ts'
import { type FindingCode, FindingLog, findingAt } from '../../src/source/finding.ts'

const file = 'victims.csv'

describe('findingAt', () => {
  it('gives the place, the code and its remedy', () => {
    expect(findingAt({ file, line: 7 }, 'record.id-missing', 'record_id')).toEqual({
      code: 'record.id-missing',
      file,
      line: 7,
      column: 'record_id',
      remedy: 'Give every record the identifier it has in your own system.',
    })
  })

  it('leaves the column out where a whole record is meant', () => {
    expect(findingAt({ file, line: 7 }, 'record.fields')).not.toHaveProperty('column')
  })

  it('has words for everything that is found while keys are built', () => {
    const codes: Record<MatchFindingCode, FindingCode> = {
      'bsn.check-failed': 'bsn.check-failed',
      'bsn.form': 'bsn.form',
      'vnumber.form': 'vnumber.form',
      'birth-date.form': 'birth-date.form',
      'birth-date.impossible': 'birth-date.impossible',
      'birth-date.stand-in': 'birth-date.stand-in',
      placeholder: 'placeholder',
      'sex.form': 'sex.form',
      'bsn.test-range': 'bsn.test-range',
      'number.form': 'number.form',
      'number.issuer': 'number.issuer',
      'phone.form': 'phone.form',
      'email.form': 'email.form',
      'postcode.form': 'postcode.form',
      'house.form': 'house.form',
      'country.unknown': 'country.unknown',
      'address.shared': 'address.shared',
    }
    for (const code of Object.values(codes)) {
      expect(findingAt({ file, line: 2 }, code).remedy).toMatch(/^[A-Z].*\.$/)
    }
  })
})

describe('FindingLog', () => {
  it('counts exactly and lists the first 100 of each code', () => {
    const log = new FindingLog()
    for (let line = 2; line < 252; line++) log.add(findingAt({ file, line }, 'bsn.form', 'bsn'))
    log.add(findingAt({ file, line: 9 }, 'record.fields'))
    expect([log.total, log.count('bsn.form'), log.count('sex.form')]).toEqual([251, 250, 0])
    const [bsn, fields] = log.toJSON()
    expect(bsn).toMatchObject({ code: 'bsn.form', count: 250 })
    expect(bsn?.listed).toHaveLength(100)
    expect(bsn?.listed.at(-1)).toEqual({ file, line: 101, column: 'bsn' })
    expect(fields?.listed).toEqual([{ file, line: 9 }])
  })

  it('is written by JSON.stringify', () => {
    const log = new FindingLog()
    log.add(findingAt({ file, line: 2 }, 'sex.form', 'sex'))
    expect(JSON.parse(JSON.stringify(log))).toEqual(log.toJSON())
  })

  it('tells people how often, what, what to do and where', () => {
    const log = new FindingLog()
    for (const line of [3, 4, 5, 6, 7, 8, 9]) {
      log.add(findingAt({ file, line }, 'bsn.form', 'bsn'))
    }
    log.add(findingAt({ file, line: 4 }, 'record.fields'))
    expect(log.sentences()).toEqual([
      'bsn.form, 7 times: The BSN is not 9 digits; no key was built from it. Write 9 digits, or 8 where the leading 0 was lost. See lines 3 (bsn), 4 (bsn), 5 (bsn), 6 (bsn), 7 (bsn) and 2 more.',
      'record.fields, 1 time: The line has more or fewer fields than the header; it was left out. Put fields that hold the delimiter or a line end between double quotes. See line 4.',
    ])
  })
})
