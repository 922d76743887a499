import { z } from 'zod'
import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { Identity, PublicKey } from '../crypto/identity.ts'
import { claimedSigner, signJson, verifyJson } from '../crypto/sign.ts'

const AUTH_TYP = 'samentel-request+jws'
const SCHEME = 'Samentel '
/** Clocks of organisations may differ by this much. */
const MAX_SKEW_MS = 5 * 60_000

const claimSchema = z.strictObject({
  method: z.string(),
  path: z.string(),
  atMs: z.int(),
})

/**
 * Proof of who makes a request, after the manner of RFC 9449: a signature over method, path and time
 * (protocol/specification.md 11.4). What can be fetched is sealed to the fetcher besides.
 */
export async function authorise(
  identity: Identity,
  request: { readonly method: string; readonly path: string },
  clock: Clock,
): Promise<string> {
  return SCHEME + (await signJson(identity, AUTH_TYP, { ...request, atMs: clock.nowMs() }))
}

/** The organisation that makes the request, or a refusal. */
export async function authenticate(
  header: string | undefined,
  request: { readonly method: string; readonly path: string },
  deps: { readonly keyOf: (id: string) => PublicKey; readonly clock: Clock },
): Promise<string> {
  if (header === undefined || !header.startsWith(SCHEME)) throw refused('it is not signed')
  const jws = header.slice(SCHEME.length)
  const signer = claimedSigner(jws)
  const value = await verifyJson(jws, { typ: AUTH_TYP, signer, key: deps.keyOf(signer) })
  const claim = claimSchema.safeParse(value)
  if (!claim.success) throw refused('its form is wrong')
  if (claim.data.method !== request.method || claim.data.path !== request.path) {
    throw refused('it is signed for another request')
  }
  if (Math.abs(deps.clock.nowMs() - claim.data.atMs) > MAX_SKEW_MS) {
    throw refused('the clocks of the two sides differ by more than five minutes, or it is a replay')
  }
  return signer
}

function refused(why: string): Problem {
  return new Problem({
    code: 'request.refused',
    what: `A request is refused: ${why}`,
    remedy: 'Check the clock and the keys in peers/ on both sides.',
    status: 401,
  })
}
