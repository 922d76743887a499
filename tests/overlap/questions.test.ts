import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ListInfo, Organisation, Population } from '../../src/base/lists.ts'
import { isProblem } from '../../src/base/problem.ts'
import { tallyPersons } from '../../src/overlap/overlap-table.ts'
import { answerQuestions, type ExactFigure } from '../../src/overlap/questions.ts'
import { lists, organisations, populations, sampleTable } from './sample-round.ts'

const quality = { listTwice: 0, undecodable: 0 }

type Person = readonly ListInfo[]

/** The definitions once more, person by person and figure by figure, without the table. */
function recount(
  all: readonly ListInfo[],
  persons: readonly Person[],
  of: ExactFigure,
): number | null {
  const main = populations[0]?.id
  const isMain = (list: ListInfo) => list.population === main
  const inYear = (list: ListInfo) => isMain(list) && list.year === of.year
  const inScope = of.year === null ? isMain : inYear
  const barred = (id: string) => organisations.find((one) => one.id === id)?.legalBasis === false
  const last = Math.max(...all.filter(isMain).map((list) => list.year))
  const number = (claim: (person: Person) => boolean) => persons.filter(claim).length
  const sum = (source: string) =>
    persons.flatMap((person) => person.filter((list) => inYear(list) && list.source === source))
      .length
  const anyList = (claim: (list: ListInfo) => boolean) => all.some(claim)
  const owner = (list: ListInfo) => list.organisation === of.organisation
  switch (of.question) {
    case 'reports':
      return anyList((l) => inYear(l) && l.source === 'report') ? sum('report') : null
    case 'enrichments':
      return anyList((l) => inYear(l) && l.source === 'enrichment') ? sum('enrichment') : null
    case 'persons':
      return number((p) => p.some(inScope))
    case 'persons-without-enrichment':
      return anyList((l) => inScope(l) && l.source === 'report')
        ? number((p) => p.some((l) => inScope(l) && l.source === 'report'))
        : null
    case 'known-to':
      return anyList((l) => inYear(l) && owner(l))
        ? number((p) => p.some((l) => inYear(l) && owner(l)))
        : null
    case 'known-only-to':
      return anyList((l) => inYear(l) && owner(l))
        ? number((p) => p.some(inYear) && p.filter(inYear).every(owner))
        : null
    case 'only-without-legal-basis':
      return anyList((l) => inYear(l) && barred(l.organisation))
        ? number((p) => p.some(inYear) && p.filter(inYear).every((l) => barred(l.organisation)))
        : null
    case 'seen-again':
      return of.year === last
        ? null
        : number((p) => p.some(inYear) && p.some((l) => isMain(l) && l.year > (of.year ?? 0)))
    case 'also-in':
      return number((p) => p.some(inScope) && p.some((l) => l.population === of.population))
    case 'population-total':
      return number((p) => p.some((l) => l.population === of.population))
  }
}

const listSets = fc.subarray(lists, { minLength: 8 })

describe('the answers', () => {
  test('equal a naive recount of random persons on random lists', () => {
    fc.assert(
      fc.property(
        listSets.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.array(fc.subarray(all, { minLength: 1 }), { maxLength: 40 }),
          ),
        ),
        ([all, persons]) => {
          const ids = persons.map((person) => person.map((list) => list.id))
          const table = tallyPersons(all, ids, quality)
          for (const figure of answerQuestions(table, organisations, populations)) {
            expect({ ...figure, value: recount(all, persons, figure) }).toEqual(figure)
          }
        },
      ),
      { numRuns: 60, verbose: 1 },
    )
  })

  test('are each given once', () => {
    const figures = answerQuestions(sampleTable(), organisations, populations)
    const keys = figures.map((one) => JSON.stringify({ ...one, value: undefined }))
    expect(new Set(keys).size).toBe(keys.length)
    // 6 per year, 2 per organisation and year, 5 + 1 + 1 of the suspects, 2 over all years
    expect(figures).toHaveLength(5 * 6 + 5 * 8 * 2 + 7 + 2)
  })

  test('count a person of several years once over all years', () => {
    const person = ['police-2013-victims', 'police-2014-victims', 'fairwork-2014-victims']
    const figures = answerQuestions(
      tallyPersons(lists, [person], quality),
      organisations,
      populations,
    )
    const value = (question: string, year: number | null) =>
      figures.find((one) => one.question === question && one.year === year)?.value
    expect(value('persons', null)).toBe(1)
    expect([value('persons', 2013), value('persons', 2014), value('persons', 2015)]).toEqual([
      1, 1, 0,
    ])
    expect([value('reports', 2013), value('reports', 2014)]).toEqual([1, 2])
    expect([value('seen-again', 2013), value('seen-again', 2014)]).toEqual([1, 0])
    expect(value('seen-again', 2017)).toBeNull()
  })

  test('do not apply where an organisation has no list', () => {
    const figures = answerQuestions(sampleTable(), organisations, populations)
    const ofCounter = figures.filter((one) => one.organisation === 'rapporteur')
    expect(ofCounter).not.toHaveLength(0)
    expect(ofCounter.map((one) => one.value)).toEqual(ofCounter.map(() => null))
  })

  test.each<[string, Organisation[], Population[]]>([
    ['questions.unknown-owner', organisations.slice(1), populations],
    ['questions.unknown-population', organisations, populations.slice(0, 1)],
    ['questions.no-population', organisations, []],
  ])('are refused with %s', (code, owners, whom) => {
    let thrown: unknown
    try {
      answerQuestions(sampleTable(), owners, whom)
    } catch (error) {
      thrown = error
    }
    expect(isProblem(thrown, code)).toBe(true)
  })
})
