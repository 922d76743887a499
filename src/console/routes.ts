import type { Context, Hono } from 'hono'
import { Problem } from '../base/problem.ts'
import type { NodeParts } from '../node/parts.ts'
import type { NodeRounds } from '../node/rounds.ts'
import type { ConsoleSettings } from '../settings/console-settings.ts'
import type { Home } from '../settings/home.ts'
import type { NodeSettings } from '../settings/node-settings.ts'
import type { Language } from '../viewer/language.ts'
import { type AccessRoute, type ActPath, access, type ReadPath } from './access.ts'
import type { OidcParts } from './oidc.ts'
import { type PageParts, page, pathIn } from './page.ts'
import type { Who } from './who.ts'

/** Set for every request before a section's handler runs. */
export interface ConsoleEnv {
  Variables: {
    language: Language
    who: Who
    /** Goes with every form as the hidden field `csrf` (`csrfField`). */
    csrf: string
  }
}

export type ConsoleContext = Context<ConsoleEnv>

/** All that sections work with; wired in `bin/`. */
export interface ConsoleParts extends NodeParts {
  readonly home: Home
  readonly settings: NodeSettings
  readonly console: ConsoleSettings
  readonly rounds: NodeRounds
  /** How the organisation's own sign-in is reached; absent where the settings have none. */
  readonly issuer?: Pick<OidcParts, 'secret' | 'fetch'>
  /** Where browsers find the console: scheme, host and port, no path. */
  readonly origin: string
  /**
   * The lock of the home folder, where no process serves from it: what `revokeAgreement` must know.
   * Null where one does, this process or another.
   */
  readonly tryLock: () => Promise<{ release(): void } | null>
}

type Answer = Response | Promise<Response>

/** Registers routes; each must stand in the table of `access.ts`, which says who may ask for it. */
export interface Routes {
  get(path: ReadPath, handler: (context: ConsoleContext) => Answer): void
  /** Only with the right origin and token, which are checked before the handler runs. */
  post(path: ActPath, handler: (context: ConsoleContext) => Answer): void
}

/**
 * A part of the console: one file, its routes registered in one place (`app.ts`). A page that reloads
 * itself asks for `?auto`: what nobody's hand asked for does not keep anybody signed in; nor does a stream.
 */
export type Section = (on: Routes, parts: ConsoleParts) => void

/** Registers on `app`, with the role checked before each handler. */
export function guardedRoutes(app: Hono<ConsoleEnv>): Routes {
  return {
    get: (path, handler) =>
      app.get(path, (context) => {
        requireRole(context, `GET ${path}`)
        return handler(context)
      }),
    post: (path, handler) =>
      app.post(path, (context) => {
        requireRole(context, `POST ${path}`)
        return handler(context)
      }),
  }
}

function requireRole(context: ConsoleContext, route: AccessRoute): void {
  if (access[route].includes(context.get('who').role)) return
  throw new Problem({
    code: 'console.role',
    what: 'Your role may not do this',
    where: route,
    remedy: 'Ask a colleague whose role may; samentel node account list says who has which.',
    status: 403,
  })
}

interface Shown extends Pick<PageParts, 'title' | 'main' | 'head' | 'scripts'> {
  readonly status?: 200 | 400 | 404 | 409
}

/** A page of a section, in the frame: `main` starts with its `<h1>`. */
export function show(context: ConsoleContext, { status = 200, ...shown }: Shown): Answer {
  const { language, who, csrf } = context.var
  return context.html(page({ language, who, csrf, path: context.req.path, ...shown }), status)
}

/** Answers a form: the browser then asks for that page, so that a reload sends nothing twice. */
export function seeOther(context: ConsoleContext, path: string): Response {
  return context.redirect(pathIn(context.get('language'), path), 303)
}
