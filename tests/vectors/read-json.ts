/* Canonical JSON and the digests of protocol/specification.md 1.3 and 5.6, from RFC 8785 and the text. */
import { createHash, createHmac } from 'node:crypto'
import { framed, uint } from './notation.ts'

/** RFC 8785: members by the code units of their names, numbers and strings as ECMAScript writes them. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalText(member)}`)
  return `{${members.join(',')}}`
}

export function digest(tag: string, ...parts: readonly (Buffer | string)[]): Buffer {
  return createHash('sha256')
    .update(framed(tag, ...parts))
    .digest()
}

export function jsonDigest(tag: string, value: unknown): Buffer {
  return digest(tag, canonicalText(value))
}

export const text64 = (bytes: Buffer) => bytes.toString('base64url')
export const bytes64 = (text: string) => Buffer.from(text, 'base64url')
export const long = (value: number) => Buffer.concat([uint(0, 2), uint(value, 6)])

export interface Shape {
  readonly name: string
  readonly rows: number
  readonly rowBytes: number
}

export const chunkDigest = (rows: Buffer) => digest('samentel chunk v2', rows)

export function batchDigest(binding: string, shape: Shape, chunks: readonly Buffer[]): Buffer {
  const { name, rows, rowBytes } = shape
  return digest('samentel batch v2', binding, name, long(rows), uint(rowBytes, 4), ...chunks)
}

/** 9.3: keyed, from the content key of the batch that held the bag. */
export function tally(count: unknown, key: Buffer): Buffer {
  const message = framed('samentel count v2', canonicalText(count))
  return createHmac('sha256', key).update(message).digest()
}

/** 4.1: what a file of terms leaves out stands in the terms with its default; here it says the version. */
export function wholeTerms(file: Record<string, unknown>): Record<string, unknown> {
  const limits = file.limits as object
  return {
    tables: [],
    checks: 0,
    proofs: 'full',
    cover: null,
    ...file,
    limits: { undecodableShare: 0.02, roundsPerYear: 4, minimumHoursBetween: 24, ...limits },
  }
}
