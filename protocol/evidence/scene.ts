/* Columns, keys and batches of a round (protocol/specification.md 3.4, 5). */
import * as n from './notation.ts'
import {
  base64,
  digest,
  get,
  type Json,
  list,
  Point,
  range,
  text,
  Unclear,
  uint,
} from './notation.ts'
import type { Row } from './proofs.ts'
import type { Manifest } from './signed.ts'

/** The manifest, and chunks of batches as base64url by their numbers. */
export type Scene = Manifest & { readonly batches: Json }

export const tablesOf = ({ core }: Manifest) =>
  list(core, 'tables').map((table) => text(table, 'id'))
export const slotsOf = ({ core }: Manifest) =>
  list(core, 'slots').map((slot) => `slot/${text(slot)}`)
export const columnsOf = (scene: Manifest) => [
  ...slotsOf(scene),
  'label',
  'presence',
  ...tablesOf(scene).map((table) => `code/${table}`),
]
export const openedOf = (table: string) => [
  'label',
  'presence',
  ...(table === 'persons' ? [] : [`code/${table}`]),
]
export const widthOf = (columns: readonly string[]) => 32 * (columns.length + 1)
export const listsOf = ({ core }: Manifest) => list(core, 'lists').map((one) => text(one, 'id'))
export const labelOf = (scene: Manifest, id: string) =>
  n.hashToGroup('LABEL', base64(scene.coreDigest), id)
export const presence = (kind: string) => n.hashToGroup('PRESENCE', kind)

/** A whole batch from its chunks (5.6). */
export function batchOf({ batches, digest: binding }: Scene, name: string, rowBytes: number) {
  const given = get(batches, name)
  const chunks = range(Object.keys(Object(given)).length).map((at) => base64(text(given, `${at}`)))
  chunks.forEach(({ length }, at) => {
    const full = length === 128 * rowBytes || (at === chunks.length - 1 && length < 128 * rowBytes)
    if (!full || length === 0 || length % rowBytes > 0) throw new Unclear('a chunk is cut off')
  })
  const rows = Buffer.concat(chunks)
  const about = [binding, name, uint(rows.length / rowBytes, 8), uint(rowBytes, 4)]
  return {
    rows,
    digest: digest('batch', ...about, ...chunks.map((one) => base64(digest('chunk', one)))),
  }
}

/** A batch that the accused declared: the rows in the file are those that it signed. */
export function signedRows(
  scene: Scene,
  declaration: Json,
  name: string,
  rowBytes: number,
): Buffer[] {
  const batch = batchOf(scene, name, rowBytes)
  const same = get(declaration, 'name') === name && get(declaration, 'digest') === batch.digest
  if (!same) throw new Unclear('rows are not those that were signed')
  return n.split(batch.rows, rowBytes)
}

/** The sum of the public keys of these holders, for each column (3.4). */
export const keysOf = (
  scene: Manifest,
  columns: readonly string[],
  holders: readonly string[],
): Row =>
  columns.map((column) =>
    holders
      .map((holder) =>
        n.elements(base64(text(scene.records.get(holder) ?? null, 'columns', column)), Unclear),
      )
      .reduce((sum, [key]) => sum.add(key!), Point.ZERO),
  )
