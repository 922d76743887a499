import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeInvitationCode, readInvitationCode } from '../../src/enrolment/invitation-code.ts'
import { readingCode, readReadingCode } from '../../src/enrolment/reading-code.ts'

const secret = fc.uint8Array({ minLength: 16, maxLength: 16 })

it('gives the secret of a code back, however it is typed', () => {
  fc.assert(
    fc.property(secret, (bytes) => {
      const code = makeInvitationCode(() => bytes)
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/)
      expect(readInvitationCode(code)).toEqual(bytes)
      const typed = code
        .toLowerCase()
        .replaceAll('-', ' ')
        .replaceAll('0', 'o')
        .replaceAll('1', 'l')
      expect(readInvitationCode(` ${typed} `)).toEqual(bytes)
    }),
  )
})

it('finds one wrong letter in nearly every code, and refuses what is none', () => {
  let found = 0
  const code = makeInvitationCode((length) => new Uint8Array(length).fill(7))
  const letters = [...code].flatMap((letter, at) => (letter === '-' ? [] : [at]))
  for (const at of letters) {
    const other = `${code.slice(0, at)}${code[at] === '2' ? '3' : '2'}${code.slice(at + 1)}`
    try {
      readInvitationCode(other)
    } catch (error) {
      expect(error).toMatchObject({ code: 'enrolment.code' })
      found++
    }
  }
  expect(found).toBe(letters.length)
  for (const none of ['', code.slice(5), `${code}-0000`, code.replace(/.$/, 'U')]) {
    expect(() => readInvitationCode(none)).toThrow('enrolment.code')
  }
})

it('reads a digest as six groups of five digits, the same each time and another for another', () => {
  const [one, again, other] = ['a', 'a', 'b'].map(readingCode)
  expect(one).toMatch(/^(\d{5} ){5}\d{5}$/)
  expect(again).toBe(one)
  expect(other).not.toBe(one)
  // So that two versions of the program read the same aloud.
  expect(readingCode('A'.repeat(43))).toMatchInlineSnapshot(`"90597 02825 24351 28852 40683 63058"`)
})

it('takes digits as they are heard, with blanks or none, and nothing else', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{30}$/), (digits) => {
      const groups = digits.replace(/(\d{5})(?=\d)/g, '$1 ')
      for (const typed of [digits, groups, groups.replaceAll(' ', '-'), ` ${groups}\n`]) {
        expect(readReadingCode(typed)).toBe(groups)
      }
      expect(readReadingCode(digits.slice(1))).toBeNull()
      expect(readReadingCode(`${digits}x`)).toBeNull()
    }),
  )
})
