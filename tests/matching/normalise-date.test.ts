import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBirthDate } from '../../src/matching/normalise-date.ts'

const today = '2026-03-15'
const firm = (iso: string) => ({ value: { iso, firm: true, standIn: false } })
const partial = (iso: string) => ({ value: { iso, firm: false, standIn: true } })
const standIn = (iso: string) => ({ ...partial(iso), finding: 'birth-date.stand-in' })
const yearless = (iso: string) => ({ value: { iso, firm: false, standIn: false } })
const impossible = { finding: 'birth-date.impossible' }
const form = { finding: 'birth-date.form' }
const placeholder = { finding: 'placeholder' }

describe('readBirthDate', () => {
  it.each([
    ['1987-03-05', firm('1987-03-05')],
    ['19870305', firm('1987-03-05')],
    ['05-03-1987', firm('1987-03-05')],
    ['05/03/1987', firm('1987-03-05')],
    ['05.03.1987', firm('1987-03-05')],
    ['5-3-1987', firm('1987-03-05')],
    ['1987-03-05 00:00:00', firm('1987-03-05')],
    [' 1987-03-05 ', firm('1987-03-05')],
    ['2000-02-29', firm('2000-02-29')],
    ['1984-02-29', firm('1984-02-29')],
    ['2026-03-15', firm('2026-03-15')],
    ['1987-00-00', partial('1987-00-00')],
    ['00-00-1987', partial('1987-00-00')],
    ['19870300', partial('1987-03-00')],
    ['2026-00-00', partial('2026-00-00')],
    ['2026-03-00', partial('2026-03-00')],
    ['0000-02-29', yearless('0000-02-29')],
    ['1987-01-01', standIn('1987-01-01')],
    ['31-12-1987', standIn('1987-12-31')],
    ['1987-13-01', impossible],
    ['1987-02-31', impossible],
    ['1900-02-29', impossible],
    ['1987-04-31', impossible],
    ['1987-00-32', impossible],
    ['1899-12-30', impossible],
    ['2026-03-16', impossible],
    ['2026-04-00', impossible],
    ['2027-00-00', impossible],
    ['25121987', impossible],
    ['5-3-87', form],
    ['05-03/1987', form],
    ['87-03-05', form],
    ['5 maart 1987', form],
    ['1987', partial('1987-00-00')],
    ['1987-xx-xx', partial('1987-00-00')],
    ['1987-03-05 14:20', form],
    ['1900-01-01', placeholder],
    ['01-01-1900', placeholder],
    ['00000000', placeholder],
    ['9999-12-31', placeholder],
    ['onbekend', placeholder],
    ['-', placeholder],
    ['?', placeholder],
    ['', {}],
  ])('reads %j as %j', (text, reading) => {
    expect(readBirthDate(text, today)).toEqual(reading)
  })

  it('reads the same date from each way of writing it', () => {
    const days = fc.date({
      min: new Date('1900-01-02'),
      max: new Date('2026-03-15'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(days, (date) => {
        const iso = date.toISOString().slice(0, 10)
        const [year, month, day] = iso.split('-')
        const reading = readBirthDate(iso, today)
        expect(reading.value?.iso).toBe(iso)
        for (const text of [
          `${year}${month}${day}`,
          `${day}-${month}-${year}`,
          `${day}/${month}/${year}`,
          `${Number(day)}.${Number(month)}.${year}`,
        ]) {
          expect(readBirthDate(text, today)).toEqual(reading)
        }
      }),
    )
  })
})
