import { describe, expect, it } from 'vitest'
import { controlDisclosure } from '../../src/disclosure/control.ts'
import { isShareNew } from '../../src/disclosure/quality.ts'
import type { OverlapTable } from '../../src/overlap/overlap-table.ts'
import { tallyPersons } from '../../src/overlap/overlap-table.ts'
import { parseRelease, type Release } from '../../src/release/release.ts'
import { lists, sampleTable } from '../overlap/sample-round.ts'
import { refusal } from '../refusal.ts'
import { sampleLinking } from './sample-linking.ts'
import { context, rules } from './sample-release.ts'
import { unattacked } from './unattacked.ts'

interface Other {
  readonly table?: OverlapTable
  readonly links?: Parameters<typeof sampleLinking>[0]
  readonly rows?: ReturnType<typeof sampleLinking>['lists']
}

function release({ table = sampleTable(), links, rows }: Other, earlier: readonly Release[] = []) {
  const linking = sampleLinking(links)
  return controlDisclosure(
    { table, codes: [], linking: rows === undefined ? linking : { ...linking, lists: rows } },
    { ...context, round: `round-${earlier.length + 1}` },
    unattacked(rules, earlier),
  )
}

const first = release({})
const shown = (value: number) => ({ status: 'shown', value })
const withheld = { status: 'withheld', below: 5 }

describe('counts on quality in a later release', () => {
  it('are said again where they hardly changed, whether or not they would round to the same', () => {
    for (const links of [1194, 1203, 1208, 1216]) {
      const { linkage, repeated } = release({ links: { links } }, [first])
      expect(linkage?.links).toEqual(shown(1205))
      expect(repeated).toContain('links')
    }
  })

  it('are told anew where ten or more came or went', () => {
    const second = release({ links: { links: 1218 } }, [first])
    expect(second.linkage?.links).toEqual(shown(1220))
    expect(second.repeated).not.toContain('links')
    // And compared with the newest, not with the first.
    expect(release({ links: { links: 1209 } }, [first, second]).linkage?.links).toEqual(shown(1220))
  })

  it('stay withheld where a few more came, each kind of number by itself', () => {
    const labelled = [
      { numbers: 'bsn', same: 431, found: 372, different: 17 },
      { numbers: 'vnumber', same: 58, found: 41, different: 17 },
    ]
    const before = release({
      links: { labelled: labelled.map((one) => ({ ...one, different: 0 })) },
    })
    const { linkage, repeated } = release({ links: { labelled, ties: 9 } }, [before])
    expect(linkage?.labelled.map(({ different }) => different)).toEqual([withheld, withheld])
    expect(repeated).toEqual(
      expect.arrayContaining(['different/bsn', 'different/vnumber', 'found/bsn', 'ties']),
    )
  })

  it('are persons too in whom a list came twice, and whom nobody could decode', () => {
    const table = { ...sampleTable(), quality: { listTwice: 3, undecodable: 40 } }
    const before = release({ table })
    const quality = { listTwice: 12, undecodable: 46 }
    const { quality: told, repeated } = release({ table: { ...table, quality } }, [before])
    expect(told).toEqual({ listTwice: withheld, undecodable: shown(40) })
    expect(repeated.slice(0, 2)).toEqual(['listTwice', 'undecodable'])
  })

  it('widen the rates that are made of them', () => {
    const width = ({ linkage }: Release) => {
      const { low, high } = linkage?.labelled[1]?.recall ?? { low: 0, high: 0 }
      return high - low
    }
    expect(width(release({}, [first]))).toBeGreaterThan(width(first))
  })
})

describe('shares of rows and keys in a later release', () => {
  const row = { rows: 2000, withoutLinkingKey: 180, withoutKey: 30, keys: 7000, dropped: 90 }

  it('are said again until more rows changed than ten could have moved', () => {
    const before = release({ rows: [row] })
    const some = release({ rows: [{ ...row, withoutLinkingKey: 196 }] }, [before])
    expect(some.linkage?.withoutLinkingKey).toBe(before.linkage?.withoutLinkingKey)
    expect(some.repeated).toContain('withoutLinkingKey')
    const many = release({ rows: [{ ...row, withoutLinkingKey: 400 }] }, [before])
    expect(many.linkage?.withoutLinkingKey).toBe(20)
    expect(many.repeated).not.toContain('withoutLinkingKey')
  })

  it('that were not shown are taken as nearly none or nearly all', () => {
    const of = { rows: 1000, rules }
    expect(isShareNew(2, null, of)).toBe(false)
    expect(isShareNew(98, null, of)).toBe(false)
    expect(isShareNew(40, null, of)).toBe(true)
    expect(isShareNew(40, 10, { rows: 50, rules })).toBe(false)
    expect(isShareNew(null, null, { rows: 1_000_000, rules })).toBe(false)
  })
})

describe('links where rows or persons are withheld', () => {
  const few = tallyPersons(
    lists,
    [
      ...Array.from({ length: 60 }, () => ['police-2013-victims', 'shelter-2013-victims']),
      ['police-2014-victims'],
    ].map((one) => one.filter((id) => lists.some((list) => list.id === id))),
    { listTwice: 0, undecodable: 0 },
  )

  it('are withheld with all that is made of them, as they are rows less persons', () => {
    const told = release({ table: few })
    const reports = told.figures.filter(({ question }) => question === 'reports')
    expect(reports.some(({ cell }) => cell.status === 'withheld')).toBe(true)
    expect(told.linkage).toMatchObject({ links: { status: 'secondary' }, recall: null })
    expect(told.linkage?.withoutKey).toBeNull()
    expect(told.corrected).toEqual([])
    expect(told.steps).toEqual([
      { withheld: 'linkage', year: null, table: null, because: ['links'] },
    ])
  })

  it('are told where all of these are', () => {
    expect(first.steps).toEqual([])
    expect(first.linkage?.links).toEqual(shown(1205))
  })
})

describe('parsing a release refuses', () => {
  const second = release({}, [first])
  const refused = (change: object) =>
    refusal(() => parseRelease({ ...JSON.parse(JSON.stringify(second)), ...change }))

  it.each([
    ['a name that is no count', { repeated: ['listTwice', 'lists'] }],
    ['counts out of order', { repeated: ['undecodable', 'listTwice'] }],
    ['counts said again of no release', { earlier: [] }],
    [
      'a ratio for a count',
      { quality: { ...second.quality, listTwice: { status: 'ratio', value: 1 } } },
    ],
    [
      'a count that does not apply',
      { quality: { ...second.quality, undecodable: { status: 'not-applicable' } } },
    ],
  ])('%s on quality', (_, change) => {
    expect(second.repeated.length).toBeGreaterThan(5)
    expect(refused(change)).toMatchObject({ code: 'release.unreadable' })
  })
})
