import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import { z } from 'zod'
import type { Clock } from '../base/clock.ts'
import { COORDINATOR, idSchema, isId } from '../base/ids.ts'
import { isProblem, Problem } from '../base/problem.ts'
import { speakingKey } from '../round/consent.ts'
import type { Database } from '../storage/database.ts'
import { POLL_SECONDS } from '../transport/coordinator-client.ts'
import { HEARTBEAT_MS } from '../transport/event-stream.ts'
import { askedNonce } from '../transport/hello.ts'
import { authenticate } from '../transport/peer-auth.ts'
import { PROBLEM_MEDIA_TYPE, problemDocument } from '../transport/problem-document.ts'
import type { CoordinatorService } from './service.ts'

const MAX_BODY_BYTES = 8 * 1024 * 1024
const INBOX_PAGE = 50

export interface AppParts {
  readonly service: CoordinatorService
  readonly database: Database
  readonly clock: Clock
  /** For faults of the program: ids and counts only. */
  readonly logFault: (error: unknown) => void
}

/** All that the coordinator answers, on one screen (protocol/messages.md). */
export function coordinatorApp(parts: AppParts): Hono {
  const { service, database } = parts
  const app = new Hono()
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => Promise.reject(tooLarge()) }))
  app.onError((error, context) => refuse(parts, error, context))
  app.notFound(() => {
    throw new Problem({ code: 'request.unknown', what: 'There is nothing here', status: 404 })
  })
  const heard = new Map<string, number>()
  const caller = async (context: Context) => {
    const from = await callerOf(parts, context)
    heard.set(from, parts.clock.nowMs())
    return from
  }

  app.get('/v1/health', (context) => context.json({ status: 'ok' }))
  app.get('/v1/hello', async (context) => {
    return context.json({ hello: await service.hello(askedNonce(context.req.url)) })
  })
  app.get('/v1/peers', async (context) => {
    await caller(context)
    return context.json({ heard: Object.fromEntries(heard) })
  })
  app.post('/v1/messages', async (context) => {
    await service.rounds.hear(await context.req.text())
    return context.json({ taken: true })
  })
  app.get('/v1/inbox', async (context) => {
    const from = await caller(context)
    const query = inboxQuery(context)
    const ticket = service.wake.ticket(from)
    const messages = await service.inbox(from, query.after, INBOX_PAGE)
    if (messages.length > 0 || query.wait === 0) return context.json({ messages })
    const ms = Math.min(query.wait, POLL_SECONDS) * 1000
    await service.wake.wait(ticket, ms, context.req.raw.signal)
    // The store may be closed by now.
    if (service.stopping) return context.json({ messages })
    return context.json({ messages: await service.inbox(from, query.after, INBOX_PAGE) })
  })
  app.get('/v1/stream', async (context) => {
    const from = await caller(context)
    return streamSSE(context, async (stream) => {
      while (!stream.aborted) {
        const ticket = service.wake.ticket(from)
        const head = await database.stores.outbox.head(from)
        await stream.writeSSE({ data: String(head) })
        await service.wake.wait(ticket, HEARTBEAT_MS, context.req.raw.signal)
        if (context.req.raw.signal.aborted || service.stopping) return
      }
    })
  })
  app.get('/v1/chunks/:round', async (context) => {
    const from = await caller(context)
    const { round, batch, chunk } = chunkPlace(context)
    if (chunk === null) {
      return context.json({ present: await service.relay.present(from, round, batch) })
    }
    const sealed = await service.relay.get(from, { round, batch, chunk })
    return context.body(new Uint8Array(sealed), 200, { 'content-type': 'application/octet-stream' })
  })
  app.put('/v1/chunks/:round', async (context) => {
    const from = await caller(context)
    const { round, batch, chunk } = chunkPlace(context)
    if (chunk === null) throw noChunk()
    const sealed = new Uint8Array(await context.req.arrayBuffer())
    await service.relay.put(from, { round, batch, chunk }, sealed)
    return context.json({ taken: true })
  })
  app.get('/v1/agreement/statements', async (context) => {
    await caller(context)
    return context.json({ statements: await service.rounds.consents.texts() })
  })
  app.post('/v1/agreement/statements', async (context) => {
    const said = statementsSchema.safeParse(await context.req.json().catch(() => null))
    if (!said.success) throw noStatements()
    await service.takeStatements(said.data.statements)
    return context.json({ taken: true })
  })
  app.get('/v1/log/statements', async (context) => {
    await caller(context)
    return context.json(await service.logs.after(logQuery(context)))
  })
  app.post('/v1/log/statements', async (context) => {
    const said = statementsSchema.safeParse(await context.req.json().catch(() => null))
    if (!said.success) throw noStatements()
    const [refused] = await service.logs.take(said.data.statements)
    if (refused !== undefined) throw refused
    return context.json({ taken: true })
  })
  app.post('/v1/rounds', async (context) => {
    await requireCoordinator(caller(context))
    const wanted = openSchema.safeParse(await context.req.json().catch(() => null))
    if (!wanted.success) throw badOpening()
    return context.json({ round: await service.openRound(wanted.data) })
  })
  app.get('/v1/rounds', async (context) => {
    return context.json({ rounds: await service.statuses(await caller(context)) })
  })
  app.get('/v1/rounds/:round', async (context) => {
    const from = await caller(context)
    return context.json(await service.status(context.req.param('round'), from))
  })
  app.get('/v1/releases', async (context) => {
    const releases = await database.stores.releases.list()
    return context.json({ releases: releases.map(({ id, round, atMs }) => ({ id, round, atMs })) })
  })
  app.get('/v1/releases/:id', async (context) => {
    const release = await database.stores.releases.get(context.req.param('id'))
    if (release === null) throw noRelease(context.req.param('id'))
    return context.body(release.body, 200, { 'content-type': 'application/json' })
  })
  app.get('/v1/releases/:id/signed', async (context) => {
    const signed = await service.signedRelease(context.req.param('id'))
    if (signed === null) throw noRelease(context.req.param('id'))
    return context.body(signed, 200, { 'content-type': 'application/json' })
  })
  return app
}

