/**
 * Judges a release file offline (protocol/specification.md 10.3): what it says against itself, against
 * the agreement and against what its parties signed. Assumes nothing of who made the file; believes
 * the keys of the agreement in it, which a reader compares with its own by the digest.
 */
import { COORDINATOR } from '../base/ids.ts'
import { isProblem, Problem } from '../base/problem.ts'
import { digestJson } from '../crypto/digest.ts'
import { releaseDigest } from '../release/encode.ts'
import { parseRelease, type Release } from '../release/release.ts'
import { type Agreement, makeAgreement, termsSchema } from '../round/agreement.ts'
import { judgesOf, otherThanAgreed } from './as-agreed.ts'
import { type JudgedBy, openJudgement, readJudgement } from './judgement.ts'
import { wrongRatios } from './ratios.ts'
import { readReleaseFile } from './read-file.ts'
import type { SignedRelease } from './signed-release.ts'
import { type Chains, openSuccessions } from './successions.ts'
import { type Finding, type Reason, reasonOf, verdictOf } from './verdict.ts'

/** `trusted`: digest of the agreement that the reader holds, if it holds one. */
export async function verifyRelease(text: string, trusted: string | null = null): Promise<Finding> {
  const found: Found = { reasons: [] }
  try {
    await judgeFile(found, text, trusted)
  } catch (error) {
    if (!isProblem(error)) throw error
    found.reasons.push(reasonOf(error))
  }
  return findingOf(found)
}

/** What is known so far. */
interface Found {
  release?: Release
  /** In the order of parties. */
  parties?: readonly string[]
  judged?: readonly JudgedBy[]
  readonly reasons: Reason[]
}

function findingOf({ release, parties = [], judged = [], reasons }: Found): Finding {
  const objected = judged.flatMap(({ party, judgement }) =>
    judgement.verdict === 'objected' ? [{ party, code: judgement.code }] : [],
  )
  const signed = judged
    .filter(({ judgement }) => judgement.verdict === 'checked')
    .map(({ party }) => party)
  return {
    verdict: verdictOf(reasons),
    round: release?.round ?? null,
    digest: release === undefined ? null : releaseDigest(release),
    agreement: release?.agreement.digest ?? null,
    signed,
    missing: parties.filter((id) => !signed.includes(id)),
    objected,
    reasons,
  }
}

async function judgeFile(found: Found, text: string, trusted: string | null): Promise<void> {
  const { release: raw, signed } = readReleaseFile(text)
  const release = parseRelease(raw)
  found.release = release
  if (trusted !== null && trusted !== release.agreement.digest) {
    throw new Problem({
      code: 'release-file.other-agreement',
      what: 'The release rests on another agreement than the one that you named',
      where: `it names ${release.agreement.digest}`,
    })
  }
  const years = wrongRatios(release)
  if (years.length > 0) throw wrongRatio(years)
  if (signed === null) throw unsigned()
  await judgeSigned(found, release, signed)
}

async function judgeSigned(found: Found, release: Release, signed: SignedRelease): Promise<void> {
  const agreement = agreementOf(signed, release)
  const other = otherThanAgreed(release, agreement.terms)
  if (other.length > 0) throw notAsAgreed(other)
  const chains = await openSuccessions(agreement, signed.successions)
  const parties = [...judgesOf(release, agreement.terms), COORDINATOR].sort()
  found.parties = parties
  found.judged = await openJudgements(found, { release, signed, chains, parties })
  const needed = [release.madeBy, COORDINATOR]
  const lacking = needed.filter((id) => !findingOf(found).signed.includes(id))
  if (lacking.length > 0) found.reasons.push(reasonOf(notSigned(lacking)))
  const objectors = findingOf(found).objected.map(({ party }) => party)
  if (objectors.length > 0) found.reasons.push(reasonOf(objectedTo(objectors)))
}

/** 4.1: the agreement in the file, if it is the one that the release names. */
function agreementOf({ agreement }: SignedRelease, release: Release): Agreement {
  const terms = termsSchema.safeParse(agreement.terms)
  const named = release.agreement.digest
  const isNamed = digestJson('samentel agreement v2', agreement) === named
  if (terms.success && isNamed) {
    const made = makeAgreement(terms.data, agreement.keys)
    if (made.digest === named) return made
  }
  throw new Problem({
    code: 'release-file.agreement',
    what: 'The agreement in the file is not the one that the release names',
  })
}

/** Each is judged by itself, so that one that is false does not hide the others. */
async function openJudgements(
  found: Found,
  file: {
    readonly release: Release
    readonly signed: SignedRelease
    readonly chains: Chains
    readonly parties: readonly string[]
  },
): Promise<JudgedBy[]> {
  const { release, signed, chains, parties } = file
  const { round, manifestDigest } = release
  const agreement = release.agreement.digest
  const due = { round, manifestDigest, agreement, parties, digest: releaseDigest(release) }
  const judged: JudgedBy[] = []
  for (const [verdict, texts] of [
    ['checked', signed.signatures],
    ['objected', signed.objections],
  ] as const) {
    for (const jws of texts) {
      try {
        const one = readJudgement(await openJudgement(jws, chains), due)
        if (one.judgement.verdict !== verdict) throw misplaced(one.party)
        const last = judged.findLast(({ judgement }) => judgement.verdict === verdict)
        if (last !== undefined && last.party >= one.party) throw misplaced(one.party)
        judged.push(one)
      } catch (error) {
        if (!isProblem(error)) throw error
        found.reasons.push(reasonOf(error))
      }
    }
  }
  const both = judged.find((one, at) => judged.findIndex(({ party }) => party === one.party) < at)
  if (both !== undefined) found.reasons.push(reasonOf(misplaced(both.party)))
  return judged
}

function wrongRatio(years: readonly (number | null)[]): Problem {
  return new Problem({
    code: 'release-file.ratio',
    what: 'A ratio in the release is not that of the numbers it is of',
    where: years.map((year) => year ?? 'all years').join(', '),
  })
}

function unsigned(): Problem {
  return new Problem({
    code: 'release-file.unsigned',
    what: 'This is the bare release, under which nobody signed: anybody could have made it',
    remedy: 'Fetch the signed release.',
  })
}

function notAsAgreed(fields: readonly string[]): Problem {
  return new Problem({
    code: 'release-file.not-as-agreed',
    what: 'The release is not as the agreement says',
    where: fields.slice(0, 5).join(', '),
  })
}

function notSigned(who: readonly string[]): Problem {
  return new Problem({
    code: 'release-file.not-signed',
    what: 'The counter and the coordinator must have signed the release, and did not both',
    where: who.join(', '),
    remedy: 'Fetch the file again later; each signs when it has the release.',
  })
}

function objectedTo(who: readonly string[]): Problem {
  return new Problem({
    code: 'release-file.objected',
    what: 'An organisation that took part found the release wrong',
    where: who.join(', '),
    remedy: 'Ask them, and the counter, before you use it.',
  })
}

function misplaced(party: string): Problem {
  return new Problem({
    code: 'release-file.misplaced',
    what: 'A signature stands twice, out of order, or among what it is not',
    where: party,
  })
}
