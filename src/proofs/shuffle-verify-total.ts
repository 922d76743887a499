/*
 * What the verifier of a shuffle computes once for all rows: the commitments t of the equations (1)
 * to (5) of shuffle.ts, from sums and responses. Everything here is public.
 */
import { concatBytes } from '../base/bytes.ts'
import { GENERATOR, type GroupEngine } from '../group/engine.ts'
import { elementAt } from '../psi/row.ts'
import { generator } from './generators.ts'
import { ONE, ZERO } from './shuffle-scalars.ts'
import { columnsOf, leftKeys, type ShuffleStatement } from './shuffle-statement.ts'

/** The sums over all rows; see checkRows. */
export interface VerifierSums {
  /** Πu_l. */
  readonly product: Uint8Array
  /** Σ(c_l − h_l), Σu_l·c_l, Σs'_i·h_i, Σs'_i·row'_i (w+1), Σu_l·row_l (w+1). */
  readonly elements: Uint8Array
  /** The last ĉ. */
  readonly last: Uint8Array
}

/** Σ scalar·element of some pairs. */
type Terms = readonly (readonly [scalar: Uint8Array, element: Uint8Array])[]

/** t_1 ‖ t_2 ‖ t_3 ‖ t_4 ‖ t_5 as they must have been (shuffle.ts, equations 1 to 5). */
export function rebuildElements(
  engine: GroupEngine,
  statement: ShuffleStatement,
  { sums, constant }: { readonly sums: VerifierSums; readonly constant: Uint8Array },
): Uint8Array {
  const columns = columnsOf(statement)
  const s = (index: number) => elementAt(constant, index)
  const sum = (index: number) => elementAt(sums.elements, index)
  const [minusC, minusS4] = [0, 4].map((at) => engine.scalarSubtract(ZERO, s(at)))
  const output = (place: number) => sum(3 + place)
  const input = (place: number) => sum(4 + columns + place)
  const unwound = engine.subtract(sums.last, engine.multiScalar(sums.product, generator(engine, 0)))
  const strip = statement.ownKeys
  const t4 = leftKeys(engine, statement).map(
    (left, column): Terms => [
      [ONE, output(1 + column)],
      [minusS4!, left],
      [minusC!, input(1 + column)],
      ...(strip === null ? [] : [[s(5 + column), input(0)] as const]),
    ],
  )
  const t5 = t4.map(
    (_, column): Terms => [
      [s(5 + column), GENERATOR],
      [minusC!, elementAt(strip ?? ZERO, column)],
    ],
  )
  const all: Terms[] = [
    [
      [s(1), GENERATOR],
      [minusC!, sum(0)],
    ],
    [
      [s(2), GENERATOR],
      [minusC!, unwound],
    ],
    [
      [s(3), GENERATOR],
      [ONE, sum(2)],
      [minusC!, sum(1)],
    ],
    [
      [ONE, output(0)],
      [minusS4!, GENERATOR],
      [minusC!, input(0)],
    ],
    ...t4,
    ...(strip === null ? [] : t5),
  ]
  return concatBytes(...all.map((terms) => combine(engine, terms)))
}

function combine(engine: GroupEngine, terms: Terms): Uint8Array {
  const scalars = terms.map(([scalar]) => scalar)
  const elements = terms.map(([, element]) => element)
  return engine.multiScalar(concatBytes(...scalars), concatBytes(...elements))
}
