/**
 * The console: pages for an organisation's own people, on this machine or behind the organisation's own
 * proxy. Assumes hostile pages in the same browser and other users on the same machine
 * (protocol/threat-model.md, The console).
 */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Problem } from '../base/problem.ts'
import { healthRoutes } from '../health/health-routes.ts'
import type { Language } from '../viewer/language.ts'
import { accountsPage } from './accounts-page.ts'
import { agreementPage } from './agreement-page.ts'
import { dropSessionCookie, sessionCookie } from './cookies.ts'
import { headers, onlyHost, onlyOwnPages, requireToken } from './guard.ts'
import { leavingPage } from './leaving-page.ts'
import { logPage } from './log-page.ts'
import { type Ends, machineUserOf } from './machine-user.ts'
import { addOidc } from './oidc-routes.ts'
import { pathIn } from './page.ts'
import { problemPage } from './problem-page.ts'
import { roundPage } from './round-page.ts'
import { roundsPage } from './rounds-page.ts'
import {
  type ConsoleContext,
  type ConsoleEnv,
  type ConsoleParts,
  guardedRoutes,
  type Section,
} from './routes.ts'
import { rulesPage } from './rules-page.ts'
import { Sessions } from './sessions.ts'
import { addSignIn, type SignInParts, tryCounter } from './sign-in.ts'
import { startPage } from './start-page.ts'
import { addStaticFiles } from './static-files.ts'
import { supportReport } from './support-report.ts'

const MAX_BODY_BYTES = 256 * 1024

/** Each adds its routes, which stand in `access.ts`. */
const sections: readonly Section[] = [
  startPage,
  agreementPage,
  roundsPage,
  roundPage,
  leavingPage,
  rulesPage,
  supportReport,
  logPage,
  accountsPage,
]

export interface ConsoleOptions {
  /** The two ends of a request's connection; null where it has none. */
  readonly endsOf: (context: Context) => Ends | null
}

/** All routes of the console. Dutch has no prefix, English stands under `/en`. */
export function consoleApp(parts: ConsoleParts, { endsOf }: ConsoleOptions): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>({ getPath: ({ url }) => withoutLanguage(new URL(url).pathname) })
  const { origin } = parts
  const sessions = new Sessions({ ...parts.console, ...parts })
  app.use(headers)
  app.use(async (context, next) => {
    context.set('language', languageOf(context.req.url))
    context.header('cache-control', 'no-store')
    await next()
  })
  app.onError((error, context) => problemPage(context, parts, error))
  app.notFound((context) => problemPage(context, parts, nothingHere()))
  app.use(onlyHost(origin))
  app.use(onlyOwnPages(origin))
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => Promise.reject(tooLarge()) }))
  addStaticFiles(app, parts)
  app.route('/', healthRoutes(parts))
  const signing = { ...parts, sessions, endsOf }
  const countTry = tryCounter(signing)
  addSignIn(app, signing, countTry)
  addOidc(app, signing, countTry)
  app.use(admit(signing))
  const on = guardedRoutes(app)
  on.post('/sign-out', (context) => signOut(context, signing))
  for (const section of sections) section(on, parts)
  return app
}

/** Lets in who is signed in, with the token where something is sent; sends others to sign in. */
function admit({ sessions, endsOf, origin }: SignInParts): MiddlewareHandler<ConsoleEnv> {
  return async (context, next) => {
    const secret = sessionCookie(context, origin) ?? ''
    const machineUser = await machineUserOf(endsOf(context))
    const signedIn = await sessions.find({ secret, machineUser }, isByHand(context))
    if (signedIn === null) return toSignIn(context, origin)
    context.set('who', signedIn.who)
    context.set('csrf', signedIn.csrf)
    await requireToken(context, signedIn.csrf)
    return next()
  }
}

async function signOut(context: ConsoleContext, parts: SignInParts): Promise<Response> {
  const { id, name } = context.get('who')
  // The session ends also where the log cannot be written.
  await parts.sessions.close(sessionCookie(context, parts.origin) ?? '')
  dropSessionCookie(context, parts.origin)
  const act = { action: 'console.sign-out', object: id, actor: name } as const
  await parts.acts.append({ ...act, result: 'done', origin: 'console' })
  return context.redirect(pathIn(context.get('language'), '/sign-in'), 303)
}

function languageOf(url: string): Language {
  return /^\/en(\/|$)/.test(new URL(url).pathname) ? 'en' : 'nl'
}

function withoutLanguage(path: string): string {
  return path.replace(/^\/en(?=\/|$)/, '') || '/'
}

/** A page that reloads itself, or a stream, is nobody at the keyboard. */
function isByHand({ req }: Context): boolean {
  const streams = (req.header('accept') ?? '').includes('text/event-stream')
  return req.query('auto') === undefined && !streams
}

function toSignIn(context: Context<ConsoleEnv>, origin: string): Response {
  if (sessionCookie(context, origin) !== undefined) dropSessionCookie(context, origin)
  if (context.req.method === 'GET') {
    return context.redirect(pathIn(context.get('language'), '/sign-in'), 303)
  }
  throw new Problem({
    code: 'console.signed-out',
    what: 'You are not signed in any more, so what you sent was not done',
    remedy: 'Sign in and send it again.',
    status: 401,
  })
}

function nothingHere(): Problem {
  return new Problem({ code: 'request.unknown', what: 'There is nothing here', status: 404 })
}

function tooLarge(): Problem {
  return new Problem({
    code: 'console.too-large',
    what: 'A request is larger than anything that is asked for',
    status: 413,
  })
}
