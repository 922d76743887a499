import { Problem } from '../base/problem.ts'
import { type GroupEngine, invalidElement, isIdentity } from '../group/engine.ts'
import { countRows, elementAt } from './row.ts'

/**
 * What every evaluator checks of a list before it uses the rows (protocol/specification.md 5.7): whole rows, every
 * element canonical, none the identity. A fresh row holds the identity with probability 2^-252; one
 * that does was made to, to see through a seal.
 *
 * @param columns w of the rows
 * @throws `rows.length`, `element.invalid`, `element.identity`; `where` counts from 0
 */
export function checkRows(engine: GroupEngine, rows: Uint8Array, columns: number): void {
  const count = countRows(rows, columns) * (columns + 1)
  for (let index = 0; index < count; index++) {
    const element = elementAt(rows, index)
    if (isIdentity(element)) throw identityElement(placeOf(index, columns))
    if (!engine.isElement(element)) throw invalidElement(placeOf(index, columns))
  }
}

function placeOf(index: number, columns: number): string {
  const place = index % (columns + 1)
  const row = Math.floor(index / (columns + 1))
  return place === 0 ? `row ${row}, a` : `row ${row}, column ${place - 1}`
}

function identityElement(where: string): Problem {
  return new Problem({
    code: 'element.identity',
    what: 'A row holds the identity where it may not be',
    where,
    remedy: 'Refuse this batch; if it stays so, the software of its sender is at fault.',
  })
}
