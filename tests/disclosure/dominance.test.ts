import { expect, it } from 'vitest'
import { dominanceFlags } from '../../src/disclosure/dominance.ts'
import type { ReleaseFigure } from '../../src/release/figure.ts'

const rules = { threshold: 5, roundingBase: 5 }

function figure(question: ReleaseFigure['question'], value: number, organisation: string | null) {
  const of = { question, year: 2020, organisation, population: null, table: null, code: null }
  return { ...of, exactness: 'exact' as const, cell: { status: 'shown' as const, value } }
}

it.each([
  [100, 100, true],
  [95, 100, true],
  [90, 100, false],
  [10, 10, false],
])(
  '%i of %i shown is flagged only where it is nine tenths whatever they were rounded from',
  (part, whole, flagged) => {
    const flags = dominanceFlags(
      [figure('known-only-to', part, 'police'), figure('known-to', whole, 'police')],
      rules,
    )
    expect(flags.map((flag) => [flag.part.question, flag.whole.question])).toEqual(
      flagged ? [['known-only-to', 'known-to']] : [],
    )
  },
)

it('says nothing of numbers that are not shown, nor of another organisation', () => {
  const hidden = { ...figure('known-to', 0, 'police'), cell: { status: 'secondary' as const } }
  expect(dominanceFlags([figure('known-only-to', 100, 'police'), hidden], rules)).toEqual([])
  const other = figure('known-to', 100, 'border')
  expect(dominanceFlags([figure('known-only-to', 100, 'police'), other], rules)).toEqual([])
})

it('takes a number that is said again for all that it may stand for now', () => {
  const part = figure('known-only-to', 100, 'police')
  const whole = { ...figure('known-to', 100, 'police'), exactness: 'repeated' as const }
  expect(dominanceFlags([part, whole], rules)).toEqual([])
  const large = { ...part, cell: { status: 'shown' as const, value: 1000 } }
  const again = { ...whole, cell: { status: 'shown' as const, value: 1000 } }
  expect(dominanceFlags([large, again], rules)).toHaveLength(1)
})
