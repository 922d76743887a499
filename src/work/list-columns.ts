import { concatBytes, fromBase64Url, lengthPrefixed, utf8 } from '../base/bytes.ts'
import { type GroupEngine, IDENTITY } from '../group/engine.ts'
import { codeElement, labelElement, presenceElement } from '../psi/key-element.ts'
import { codeColumn, columnNames, LABEL, type Manifest, PRESENCE } from '../round/manifest.ts'
import type { ChosenColumns } from './submit-rows.ts'

/** The round that rows are made for. */
interface ForRound {
  readonly engine: GroupEngine
  readonly manifest: Pick<Manifest, 'core' | 'coreDigest' | 'digest'>
}

/** Places of the choices of label and presence (5.3). */
export const REAL = 0
export const PADDING = 1
export const CHECK = 2

/** The columns of a list's rows that hold one of a few public vectors (5.5). */
export function chosenColumns(work: ForRound, list: string): ChosenColumns[] {
  const { core } = work.manifest
  const names = columnNames(core)
  const context = (column: string) =>
    core.proofs === 'off' ? null : listContext(work, list, column)
  const kinds = {
    columns: [names.indexOf(LABEL), names.indexOf(PRESENCE)],
    choices: kindChoices(work, list),
    context: context(PRESENCE),
  }
  const tables = core.tables.map(({ id, codes }) => ({
    columns: [names.indexOf(codeColumn(id))],
    choices: codeChoices(work, id, codes),
    context: context(codeColumn(id)),
  }))
  return [kinds, ...tables]
}

/** What the proofs of a list are bound to: nobody's rows pass as another's, or in another round. */
function listContext(work: ForRound, list: string, column: string): Uint8Array {
  const parts = ['list', list, column].map(utf8)
  return lengthPrefixed(fromBase64Url(work.manifest.digest), ...parts)
}

/**
 * Label and presence together: rows hold no label, since evaluators add it. Padding takes it off
 * again, so that nobody sees how many padding rows a list has.
 */
function kindChoices({ engine, manifest }: ForRound, list: string): Uint8Array {
  const label = labelElement(engine, fromBase64Url(manifest.coreDigest), list)
  const presence = (kind: 'real' | 'padding' | 'check') => presenceElement(engine, kind)
  const real = [IDENTITY, presence('real')]
  const padding = [engine.subtract(IDENTITY, label), presence('padding')]
  return concatBytes(...real, ...padding, IDENTITY, presence('check'))
}

function codeChoices(
  { engine, manifest }: ForRound,
  table: string,
  codes: readonly string[],
): Uint8Array {
  const digest = fromBase64Url(manifest.coreDigest)
  return concatBytes(...codes.map((code) => codeElement(engine, digest, table, code)))
}
