import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { boundsOf } from '../../src/attack/bounds.ts'
import { loadSolver } from '../../src/attack/load-solver.ts'
import type { Solver } from '../../src/attack/solver.ts'
import { attackTables, sceneOfTables } from '../../src/attack/tables.ts'
import type { TableControl } from '../../src/disclosure/control-table.ts'
import { parseTableFile, type TableFile } from '../../src/overlap/table-file.ts'
import { rangeOf } from '../../src/release/table-release.ts'
import { meansLists } from '../../src/release/who.ts'
import { refusal } from '../refusal.ts'
import {
  asEarlier,
  cellsOf,
  disclosed,
  failing,
  passing,
  readTable,
  released,
  tableOf,
} from './sample-tables.ts'

let solver: Solver
beforeAll(async () => {
  solver = await loadSolver()
})
const attacker =
  (table: TableFile): TableControl['attack'] =>
  (release, earlier) => {
    const releases = [...earlier.map((one) => one.release), release]
    return attackTables({ releases, exact: table.cells, cumulative: false }, solver).report
  }

const key = new Uint8Array(32).fill(9)
const cellkey = { mode: 'cellkey', cellkey: { keyFile: 'a.key' } } as const
const dp = { mode: 'dp', dp: { epsilon: 1, budget: 1, year: 2020 } } as const
const plain = () => tableOf({ A: 101, B: 73, C: 58, 'A B': 17, 'A C': 3, 'B C': 11, 'A B C': 2 })

describe('the release of a table', () => {
  it('masks small counts and zero alike, and rounds every other figure by itself', () => {
    const cells = cellsOf(released(tableOf({ A: 101, B: 73, C: 58, 'A B': 17, 'A C': 3 })))
    expect(cells).toMatchObject({
      ...{ 'list A': 120, 'list B': 90, 'list C': 60, A: 100, B: 75, C: 60 },
      ...{ 'A B': 15, 'A C': '<5', 'B C': '<5', 'A B C': '<5' },
    })
    expect(Object.values(cells)[0]).toBe(250)
  })

  it('tells of strata by the higher threshold', () => {
    const release = released(readTable('attack-strata-and-rounds'), {
      rules: { strata: [['sex']] },
    })
    const below = new Set(
      release.figures.flatMap(({ of, cell }) =>
        cell.status === 'withheld' ? [`${of.sex ?? 'all'} ${cell.below}`] : [],
      ),
    )
    expect(below).toEqual(new Set(['F 10', 'M 10']))
    expect(release.rules.strata).toEqual([['sex']])
  })

  it('tells only totals of a table that is too small for more', () => {
    const { release, steps } = disclosed(tableOf({ A: 101, B: 73, 'A B': 9 }))
    expect(Object.keys(cellsOf(release as never))).toHaveLength(3)
    expect(steps[0]?.what).toBe('Only totals are told: the table is too small.')
  })

  it('is the same for the same table and rules', () => {
    expect(released(plain())).toEqual(released(plain()))
    expect(Object.isFrozen(released(plain()).figures[0])).toBe(true)
  })

  it('merges figures in the fixed order until no attack succeeds, and says so', () => {
    let tries = 0
    const attack = () => (++tries < 4 ? failing : passing)
    const { release, gate, steps } = disclosed(plain(), { attack })
    expect(gate).toEqual(passing)
    expect(steps.filter(({ step }) => step === 'merge')).toEqual([
      {
        step: 'merge',
        what: 'Sets of two lists become one figure.',
        why: 'Attacks that succeeded, or could not be ruled out: marginals.',
      },
      expect.objectContaining({ what: 'The last 2 lists of the table count as one.' }),
      expect.objectContaining({ what: 'Only totals are told.' }),
    ])
    expect(release?.figures).toHaveLength(4)
  })

  it('is refused where no merging helps, and then nothing of the table is told', () => {
    const { release, gate, steps } = disclosed(plain(), { attack: () => failing })
    expect(release).toBeNull()
    expect(gate).toEqual(failing)
    expect(steps.at(-1)).toEqual({
      step: 'gate',
      what: 'No release: nothing is told of this table.',
      why: 'Attacks that succeeded, or could not be ruled out: marginals. Merging figures did not help.',
    })
    expect(JSON.stringify(steps)).not.toMatch(/101|73|58|262|265/)
  })

  it('shows no figure below its threshold, and is true of the exact table', () => {
    const count = fc.oneof(fc.nat(12), fc.nat(200))
    fc.assert(
      fc.property(fc.array(count, { minLength: 14, maxLength: 14 }), (counts) => {
        const names = ['A', 'B', 'C', 'A B', 'A C', 'B C', 'A B C']
        const cells = counts.map((one, at) => ({
          lists: (names[at % 7] ?? '').split(' '),
          sex: at < 7 ? 'F' : 'M',
          count: one + (at % 7 < 3 ? 1 : 0),
        }))
        const table = parseTableFile({ lists: ['A', 'B', 'C'], cells }, 'any.json')
        const { figures, rules } = released(table)
        for (const figure of figures) {
          const { of, who, cell } = figure
          const exact = table.cells
            .filter((one) => of.sex === undefined || one.of.sex === of.sex)
            .filter(({ lists }) => meansLists(who, new Set(lists)))
            .reduce((sum, one) => sum + one.count, 0)
          const { low, high } = rangeOf(figure, rules)
          expect(exact >= low && exact <= high).toBe(true)
          const threshold = Object.keys(of).length === 0 ? 5 : 10
          if (cell.status !== 'withheld') expect(cell.value).toBeGreaterThanOrEqual(threshold)
        }
      }),
      { numRuns: 40, verbose: 1 },
    )
  })

  it('holds no exact count in any byte: only multiples of the base and the rules', () => {
    // Counts that are in nothing else: seven digits, no multiple of 5
    const canaries = { A: 7_300_011, B: 7_300_022, 'A B': 7_300_033 }
    const sums = [7_300_044, 7_300_055, 7_300_066, 21_900_066, 14_600_044, 14_600_055]
    for (const rules of [{}, { roundingBase: 5, threshold: 10 }]) {
      const text = JSON.stringify(disclosed(tableOf(canaries), { rules }))
      for (const exact of [...Object.values(canaries), ...sums.filter((sum) => sum % 5 !== 0)]) {
        expect(text).not.toContain(String(exact))
      }
    }
  })

  it('refuses a table with more figures than can be attacked', () => {
    const cells = Array.from({ length: 40 }, (_, at) => [
      ...[...'ABCDEFGHIJ'].map((list) => ({ lists: [list], place: `p${at}`, count: 30 })),
      { lists: ['A', 'B'], place: `p${at}`, count: 30 },
    ]).flat()
    const table = parseTableFile({ lists: [...'ABCDEFGHIJ'], cells }, 'large.json')
    expect(refusal(() => disclosed(table)).code).toBe('disclosure.too-many-figures')
  })
})

