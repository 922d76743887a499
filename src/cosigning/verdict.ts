/** What is found of a release file, and what follows from all of it together. */
import type { Problem } from '../base/problem.ts'

export type Verdict = 'holds' | 'does not hold' | 'cannot be judged'

/** What keeps a release from holding: coded like every problem. */
export interface Reason {
  readonly code: string
  readonly what: string
  readonly where: string | null
}

export interface Finding {
  readonly verdict: Verdict
  readonly round: string | null
  /** Of the release as it stands in the file, computed anew. */
  readonly digest: string | null
  /** The agreement that the release names. */
  readonly agreement: string | null
  /** Whose signature is there and right. */
  readonly signed: readonly string[]
  readonly missing: readonly string[]
  readonly objected: readonly { readonly party: string; readonly code: string }[]
  readonly reasons: readonly Reason[]
}

/** Codes of what is not false, but leaves open whether the release is right (10.3). */
const open = new Set([
  'release-file.not-canonical',
  'release-file.not-signed',
  'release-file.objected',
  'release-file.other-agreement',
  'release-file.unreadable',
  'release-file.unsigned',
  'release.version',
  'release-file.version',
])

/** One false thing in a file outweighs everything that could not be told. */
export function verdictOf(reasons: readonly Reason[]): Verdict {
  if (reasons.length === 0) return 'holds'
  return reasons.every(({ code }) => open.has(code)) ? 'cannot be judged' : 'does not hold'
}

export function reasonOf({ code, what, where }: Problem): Reason {
  return { code, what, where: where ?? null }
}

/** For who reads it: the verdict, who signed, and each reason with its code. */
export function findingText(finding: Finding): string {
  const { verdict, round, digest, agreement, signed, missing, objected, reasons } = finding
  const colon = reasons.length === 0 ? 'it is as agreed, and signed' : 'because of'
  return [
    `The release ${verdict}: ${colon}`,
    ...reasons.map((reason) => `  ${reasonText(reason)}`),
    ...(round === null ? [] : [`round ${round}, release digest ${digest}`]),
    ...(signed.length === 0 ? [] : [`signed by ${signed.length}: ${signed.join(', ')}`]),
    ...(missing.length === 0 ? [] : [`not signed by ${missing.length}: ${missing.join(', ')}`]),
    ...objected.map(({ party, code }) => `found wrong by ${party}: ${code}`),
    ...(agreement === null ? [] : [`It names the agreement ${agreement}.`]),
  ].join('\n')
}

function reasonText({ code, what, where }: Reason): string {
  return `${code}: ${what}${where === null ? '' : ` (${where})`}`
}
