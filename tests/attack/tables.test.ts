import { beforeAll, describe, expect, it } from 'vitest'
import { boundsOf } from '../../src/attack/bounds.ts'
import { loadSolver } from '../../src/attack/load-solver.ts'
import type { Solver } from '../../src/attack/solver.ts'
import { attackTables, type ReadTable, sceneOfTables } from '../../src/attack/tables.ts'
import type { TableReleaseFigure } from '../../src/release/table-release.ts'
import { refusal } from '../refusal.ts'
import { readJson } from './reference-table.ts'

interface ReferenceCell {
  readonly lists: readonly string[]
  readonly published?: number
  readonly suppressed?: boolean
}

interface Bound {
  readonly lists: readonly string[]
  readonly ilpMin: number
  readonly ilpMax: number
}

interface Reference {
  readonly lists: readonly string[]
  readonly cells: readonly { lists: string[]; sex: string; age: string; count: number }[]
  readonly overlappingStrata: readonly {
    readonly mode: string
    readonly tables: readonly { table: string; cells: ReferenceCell[]; total: number }[]
    readonly bounds: readonly (Bound & { table: string })[]
  }[]
}

const reference = readJson<Reference>('attack-strata-and-rounds')
const { lists } = reference
const everybody = { anyOf: lists.map((list) => ({ list })) }

let solver: Solver
beforeAll(async () => {
  solver = await loadSolver()
})

const rules = {
  mode: 'rounding',
  threshold: 5,
  stratumThreshold: 5,
  roundingBase: 5,
  leastPersons: 0,
  leastMultiList: 0,
  leastNewPersons: 10,
  strata: [['sex'], ['age']],
  cellKey: null,
  dp: null,
} as const

function stratumOf(table: string): Record<string, string> {
  const [attribute, value] = table.split('=')
  return attribute === undefined || value === undefined ? {} : { [attribute]: value }
}

/** A table of the references as a release would tell it. */
function figuresOf(of: Record<string, string>, cells: readonly ReferenceCell[], total: number) {
  const told = cells.map(({ lists: onlyOn, published }): TableReleaseFigure => {
    const cell =
      published === undefined
        ? { status: 'withheld' as const, below: 5 }
        : { status: 'shown' as const, value: published }
    return { of, who: { onlyOn }, cell, repeated: null }
  })
  const sum = { of, who: everybody, cell: { status: 'shown' as const, value: total } }
  return [...told, { ...sum, repeated: null }]
}

function releaseOf(figures: TableReleaseFigure[], more: Partial<ReadTable> = {}): ReadTable {
  return { id: 'reference', lists, attributes: ['sex', 'age'], rules, figures, ...more }
}

const [exact, masked] = reference.overlappingStrata
const strataOf = ({ tables }: { readonly tables: Reference['overlappingStrata'][0]['tables'] }) =>
  tables.flatMap(({ table, cells, total }) => figuresOf(stratumOf(table), cells, total))

/** Least and greatest of each hidden figure, by its stratum and lists. */
function ranges(releases: ReadTable[], cumulative = false) {
  const scene = sceneOfTables({ releases, exact: null, cumulative })
  return boundsOf(scene, solver).bounds.map(({ id, least, greatest }) => ({ id, least, greatest }))
}

describe('overlapping strata', () => {
  it('finds the bounds of the reference, all strata together', () => {
    const release = releaseOf(strataOf(masked ?? { tables: [] }))
    const wanted = (masked?.bounds ?? []).map(({ table, lists: on, ilpMin, ilpMax }) => {
      const of = JSON.stringify(Object.entries(stratumOf(table)))
      const id = `reference ${of} ${JSON.stringify({ onlyOn: on })}`
      return { id, least: ilpMin, greatest: ilpMax }
    })
    expect(ranges([release])).toEqual(wanted)
  })

  it('finds them unsafe together, though every one of them alone is safe', () => {
    const tables = masked?.tables ?? []
    const under = (figures: TableReleaseFigure[]) =>
      ({ releases: [releaseOf(figures)], exact: null, cumulative: false }) as const
    for (const one of tables) {
      expect(attackTables(under(strataOf({ tables: [one] })), solver).report.passed).toBe(true)
    }
    const together = attackTables(under(strataOf({ tables })), solver)
    expect(together.report.passed).toBe(false)
    expect(together.weak).toHaveLength(masked?.bounds.length ?? 0)
  })

  it('finds every hidden cell of exact tables', () => {
    const base = { ...rules, roundingBase: 1, threshold: 5 }
    const figures = strataOf(exact ?? { tables: [] })
    const found = ranges([releaseOf(figures, { rules: base })])
    expect(found.map(({ least, greatest }) => [least, greatest])).toEqual(
      (exact?.bounds ?? []).map(({ ilpMin, ilpMax }) => [ilpMin, ilpMax]),
    )
  })

  it('takes strata that leave a rest out to say nothing of it', () => {
    const figure = (of: Record<string, string>, cell: TableReleaseFigure['cell']) => {
      return { of, who: everybody, cell, repeated: null }
    }
    const shown = (value: number) => ({ status: 'shown' as const, value })
    const hidden = { status: 'withheld' as const, below: 5 }
    const figures = [
      figure({}, shown(20)),
      figure({ sex: 'F' }, shown(15)),
      figure({ sex: 'M' }, hidden),
    ]
    // 18 … 22 in all, 13 … 17 women: 1 … 4 men, if there are no others.
    expect(ranges([releaseOf(figures)])[0]).toMatchObject({ least: 1, greatest: 4 })
    const withRest = [...figures, figure({ sex: '(other)' }, hidden)]
    expect(ranges([releaseOf(withRest)])[0]).toMatchObject({ least: 0, greatest: 4 })
  })
})

