/**
 * What counters alone are told of the quality of links, as counts: by the coordinator of its links (protocol/specification.md
 * 8.5), by owners of their lists (5.9). Of fixed length once encoded, so that sealed they tell nobody else anything.
 */
import { z } from 'zod'
import { utf8 } from '../base/bytes.ts'
import { idSchema } from '../base/ids.ts'
import { canonicalJson } from '../crypto/canonical.ts'

const count = z.int().nonnegative()

export const linkReportSchema = z.strictObject({
  /** Rows less persons: by all keys, and by numbers alone. */
  links: count,
  linksByNumbers: count,
  /** Of each class of numbers: links that there are, those of them that other keys find, and links between different ones. */
  labelled: z
    .array(
      z.strictObject({
        numbers: z.string().max(40),
        same: count,
        found: count,
        different: count,
      }),
    )
    .max(6)
    .readonly(),
  overfull: count,
  conflicts: count,
  ambiguous: count,
  chainsUndone: count,
  capped: count,
  ties: count,
})
export type CountedLinks = z.infer<typeof linkReportSchema>

export const listQualitySchema = z.strictObject({
  list: idSchema,
  /** What was imported, and the rows that it made. */
  records: count,
  rows: count,
  /** Rows without a key that links by itself, of tier 1 or 2; of these, without any key. */
  withoutLinkingKey: count,
  withoutKey: count,
  /** Key values of the rows, and how many of them were removed because another row of the list held the same. */
  keys: count,
  dropped: count,
})
export type ListQuality = z.infer<typeof listQualitySchema>

/** Room for all fields with nine digits each, and six classes of numbers. */
export const LINK_REPORT_BYTES = 1024
const LIST_QUALITY_BYTES = 256

export function encodeLinkReport(report: CountedLinks): Uint8Array {
  return padded(report, LINK_REPORT_BYTES)
}

export function encodeListQualities(lists: readonly ListQuality[]): Uint8Array {
  return padded(lists, listQualitiesBytes(lists.length))
}

export function listQualitiesBytes(lists: number): number {
  return lists * LIST_QUALITY_BYTES
}

/** Null: not what a coordinator that follows the protocol writes. */
export function decodeLinkReport(bytes: Uint8Array): CountedLinks | null {
  return bytes.length === LINK_REPORT_BYTES ? decoded(bytes, linkReportSchema) : null
}

/** Null: not what an owner of these lists writes that follows the protocol. */
export function decodeListQualities(
  bytes: Uint8Array,
  lists: readonly string[],
): readonly ListQuality[] | null {
  if (bytes.length !== listQualitiesBytes(lists.length)) return null
  const found = decoded(bytes, z.array(listQualitySchema))
  const same = found?.map(({ list }) => list).join(' ') === lists.join(' ')
  return same ? found : null
}

/** Canonical JSON, then blanks. */
function padded(value: unknown, length: number): Uint8Array {
  const text = canonicalJson(value)
  if (text.length > length) throw new TypeError('counts beyond what a round can have')
  return utf8(text.padEnd(length))
}

function decoded<T>(bytes: Uint8Array, schema: z.ZodType<T>): T | null {
  const parsed = schema.safeParse(parsedJson(new TextDecoder().decode(bytes)))
  return parsed.success ? parsed.data : null
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
