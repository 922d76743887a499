import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { reachesOf } from '../../src/attack/bounds.ts'
import { loadSolver } from '../../src/attack/load-solver.ts'
import type { Part } from '../../src/attack/round-parts.ts'
import { type RoundScene, roundSpace } from '../../src/attack/round-space.ts'
import { type Row, type Solver, type Term, valueAt } from '../../src/attack/solver.ts'
import type { Cell } from '../../src/base/lists.ts'

let solver: Solver
beforeAll(async () => {
  solver = await loadSolver()
})

/** Two organisations, two years, and one list of another population. */
const lists = [
  { id: 'p1', population: 'main', year: 1 },
  { id: 'k1', population: 'main', year: 1 },
  { id: 'p2', population: 'main', year: 2 },
  { id: 'k2', population: 'main', year: 2 },
  { id: 's1', population: 'other', year: 1 },
]
const ids = lists.map(({ id }) => id)
const sets = Array.from({ length: 31 }, (_, at) => ids.filter((__, bit) => ((at + 1) >> bit) & 1))
const codes = ['a', 'b']
/** Codes of two tables at once: how a part sees a person, and what stands behind every set. */
const tables = ['form', 'age'] as const
type Codes = Readonly<Record<(typeof tables)[number], string>>
const allCodes = codes.flatMap((form) => codes.map((age): Codes => ({ form, age })))

function isOn(on: ReadonlySet<string>, any: readonly string[]): boolean {
  return any.some((id) => on.has(id))
}

/** On any of these, perhaps of any of those too, or of none of those. */
const part: fc.Arbitrary<Part> = fc
  .constantFrom(ids, ['p1', 'k1'], ['p2', 'k2'])
  .chain((among) =>
    fc.record({ any: fc.subarray(among, { minLength: 1 }), other: fc.subarray(among) }),
  )
  .chain((lists) =>
    fc.record({
      any: fc.constant(lists.any),
      other: fc.constant(lists.other),
      how: fc.constantFrom('any', 'also', 'only'),
      code: fc.constantFrom(null, null, 'a'),
      by: fc.constantFrom('form', ...tables),
    }),
  )
  .map(
    ({ any, other, how, code, by }): Part => ({
      sets: how === 'any' ? [any] : [any, other],
      table: code === null ? null : by,
      weigh: (on, own) => {
        if (!isOn(on, any) || (code !== null && own !== code)) return 0
        if (how === 'also' && !isOn(on, other)) return 0
        return how === 'only' && isOn(on, other) ? 0 : 1
      },
    }),
  )
  // No figure counts what nobody can be; a model of such parts alone has no counts to solve for.
  .filter((one) => sets.some((on) => allCodes.some((own) => weightOf(one, on, own) !== 0)))

const coded: fc.Arbitrary<(Cell & Codes)[]> = fc
  .array(
    fc.record({
      at: fc.nat(30),
      codes: fc.constantFrom(...allCodes),
      persons: fc.integer({ min: 1, max: 7 }),
    }),
    {
      minLength: 1,
      maxLength: 9,
    },
  )
  .map((cells) =>
    [...new Map(cells.map((cell) => [JSON.stringify([cell.at, cell.codes]), cell])).values()].map(
      ({ at, codes: own, persons }) => ({ lists: sets[at] ?? [], ...own, persons }),
    ),
  )

const given = fc.record({
  parts: fc.array(part, { minLength: 2, maxLength: 7 }),
  coded,
  insider: fc.constantFrom<string[] | null>(null, ['p1', 'p2'], ['k1', 'k2', 's1']),
  give: fc.integer({ min: 0, max: 2 }),
})

type Given = typeof given extends fc.Arbitrary<infer T> ? T : never

function cellsOf(all: Given['coded']): Cell[] {
  const counts = new Map<string, number>()
  for (const { lists: on, persons } of all) {
    counts.set(on.join(), (counts.get(on.join()) ?? 0) + persons)
  }
  return [...counts].map(([on, persons]) => ({ lists: on.split(','), persons }))
}

function truth({ coded: all }: Given, one: Part): number {
  return all.reduce((sum, cell) => sum + cell.persons * weightOf(one, cell.lists, cell), 0)
}

function weightOf({ weigh, table }: Part, on: readonly string[], own: Codes): number {
  return weigh(new Set(on), table === 'form' || table === 'age' ? own[table] : null)
}

/** Lowest and highest of the first part, when all others are told. */
function rangeOf(
  variables: number,
  rows: readonly Row[],
  terms: { of: (one: Part) => Term[]; given: Given },
) {
  const [target, ...told] = terms.given.parts
  const claims = told.map((one): Row => {
    const value = truth(terms.given, one)
    return {
      terms: terms.of(one),
      low: Math.max(0, value - terms.given.give),
      high: value + terms.given.give,
    }
  })
  const wanted = target === undefined ? [] : [terms.of(target)]
  const { reaches } = reachesOf(variables, [...rows, ...claims], wanted)(solver)
  return [reaches[0]?.low, reaches[0]?.highest]
}

