/**
 * The pages for readers, in a process of their own. Assumes a network where anybody may read;
 * reveals releases only. Nothing here can reach a count that a release does not hold; `truth` is for
 * rehearsals, whose persons do not exist.
 */
import { readFileSync } from 'node:fs'
import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { isProblem } from '../base/problem.ts'
import { encodeRelease, releaseDigest } from '../release/encode.ts'
import type { Release } from '../release/release.ts'
import type { Language } from './language.ts'
import { renderNotice } from './page.ts'
import { renderReleasePage } from './release-page.ts'
import type { ReleaseReader } from './release-reader.ts'
import type { Truth } from './truth.ts'
import { wordsIn } from './words.ts'

export interface ViewerParts {
  readonly releases: ReleaseReader
  /** Exact answers of a rehearsal's generator. Never in a real round. */
  readonly truth?: Truth
  /** Told of faults that a reader sees as a bare error page. */
  readonly onFault?: (error: unknown) => void
}

const style = readFileSync(new URL('./style.css', import.meta.url), 'utf8')

const none = ["'none'"]
const headers = secureHeaders({
  // No script runs on these pages, so none may
  contentSecurityPolicy: {
    defaultSrc: none,
    styleSrc: ["'self'"],
    baseUri: none,
    formAction: none,
    frameAncestors: none,
  },
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
})

/** All routes of the viewer. Dutch has no prefix, English stands under `/en`. */
export function viewerApp(parts: ViewerParts): Hono {
  const app = new Hono()
  app.use(headers)
  app.get('/style.css', (c) => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/favicon.ico', (c) => c.body(null, 204))
  app.get('/health', async (c) => {
    const releases = (await parts.releases.list()).length
    return c.json({ status: 'ok', releases })
  })
  app.get('/releases/:file{[a-z0-9-]+\\.json}', (c) => sendFile(c, parts))
  app.get('/releases/:file{[a-z0-9-]+\\.signed\\.json}', (c) => sendSigned(c, parts))
  app.get('/', (c) => sendNewest(c, parts, 'nl'))
  app.get('/en', (c) => sendNewest(c, parts, 'en'))
  app.get('/releases/:round', (c) => sendRelease(c, parts, 'nl'))
  app.get('/en/releases/:round', (c) => sendRelease(c, parts, 'en'))
  app.notFound((c) => sendNotFound(c, languageOf(c)))
  app.onError((error, c) => sendFault(c, parts, error))
  return app
}

async function sendNewest(c: Context, parts: ViewerParts, language: Language): Promise<Response> {
  const [newest] = await parts.releases.list()
  if (newest !== undefined) return sendPage(c, parts, { language, release: newest, path: '' })
  const { noReleaseTitle, noRelease } = wordsIn(language)
  return c.html(renderNotice(language, '', { title: noReleaseTitle, text: noRelease, home: false }))
}

async function sendRelease(c: Context, parts: ViewerParts, language: Language): Promise<Response> {
  const round = c.req.param('round') ?? ''
  const release = await parts.releases.get(round)
  if (release === undefined) return sendNotFound(c, language)
  return sendPage(c, parts, { language, release, path: `/releases/${round}` })
}

async function sendPage(
  c: Context,
  parts: ViewerParts,
  { language, release, path }: { language: Language; release: Release; path: string },
): Promise<Response> {
  const all = await parts.releases.list()
  const others = all.filter((one) => one.round !== release.round)
  const found = await parts.releases.signing(release.round)
  const signing = found?.digest === releaseDigest(release) ? { signing: found } : {}
  const reading = { release, language, truth: parts.truth, ...signing }
  return c.html(renderReleasePage(reading, path, others))
}

/** The canonical bytes themselves, so that their SHA-256 is the digest on the page. */
async function sendFile(c: Context, parts: ViewerParts): Promise<Response> {
  const round = (c.req.param('file') ?? '').slice(0, -'.json'.length)
  const release = await parts.releases.get(round)
  if (release === undefined) return noRelease(c)
  return c.body(encodeRelease(release), 200, { 'content-type': 'application/json' })
}

/** With what parties signed of it; also these bytes are judged as they come. */
async function sendSigned(c: Context, parts: ViewerParts): Promise<Response> {
  const round = (c.req.param('file') ?? '').slice(0, -'.signed.json'.length)
  const signing = await parts.releases.signing(round)
  if (signing === undefined) return noRelease(c)
  return c.body(signing.text, 200, { 'content-type': 'application/json' })
}

function noRelease(c: Context): Response {
  return c.json({ code: 'release.unknown', what: 'There is no such release' }, 404)
}

function sendNotFound(c: Context, language: Language): Response | Promise<Response> {
  const { notFoundTitle, notFound } = wordsIn(language)
  return c.html(
    renderNotice(language, '', { title: notFoundTitle, text: notFound, home: true }),
    404,
  )
}

/** Readers see that it failed, not why: an error text may hold what they are not to see. */
function sendFault(c: Context, parts: ViewerParts, error: unknown): Response | Promise<Response> {
  parts.onFault?.(error)
  const language = languageOf(c)
  const { faultTitle, fault } = wordsIn(language)
  const status = isProblem(error) && error.status === 503 ? 503 : 500
  return c.html(renderNotice(language, '', { title: faultTitle, text: fault, home: false }), status)
}

function languageOf(c: Context): Language {
  return c.req.path === '/en' || c.req.path.startsWith('/en/') ? 'en' : 'nl'
}
