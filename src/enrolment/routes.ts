import { type Context, Hono } from 'hono'
import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import { type PublicKey, publicKeySchema } from '../crypto/identity.ts'
import { type Home, readPeers } from '../settings/home.ts'
import { askedNonce } from '../transport/hello.ts'
import { authenticate } from '../transport/peer-auth.ts'
import type { EnrolmentDesk } from './desk.ts'
import { sealedTextSchema } from './papers.ts'

/** Where nodes enrol, and ask whose keys have come since (protocol/messages.md). */
export function enrolmentRoutes(parts: {
  readonly desk: EnrolmentDesk
  readonly home: Home
  readonly clock: Clock
}): Hono {
  const { desk, home, clock } = parts
  const app = new Hono()
  app.post('/v1/enrolment', async (context) => {
    const request = sealedTextSchema.safeParse(await context.req.json().catch(() => null))
    if (!request.success) throw malformed()
    return context.json(await desk.take(request.data))
  })
  app.get('/v1/papers', async (context) => {
    const nonce = askedNonce(context.req.url)
    const from = await callerOf(context, await readPeers(home), clock)
    return context.json({ papers: await desk.papers(from, nonce) })
  })
  return app
}

/** By the keys that are pinned by now: there may be no whole agreement yet. */
function callerOf(
  context: Context,
  peers: Readonly<Record<string, unknown>>,
  clock: Clock,
): Promise<string> {
  const { pathname, search } = new URL(context.req.url)
  const request = { method: context.req.method, path: `${pathname}${search}` }
  const keyOf = (id: string) => pinnedOr(peers, id)
  return authenticate(context.req.header('authorization'), request, { keyOf, clock })
}

function pinnedOr(peers: Readonly<Record<string, unknown>>, id: string): PublicKey {
  const key = publicKeySchema.safeParse(Object.hasOwn(peers, id) ? peers[id] : undefined)
  if (key.success) return key.data
  throw new Problem({
    code: 'message.stranger',
    what: 'A message is signed by nobody in the agreement',
    status: 401,
  })
}

function malformed(): Problem {
  return new Problem({
    code: 'request.malformed',
    what: 'A request to enrol has another form',
    remedy: 'Compare versions with the coordinator.',
  })
}
