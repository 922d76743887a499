import { COORDINATOR } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { ConsentBook } from '../consent/consent-book.ts'
import { JUDGED, keptJudgement, readJudgement } from '../cosigning/judgement.ts'
import { encodeSignedRelease, successionTexts } from '../cosigning/signed-release.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import type { Identity } from '../crypto/identity.ts'
import type { Envelope } from '../messages/envelope.ts'
import type { Agreement } from '../round/agreement.ts'
import type { Stores } from '../storage/database.ts'
import { signOwn } from './own-statements.ts'
import { type CoordinatorState, type EndedRound, partiesOf } from './state.ts'

/** The coordinator checked the release before it published it, and signs like everybody (10.1). */
export async function judgeOwn(
  stores: Stores,
  by: { readonly identity: Identity; readonly agreement: Agreement },
  of: { readonly round: string; readonly manifestDigest: string; readonly digest: string },
): Promise<void> {
  const { round, manifestDigest: binding, digest } = of
  const body = { digest, agreement: by.agreement.digest, verdict: 'checked' }
  const jws = await signOwn(by.identity, round, { type: JUDGED, binding, body })
  await stores.judgements.put(round, { party: COORDINATOR, body: jws })
}

/** What a party found of a release: kept for good; the same again is harmless, another thing refused. */
export async function takeJudgement(
  stores: Stores,
  state: CoordinatorState,
  heard: { readonly envelope: Envelope; readonly jws: string; readonly agreement: Agreement },
): Promise<void> {
  const { envelope, jws, agreement } = heard
  const { core, progress } = state
  const release = await stores.releases.get(core.round)
  if (progress.phase !== 'released' || release === null) throw untimely(state)
  const { manifestDigest } = JSON.parse(release.body) as { manifestDigest: string } // a release
  const said = readJudgement(envelope, {
    round: core.round,
    manifestDigest,
    digest: progress.release,
    agreement: agreement.digest,
    parties: partiesOf(core),
  })
  const kept = await stores.judgements.put(core.round, { party: said.party, body: jws })
  if (canonicalJson(keptJudgement(kept)) === canonicalJson(said.judgement)) return
  throw new Problem({
    code: 'statement.second',
    what: 'A node says something else than it said before',
    where: `round ${core.round}, ${said.party}, ${JUDGED}`,
    status: 409,
  })
}

/** The signed release file (10.2), as far as parties have signed; null where there is no such release. */
export async function signedRelease(
  stores: Stores,
  by: { readonly agreement: Agreement; readonly consents: ConsentBook },
  id: string,
): Promise<string | null> {
  const release = await stores.releases.get(id)
  if (release === null) return null
  const kept = await stores.judgements.list(id)
  const texts = (verdict: string) =>
    kept.filter(({ body }) => keptJudgement(body).verdict === verdict).map(({ body }) => body)
  const { agreement, consents } = by
  const statements = await consents.statements(stores)
  return encodeSignedRelease(JSON.parse(release.body), {
    agreement,
    successions: successionTexts(statements, await consents.standing(stores)),
    signatures: texts('checked'),
    objections: texts('objected'),
  })
}

/** Who signed a release, who has not yet, and who found it wrong. */
export async function judgementsOf(stores: Stores, { core }: EndedRound) {
  const kept = await stores.judgements.list(core.round)
  const said = kept.map(({ party, body }) => ({ party, judgement: keptJudgement(body) }))
  const by = (verdict: string) =>
    said.filter(({ judgement }) => judgement.verdict === verdict).map(({ party }) => party)
  const all = [...partiesOf(core), COORDINATOR].sort()
  const silent = all.filter((id) => !said.some(({ party }) => party === id))
  return { signed: by('checked'), unsigned: silent, objected: by('objected') }
}

function untimely({ core, progress }: CoordinatorState): Problem {
  return new Problem({
    code: 'message.untimely',
    what: 'A release is judged of a round that has none',
    where: `round ${core.round}, phase ${progress.phase}`,
    status: 409,
  })
}
