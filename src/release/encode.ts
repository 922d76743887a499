import { createHash } from 'node:crypto'
import { utf8 } from '../base/bytes.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import type { Release } from './release.ts'

/** The release as one text, RFC 8785: what is stored, served, signed and digested. */
export function encodeRelease(release: Release): string {
  return canonicalJson(release)
}

/**
 * SHA-256 of the encoded release in UTF-8, 64 hexadecimal digits; untagged, so that any reader can
 * recompute it from the file served with `sha256sum`.
 */
export function releaseDigest(release: Release): string {
  return createHash('sha256')
    .update(utf8(encodeRelease(release)))
    .digest('hex')
}
