/* What protocol/specification.md 1 writes texts, bytes and digests with. */
import { createHash } from 'node:crypto'

/** The file does not show what it is to show: nobody can be judged by it. */
export class Unclear extends Error {}
export function fits(right: boolean, otherwise: string): asserts right {
  if (!right) throw new Unclear(otherwise)
}

/** What the accused signed does not hold. Thrown only of what its signature covers. */
export class Untrue extends Error {}
export function proven(right: boolean, otherwise: string): asserts right {
  if (!right) throw new Untrue(otherwise)
}

/** JCS(v), RFC 8785: keys stand by their UTF-16 code units. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${fields.map(([name, field]) => `${canonical(name)}:${canonical(field)}`).join()}}`
}

export type Part = Buffer | string
export const base64 = (text: string) => Buffer.from(text, 'base64url')
export const uint = (value: number, length: number) =>
  Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex')
export function frame(...parts: readonly Part[]): Buffer {
  const bytes = parts.map((part) => Buffer.from(part as string))
  return Buffer.concat(bytes.flatMap((part) => [uint(part.length, 4), part]))
}

export function digest(tag: string, ...parts: readonly Part[]): string {
  const framed = frame(`samentel ${tag} v2`, ...parts)
  return createHash('sha256').update(framed).digest('base64url')
}
export const jsonDigest = (tag: string, value: unknown) => digest(tag, canonical(value))

export const range = (count: number) => Array.from({ length: count }, (_, at) => at)
export function split(flat: Buffer, size: number): Buffer[] {
  fits(flat.length % size === 0, 'rows are cut off')
  return range(flat.length / size).map((at) => flat.subarray(at * size, (at + 1) * size))
}
