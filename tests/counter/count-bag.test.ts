import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countBag } from '../../src/counter/count-bag.ts'
import { exactCodes, exactTable } from '../../src/counter/exact-tables.ts'
import { makeRelease } from '../../src/counter/make-release.ts'
import { cellOf } from '../../src/release/release.ts'
import { PERSONS } from '../../src/round/manifest.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { sampleStore } from '../node/sample-node.ts'
import { type OpenedPerson, sampleCounter } from './sample-counter.ts'
import { unattackedParts } from './unattacked-parts.ts'

const [P, S, B] = ['police-2020', 'shelter-2020', 'border-2020'] as [string, string, string]
let store: Awaited<ReturnType<typeof sampleStore>>

beforeEach(async () => {
  store = await sampleStore()
})
afterEach(() => store.close())

/** Nothing is left of its label, so it does not say of which list it is. */
const padding: OpenedPerson = { lists: [], codes: ['unknown'], kind: 'padding' }
const check = (lists: string[], code: string): OpenedPerson => ({
  lists,
  codes: lists.map(() => code),
  kind: 'check',
})
const many = (count: number, person: OpenedPerson) => Array<OpenedPerson>(count).fill(person)

/** Eight rows a list: 13 persons, one of them with a list twice. */
const persons: readonly OpenedPerson[] = [
  ...many(3, { lists: [P], codes: ['sexual'] }),
  { lists: [P, S], codes: ['other', 'labour'] },
  { lists: [P, S], codes: ['unknown', 'criminal'] },
  { lists: [P, S, B], codes: ['labour', 'criminal', 'unknown'] },
  { lists: [P, S, B], codes: ['sexual', 'labour', 'unknown'] },
  { lists: [S, S], codes: ['labour', 'labour'] },
  ...many(3, { lists: [B], codes: ['unknown'] }),
  { lists: [B], codes: ['conflict'] },
  { lists: [S], codes: ['labour'] },
  ...many(4, padding),
]
/** The same persons as the table of sexes has them. */
const sexes = persons.map((person, at) => ({
  ...person,
  codes:
    person.kind === 'padding'
      ? ['unknown']
      : person.lists.map(() => (at > 11 ? 'unknown' : 'female')),
}))

async function counted(size = 8) {
  const { database } = store
  const counter = await sampleCounter(database, { size })
  const { work, parts, bagOf } = counter
  const count = (table: string, rows: readonly OpenedPerson[]) =>
    countBag(work, bagOf(table, rows), parts)
  return { ...counter, count }
}

describe('countBag', () => {
  it('keeps the exact tables for whoever has the storage key', async () => {
    const { count, parts, agreement, core } = await counted()
    await count(PERSONS, persons)
    await count('form', persons)
    const table = await exactTable(store.database, parts.storageKey, core.round)
    expect(table).toEqual({
      cells: [
        { lists: [B], persons: 4 },
        { lists: [P], persons: 3 },
        { lists: [S], persons: 2 },
        { lists: [P, S], persons: 2 },
        { lists: [B, P, S], persons: 2 },
      ],
      quality: { listTwice: 1, undecodable: 0 },
    })
    const [book] = agreement.terms.tables
    const of = { round: core.round, book: book! } // tableTerms has two
    const codes = await exactCodes(store.database, parts.storageKey, of)
    expect(codes?.undecodable).toBe(0)
    const byText = (one: { lists: readonly string[]; code: string; persons: number }) =>
      `${one.lists.join('+')} ${one.code} ${one.persons}`
    expect(codes?.cells.map(byText).sort()).toEqual(
      [
        `${B} conflict 1`,
        `${B} unknown 3`,
        `${B}+${P}+${S} conflict 1`,
        `${B}+${P}+${S} other 1`,
        `${P} sexual 3`,
        `${P}+${S} criminal 1`,
        `${P}+${S} labour 1`,
        `${S} labour 2`,
      ].sort(),
    )
    expect((await refusalOf(exactTable(store.database, new Uint8Array(32), core.round))).code).toBe(
      'seal.broken',
    )
  })

  it('gives a digest that depends on the counts, not on the order of the bag', async () => {
    const { count } = await counted()
    const digest = await count(PERSONS, persons)
    expect(digest).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(await count(PERSONS, persons.toReversed())).toBe(digest)
    const form = await count('form', persons)
    expect(await count('form', persons.toReversed())).toBe(form)
    const other = persons.map((person, at) => (at === 0 ? { ...person, codes: ['other'] } : person))
    expect(await count('form', other)).not.toBe(form)
  })

  it.each([
    ['a row less', persons.slice(1), 'all lists'],
    ['a padding row less', persons.slice(0, -1), 'all lists'],
    ['a row more', [...persons, { lists: [S] }], 'all lists'],
    ['more rows of a list than it has', [...many(3, { lists: [B] }), ...persons.slice(3)], B],
  ])('refuses a bag with %s', async (_, rows, list) => {
    const { count } = await counted()
    const { code, where } = await refusalOf(count(PERSONS, rows))
    expect(code).toBe('bag.sizes')
    expect(where).toContain(list)
  })

  it('lets what stands for nothing stand for rows that are missing, within the agreed share', async () => {
    const { count } = await counted()
    const strange = [...persons.slice(1), { lists: ['elsewhere'] }]
    await count(PERSONS, strange)
    const { code } = await refusalOf(
      count(PERSONS, [...strange.slice(1), { lists: ['elsewhere'] }]),
    )
    expect(code).toBe('bag.undecodable')
  })

  it('refuses the bag of a table that holds other persons', async () => {
    const { count } = await counted()
    await count(PERSONS, persons)
    // One row of police and one of the shelter have changed persons: sizes are as before.
    const other = persons.map((person) => {
      if (person.codes?.[1] === 'criminal' && person.lists.length === 2)
        return { lists: [P, B], codes: ['unknown', 'criminal'] }
      return person.codes?.[0] === 'conflict' ? { lists: [S], codes: ['conflict'] } : person
    })
    const { code, where } = await refusalOf(count('form', other))
    expect([code, where]).toEqual(['bag.tables-differ', 'table form'])
    await count('form', persons)
  })

  it('counts the persons first', async () => {
    const { count } = await counted()
    await expect(count('form', persons)).rejects.toThrow('persons is counted first')
  })
})

