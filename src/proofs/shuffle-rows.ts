import { invalidProof } from './refusals.ts'

/** Rows that a shell fetches: of the batch that went in, of what came out, of the proof. */
export type RowsName = 'input' | 'output' | 'proof'

/** A chunk of each batch that a pass names, all with the same chunk number. */
export type ShuffleRows = Readonly<Partial<Record<RowsName, Uint8Array>>>

/** The rows of that name. Throws `proof.invalid` unless they have that many bytes. */
export function rowsNamed(
  rows: ShuffleRows,
  name: RowsName,
  expected: { readonly bytes: number; readonly where: string },
): Uint8Array {
  const found = rows[name]
  if (found?.length === expected.bytes) return found
  throw invalidProof(`${expected.where}: length of the ${name} rows`)
}
