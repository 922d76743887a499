import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Problem } from '../base/problem.ts'
import { askedNonce } from '../transport/hello.ts'
import { refuse, tooLarge } from './app.ts'

/** The keys of an organisation and an id: a request to enrol is no larger. */
const MAX_BODY_BYTES = 64 * 1024

export interface WaitingParts {
  readonly hello: (nonce: string) => Promise<string>
  readonly logFault: (error: unknown) => void
}

/** What the coordinator answers while public keys of organisations are still to come: no round can be. */
export function waitingApp(parts: WaitingParts): Hono {
  const app = new Hono()
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => Promise.reject(tooLarge()) }))
  app.onError((error, context) => refuse(parts, error, context))
  app.notFound(() => {
    throw waits()
  })
  app.get('/v1/health', (context) => context.json({ status: 'waits for keys' }))
  app.get('/v1/hello', async (context) => {
    return context.json({ hello: await parts.hello(askedNonce(context.req.url)) })
  })
  return app
}

function waits(): Problem {
  return new Problem({
    code: 'transport.not-ready',
    what: 'The coordinator waits for the public keys of organisations and does nothing else yet',
    remedy: 'It goes on by itself when all have enrolled.',
    status: 503,
  })
}
