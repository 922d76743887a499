import { z } from 'zod'
import { toBase64Url } from '../base/bytes.ts'
import type { Clock } from '../base/clock.ts'
import { COORDINATOR } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Random } from '../base/random.ts'
import { SOFTWARE_VERSION } from '../base/version.ts'
import type { Identity, PublicKey } from '../crypto/identity.ts'
import { keyFaults, partiesOf, termsSchema } from '../round/agreement.ts'
import { type Home, readPeers } from '../settings/home.ts'
import { keepAgreement, markToCompare, pinPeers } from '../settings/pin-peers.ts'
import { checkYaml } from '../settings/read-yaml.ts'
import { type CoordinatorClient, type Fetch, unreachable } from '../transport/coordinator-client.ts'
import { readProblem } from '../transport/problem-document.ts'
import { readAnswer, unreadable } from '../transport/read-answer.ts'
import { invitationKey, readInvitationCode } from './invitation-code.ts'
import {
  openPapers,
  type Papers,
  type SealedText,
  sealedTextSchema,
  sealRequest,
  verifyPapers,
} from './papers.ts'

/** The coordinator answers at once. */
const REQUEST_MS = 60_000

export interface Enrolling {
  readonly identity: Identity
  /** Address of the coordinator. */
  readonly base: string
  readonly fetch: Fetch
  readonly clock: Clock
  readonly random: Random
}

/** Brings the own public keys to the coordinator, with a code, and gives what it answers. */
export async function enrol(parts: Enrolling, code: string): Promise<Papers> {
  const invitation = invitationKey(readInvitationCode(code))
  const { identity, clock, random } = parts
  const nonce = toBase64Url(random(32))
  const said = { nonce, software: SOFTWARE_VERSION, atMs: clock.nowMs() }
  const request = await sealRequest(identity, said, invitation)
  const answer = await post(parts, request)
  const self = { id: identity.id, publicKey: identity.publicKey, nonce }
  return openPapers(answer, { request, invitation, self })
}

/** Papers again, for who has enrolled: others may have come since. */
export async function fetchPapers(
  client: CoordinatorClient,
  parts: Pick<Enrolling, 'identity' | 'random'>,
  coordinatorKey: PublicKey,
): Promise<Papers> {
  const { id, publicKey } = parts.identity
  const nonce = toBase64Url(parts.random(32))
  const answer = z.strictObject({ papers: z.string() })
  const said = answer.safeParse(await client.getJson(`/v1/papers?nonce=${nonce}`))
  if (!said.success) throw unreadable('it has another form')
  return verifyPapers(said.data.papers, coordinatorKey, { id, publicKey, nonce })
}

/**
 * Puts papers into a home folder; what is there is never written over.
 * Gives whose keys are new here, and whose have not come.
 */
export async function takePapers(home: Home, papers: Papers) {
  const terms = checkYaml(papers.agreement, home.agreement, termsSchema)
  if (!partiesOf(terms).includes(papers.to)) throw notInIt(papers.to, home)
  const wanted = partiesOf(terms).flatMap((id) => {
    const key = papers.keys[id]
    return key === undefined ? [] : [[id, key] as const]
  })
  await keepAgreement(home, papers.agreement)
  const fresh = await pinPeers(home, Object.fromEntries(wanted), () => markToCompare(home))
  const faults = keyFaults(terms, await readPeers(home))
  const missing = partiesOf(terms).filter((id) =>
    faults.some(({ where }) => where === `peers/${id}.json`),
  )
  return { fresh, missing }
}

async function post({ base, fetch }: Enrolling, request: SealedText): Promise<SealedText> {
  const response = await fetch(`${base.replace(/\/$/, '')}/v1/enrolment`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(REQUEST_MS),
  }).catch((error: unknown) => {
    throw error instanceof Problem ? error : unreachable(base, error)
  })
  if (!response.ok) throw await readProblem(response)
  return readAnswer(response, sealedTextSchema)
}

function notInIt(id: string, home: Home): Problem {
  return new Problem({
    code: 'agreement.not-in-it',
    what: `${id} is not among the organisations of the agreement`,
    where: home.settings,
    remedy: `Check the key organisation in the settings; ask the coordinator under which id it stands. ${COORDINATOR} is no organisation.`,
  })
}
