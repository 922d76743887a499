/** The text of a release file to what it holds; refuses what is no such file, and judges nothing. */
import { Problem } from '../base/problem.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { type SignedRelease, signedReleaseSchema } from './signed-release.ts'

export interface ReleaseFile {
  readonly release: Record<string, unknown>
  /** Null: the file is the bare release. */
  readonly signed: SignedRelease | null
}

/** @throws Problem `release-file.unreadable` or `release-file.not-canonical` */
export function readReleaseFile(text: string): ReleaseFile {
  const value = readCanonical(text)
  if (typeof value !== 'object' || value === null) throw unreadable('it holds no JSON object')
  // Only the signed file has a release within.
  if (!('release' in value)) return { release: known({ ...value }), signed: null }
  const signed = signedReleaseSchema.safeParse(value)
  if (!signed.success) {
    const field = signed.error.issues[0]?.path[0]
    throw unreadable(`its form is wrong${field === undefined ? '' : ` at ${String(field)}`}`)
  }
  return { release: known(signed.data.release), signed: signed.data }
}

/** One value has one text, RFC 8785: a field that is named twice would be read in two ways. */
function readCanonical(text: string): unknown {
  let value: unknown
  let canonical: string
  try {
    value = JSON.parse(text)
    canonical = canonicalJson(value)
  } catch {
    throw unreadable('it is not JSON')
  }
  if (canonical === text) return value
  throw new Problem({
    code: 'release-file.not-canonical',
    what: 'The text is not canonical JSON (RFC 8785), so it may have been altered',
    remedy: 'Fetch the file again, and keep it as it comes: no blanks, no last line break.',
  })
}

function known(release: Record<string, unknown>): Record<string, unknown> {
  if ('figures' in release && 'round' in release) return release
  throw unreadable('it holds no release')
}

function unreadable(why: string): Problem {
  return new Problem({
    code: 'release-file.unreadable',
    what: `This file cannot be read as a release: ${why}`,
    remedy: 'Give a file as the coordinator serves it: the release, or the signed release.',
  })
}
