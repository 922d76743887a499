import { concatBytes, fromBase64Url, lengthPrefixed, utf8 } from '../base/bytes.ts'
import { codeElement, presenceElement } from '../psi/key-element.ts'
import { codeColumn, columnNames, PRESENCE } from '../round/manifest.ts'
import type { RoundWork } from './round-work.ts'
import type { ChosenColumn } from './submit-rows.ts'

/** Places of the choices of the presence column (2.3). */
export const REAL = 0
export const PADDING = 1
export const CHECK = 2

/** The columns of a list's rows that hold one of a few public elements (5.5). */
export function chosenColumns(work: RoundWork, list: string): ChosenColumn[] {
  const { core } = work.manifest
  const names = columnNames(core)
  return [PRESENCE, ...core.tables.map(({ id }) => codeColumn(id))].map((column) => ({
    column: names.indexOf(column),
    choices: choicesOf(work, column),
    context: core.proofs === 'off' ? null : listContext(work, list, column),
  }))
}

/** What the proofs of a list are bound to: nobody's rows pass as another's, or in another round. */
export function listContext(work: RoundWork, list: string, column: string): Uint8Array {
  const parts = ['list', list, column].map(utf8)
  return lengthPrefixed(fromBase64Url(work.manifest.digest), ...parts)
}

function choicesOf(work: RoundWork, column: string): Uint8Array {
  const { engine } = work
  const { core, coreDigest } = work.manifest
  if (column === PRESENCE) {
    const kinds = ['real', 'padding', 'check'] as const
    return concatBytes(...kinds.map((kind) => presenceElement(engine, kind)))
  }
  const table = core.tables.find(({ id }) => codeColumn(id) === column)
  if (table === undefined) throw new TypeError(`no column ${column}`)
  const digest = fromBase64Url(coreDigest)
  return concatBytes(...table.codes.map((code) => codeElement(engine, digest, table.id, code)))
}
