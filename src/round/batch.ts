import { z } from 'zod'
import { fromBase64Url, i2osp, lengthPrefixed, toBase64Url, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'
import { digestParts } from '../crypto/digest.ts'
import { wrappedKeySchema } from '../crypto/hpke.ts'

/** Rows in a chunk: small enough to resume cheaply, large enough that messages cost nothing. */
export const CHUNK_ROWS = 128

const digestText = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** Says what a batch is before anybody takes it (protocol/specification.md 5.6). */
export const declarationSchema = z.strictObject({
  name: z.string().max(100),
  rows: z.int().nonnegative(),
  rowBytes: z.int().positive(),
  /** Digest of each chunk of CHUNK_ROWS rows, in order. */
  chunks: z.array(digestText),
  digest: digestText,
  /** The batch's content key, wrapped for each recipient. */
  keys: z.record(z.string(), wrappedKeySchema),
})
export type Declaration = z.infer<typeof declarationSchema>

export interface BatchShape {
  readonly name: string
  readonly rows: number
  readonly rowBytes: number
}

export function chunkCount(rows: number): number {
  return Math.ceil(rows / CHUNK_ROWS)
}

export function chunkDigest(rows: Uint8Array): string {
  return toBase64Url(digestParts('samentel chunk v2', rows))
}

export function batchDigest(binding: string, shape: BatchShape, chunks: readonly string[]): string {
  return toBase64Url(
    digestParts(
      'samentel batch v2',
      utf8(binding),
      utf8(shape.name),
      i2osp(shape.rows, 8),
      i2osp(shape.rowBytes, 4),
      ...chunks.map((chunk) => fromBase64Url(chunk)),
    ),
  )
}

/** Refuses a declaration that is not of the batch that is due. */
export function checkDeclaration(
  declaration: Declaration,
  expected: BatchShape,
  binding: string,
): void {
  const same =
    declaration.name === expected.name &&
    declaration.rows === expected.rows &&
    declaration.rowBytes === expected.rowBytes &&
    declaration.chunks.length === chunkCount(expected.rows) &&
    declaration.digest === batchDigest(binding, expected, declaration.chunks)
  if (!same) {
    throw new Problem({
      code: 'batch.declaration',
      what: 'A batch is declared with another name, size or digest than is due',
      where: expected.name,
    })
  }
}

/** HPKE info: a content key opens for this batch, sender, recipient and round only (11.3). */
export function wrapInfo(
  binding: string,
  name: string,
  sender: string,
  recipient: string,
): Uint8Array {
  return lengthPrefixed(...['samentel wrap v2', binding, name, sender, recipient].map(utf8))
}

/** What a sealed chunk is bound to (11.3). */
export function chunkPlace(binding: string, name: string, sender: string, at: number): Uint8Array {
  return lengthPrefixed(
    ...['samentel chunk place v2', binding, name, sender].map(utf8),
    i2osp(at, 8),
  )
}
