/**
 * Noise of mode `cellkey`: bounded, on average nothing, and the same for the same persons in every
 * table and every round, so that a figure told twice tells no more (Thompson, Broadfoot & Elazar 2013).
 *
 * The method gives each record a random key and makes a cell's noise of the keys of its records. A
 * table file has no records. Here the cell's key is a keyed digest of what the cell is made of: the
 * finest cells of the table within it, with their counts. Two figures of the same finest cells with the same
 * counts have the same noise; one person more changes it. What it does not do: persons who are
 * replaced by as many others in the same finest cells keep the noise; and tables of the same persons by other
 * attributes have other finest cells, so other noise: release one table with all its attributes.
 *
 * Pure. The key is the secret of who releases; the perturbation table is public.
 */
import { utf8 } from '../base/bytes.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { keyedDigest } from '../crypto/digest.ts'
import type { TableCell } from '../overlap/table-file.ts'
import { perturbations, WEIGHTS } from '../release/perturbation-table.ts'

/** The count with its noise on it: 0, or at least 5. */
export function perturb(cells: readonly TableCell[], key: Uint8Array): number {
  const filled = cells.filter(({ count }) => count > 0)
  const count = filled.reduce((sum, cell) => sum + cell.count, 0)
  const row = perturbations[Math.min(count, perturbations.length - 1)] ?? []
  const digest = keyedDigest(key, 'samentel cell key v1', utf8(contentOf(filled)))
  let rest = Number(digest.reduce((sum, byte) => (sum * 256n + BigInt(byte)) % WEIGHTS, 0n))
  for (const { noise, weight } of row) {
    if (rest < weight) return count + noise
    rest -= weight
  }
  throw new RangeError('perturbation table: weights')
}

/** One text for one content, in whatever order the table has it. */
function contentOf(cells: readonly TableCell[]): string {
  const parts = cells.map(({ lists, of, count }) =>
    canonicalJson({ lists: [...lists].sort(), of, count }),
  )
  return canonicalJson(parts.sort())
}