const openSchema = z.strictObject({
  id: idSchema.optional(),
  lists: z.array(idSchema).min(1).optional(),
})
export type OpenRequest = z.infer<typeof openSchema>

const statementsSchema = z.strictObject({ statements: z.array(z.string()).max(1000) })

async function callerOf(parts: AppParts, context: Context): Promise<string> {
  const standing = await parts.service.rounds.consents.standing()
  const url = new URL(context.req.url)
  const request = { method: context.req.method, path: `${url.pathname}${url.search}` }
  return authenticate(context.req.header('authorization'), request, {
    keyOf: (id) => speakingKey(standing, id),
    clock: parts.clock,
  })
}

async function requireCoordinator(caller: Promise<string>): Promise<void> {
  if ((await caller) === COORDINATOR) return
  throw new Problem({
    code: 'request.not-allowed',
    what: 'Only the coordinator may do this',
    status: 403,
  })
}

/** In digits alone: an empty text, `0x10` or ` 7` is no number. */
const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)

/** Words after the question mark; null where one stands there twice, as it has no one meaning. */
function queryOf(context: Context): Record<string, string> | null {
  const words = [...new URL(context.req.url).searchParams]
  const query = Object.fromEntries(words)
  return Object.keys(query).length === words.length ? query : null
}

function inboxQuery(context: Context): { after: number; wait: number } {
  const query = z
    .strictObject({ after: wholeNumber, wait: wholeNumber })
    .safeParse(queryOf(context))
  if (query.success) return query.data
  throw new Problem({
    code: 'request.malformed',
    what: 'A request does not say after which message, and how long to wait',
  })
}

function logQuery(context: Context): number {
  const query = z.strictObject({ after: wholeNumber }).safeParse(queryOf(context))
  if (query.success) return query.data.after
  throw new Problem({
    code: 'request.malformed',
    what: 'A request does not say after which statement',
  })
}

function chunkPlace(context: Context): { round: string; batch: string; chunk: number | null } {
  const place = z
    .strictObject({
      round: idSchema,
      batch: z.string().max(100),
      chunk: wholeNumber.optional(),
    })
    .safeParse({ ...queryOf(context), round: context.req.param('round') })
  if (!place.success) {
    throw noChunk()
  }
  return { ...place.data, chunk: place.data.chunk ?? null }
}

/** A refusal as its document; a fault of the program says nothing of itself. */
export function refuse(
  parts: Pick<AppParts, 'logFault'>,
  error: Error,
  context: Context,
): Response {
  if (!isProblem(error) || error.status >= 500) parts.logFault(error)
  const document = problemDocument(error)
  return new Response(JSON.stringify(document), {
    status: document.status,
    headers: { 'content-type': PROBLEM_MEDIA_TYPE, ...Object.fromEntries(context.res.headers) },
  })
}

function noChunk(): Problem {
  return new Problem({ code: 'request.malformed', what: 'A request names no batch or chunk' })
}

function noStatements(): Problem {
  return new Problem({ code: 'request.malformed', what: 'A request brings no list of statements' })
}

export function tooLarge(): Problem {
  return new Problem({ code: 'request.too-large', what: 'A request is too large', status: 413 })
}

function badOpening(): Problem {
  return new Problem({
    code: 'round.bad-opening',
    what: 'A round is opened with wrong words',
    remedy: 'Give an id of lower-case letters, digits and hyphens, and ids of lists.',
  })
}

function noRelease(id: string): Problem {
  return new Problem({
    code: 'release.unknown',
    what: 'There is no such release',
    // What is no name at all is not repeated.
    ...(isId(id) ? { where: id } : {}),
    status: 404,
  })
}
