import { describe, expect, it } from 'vitest'
import { learningOf, type OwnList } from '../../src/exposure/learning.ts'
import {
  findingText,
  learningDutch,
  learningEnglish,
  pointText,
} from '../../src/exposure/learning-words.ts'
import { countersOf, listsOf } from '../../src/round/agreement.ts'
import { makePaper } from '../round/paper.ts'

const plain = await makePaper({ counters: 1, tables: 1 })
const covered = await makePaper({ covered: true })

type Paper = typeof plain
const ownersOf = ({ core }: Paper) => [...new Set(core.lists.map((list) => list.organisation))]

function learned(paper: Paper, self: string, own: readonly OwnList[] = []) {
  const { core, agreement } = paper
  const imported = own.map(({ id }) => id)
  return learningOf({ core, terms: agreement.terms, self, own, imported })
}

function pointsOf(paper: Paper, self: string, seat: string): string[] {
  const found = learned(paper, self).seats.find((one) => one.seat === seat)
  return found?.learns.map(({ say }) => say) ?? []
}

describe('what seats learn', () => {
  const [owner = ''] = ownersOf(plain)
  const [counter = ''] = countersOf(plain.agreement.terms)

  it('is exact small counts and codes for the counter of a round without cover, and disturbed ones with it', () => {
    expect(pointsOf(plain, owner, 'counter')).toContain('exact-small-counts')
    expect(pointsOf(plain, owner, 'counter')).toContain('exact-codes')
    const [other = ''] = ownersOf(covered)
    expect(pointsOf(covered, other, 'counter')).toContain('covered-counts')
    expect(pointsOf(covered, other, 'counter')).not.toContain('exact-small-counts')
    expect(pointsOf(covered, other, 'counter')).not.toContain('list-figures')
  })

  it('is the overlap itself for the coordinator where there are two lists, and less where there are more', () => {
    const { core, agreement } = plain
    const two = { ...core, lists: core.lists.slice(0, 2) }
    const of = (lists: typeof core) =>
      learningOf({ core: lists, terms: agreement.terms, self: owner, own: [], imported: [] })
        .seats.find(({ seat }) => seat === 'coordinator')
        ?.learns.map(({ say }) => say)
    expect(of(two)).toContain('overlap-exactly')
    const more = [...two.lists, { ...two.lists[0]!, id: 'third' }]
    expect(of({ ...core, lists: more })).toContain('on-all-lists-exactly')
  })

  it('names other organisations only, and no seat that is empty', () => {
    for (const self of [owner, counter]) {
      for (const { seat, who } of learned(plain, self).seats) {
        expect(who, seat).not.toContain(self)
        if (seat !== 'reader' && seat !== 'network') expect(who.length, seat).toBeGreaterThan(0)
      }
    }
  })
})

describe('what coalitions learn', () => {
  it('needs this organisation where it evaluates, or alone counts: it can keep it from happening', () => {
    const { terms } = plain.agreement
    const evaluator = plain.core.evaluators.find((id) => !countersOf(terms).includes(id))
    const [counter = ''] = countersOf(terms)
    const outside = ownersOf(plain).find((id) => !plain.core.evaluators.includes(id)) ?? ''
    const needed = (self: string) =>
      learned(plain, self)
        .coalitions.filter(({ needsUs }) => needsUs)
        .map(({ name }) => name)
    if (evaluator !== undefined) expect(needed(evaluator)).toContain('evaluators')
    expect(needed(counter)).toEqual(
      expect.arrayContaining(['coordinator-counter', 'counter-owner', 'coordinator-evaluators']),
    )
    expect(needed(outside)).toEqual(['owners'])
  })
})

describe('what the own records add', () => {
  const [owner = ''] = ownersOf(plain)
  const { terms } = plain.agreement
  const [list] = listsOf(terms, owner)
  const id = list!.id
  const size = list!.size
  const { minimumPersons } = terms.limits
  const { threshold } = terms.disclosure
  const table = terms.tables[0]!
  const say = (persons: number | null, codes: OwnList['codes'] = []) =>
    learned(plain, owner, [{ id, records: persons ?? 1_000_000, persons, codes }])
      .findings.filter((finding) => finding.list === id)
      .map((finding) => finding.say)

  it('says where a list would end the round, is small, or is told by its size', () => {
    expect(learned(plain, owner).findings.every((one) => one.say === 'never-imported')).toBe(true)
    expect(say(0)).toEqual(['empty'])
    expect(say(size + 1)).toEqual(['over-limit'])
    if (minimumPersons > 1) expect(say(minimumPersons - 1)).toEqual(['below-minimum'])
    if (threshold > minimumPersons) expect(say(minimumPersons)).toEqual(['below-threshold'])
    expect(say(null)).toEqual(['too-many-to-say'])
    const [finding] = learned(plain, owner, [
      { id, records: size, persons: size, codes: [] },
    ]).findings
    expect(['little-padding', 'below-threshold']).toContain(finding?.say)
  })

  it('names codes of few persons without their number, and none of nobody or of many', () => {
    const [first, second] = table.codes.map((code) => code.id)
    const codes = [
      { table: table.id, code: first!, persons: 1 },
      { table: table.id, code: second ?? 'unknown', persons: 0 },
      { table: table.id, code: 'unknown', persons: 5000 },
    ]
    const { findings } = learned(plain, owner, [{ id, records: 5, persons: 5, codes }])
    const small = findings.find((one) => one.say === 'small-codes')
    expect(small).toMatchObject({ table: table.id, codes: [first], counted: true })
    const names = { table: (one: string) => one, code: (_: string, code: string) => code }
    for (const words of [learningDutch, learningEnglish]) {
      const text = findingText(words, small!, names)
      expect(text).toContain(first)
      expect(text).not.toMatch(/\b1\b/)
    }
  })

  it('has a sentence in both languages for everything', () => {
    for (const paper of [plain, covered]) {
      for (const { learns } of learned(paper, ownersOf(paper)[0] ?? '').seats) {
        for (const point of learns) {
          const texts = [learningDutch, learningEnglish].map((words) => pointText(words, point))
          expect(texts[0]).not.toBe(texts[1])
          for (const text of texts) expect(text.length).toBeGreaterThan(10)
        }
      }
    }
  })
})
