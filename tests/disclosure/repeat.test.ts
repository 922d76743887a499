import { describe, expect, it } from 'vitest'
import { roundScenes } from '../../src/attack/round.ts'
import { controlDisclosure } from '../../src/disclosure/control.ts'
import { tallyPersons } from '../../src/overlap/overlap-table.ts'
import { releaseDigest } from '../../src/release/encode.ts'
import { figureKey } from '../../src/release/figure.ts'
import { cellOf, figureOf, type Release } from '../../src/release/release.ts'
import { lists } from '../overlap/sample-round.ts'
import { refusal } from '../refusal.ts'
import { sampleLinking } from './sample-linking.ts'
import { context, rules } from './sample-release.ts'
import { unattacked } from './unattacked.ts'

const POLICE = 'police-2013-victims'
const persons2013 = { question: 'persons' as const, year: 2013 }

function release(persons: number, earlier: readonly Release[] = [], own = rules): Release {
  const people = Array.from({ length: persons }, () => [POLICE])
  const table = tallyPersons(lists, people, { listTwice: 0, undecodable: 0 })
  const round = `round-${earlier.length + 1}`
  return controlDisclosure(
    { table, codes: [], linking: sampleLinking() },
    { ...context, round },
    unattacked(own, earlier),
  )
}

const first = release(40)

describe('a later release of nearly the same persons', () => {
  it('says again what hardly changed, whether or not it would now round otherwise', () => {
    for (const persons of [28, 38, 40, 43, 52]) {
      const second = release(persons, [first])
      expect(figureOf(second, persons2013)).toMatchObject({
        exactness: 'repeated',
        cell: { status: 'shown', value: 40 },
      })
    }
  })

  it('tells what ten persons or more came to or went from', () => {
    for (const [persons, value] of [
      [27, 25],
      [53, 55],
      [60, 60],
    ] as const) {
      expect(figureOf(release(persons, [first]), persons2013)).toMatchObject({
        exactness: 'exact',
        cell: { status: 'shown', value },
      })
    }
  })

  it('does not tell of nobody by not saying again what it said', () => {
    const before = release(10)
    const seen = [0, 1, 4].map((persons) => figureOf(release(persons, [before]), persons2013))
    expect(new Set(seen.map((figure) => JSON.stringify(figure))).size).toBe(1)
  })

  it('gives no difference of two releases away that is less than ten', () => {
    const seen = [40, 41, 45, 49].map((persons) => cellOf(release(persons, [first]), persons2013))
    expect(new Set(seen.map((cell) => JSON.stringify(cell))).size).toBe(1)
  })

  it('keeps withholding where few were and few came', () => {
    const before = release(3)
    expect(cellOf(release(17, [before]), persons2013)).toEqual({ status: 'withheld', below: 5 })
    expect(cellOf(release(18, [before]), persons2013)).toEqual({ status: 'shown', value: 20 })
  })

  it('compares with the newest release, not with the first', () => {
    const second = release(60, [first])
    const third = release(52, [first, second])
    expect(cellOf(third, persons2013)).toEqual({ status: 'shown', value: 60 })
    expect(third.earlier).toEqual([first, second].map(releaseDigest))
  })

  it('is said again by stricter rules where these were agreed since', () => {
    const strict = { threshold: 50, roundingBase: 10 }
    expect(cellOf(release(43, [first], strict), persons2013)).toEqual({
      status: 'withheld',
      below: 50,
    })
  })

  it('stands for what it stood for by the rules of then, and is read so', () => {
    const strict = { threshold: 10, roundingBase: 10 }
    const one = release(25)
    const two = release(25, [one], strict)
    expect(figureOf(two, persons2013)).toMatchObject({ exactness: 'repeated', cell: { value: 20 } })
    // 25 stood for 23 to 27; 40, for 35 to 45, may be eight more: from 20, for 15 to 25, it would be ten.
    expect(figureOf(release(44, [one, two], strict), persons2013)?.exactness).toBe('repeated')
    const [, scene] = roundScenes([one, two])
    const id = figureKey(persons2013)
    const claim = scene?.published[0]?.claims.find((own) => own.id === id)
    expect(claim).toMatchObject({ low: 10, high: 45 })
  })

  it('is refused by looser rules', () => {
    const loose = { threshold: 4, roundingBase: 4 }
    expect(refusal(() => release(40, [first], loose))).toMatchObject({
      code: 'disclosure.loosened',
      message: expect.stringContaining('release round-1'),
    })
  })
})
