/** A release that is as its agreement says, with the signatures of all who took part in its round. */
import { COORDINATOR } from '../../src/base/ids.ts'
import { judgesOf } from '../../src/cosigning/as-agreed.ts'
import { encodeSignedRelease } from '../../src/cosigning/signed-release.ts'
import { canonicalJson } from '../../src/crypto/canonical.ts'
import type { Identity } from '../../src/crypto/identity.ts'
import { type Envelope, sealEnvelope } from '../../src/messages/envelope.ts'
import { encodeRelease, releaseDigest } from '../../src/release/encode.ts'
import { parseRelease, type Release } from '../../src/release/release.ts'
import { type Agreement, type Terms, termsSchema } from '../../src/round/agreement.ts'
import type { Judgement } from '../../src/round/statements.ts'
import { sampleRelease } from '../disclosure/sample-release.ts'
import { identityIn, rawTerms, sampleAgreement } from '../round/sample.ts'

/** An agreement of which the sample release could be. */
function termsOf(release: Release): Terms {
  const { threshold, roundingBase, recipe, linkingRule } = release.rules
  const isReal = ({ id }: { id: string }) => id !== 'unknown' && id !== 'conflict'
  const owners = [...new Set(release.lists.map((list) => list.organisation))]
  return termsSchema.parse({
    ...rawTerms(),
    id: release.agreement.id,
    title: release.agreement.title,
    organisations: release.organisations,
    populations: release.populations,
    evaluators: [owners[0], release.madeBy],
    lists: release.lists.map(({ agreedSize, ...list }) => ({ ...list, size: agreedSize })),
    tables: release.tables.map(({ id, name, codes }) => ({
      ...{ id, name },
      codes: codes
        .filter(isReal)
        .map(({ within, ...code }) => (within === null ? code : { ...code, within })),
    })),
    recipe,
    rule: linkingRule,
    disclosure: { threshold, roundingBase },
  })
}

export interface SampleSigned {
  readonly agreement: Agreement
  readonly release: Release
  readonly parties: readonly string[]
}

/** Another agreement each time: its keys are new. */
export async function sampleSigned(): Promise<SampleSigned> {
  const made = JSON.parse(encodeRelease(sampleRelease())) as Release
  const agreement = await sampleAgreement(termsOf(made))
  const { digest } = agreement
  const release = parseRelease({ ...made, agreement: { ...made.agreement, digest } })
  const parties = [...judgesOf(release, agreement.terms), COORDINATOR].sort()
  return { agreement, release, parties }
}

/** What a party signs of it, or what is to pass for that. */
export function judged(
  { agreement, release }: SampleSigned,
  by: string | Identity,
  other: Partial<Omit<Envelope, 'body'>> & { readonly body?: Partial<Judgement> } = {},
): Promise<string> {
  const identity = typeof by === 'string' ? identityIn(agreement, by) : by
  const { body, ...rest } = other
  const own = { digest: releaseDigest(release), agreement: agreement.digest, verdict: 'checked' }
  return sealEnvelope(identity, {
    version: 1,
    type: 'release.judged',
    round: release.round,
    binding: release.manifestDigest,
    from: identity.id,
    to: COORDINATOR,
    sequence: 7,
    ...rest,
    body: { ...own, ...body },
  })
}

export interface FileParts {
  readonly release: object
  readonly successions: readonly string[]
  readonly signatures: readonly string[]
  readonly objections: readonly string[]
}

/** The file, signed by everybody unless told otherwise. */
export async function fileOf(
  sample: SampleSigned,
  other: Partial<FileParts> = {},
): Promise<string> {
  const signatures = other.signatures ?? (await signaturesOf(sample, sample.parties))
  const { release = sample.release, successions = [], objections = [] } = other
  const { agreement } = sample
  const plain = JSON.parse(canonicalJson(release))
  return encodeSignedRelease(plain, { agreement, successions, signatures, objections })
}

export function signaturesOf(sample: SampleSigned, who: readonly string[]): Promise<string[]> {
  return Promise.all(who.map((id) => judged(sample, id)))
}