describe('the attacker on releases of tables', () => {
  it.each(['australia-2015-2017', 'attack-strata-and-rounds'])(
    'leaves every withheld count open: %s',
    (name) => {
      const table = readTable(name)
      const { release, gate } = disclosed(table, { attack: attacker(table) })
      expect(gate.passed).toBe(true)
      expect(release).not.toBeNull()
      expect(gate.checks.map(({ check }) => check)).toEqual(['marginals', 'insider', 'pair'])
    },
  )

  it.each([{}, { rules: cellkey, key }])(
    'finds every withheld count anywhere from 0 to its limit',
    (mode) => {
      const table = readTable('australia-2015-2017')
      const release = released(table, { ...mode, attack: attacker(table) })
      const scene = sceneOfTables({ releases: [release], exact: null, cumulative: false })
      const { bounds } = boundsOf(scene, solver)
      expect(bounds.length).toBeGreaterThan(4)
      for (const { least, greatest, safe } of bounds) {
        expect(least).toBe(0)
        expect(greatest).toBeGreaterThanOrEqual(4)
        expect(safe).toBe(true)
      }
    },
  )

  it('succeeds where two strata withhold what everybody shows, so strata tell totals only', () => {
    const table = readTable('attack-strata-and-rounds')
    const { steps } = disclosed(table, { rules: { strata: [['sex']] }, attack: attacker(table) })
    expect(steps.map(({ what }) => what)).toContain('In strata, only totals are told.')
  })
})

describe('a later release of the same lists', () => {
  const first = () => asEarlier(released(plain()))
  const grown = tableOf(
    { A: 103, B: 73, C: 58, 'A B': 17, 'A C': 4, 'B C': 40, 'A B C': 2 },
    'next',
  )

  it('says again what may differ by fewer than ten persons, and by what release', () => {
    const earlier = first()
    const release = released(grown, { earlier: [earlier] })
    const told = new Map(release.figures.map(({ who, ...figure }) => [JSON.stringify(who), figure]))
    expect(told.get('{"onlyOn":["A"]}')).toMatchObject({
      cell: { value: 100 },
      repeated: earlier.digest,
    })
    expect(told.get('{"onlyOn":["B","C"]}')).toMatchObject({ cell: { value: 40 }, repeated: null })
    expect(release.register.earlier).toEqual([earlier.digest])
    const { steps } = disclosed(grown, { earlier: [earlier] })
    expect(steps.map(({ what }) => what)).toContain('Some figures are those of an earlier release.')
  })

  it('goes to the attacker with the earlier ones of the same lists only', () => {
    const earlier = first()
    const other = asEarlier(released(tableOf({ A: 90, Z: 80, 'A Z': 20 }, 'other')))
    const seen: number[] = []
    const attack: TableControl['attack'] = (_, given) => {
      seen.push(given.length)
      return passing
    }
    const release = released(grown, { earlier: [earlier, other], attack })
    expect(seen).toEqual([1])
    expect(release.register.earlier).toEqual([earlier.digest, other.digest])
  })

  it('is refused by rules that are looser than before', () => {
    const earlier = [asEarlier(released(plain(), { rules: { threshold: 10 } }))]
    const problem = refusal(() => disclosed(grown, { earlier }))
    expect(problem.code).toBe('disclosure.loosened')
    expect(problem.where).toBe('release small')
    expect(() => disclosed(grown, { earlier, rules: { threshold: 10 } })).not.toThrow()
  })
})

