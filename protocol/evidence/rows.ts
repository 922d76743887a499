/* Columns, keys and batches of a round (protocol/specification.md 3.4, 5, 11.3). */
import { base64, digest, fits, split, uint } from './notation.ts'
import { element, weigh } from './proofs.ts'
import type { Core, Declaration, Round } from './signed.ts'

/** What the rows of a stage or batch hold beside `a` (5.5, 7, 9.1). */
export function columnsOf({ slots, tables }: Core, name: string): string[] {
  const [kind, table] = name.split('/')
  const tokens = slots.map((slot) => `slot/${slot}`)
  if (kind === 'evaluate' || kind === 'link') return tokens
  const person = ['label', 'presence']
  if (kind === 'cover' || (kind === 'open' && table === 'persons')) return person
  if (kind === 'open') return [...person, `code/${table}`]
  return [...tokens, ...person, ...tables.map(({ id }) => `code/${id}`)]
}

/** A whole batch from its chunks, and its digest (5.6). */
export function readBatch({ core, digest: binding, batches }: Round, name: string) {
  const [kind = '', , turn] = name.split('/')
  const isPlain = kind === 'open' && turn === `${core.evaluators.length}`
  const columns = columnsOf(core, name).length + (isPlain ? 0 : 1)
  const rowBytes = { link: 10, proof: 128, cover: 224 }[kind] ?? 32 * columns
  const chunks = Object.values(batches[name] ?? {}).map(base64)
  const rows = split(Buffer.concat(chunks), rowBytes)
  const digests = chunks.map((chunk) => base64(digest('chunk', chunk)))
  const about = [binding, name, uint(rows.length, 8), uint(rowBytes, 4)]
  return { rows, digest: digest('batch', ...about, ...digests) }
}

/** The rows of a batch that the accused declared. */
export function signedRows(round: Round, name: string, declared: Declaration): Buffer[] {
  const batch = readBatch(round, name)
  fits(batch.digest === declared.digest, 'rows are not those that were signed')
  return batch.rows
}

/** The sum of the public keys of these holders, for each key name (3.1, 3.4). */
export function keysOf({ records }: Round, names: readonly string[], holders: readonly string[]) {
  const keys = holders.map((holder) => {
    const { columns, token } = records.get(holder)!
    return names.map((name) => element(name === 'token' ? token : columns[name]!))
  })
  return weigh(keys, names.length)
}
