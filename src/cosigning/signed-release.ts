/**
 * The signed release file (protocol/specification.md 10.2): a release with what its parties signed of
 * it and the agreement that says by which keys. Holds nothing secret; it is public as a whole.
 */
import { z } from 'zod'
import type { Opened } from '../consent/open-statements.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import type { Agreement } from '../round/agreement.ts'
import type { Standing } from '../round/consent.ts'

const object = z.record(z.string(), z.unknown())
const texts = z.array(z.string().max(20_000)).max(1000)

/** Release, terms and keys are judged by schemas of their own. */
export const signedReleaseSchema = z.strictObject({
  version: z.literal(1),
  release: object,
  agreement: z.strictObject({ terms: object, keys: object }),
  /** Signed successions of keys (4.7), each after the one it follows. */
  successions: texts,
  /** Envelopes `release.judged` of those that found it right, in the order of parties. */
  signatures: texts,
  /** Likewise of those that found it wrong. */
  objections: texts,
})
export type SignedRelease = z.infer<typeof signedReleaseSchema>

/** One text, RFC 8785: what is served and judged. */
export function encodeSignedRelease(
  release: Record<string, unknown>,
  by: {
    readonly agreement: Agreement
    readonly successions: readonly string[]
    readonly signatures: readonly string[]
    readonly objections: readonly string[]
  },
): string {
  const { agreement, ...signed } = by
  const { terms, keys } = agreement
  return canonicalJson({ version: 1, release, agreement: { terms, keys }, ...signed })
}

/** How keys followed the agreed ones, in their order. */
export function successionTexts(
  statements: readonly Opened[],
  { chains }: Pick<Standing, 'chains'>,
): string[] {
  const steps = statements.flatMap(({ statement, text }) => {
    if (statement.type !== 'identity.succeed') return []
    const chain = (chains[statement.organisation] ?? []).map(({ x }) => x)
    const at = chain.indexOf(statement.from.x)
    return at >= 0 && chain[at + 1] === statement.to.x ? [{ at, text }] : []
  })
  return steps.sort((one, other) => one.at - other.at).map(({ text }) => text)
}