describe('mode cellkey', () => {
  it('gives the same figure for the same persons in every table and round', () => {
    const one = released(readTable('attack-strata-and-rounds'), {
      rules: { ...cellkey, strata: [['sex']] },
      key,
    })
    const two = released(readTable('attack-strata-and-rounds'), {
      rules: { ...cellkey, strata: [['age'], ['sex']] },
      key,
    })
    const told = new Map(two.figures.map((one) => [JSON.stringify([one.of, one.who]), one.cell]))
    for (const { of, who, cell } of one.figures) {
      expect(told.get(JSON.stringify([of, who]))).toEqual(cell)
    }
    expect(one.rules.cellKey).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is attacked too, and shows nothing below the threshold', () => {
    const table = readTable('australia-2015-2017')
    const release = released(table, { rules: cellkey, key, attack: attacker(table) })
    for (const { cell } of release.figures) {
      if (cell.status === 'withheld') expect(cell.below).toBe(6)
      else expect([cell.status, cell.value >= 5]).toEqual(['noisy', true])
    }
  })

  it('refuses to go without a key, or with another than before', () => {
    expect(refusal(() => disclosed(plain(), { rules: cellkey })).code).toBe(
      'disclosure.key-missing',
    )
    const earlier = [asEarlier(released(plain(), { rules: cellkey, key }))]
    const other = new Uint8Array(32)
    const problem = refusal(() => disclosed(plain(), { rules: cellkey, key: other, earlier }))
    expect(problem.code).toBe('disclosure.other-key')
    expect(() => disclosed(plain(), { rules: cellkey, key, earlier })).not.toThrow()
  })
})

describe('mode dp', () => {
  it('puts noise on every cell, those of nobody too, and adds up', () => {
    const release = released(readTable('attack-strata-and-rounds'), {
      rules: { ...dp, strata: [['sex']], values: { sex: ['F', 'M'] } },
    })
    const sumOf = (sex: string | undefined) =>
      release.figures
        .filter(({ of, who }) => of.sex === sex && 'onlyOn' in who)
        .reduce((sum, { cell }) => sum + ('value' in cell ? cell.value : Number.NaN), 0)
    const total = release.figures.find(({ of, who }) => !('sex' in of) && 'anyOf' in who)
    expect(total?.cell).toEqual({ status: 'noisy', value: sumOf(undefined) })
    expect(sumOf('F') + sumOf('M') + sumOf('(other)')).toBe(sumOf(undefined))
    const rest = release.figures.filter(({ of }) => of.sex === '(other)')
    expect(rest.some(({ cell }) => 'value' in cell && cell.value !== 0)).toBe(true)
    expect(release.gate.checks.map(({ check }) => check)).toEqual(['budget'])
    expect(release.dominance).toEqual([])
  })

  it('tells the same strata whatever the persons are, and repeats nothing', () => {
    const rules = { ...dp, strata: [['sex']], values: { sex: ['F', 'M', 'X'] } }
    const one = released(readTable('attack-strata-and-rounds'), { rules })
    const few = parseTableFile(
      {
        lists: ['A', 'B', 'C'],
        cells: ['A', 'B', 'C'].map((list) => ({ lists: [list], sex: 'F', count: 1 })),
      },
      'few.json',
    )
    const two = released(few, { rules, earlier: [asEarlier(one)] })
    expect(two.figures.map(({ of, who }) => ({ of, who }))).toEqual(
      one.figures.map(({ of, who }) => ({ of, who })),
    )
    expect(two.figures.every(({ repeated }) => repeated === null)).toBe(true)
  })

  it('refuses more cells than noise can be put on', () => {
    const values = { sex: Array.from({ length: 100 }, (_, at) => `v${at}`) }
    const cells = [...'ABCDEFGHIJ'].map((list) => ({ lists: [list], sex: 'v1', count: 9 }))
    const table = parseTableFile({ lists: [...'ABCDEFGHIJ'], cells }, 'large.json')
    const problem = refusal(() => disclosed(table, { rules: { ...dp, values } }))
    expect(problem.code).toBe('disclosure.too-many-cells')
  })
})