/** Every set of lists and code a count of its own: what the space must not lose. */
function direct(all: Given) {
  const at = (set: number, code: number) => set * allCodes.length + code
  const of = (one: Part) =>
    sets.flatMap((on, set) =>
      allCodes.flatMap((own, index): Term[] => {
        const weight = weightOf(one, on, own)
        return weight === 0 ? [] : [[at(set, index), weight]]
      }),
    )
  const { insider } = all
  const known = new Map<string, Row & { terms: Term[] }>()
  const keyOf = (on: readonly string[]) => on.filter((id) => insider?.includes(id)).join()
  sets.forEach((on, set) => {
    if (keyOf(on) === '') return
    const count = cellsOf(all.coded)
      .filter((cell) => keyOf(cell.lists) === keyOf(on))
      .reduce((sum, { persons }) => sum + persons, 0)
    const row = known.get(keyOf(on)) ?? { terms: [], low: count, high: count }
    known.set(keyOf(on), row)
    row.terms.push(...allCodes.map((_, index): Term => [at(set, index), 1]))
  })
  return rangeOf(sets.length * allCodes.length, [...known.values()], { of, given: all })
}

function sceneOf({ parts, coded: all, insider }: Given): RoundScene {
  const used = tables.filter((table) => parts.some((one) => one.table === table))
  const cellsBy = (table: (typeof tables)[number]) =>
    all.map((cell) => ({ lists: cell.lists, code: cell[table], persons: cell.persons }))
  return {
    lists,
    main: 'main',
    parts,
    codes: new Map(used.map((table) => [table, codes])),
    withoutCode: new Map(tables.map((table) => [table, { low: 0, high: 0 }])),
    cells: cellsOf(all),
    coded: new Map(tables.map((table) => [table, cellsBy(table)])),
    insiders: insider === null ? [] : [insider],
  }
}

/** As if nobody's code `b` were known: how many have none is told as it is. */
function withoutB(given: Given): RoundScene {
  const scene = sceneOf(given)
  const b = given.coded.filter(({ form }) => form === 'b')
  const persons = b.reduce((sum, one) => sum + one.persons, 0)
  const known = [...(scene.coded ?? [])].map(
    ([table, cells]) =>
      [table, cells.filter(({ code }) => table !== 'form' || code !== 'b')] as const,
  )
  const withoutCode = new Map([...scene.withoutCode, ['form', { low: persons, high: persons }]])
  return { ...scene, withoutCode, coded: new Map(known) }
}

describe('persons without a code', () => {
  /** Of how many of 20 persons the code is `a`, if those without any are from 3 to 5. */
  const coded = (any: readonly string[]) => {
    const part = (table: string | null): Part => ({
      sets: [any],
      table,
      weigh: (on, own) => (isOn(on, any) && (table === null || own === 'a') ? 1 : 0),
    })
    const [all, a] = [part(null), part('form')]
    const space = roundSpace({
      ...{ lists, main: 'main', parts: [all, a], codes: new Map([['form', ['a']]]) },
      ...{ withoutCode: new Map([['form', { low: 3, high: 5 }]]), cells: null, coded: null },
      insiders: [],
    })
    const told = { terms: space.termsOf(all), low: 20, high: 20 }
    const wanted = [space.termsOf(a)]
    const { reaches } = reachesOf(space.variables, [...space.rows, told], wanted)(solver)
    return [reaches[0]?.low, reaches[0]?.highest]
  }

  it('are at least as many as is told, where everybody is on a list that figures of codes look at', () => {
    expect(coded(ids)).toEqual([15, 17])
  })

  it('can be those on other lists, where figures of codes do not look at all', () => {
    expect(coded(['p1', 'k1'])).toEqual([15, 20])
  })
})

describe('the counts behind a round', () => {
  it('let an attacker infer just what all sets of lists do', () => {
    fc.assert(
      fc.property(given, (one) => {
        const space = roundSpace(sceneOf(one))
        expect(space.complete).toBe(true)
        const rows = [...space.rows, ...space.knows]
        const found = rangeOf(space.variables, rows, { of: space.termsOf, given: one })
        expect(found).toEqual(direct(one))
      }),
      { numRuns: 60 },
    )
  })

  it('hold the exact table, if it is given', () => {
    fc.assert(
      fc.property(given, (one) => {
        for (const scene of [sceneOf(one), withoutB(one)]) {
          const { rows, knows, counts } = roundSpace(scene)
          for (const { terms, low, high } of [...rows, ...knows]) {
            expect(valueAt(terms, counts ?? [])).toBeGreaterThanOrEqual(low)
            expect(valueAt(terms, counts ?? [])).toBeLessThanOrEqual(high)
          }
        }
        const space = roundSpace(sceneOf(one))
        const counts = space.counts ?? []
        for (const each of one.parts) {
          expect(valueAt(space.termsOf(each), counts)).toBe(truth(one, each))
        }
      }),
      { numRuns: 60 },
    )
  })
})
