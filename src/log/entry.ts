import { z } from 'zod'
import { fromBase64Url, toBase64Url, utf8 } from '../base/bytes.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { digestParts } from '../crypto/digest.ts'

/** Ids, codes and digests, which may begin with any letter of base64url; a name of a person has spaces, so it does not fit. */
const name = z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._:/@+-]{0,199}$/)

/** One act as it is kept (protocol/specification.md 16.1). */
export const entrySchema = z.strictObject({
  version: z.literal(1),
  /** Id of the log. */
  log: z.string().regex(/^[0-9a-f]{32}$/),
  /** From 1. */
  sequence: z.int().min(1),
  at: z.iso.datetime({ precision: 3 }),
  action: z.string().regex(/^[a-z][a-z-]*(\.[a-z][a-z-]*)+$/),
  object: name,
  result: z.enum(['done', 'refused', 'failed']),
  actor: name,
  origin: z.enum(['console', 'command', 'node', 'coordinator']),
  /** 16 random bytes: who is shown the digest of an entry cannot guess the entry. */
  salt: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
})
export type Entry = z.infer<typeof entrySchema>

/** The head before the first entry. */
export function emptyHead(organisation: string, log: string): string {
  return toBase64Url(digestParts('samentel log v1', utf8(organisation), utf8(log)))
}

/** Of the entry by itself, base64url. */
export function entryDigest(entry: Entry): string {
  return toBase64Url(digestParts('samentel log entry v1', utf8(canonicalJson(entry))))
}

/** The digest over all entries so far, from the one before and the digest of the next entry. */
export function nextHead(head: string, digest: string): string {
  const parts = [head, digest].map(fromBase64Url)
  return toBase64Url(digestParts('samentel log head v1', ...parts))
}
