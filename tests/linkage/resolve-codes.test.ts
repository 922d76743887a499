import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONFLICT, type CodeBook, codesOf, lineOf, UNKNOWN } from '../../src/base/codes.ts'
import { resolveCodes } from '../../src/linkage/resolve-codes.ts'
import { book } from './sample-book.ts'

const resolve = (...codes: string[]) => resolveCodes(book, codes)

/** Any book of up to eight codes in which a code is within one before it, or within none. */
const books = fc
  .array(fc.option(fc.nat(20), { nil: null }), { minLength: 1, maxLength: 8 })
  .map((within): CodeBook => {
    const codes = within.map((place, at) => {
      const broader = place === null || at === 0 ? undefined : `code-${place % at}`
      return { id: `code-${at}`, within: broader }
    })
    return { id: 'any', codes }
  })
const codesIn = (of: CodeBook) => fc.array(fc.constantFrom(...codesOf(of)), { maxLength: 6 })
const bookAndCodes = books.chain((of) => fc.tuple(fc.constant(of), codesIn(of), codesIn(of)))

describe('resolveCodes', () => {
  it.each([
    [[], UNKNOWN],
    [[UNKNOWN, UNKNOWN], UNKNOWN],
    [['labour', UNKNOWN], 'labour'],
    [['labour', 'labour'], 'labour'],
    [['labour', CONFLICT, 'labour'], CONFLICT],
    [[UNKNOWN, CONFLICT], CONFLICT],
    [['other', 'horeca'], 'horeca'],
    [['other', 'horeca', 'labour'], 'horeca'],
    [['horeca', 'domestic'], 'labour'],
    [['horeca', 'domestic', 'labour'], 'labour'],
    [['horeca', 'criminal'], 'other'],
    [['labour', 'criminal', UNKNOWN], 'other'],
    [['horeca', 'domestic', 'other'], 'labour'],
    [['sexual', 'labour'], CONFLICT],
    [['sexual-visible', 'sexual-hidden', 'criminal'], CONFLICT],
  ])('makes of %j the code %s', (codes, code) => {
    expect(resolve(...codes)).toBe(code)
  })

  it('takes no notice of order or of how often a code is there', () => {
    fc.assert(
      fc.property(bookAndCodes, fc.infiniteStream(fc.nat()), ([of, codes], numbers) => {
        const again = [...codes, ...codes].map((code) => ({ code, by: numbers.next().value ?? 0 }))
        const shuffled = again.sort((a, b) => a.by - b.by).map(({ code }) => code)
        expect(resolveCodes(of, shuffled)).toBe(resolveCodes(of, codes))
      }),
    )
  })

  it('leaves what it has resolved as it is', () => {
    fc.assert(
      fc.property(bookAndCodes, ([of, codes]) => {
        const once = resolveCodes(of, codes)
        expect(resolveCodes(of, [once])).toBe(once)
        expect(resolveCodes(of, [once, UNKNOWN])).toBe(once)
      }),
    )
  })

  it('contradicts no code that it was given, unless it says conflict', () => {
    fc.assert(
      fc.property(bookAndCodes, ([of, codes]) => {
        const code = resolveCodes(of, codes)
        const known = codes.filter((one) => one !== UNKNOWN)
        if (code === CONFLICT) return
        for (const one of known) {
          const related = lineOf(of, one).includes(code) || lineOf(of, code).includes(one)
          expect(related).toBe(true)
        }
      }),
    )
  })

  it('gives the same when codes on one line, unknowns or a conflict are resolved first', () => {
    fc.assert(
      fc.property(bookAndCodes, ([of, first, then]) => {
        const one = resolveCodes(of, first)
        const rolledUp = one !== CONFLICT && one !== UNKNOWN && !first.includes(one)
        const several = first.some((code) => code !== UNKNOWN && !lineOf(of, one).includes(code))
        if (one !== CONFLICT && (rolledUp || several)) return
        expect(resolveCodes(of, [one, ...then])).toBe(resolveCodes(of, [...first, ...then]))
      }),
      { numRuns: 500 },
    )
  })

  it('gives the same in any steps where no code is within another', () => {
    const flat = fc.integer({ min: 1, max: 6 }).map((size) => ({
      id: 'flat',
      codes: Array.from({ length: size }, (_, at) => ({ id: `${at}` })),
    }))
    const parts = flat.chain((of) => fc.tuple(fc.constant(of), codesIn(of), codesIn(of)))
    fc.assert(
      fc.property(parts, ([of, first, then]) => {
        const stepwise = resolveCodes(of, [resolveCodes(of, first), resolveCodes(of, then)])
        expect(stepwise).toBe(resolveCodes(of, [...first, ...then]))
      }),
    )
  })

  it('is not the same in any steps once a code was rolled up, so the steps are fixed', () => {
    expect(resolve('horeca', 'domestic', 'horeca')).toBe('labour')
    expect(resolve(resolve('horeca', 'domestic'), 'horeca')).toBe('horeca')
  })
})