describe('an insider', () => {
  const cells = [
    { lists: ['A'], of: {}, count: 23 },
    { lists: ['B'], of: {}, count: 40 },
    { lists: ['A', 'B'], of: {}, count: 2 },
  ]
  const figures = (cell: TableReleaseFigure['cell']): TableReleaseFigure[] => [
    { of: {}, who: { onlyOn: ['A'] }, cell, repeated: null },
    { of: {}, who: { onlyOn: ['B'] }, cell: { status: 'shown', value: 40 }, repeated: null },
    { of: {}, who: { onlyOn: ['A', 'B'] }, cell: { status: 'withheld', below: 5 }, repeated: null },
  ]
  const two = { lists: ['A', 'B'], attributes: [] }

  it('that knows its list is told of the overlap by what others need not mind', () => {
    const told = releaseOf(figures({ status: 'shown', value: 25 }), two)
    const under = { releases: [told], exact: cells, cumulative: false }
    const { report } = attackTables(under, solver)
    // A knows of 25 persons, of whom 23 … 27 are on no other list: 0 … 2 are.
    expect(report.checks.map(({ check, passed }) => [check, passed])).toEqual([
      ['marginals', true],
      ['insider', false],
    ])
    expect(report.checks[1]?.reason).toBe(
      'An organisation with its own records could tell some withheld counts too closely.',
    )
  })

  it('that has few persons itself learns nothing that it did not know', () => {
    const few = [
      { lists: ['A'], of: {}, count: 1 },
      { lists: ['B'], of: {}, count: 41 },
      { lists: ['A', 'B'], of: {}, count: 1 },
    ]
    const hidden = releaseOf(figures({ status: 'withheld', below: 5 }), two)
    const { report } = attackTables({ releases: [hidden], exact: few, cumulative: false }, solver)
    expect(report.passed).toBe(true)
  })
})

describe('rounds that only add persons', () => {
  const round = (id: string, value: number) => {
    const only = { of: {}, who: everybody, cell: { status: 'shown' as const, value } }
    return releaseOf([{ ...only, repeated: null }], { id, rules: { ...rules, roundingBase: 1 } })
  }
  const attack = (before: number, now: number) => {
    const releases = [round('first', before), round('second', now)]
    return attackTables({ releases, exact: null, cumulative: true }, solver).report
  }

  it('are told apart by exact figures that differ by few', () => {
    expect(attack(207, 209).checks).toContainEqual({
      check: 'rounds',
      passed: false,
      cells: 1,
      narrowest: 0,
      reason: 'Some changes between releases could be told too closely.',
    })
  })

  it('are told apart from every earlier one, not from the newest alone', () => {
    const other = { ...round('second', 212), figures: [] }
    const releases = [round('first', 207), other, round('third', 209)]
    const { report } = attackTables({ releases, exact: null, cumulative: true }, solver)
    expect(report.checks).toContainEqual(
      expect.objectContaining({ check: 'rounds', passed: false, cells: 1 }),
    )
  })

  it('are not by figures that differ by more', () => {
    expect(attack(207, 217).passed).toBe(true)
  })

  it('cannot have lost persons', () => {
    expect(refusal(() => attack(209, 207))).toMatchObject({
      code: 'attack.contradictory',
      where: 'first, second',
    })
  })
})

describe('a figure that is said again', () => {
  it('is read by the rules of the release that said it first, and tells no more and no less', () => {
    const only = { of: {}, who: everybody, cell: { status: 'shown' as const, value: 100 } }
    const first = releaseOf([{ ...only, repeated: null }], { id: 'first' })
    const strict = { ...rules, threshold: 10, stratumThreshold: 10, roundingBase: 10 }
    const again = { ...only, repeated: '0'.repeat(64) }
    const second = releaseOf([again], { id: 'second', rules: strict })
    const claimsOf = (releases: ReadTable[]) => {
      const { published } = sceneOfTables({ releases, exact: null, cumulative: false })
      return published.at(-1)?.claims.map(({ low, high }) => [low, high])
    }
    // 98 to 102; what would be told as 90 (86 to 94) to 110 (106 to 114) may be nine less or more.
    expect(claimsOf([first, second])).toEqual([[86, 114]])
    const third = releaseOf([again], { id: 'third', rules: { ...strict, leastNewPersons: 13 } })
    expect(claimsOf([first, second, third])).toEqual([[86, 114]])
    // By rules that are not at hand it may have been 95 to 105.
    expect(claimsOf([third])).toEqual([[75, 125]])
  })
})

describe('releases that do not belong together', () => {
  it('are refused by name', () => {
    const other = releaseOf([], { id: 'other', lists: ['A', 'X'] })
    const scene = () =>
      sceneOfTables({ releases: [releaseOf([]), other], exact: null, cumulative: false })
    expect(refusal(scene)).toMatchObject({
      code: 'attack.other-lists',
      where: 'reference and other',
    })
  })

  it('are refused where the table behind them is too large', () => {
    const many = Array.from({ length: 10 }, (_, at) => `L${at}`)
    const figures = Array.from({ length: 400 }, (_, at): TableReleaseFigure => {
      return {
        of: { sex: `${at}` },
        who: { list: 'L0' },
        cell: { status: 'withheld', below: 5 },
        repeated: null,
      }
    })
    const release = releaseOf(figures, { lists: many })
    const scene = () => sceneOfTables({ releases: [release], exact: null, cumulative: false })
    expect(refusal(scene)).toMatchObject({ code: 'attack.too-large', where: 'reference' })
  })
})