describe('check persons', () => {
  const expected = [
    { lists: [P, S], codes: { form: 'labour', sex: 'male' } },
    { lists: [P, S], codes: { form: 'labour', sex: 'female' } },
    { lists: [B], codes: { form: 'conflict', sex: 'unknown' } },
  ]
  const hidden = [check([P, S], 'labour'), check([P, S], 'labour'), check([B], 'conflict')]

  async function judged(found: readonly OpenedPerson[], table = 'form', paddings = 4) {
    // As in a round: eight rows for persons and padding, three for check persons and more padding.
    const { work, parts, bagOf } = await sampleCounter(store.database, { size: 8, checks: 3 })
    const all = [...persons, ...found, ...many(paddings, padding)]
    const judge = (of: string, rows: readonly OpenedPerson[]) =>
      countBag(work, { ...bagOf(of, rows), checks: expected }, parts)
    const clean = [...persons, ...hidden, ...many(4, padding)]
    if (table !== PERSONS) await judge(PERSONS, clean)
    return judge(table, all)
  }

  it('are found in every bag, and counted in none', async () => {
    const { count } = await counted()
    const alone = await count('form', persons).catch(() => count(PERSONS, persons))
    expect(await judged(hidden)).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(alone).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const table = await exactTable(store.database, new Uint8Array(32).fill(7), 'spring')
    expect(table?.cells.reduce((sum, cell) => sum + cell.persons, 0)).toBe(13)
  })

  it.each([
    ['one is cut in two', [check([P], 'x'), check([S], 'x'), ...hidden.slice(1)]],
    ['one is on another list', [check([B, S], 'x'), hidden[1], check([P], 'x')]],
    ['one is merged with another', [check([P, P, S, S], 'x'), hidden[2]]],
  ])('must be whole and on their lists: %s', async (_, found) => {
    const rows = found.filter((one) => one !== undefined)
    const { code, where } = await refusalOf(judged(rows, PERSONS))
    expect(code).toBe('checks.differ')
    expect(where).toContain('table persons')
  })

  it('must have their codes', async () => {
    const { code, where } = await refusalOf(judged([check([P, S], 'other'), ...hidden.slice(1)]))
    // Without numbers: an owner that plants check rows of its own would read them.
    expect([code, where]).toEqual(['checks.differ', 'table form'])
  })

  it('that nobody agreed on stand for nothing, so that planting them tells nothing', async () => {
    const planted = [...hidden, check([P], 'labour'), check([S, S], 'labour')]
    expect(await judged(planted, PERSONS, 1)).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })
})

describe('makeRelease', () => {
  it('shows every code of every table, unknown and conflict too, and no small count', async () => {
    const { count, work, parts, keepQuality } = await counted()
    await keepQuality()
    await count(PERSONS, persons)
    await count('form', persons)
    await count('sex', sexes)
    const { release, digest } = await makeRelease(work, unattackedParts(parts, 1_600_000_000_000))
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    const cell = (table: string, code: string, year: number | null = null) =>
      cellOf(release, { question: 'persons', table, code, year })
    expect(release.tables.map(({ id }) => id)).toEqual(['form', 'sex'])
    // Other: itself, labour and criminal.
    expect(cell('form', 'other')).toEqual({ status: 'shown', value: 5 })
    expect(cell('form', 'labour')).toEqual({ status: 'shown', value: 3 })
    expect(cell('form', 'criminal')).toEqual({ status: 'withheld', below: 3 })
    expect(cell('form', 'unknown', 2020)).toEqual({ status: 'shown', value: 3 })
    expect(cell('form', 'conflict')).toEqual({ status: 'withheld', below: 3 })
    expect(cell('sex', 'female')).toEqual({ status: 'shown', value: 12 })
    expect(cellOf(release, { question: 'persons' })).toEqual({ status: 'shown', value: 13 })
  })

  it('estimates nothing unless agreed, and says why where it cannot', async () => {
    const { count, work, parts, keepQuality } = await counted()
    await keepQuality()
    for (const table of [PERSONS, 'form', 'sex']) {
      await count(table, table === 'sex' ? sexes : persons)
    }
    const plain = unattackedParts(parts, 0)
    expect((await makeRelease(work, plain)).release.estimates).toEqual([])
    const terms = { ...plain.agreement.terms, estimates: { resamples: 100 } }
    const asked = { ...plain, agreement: { ...plain.agreement, terms } }
    expect((await makeRelease(work, asked)).release.estimates).toMatchObject([
      { of: { year: 2020 }, verdict: 'refuse', reasons: ['estimate.few-overlaps'] },
    ])
  })

  it('waits for all tables', async () => {
    const { count, work, parts } = await counted()
    await count(PERSONS, persons)
    await expect(makeRelease(work, unattackedParts(parts, 0))).rejects.toThrow(
      'form is not counted',
    )
  })
})
