import { describe, expect, it } from 'vitest'
import { countColumns, countRows, selectColumns } from '../../src/psi/row.ts'
import { engines } from '../group/engines.ts'
import { refusal } from '../refusal.ts'
import { seededRandom } from '../scripted-random.ts'
import { elements, parts } from './sample.ts'

// The layout does not depend on the engine.
const engine = engines[0]!

describe('a chunk of rows', () => {
  it('counts its rows and refuses a part of one', () => {
    expect(countRows(new Uint8Array(192), 2)).toBe(2)
    expect(countRows(new Uint8Array(0), 2)).toBe(0)
    expect(refusal(() => countRows(new Uint8Array(191), 2)).code).toBe('rows.length')
  })

  it('has at least one column', () => {
    expect(countColumns(new Uint8Array(64))).toBe(2)
    expect(refusal(() => countColumns(new Uint8Array(0))).code).toBe('rows.columns')
    expect(refusal(() => countColumns(new Uint8Array(33))).code).toBe('rows.length')
  })

  it('keeps a and the chosen columns, in the order chosen', () => {
    const rows = elements(engine, 8, seededRandom('rows'))
    const at = parts(rows)
    const chosen = parts(selectColumns(rows, 3, [2, 0]))
    expect(chosen).toEqual([at[0], at[3], at[1], at[4], at[7], at[5]])
  })

  it('refuses columns that are not there', () => {
    for (const column of [-1, 3, 0.5]) {
      const select = () => selectColumns(new Uint8Array(128), 3, [column])
      expect(refusal(select).code).toBe('rows.columns')
    }
  })
})
