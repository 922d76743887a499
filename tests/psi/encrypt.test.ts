import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes } from '../../src/base/bytes.ts'
import { type GroupEngine, IDENTITY } from '../../src/group/engine.ts'
import { checkRows } from '../../src/psi/check-rows.ts'
import { encryptRows } from '../../src/psi/encrypt.ts'
import { addLabel } from '../../src/psi/label-rows.ts'
import { rerandomiseRows } from '../../src/psi/rerandomise.ts'
import { stripLast, stripOpen } from '../../src/psi/strip.ts'
import { addRows } from '../../src/psi/sum.ts'
import { engines } from '../group/engines.ts'
import { refusal } from '../refusal.ts'
import { scriptedRandom, seededRandom } from '../scripted-random.ts'
import { addAll, elements, parts, publicOf, scalars } from './sample.ts'

interface Case {
  readonly columns: number
  readonly holders: number
  readonly rows: number
  readonly seed: string
}

const cases = fc.record({
  columns: fc.integer({ min: 1, max: 3 }),
  holders: fc.integer({ min: 1, max: 3 }),
  rows: fc.integer({ min: 0, max: 2 }),
  seed: fc.string(),
})

/** Rows under joint keys, with every third element left out. */
function seal(engine: GroupEngine, { columns, holders, rows, seed }: Case) {
  const random = seededRandom(seed)
  const shares = Array.from({ length: holders }, () => scalars(engine, columns, random))
  const publics = shares.map((share) => publicOf(engine, share))
  const columnKeys = addAll(engine, ...publics)
  const messages = parts(elements(engine, rows * columns, random))
  const plain = concatBytes(...messages.map((element, at) => (at % 3 === 2 ? IDENTITY : element)))
  const sealed = encryptRows(engine, { columnKeys, plain, random })
  return { random, shares, publics, columnKeys, plain, sealed }
}

