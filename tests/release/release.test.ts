import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { isProblem } from '../../src/base/problem.ts'
import { encodeRelease, releaseDigest } from '../../src/release/encode.ts'
import { figureKey } from '../../src/release/figure.ts'
import { cellOf, parseRelease, type Release, yearsOf } from '../../src/release/release.ts'
import { sampleRelease } from '../disclosure/sample-release.ts'
import { refusal } from '../refusal.ts'

/** A copy as plain JSON, which may be altered. */
function copy(): Record<string, unknown> & Release {
  return JSON.parse(encodeRelease(sampleRelease()))
}

function refusalOf(value: unknown): string {
  try {
    parseRelease(value)
  } catch (error) {
    if (isProblem(error, 'release.unreadable')) return error.where ?? ''
  }
  return 'not refused'
}

function withFigure(at: number, change: object): unknown {
  const release = copy()
  const figures = release.figures.map((figure, n) => (n === at ? { ...figure, ...change } : figure))
  return { ...release, figures }
}

describe('a release', () => {
  test('survives encoding and parsing', () => {
    const release = sampleRelease()
    expect(parseRelease(JSON.parse(encodeRelease(release)))).toEqual(release)
  })

  test('has one text whatever the order of its fields', () => {
    const turned = Object.fromEntries(Object.entries(copy()).reverse()) as Release
    expect(encodeRelease(turned)).toBe(encodeRelease(sampleRelease()))
    expect(encodeRelease(turned)).toMatch(/^\{"agreement":\{"digest":"a+","id":/)
  })

  test('has the SHA-256 of that text as its digest', () => {
    const text = encodeRelease(sampleRelease())
    expect(releaseDigest(sampleRelease())).toBe(createHash('sha256').update(text).digest('hex'))
  })

  test('says not applicable of figures that it does not have', () => {
    const release = sampleRelease()
    expect(cellOf(release, { question: 'persons', year: 1999 })).toEqual({
      status: 'not-applicable',
    })
    expect(yearsOf(release)).toEqual([2013, 2014, 2015, 2016, 2017])
  })
})

describe('parsing a release refuses', () => {
  test('unknown fields at any depth', () => {
    expect(refusalOf({ ...copy(), exact: 1 })).not.toBe('not refused')
    expect(refusalOf(withFigure(0, { exact: 7 }))).toBe('figures.0')
    const release = copy()
    const lists = release.lists.map((list) => ({ ...list, persons: 12 }))
    expect(refusalOf({ ...release, lists })).toBe('lists.0')
  })

  test('another version', () => {
    expect(refusal(() => parseRelease({ ...copy(), version: 2 }))).toMatchObject({
      code: 'release.version',
      message: expect.stringContaining('version 2, not 3'),
    })
    expect(refusalOf({ ...copy(), version: 'three' })).toBe('version')
  })

  test.each([
    ['an attack on it succeeds', { gate: { passed: false, checks: [] } }],
    [
      'figures are withheld without a step that says so, or the reverse',
      { steps: [{ withheld: 'known-to', year: null, table: null, because: ['pair'] }] },
    ],
    ['an earlier release stands twice', { earlier: ['0'.repeat(64), '0'.repeat(64)] }],
  ] as const)('one of which %s', (complaint, parts) => {
    expect(refusalOf({ ...copy(), ...parts } as Release)).toBe(complaint)
  })

  test('a figure that is repeated of no release, or withheld without a step', () => {
    expect(refusalOf(withFigure(0, { exactness: 'repeated' }))).toBe(
      'a figure is repeated of no release',
    )
    expect(refusalOf(withFigure(0, { cell: { status: 'secondary' } }))).toBe(
      'figures are withheld without a step that says so, or the reverse',
    )
  })

  test.each([
    ['a number below the threshold', { status: 'shown', value: 0 }],
    ['a number that is no multiple of the base', { status: 'shown', value: 1117 }],
    ['a mask of another threshold', { status: 'withheld', below: 10 }],
  ])('%s', (_, cell) => {
    expect(refusalOf(withFigure(0, { cell }))).toBe('a figure breaks the rules it is under')
  })

  test('a ratio where a number should stand', () => {
    const cell = { status: 'ratio', value: 1.5 }
    expect(refusalOf(withFigure(0, { cell }))).toBe(
      'a ratio stands where a number should, or the reverse',
    )
  })

  test('an estimate that is not called one, in a round without cover or below the threshold', () => {
    const cell = { status: 'covered', value: 20, low: 10, high: 30 }
    const said = 'cover is said wrongly'
    const release = withFigure(0, { cell, exactness: 'covered' }) as object
    expect(refusalOf(release)).toBe(said)
    const untold = { linkage: null, corrected: [] }
    const covered = { ...release, ...untold, cover: { epsilon: 1, delta: 1e-6, evaluators: 3 } }
    expect(refusalOf(covered)).toBe('not refused')
    const cover = { cover: covered.cover, ...untold }
    expect(
      refusalOf({ ...(withFigure(0, { cell, exactness: 'exact' }) as object), ...cover }),
    ).toBe(said)
    const shown = { status: 'shown', value: 20 }
    expect(
      refusalOf({ ...(withFigure(0, { cell: shown, exactness: 'covered' }) as object), ...cover }),
    ).toBe(said)
    for (const odd of [{ low: 0 }, { low: 25 }, { high: 15 }, { value: 21 }]) {
      const figure = { cell: { ...cell, ...odd }, exactness: 'covered' }
      expect(refusalOf({ ...(withFigure(0, figure) as object), ...cover })).toBe(
        'a figure breaks the rules it is under',
      )
    }
  })

  test('links that contradict themselves, the figures or the cover', () => {
    const release = copy()
    const { linkage, corrected } = release
    const [first, ...rest] = corrected
    const withLinks = (change: object) => ({ ...release, linkage: { ...linkage, ...change } })
    const untold = 'the quality of links is left out, or told though covered'
    expect(refusalOf({ ...release, linkage: null, corrected: [] })).toBe(untold)
    const impossible = 'the quality of links cannot be'
    const crossed = { estimate: 90, low: 95, high: 97 }
    expect(refusalOf(withLinks({ recall: crossed }))).toBe(impossible)
    expect(refusalOf(withLinks({ ties: { status: 'not-applicable' } }))).toBe(impossible)
    expect(refusalOf({ ...release, corrected: [{ ...first, low: 9000 }, ...rest] })).toBe(
      impossible,
    )
    const odd = withLinks({ links: { status: 'shown', value: 3 } })
    expect(refusalOf(odd)).toBe('a figure breaks the rules it is under')
    const rateless = 'a total is corrected by rates that are not told'
    expect(refusalOf(withLinks({ recall: null }))).toBe(rateless)
    expect(refusalOf(withLinks({ precision: null }))).toBe(rateless)
    const order = 'corrected totals stand twice or out of order'
    expect(refusalOf({ ...release, corrected: [...rest, first] })).toBe(order)
    expect(refusalOf({ ...release, corrected: [first, first, ...rest] })).toBe(order)
    const unshown = 'a corrected total is of no shown figure'
    expect(
      refusalOf({
        ...release,
        corrected: [...corrected.slice(0, -1), { ...corrected.at(-1), year: 2999 }],
      }),
    ).toBe(unshown)
    expect(refusalOf({ ...release, corrected: [{ ...first, low: 1 }, ...rest] })).toBe(unshown)
  })

  test('figures twice, out of order or of nobody', () => {
    const release = copy()
    const [first, ...rest] = release.figures
    expect(refusalOf({ ...release, figures: [first, first, ...rest] })).toBe(
      'a figure stands twice',
    )
    expect(refusalOf({ ...release, figures: [...rest, first] })).toBe(
      'the figures are out of order',
    )
    const last = release.figures.length - 1
    expect(refusalOf(withFigure(last, { organisation: 'nobody' }))).toBe(
      'a list or figure names what the release does not explain',
    )
  })

  test('tables whose codes do not fit each other, or that leave a code out', () => {
    const release = copy()
    const [table] = release.tables
    const withCodes = (codes: unknown) => ({ ...release, tables: [{ ...table, codes }] })
    const codes = table?.codes ?? []
    const misfit = 'the codes of a table do not fit each other'
    expect(refusalOf(withCodes(codes.slice(0, -1)))).toBe(misfit)
    expect(refusalOf(withCodes(codes.toReversed()))).toBe(misfit)
    expect(refusalOf(withCodes([codes[0], ...codes]))).toBe(misfit)
    expect(refusalOf(withCodes(codes.map((code) => ({ ...code, within: 'none' }))))).toBe(misfit)
    expect(refusalOf(withCodes(codes.map((code) => ({ ...code, within: code.id }))))).toBe(misfit)
    expect(refusalOf({ ...release, tables: [table, table] })).toBe('a table stands twice')
    const without = (code: string) =>
      release.figures.filter((figure) => figure.code !== code || figure.year !== null)
    for (const code of ['labour', 'unknown', 'conflict']) {
      expect(refusalOf({ ...release, figures: without(code) })).toBe(
        'a code of a table has no figure',
      )
    }
  })

  test('figures of a table or code that is not explained', () => {
    const release = copy()
    const at = release.figures.findIndex((figure) => figure.code === 'unknown')
    const unexplained = 'a list or figure names what the release does not explain'
    const plain = release.figures.findIndex((figure) => figure.question === 'reports')
    const sorted = (place: number, change: object) => {
      const altered = withFigure(place, change) as Release
      const keyed = altered.figures.map((figure) => ({ figure, key: figureKey(figure) }))
      const figures = keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ figure }) => figure)
      return { ...altered, figures }
    }
    expect(refusalOf(sorted(at, { code: 'zzz' }))).toBe(unexplained)
    expect(refusalOf(sorted(at, { code: null }))).toBe(unexplained)
    expect(refusalOf(sorted(at, { table: null }))).toBe(unexplained)
    expect(refusalOf(sorted(plain, { table: 'exploitation', code: 'labour' }))).toBe(unexplained)
  })

  test('lists twice, a period that ends before it begins, text that is no release', () => {
    const release = copy()
    const doubled = { ...release, lists: [...release.lists, release.lists[0]] }
    expect(refusalOf(doubled)).toBe('a list stands twice')
    const period = { from: '2017-12-31', to: '2013-01-01' }
    expect(refusalOf({ ...release, period })).toBe('the period ends before it begins')
    expect(refusalOf('release')).toBe('the release itself')
  })

  test('without repeating a value of it', () => {
    const release = { ...copy(), round: 'Jansen, Anna' }
    let message = ''
    try {
      parseRelease(release)
    } catch (error) {
      message = String(error)
    }
    expect(message).toContain('release.unreadable')
    expect(message).not.toContain('Jansen')
  })
})
