import type { Context, MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { equalBytes, utf8 } from '../base/bytes.ts'
import { Problem } from '../base/problem.ts'

const self = ["'self'"]
const none = ["'none'"]

/** Scripts and styles of this origin only, none of them in a page itself; in no other site's frame. */
export const headers: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: none,
    scriptSrc: self,
    styleSrc: self,
    imgSrc: self,
    connectSrc: self,
    formAction: self,
    baseUri: none,
    frameAncestors: none,
  },
  crossOriginOpenerPolicy: 'same-origin',
  crossOriginResourcePolicy: 'same-origin',
  // Of this origin only: with no-referrer browsers would send forms with the origin `null`
  referrerPolicy: 'same-origin',
  xFrameOptions: 'DENY',
  // That is for whoever ends TLS to say, for a name that is not ours
  strictTransportSecurity: false,
  permissionsPolicy: {
    publickeyCredentialsGet: ['self'],
    camera: [],
    microphone: [],
    geolocation: [],
  },
})

/**
 * Refuses requests to another name than the console's own. A page on another site whose name is made to
 * lead to this machine (DNS rebinding) has its own name in its requests.
 */
export function onlyHost(origin: string): MiddlewareHandler {
  const { host, port } = new URL(origin)
  const numbers = [`127.0.0.1:${port}`, `[::1]:${port}`]
  return async (context, next) => {
    const asked = context.req.header('host') ?? ''
    if (asked === host) return next()
    // Typed by hand: passkeys need the name.
    if (numbers.includes(asked) && /^http:\/\/localhost:/.test(origin) && isGet(context)) {
      return context.redirect(`${origin}/`, 302)
    }
    throw new Problem({
      code: 'console.host',
      what: 'The console does not go by this name',
      remedy: `Open ${origin}/ or set console.origin in node.yaml.`,
      status: 421,
    })
  }
}

function isGet({ req }: Context): boolean {
  return req.method === 'GET' || req.method === 'HEAD'
}

/**
 * Refuses forms and calls that do not come from a page of this origin: another site's, and also those of
 * another port of this machine, which cookies do not tell apart.
 */
export function onlyOwnPages(origin: string): MiddlewareHandler {
  return async (context, next) => {
    if (isGet(context)) return next()
    const site = context.req.header('sec-fetch-site')
    if (context.req.header('origin') !== origin || (site !== undefined && site !== 'same-origin')) {
      throw stranger()
    }
    return next()
  }
}

/** The token of the session stands in the form. */
export async function requireToken(context: Context, csrf: string): Promise<void> {
  if (isGet(context)) return
  const { csrf: sent } = await context.req.parseBody()
  if (typeof sent === 'string' && equalBytes(utf8(sent), utf8(csrf))) return
  throw stranger()
}

export function stranger(): Problem {
  return new Problem({
    code: 'console.stranger',
    what: 'This was not sent from a page of the console',
    remedy:
      'Open the page anew and send it from there; if you sent nothing, tell your administrator.',
    status: 403,
  })
}
