import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { controlDisclosure } from '../../src/disclosure/control.ts'
import { encodeRelease } from '../../src/release/encode.ts'
import { linkageCells } from '../../src/release/linkage.ts'
import { cellOf, type Release } from '../../src/release/release.ts'
import { sampleTable } from '../overlap/sample-round.ts'
import { sampleLinking } from './sample-linking.ts'
import { context, rules, sampleRelease } from './sample-release.ts'
import { unattacked } from './unattacked.ts'

type Links = ReturnType<typeof sampleLinking>['links']

function releaseWith(links: Partial<Links>, lists = sampleLinking().lists): Release {
  const linking = { ...sampleLinking(links), lists }
  return controlDisclosure({ table: sampleTable(), codes: [], linking }, context, unattacked(rules))
}

const labelled = (same: number, found: number, different: number) => ({
  labelled: [{ numbers: 'bsn', same, found, different }],
})

describe('the quality of links in a release', () => {
  test('holds counts under threshold and rounding, and rates with their ranges', () => {
    const { linkage } = sampleRelease()
    expect(linkage?.links).toEqual({ status: 'shown', value: 1205 })
    expect(linkage?.conflicts).toEqual({ status: 'withheld', below: 5 })
    expect(linkage?.labelled.map(({ numbers, found, missed }) => [numbers, found, missed])).toEqual(
      [
        ['bsn', { status: 'shown', value: 370 }, { status: 'shown', value: 60 }],
        ['vnumber', { status: 'shown', value: 40 }, { status: 'shown', value: 15 }],
      ],
    )
    // 413 of 489 links, and 413 of 419.
    expect(linkage?.recall?.estimate).toBe(84)
    expect(linkage?.recall?.low).toBeLessThan(84)
    expect(linkage?.precision?.estimate).toBeGreaterThanOrEqual(98)
    expect(linkage?.labelled[1]?.recall?.estimate).toBeGreaterThan(60)
    // 261 rows of 4,000 have no key that links; 132 of 14,361 values were dropped.
    expect([linkage?.withoutLinkingKey, linkage?.withoutKey, linkage?.keysDropped]).toEqual([
      7, 1, 1,
    ])
  })

  test('is the same for counts that differ below the threshold only', () => {
    const few = fc.nat(rules.threshold - 1)
    const one = encodeRelease(releaseWith({ ...labelled(400, 400, 0), conflicts: 0, ties: 0 }))
    fc.assert(
      fc.property(few, few, few, (missed, different, count) => {
        // Rounded to 400 as well.
        const found = labelled(400 + missed, 400, different)
        const other = releaseWith({ ...found, conflicts: count, ties: count })
        expect(encodeRelease(other)).toBe(one)
      }),
      { numRuns: 10 },
    )
  })

  test('is made of what is shown: counts that round alike give the same rates and totals', () => {
    const one = releaseWith({ links: 1203, ...labelled(430, 370, 11) })
    const other = releaseWith({ links: 1207, ...labelled(434, 372, 9) })
    expect(encodeRelease(other)).toBe(encodeRelease(one))
  })

  test('withholds shares of which the part or the rest is small', () => {
    const row = { rows: 100, withoutLinkingKey: 4, withoutKey: 0, keys: 300, dropped: 297 }
    const { linkage } = releaseWith({}, [row])
    expect([linkage?.withoutLinkingKey, linkage?.withoutKey, linkage?.keysDropped]).toEqual([
      null,
      null,
      null,
    ])
  })

  test('is not judged by kinds of numbers of which no link is shown', () => {
    const bsn = labelled(430, 372, 9).labelled
    const rare = { numbers: 'vnumber', same: 4, found: 3, different: 1 }
    const rates = ({ linkage, corrected }: Release) => [
      linkage?.recall,
      linkage?.precision,
      corrected,
    ]
    const both = releaseWith({ labelled: [...bsn, rare] })
    expect(rates(both)).toEqual(rates(releaseWith({ labelled: bsn })))
    expect(both.linkage?.labelled[1]?.recall).toBeNull()
  })

  test('is judged by kinds of numbers of which nearly every link was missed', () => {
    const bsn = { numbers: 'bsn', same: 400, found: 390, different: 0 }
    const vnumber = { numbers: 'vnumber', same: 300, found: 4, different: 0 }
    const { linkage } = releaseWith({ labelled: [bsn, vnumber] })
    expect(linkage?.labelled[1]).toMatchObject({
      found: { status: 'withheld', below: 5 },
      missed: { status: 'shown', value: 295 },
    })
    // 394 of 700 links.
    expect(Math.abs((linkage?.recall?.estimate ?? 0) - 56)).toBeLessThanOrEqual(1)
    expect(linkage?.labelled[1]?.recall?.estimate).toBeLessThanOrEqual(2)
  })

  test('tells nothing of counts of keys, which rows planted for one person can lift', () => {
    const ofKeys = { overfull: 40, ambiguous: 40, chainsUndone: 40, capped: 40 }
    const told = releaseWith(ofKeys as Partial<Links>)
    expect(encodeRelease(told)).toBe(encodeRelease(releaseWith({})))
    for (const name of Object.keys(ofKeys)) expect(told.linkage).not.toHaveProperty(name)
  })

  test('tells no rates and corrects nothing where few links share a number', () => {
    const release = releaseWith(labelled(12, 11, 0))
    expect([release.linkage?.recall, release.linkage?.precision]).toEqual([null, null])
    expect(release.corrected).toEqual([])
  })
})

describe('corrected totals', () => {
  test('are of every shown total of persons with shown rows, in multiples of the base', () => {
    const release = sampleRelease()
    const { corrected } = release
    const shown = release.figures.filter(
      ({ question, table, cell }) =>
        (question === 'persons' || question === 'persons-without-enrichment') &&
        table === null &&
        cell.status === 'shown',
    )
    expect(corrected).toHaveLength(shown.length)
    for (const { estimate, low, high, ...of } of corrected) {
      const counted = cellOf(release, of)
      expect(counted.status).toBe('shown')
      for (const count of [estimate, low, high]) expect(count % rules.roundingBase).toBe(0)
      expect(low).toBeLessThanOrEqual(estimate)
      expect(estimate).toBeLessThanOrEqual(high)
      // More links are missed than made wrongly, so there are fewer persons than were counted.
      if (counted.status === 'shown') expect(estimate).toBeLessThanOrEqual(counted.value)
    }
  })

  test('leave a total as it is where links are nearly never missed or false', () => {
    const release = releaseWith(labelled(1_000_000, 1_000_000, 0))
    for (const { estimate, ...of } of release.corrected) {
      expect(cellOf(release, of)).toEqual({ status: 'shown', value: estimate })
    }
  })
})

test('every count of the quality of links is under the rules', () => {
  const count = fc.nat(40)
  const counts = fc.record({
    links: count,
    linksByNumbers: count,
    conflicts: count,
    ties: count,
  })
  fc.assert(
    fc.property(counts, (links) => {
      for (const [, cell] of linkageCells(releaseWith({ ...links, ...labelled(10, 9, 0) }))) {
        if (cell.status !== 'shown') expect(cell).toEqual({ status: 'withheld', below: 5 })
        else expect([cell.value >= 5, cell.value % 5]).toEqual([true, 0])
      }
    }),
    { numRuns: 20 },
  )
})
