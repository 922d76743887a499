import fc from 'fast-check'
import { type CaptureTable, tableOf } from '../../src/estimates/capture-table.ts'
import { type Model, modelOf, sizeOf, type Term } from '../../src/estimates/model.ts'

export function tableOfCounts(counts: readonly number[]): CaptureTable {
  const lists = Array.from({ length: Math.log2(counts.length) }, (_, at) => `L${at + 1}`)
  return tableOf(
    lists,
    Float64Array.from(counts, (count, mask) => (mask === 0 ? 0 : count)),
  )
}

/** The model of a reference: its maximal terms by name. */
export function modelNamed(
  lists: readonly string[],
  maximal: readonly (readonly string[])[],
): Model {
  const terms = maximal.map((names) =>
    names.reduce((term, name) => term | (1 << lists.indexOf(name)), 0),
  )
  return modelOf(lists.length, terms)
}

/** Any hierarchical model but the saturated one. */
const modelOn = (lists: number): fc.Arbitrary<Model> =>
  fc
    .array(fc.integer({ min: 1, max: 2 ** lists - 2 }), { maxLength: 5 })
    .map((terms: Term[]) => modelOf(lists, terms))

/** As victims' lists are: many on one list, few on two, hardly any on more, and many empty cells. */
const sparseCounts = (lists: number) =>
  fc.tuple(
    ...Array.from({ length: 2 ** lists }, (_, mask) => {
      const size = sizeOf(mask)
      const most = size < 2 ? 40 : size === 2 ? 6 : 2
      return fc.oneof(
        { weight: size < 2 ? 1 : 3, arbitrary: fc.constant(0) },
        { weight: 2, arbitrary: fc.integer({ min: 0, max: most }) },
      )
    }),
  )

const sparseCaseUpTo = (max: number) =>
  fc.integer({ min: 2, max }).chain((lists) =>
    fc
      .record({ counts: sparseCounts(lists), model: modelOn(lists) })
      .map(({ counts, model }) => ({ table: tableOfCounts(counts), model }))
      .filter(({ table }) => table.observed > 0),
  )

export const sparseCase = sparseCaseUpTo(5)
/** For what tries every model: there are 6,893 of five lists. */
export const smallSparseCase = sparseCaseUpTo(4)

/** Every cell has persons: every model has an estimate. */
export const fullCase = fc.integer({ min: 3, max: 4 }).chain((lists) =>
  fc
    .record({
      counts: fc.array(fc.integer({ min: 1, max: 60 }), {
        minLength: 2 ** lists,
        maxLength: 2 ** lists,
      }),
      model: modelOn(lists),
    })
    .map(({ counts, model }) => ({ table: tableOfCounts(counts), model })),
)
