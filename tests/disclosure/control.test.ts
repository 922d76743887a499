import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isProblem } from '../../src/base/problem.ts'
import { controlDisclosure } from '../../src/disclosure/control.ts'
import { protectCount } from '../../src/disclosure/protect.ts'
import { answerCodes } from '../../src/overlap/code-table.ts'
import { makeOverlapTable, tallyPersons } from '../../src/overlap/overlap-table.ts'
import { answerQuestions } from '../../src/overlap/questions.ts'
import { encodeRelease } from '../../src/release/encode.ts'
import { figureKey } from '../../src/release/figure.ts'
import { cellOf } from '../../src/release/release.ts'
import { sampleCodes } from '../overlap/sample-codes.ts'
import { lists, organisations, populations, sampleTable } from '../overlap/sample-round.ts'
import { sampleLinking } from './sample-linking.ts'
import { context, rules, sampleRelease } from './sample-release.ts'
import { unattacked } from './unattacked.ts'

const listIds = lists.map((list) => list.id)
const persons = fc.array(fc.subarray(listIds, { minLength: 1, maxLength: 4 }), { maxLength: 200 })
const anyRules = fc
  .record({ roundingBase: fc.integer({ min: 1, max: 10 }), times: fc.integer({ min: 1, max: 4 }) })
  .map(({ roundingBase, times }) => ({ roundingBase, threshold: roundingBase * times }))
  .filter((one) => one.threshold >= 3)
const quality = fc.record({ listTwice: fc.nat(30), undecodable: fc.nat(30) })

describe('disclosure control', () => {
  test('shows no number below the threshold and only multiples of the base', () => {
    fc.assert(
      fc.property(persons, quality, anyRules, (people, measured, chosen) => {
        const release = controlDisclosure(
          {
            table: tallyPersons(lists, people, measured),
            codes: [sampleCodes()],
            linking: sampleLinking(),
          },
          context,
          unattacked(chosen),
        )
        const cells = [
          ...release.figures.map((figure) => figure.cell),
          release.quality.listTwice,
          release.quality.undecodable,
          ...release.tables.map((table) => table.undecodable),
        ]
        for (const cell of cells) {
          if (cell.status !== 'shown') continue
          expect(cell.value).toBeGreaterThanOrEqual(chosen.threshold)
          expect(cell.value % chosen.roundingBase).toBe(0)
        }
      }),
      { numRuns: 40, verbose: 1 },
    )
  })

  test('withholds exactly the counts below the threshold, zero like any other', () => {
    fc.assert(
      fc.property(persons, anyRules, (people, chosen) => {
        const table = tallyPersons(lists, people, { listTwice: 0, undecodable: 0 })
        const release = controlDisclosure(
          { table, codes: [], linking: sampleLinking() },
          context,
          unattacked(chosen),
        )
        for (const { value, ...of } of answerQuestions(table, organisations, populations)) {
          const { status } = cellOf(release, of)
          if (value === null) expect(status).toBe('not-applicable')
          else expect(status).toBe(value < chosen.threshold ? 'withheld' : 'shown')
        }
      }),
      { numRuns: 40, verbose: 1 },
    )
  })

  test('makes the same release of the same counts, in whatever order cells and lists come', () => {
    const table = sampleTable()
    const turned = makeOverlapTable({
      lists: [...table.lists].reverse(),
      cells: [...table.cells].reverse(),
      quality: table.quality,
    })
    const codes = { ...sampleCodes(), cells: sampleCodes().cells.toReversed() }
    expect(
      encodeRelease(
        controlDisclosure(
          { table: turned, codes: [codes], linking: sampleLinking() },
          context,
          unattacked(rules),
        ),
      ),
    ).toBe(encodeRelease(sampleRelease()))
  })

  test('gives the same release for counts that differ below the threshold only', () => {
    const one = protectCount(0, rules)
    expect([1, 2, 3, 4].map((count) => protectCount(count, rules))).toEqual([one, one, one, one])
  })

  test('takes ratios from released numbers, not from exact ones', () => {
    const release = sampleRelease()
    const ratios = release.figures.filter((figure) => figure.question === 'reports-per-person')
    expect(ratios).toHaveLength(5)
    for (const { year, cell } of ratios) {
      const reports = cellOf(release, { question: 'reports', year })
      const people = cellOf(release, { question: 'persons-without-enrichment', year })
      if (reports.status !== 'shown' || people.status !== 'shown') throw new Error('too small')
      expect(cell).toEqual({
        status: 'ratio',
        value: Number((reports.value / people.value).toFixed(2)),
      })
    }
  })

  test('withholds a ratio when one of its numbers is withheld', () => {
    const people = Array.from({ length: 4 }, () => ['police-2013-victims'])
    const table = tallyPersons(lists, people, { listTwice: 0, undecodable: 0 })
    const release = controlDisclosure(
      { table, codes: [], linking: sampleLinking() },
      context,
      unattacked(rules),
    )
    expect(cellOf(release, { question: 'reports-per-person', year: 2013 })).toEqual({
      status: 'withheld',
      below: 5,
    })
  })

  test('carries every table with its names, and masks what of it stands for nothing', () => {
    const [table] = sampleRelease().tables
    expect(table?.codes.map(({ id, within }) => [id, within])).toEqual([
      ['sexual', null],
      ['sexual-visible', 'sexual'],
      ['other', null],
      ['labour', 'other'],
      ['unknown', null],
      ['conflict', null],
    ])
    expect(table?.name).toEqual({ nl: 'vorm van uitbuiting', en: 'form of exploitation' })
    expect(table?.undecodable).toEqual({ status: 'withheld', below: 5 })
  })

  test('masks the figures of codes like every other count, zero too', () => {
    const exact = answerCodes(sampleCodes(), lists, populations)
    const release = sampleRelease()
    expect(exact).toHaveLength(6 * 6)
    for (const { value, ...of } of exact) {
      expect(cellOf(release, of)).toEqual(protectCount(value, rules))
    }
    const rare = exact.filter(({ code, value }) => code === 'conflict' && (value ?? 0) < 5)
    expect(rare).not.toHaveLength(0)
  })

  test('masks the quality of linking like every other count', () => {
    const { quality: measured } = sampleRelease()
    expect(measured).toEqual({
      listTwice: { status: 'shown', value: 5 },
      undecodable: { status: 'withheld', below: 5 },
    })
  })

  test('lets no true size of a list and no field that was not asked for through', () => {
    const parties = organisations.map((one) => ({ ...one, contact: 'someone' }))
    let thrown: unknown
    try {
      controlDisclosure(
        { table: sampleTable(), codes: [], linking: sampleLinking() },
        { ...context, organisations: parties },
        unattacked(rules),
      )
    } catch (error) {
      thrown = error
    }
    expect(isProblem(thrown, 'release.unreadable')).toBe(true)
    expect(sampleRelease().lists.map((list) => Object.keys(list).sort())).toEqual(
      lists.map(() => ['agreedSize', 'id', 'organisation', 'population', 'source', 'year']),
    )
  })

  test('gives every figure once, in a fixed order, and no release can be altered', () => {
    const release = sampleRelease()
    const keys = release.figures.map(figureKey)
    expect(keys).toEqual([...new Set(keys)].sort())
    expect(() => {
      Object.assign(release.figures[0]?.cell ?? {}, { value: 1 })
    }).toThrow(TypeError)
  })

  test('states the second in which it was made', () => {
    expect(sampleRelease().madeAt).toBe('2026-11-21T09:30:15Z')
  })
})