describe.each(engines)('rows with the $name engine', (engine) => {
  it('open to what was sealed once every share is off', () => {
    fc.assert(
      fc.property(cases, (example) => {
        const { random, shares, publics, plain, sealed } = seal(engine, example)
        let rows = sealed
        shares.slice(0, -1).forEach((share, at) => {
          const restKeys = addAll(engine, ...publics.slice(at))
          rows = stripOpen(engine, rows, { shares: share, restKeys, random })
        })
        expect(stripLast(engine, rows, shares.at(-1) ?? IDENTITY)).toEqual(plain)
      }),
      { numRuns: 12 },
    )
  })

  it('stay sealed while one share is on', () => {
    const { shares, plain, sealed } = seal(engine, { columns: 1, holders: 2, rows: 1, seed: 'two' })
    for (const share of shares) {
      expect(stripLast(engine, sealed, share)).not.toEqual(plain)
    }
  })

  it('hold r·G and r·Y + M, with r from 64 bytes a row', () => {
    const random = seededRandom('layout')
    const columnKeys = publicOf(engine, scalars(engine, 2, random))
    const plain = concatBytes(elements(engine, 1, random), IDENTITY, elements(engine, 2, random))
    const bytes = random(128)
    const script = scriptedRandom(bytes)
    const sealed = parts(encryptRows(engine, { columnKeys, plain, random: script.random }))
    expect(script.left()).toBe(0)
    const r = [bytes.subarray(0, 64), bytes.subarray(64)].map((wide) => engine.scalarFromWide(wide))
    const keys = parts(columnKeys)
    r.forEach((scalar, row) => {
      expect(sealed[row * 3]).toEqual(engine.multiplyBase(scalar))
      keys.forEach((key, column) => {
        const message = parts(plain)[row * 2 + column] ?? IDENTITY
        const expected = engine.add(engine.multiply(scalar, key), message)
        expect(sealed[row * 3 + 1 + column]).toEqual(expected)
      })
    })
  })

  it('come out in other bytes and open to the same when re-randomised', () => {
    fc.assert(
      fc.property(cases, (example) => {
        const { random, shares, columnKeys, plain, sealed } = seal(engine, {
          ...example,
          holders: 1,
        })
        const again = rerandomiseRows(engine, sealed, columnKeys, random)
        const before = parts(sealed)
        parts(again).forEach((element, at) => {
          expect(element).not.toEqual(before[at])
        })
        expect(stripLast(engine, again, shares[0] ?? IDENTITY)).toEqual(plain)
      }),
      { numRuns: 8 },
    )
  })

  it('add up to rows that open to the sums', () => {
    const random = seededRandom('sums')
    const share = scalars(engine, 2, random)
    const columnKeys = publicOf(engine, share)
    const [x, y] = [elements(engine, 2, random), elements(engine, 2, random)]
    const sealed = [x, y].map((plain) => encryptRows(engine, { columnKeys, plain, random }))
    const sum = addRows(engine, sealed[0]!, sealed[1]!)
    expect(stripLast(engine, sum, share)).toEqual(addAll(engine, x, y))
    expect(addRows(engine, sealed[1]!, sealed[0]!)).toEqual(sum)
  })

  it('take a label in its column and nowhere else', () => {
    const { shares, plain, sealed } = seal(engine, { columns: 3, holders: 1, rows: 2, seed: 'l' })
    const label = elements(engine, 1, seededRandom('label'))
    const kept = sealed.slice()
    const opened = parts(stripLast(engine, addLabel(engine, sealed, 3, 1, label), shares[0]!))
    const expected = parts(plain).map((message, at) =>
      at % 3 === 1 ? engine.add(message, label) : message,
    )
    expect(opened).toEqual(expected)
    expect(sealed).toEqual(kept)
  })

  it('are refused by place when an element is the identity or no element', () => {
    const { sealed } = seal(engine, { columns: 2, holders: 1, rows: 2, seed: 'check' })
    checkRows(engine, sealed, 2)
    const spots = ['row 0, a', 'row 0, column 0', 'row 0, column 1', 'row 1, a', 'row 1, column 0']
    spots.forEach((where, at) => {
      const zeroed = sealed.slice().fill(0, at * 32, at * 32 + 32)
      const identity = refusal(() => checkRows(engine, zeroed, 2))
      expect([identity.code, identity.where]).toEqual(['element.identity', where])
      const broken = sealed.slice().fill(255, at * 32, at * 32 + 32)
      const invalid = refusal(() => checkRows(engine, broken, 2))
      expect([invalid.code, invalid.where]).toEqual(['element.invalid', where])
    })
  })

  it('are refused when a chunk ends within one', () => {
    const { random, shares, columnKeys, sealed } = seal(engine, {
      columns: 2,
      holders: 1,
      rows: 1,
      seed: 'ends',
    })
    const cut = sealed.subarray(0, 64)
    const share = shares[0]!
    const label = IDENTITY
    const attempts = [
      () => checkRows(engine, cut, 2),
      () => encryptRows(engine, { columnKeys, plain: cut.subarray(0, 32), random }),
      () => addLabel(engine, cut, 2, 0, label),
      () => rerandomiseRows(engine, cut, columnKeys, random),
      () => stripLast(engine, cut, share),
      () => stripOpen(engine, cut, { shares: share, restKeys: columnKeys, random }),
      () => addRows(engine, sealed, cut),
      () => addRows(engine, cut.subarray(1), cut.subarray(1)),
    ]
    for (const attempt of attempts) expect(refusal(attempt).code).toBe('rows.length')
  })

  it('are refused when columns do not fit', () => {
    const { random, shares, columnKeys, sealed } = seal(engine, {
      columns: 2,
      holders: 1,
      rows: 1,
      seed: 'fit',
    })
    const strip = () =>
      stripOpen(engine, sealed, {
        shares: shares[0]!.subarray(32),
        restKeys: columnKeys,
        random,
      })
    expect(refusal(strip).code).toBe('rows.columns')
    expect(refusal(() => addLabel(engine, sealed, 2, 2, IDENTITY)).code).toBe('rows.columns')
  })

  it('are not sealed with a random source that gives zeros, or with keys that are none', () => {
    const columnKeys = publicOf(engine, scalars(engine, 1, seededRandom('zero')))
    const plain = elements(engine, 1, seededRandom('plain'))
    const zeros = (length: number) => new Uint8Array(length)
    expect(refusal(() => encryptRows(engine, { columnKeys, plain, random: zeros })).code).toBe(
      'scalar.zero',
    )
    expect(refusal(() => rerandomiseRows(engine, plain, columnKeys, zeros)).code).toBe(
      'rows.length',
    )
    const rows = concatBytes(plain, plain)
    expect(refusal(() => rerandomiseRows(engine, rows, columnKeys, zeros)).code).toBe('scalar.zero')
    const bad = new Uint8Array(32).fill(1)
    const random = seededRandom('bad')
    const sealBad = () => encryptRows(engine, { columnKeys: bad, plain, random })
    expect(refusal(sealBad).code).toBe('element.invalid')
    const plainBad = () => encryptRows(engine, { columnKeys, plain: bad, random })
    expect(refusal(plainBad).code).toBe('element.invalid')
  })
})
