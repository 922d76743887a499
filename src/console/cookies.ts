import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/**
 * Names of cookies. Over https the prefix `__Host-` makes browsers refuse one that a neighbouring name
 * has set (RFC 6265bis 4.1.3.2); plain http on loopback cannot have it, nor `Secure`.
 */
function nameOf(origin: string, name: string): string {
  return origin.startsWith('https:') ? `__Host-${name}` : name
}

const SESSION = 'samentel-session'
const FLOW = 'samentel-flow'
/** How long somebody may take at the organisation's own sign-in. */
const FLOW_SECONDS = 300

export function sessionCookie(context: Context, origin: string): string | undefined {
  return getCookie(context, nameOf(origin, SESSION))
}

export function setSessionCookie(context: Context, origin: string, secret: string): void {
  const secure = origin.startsWith('https:')
  const kept = { path: '/', httpOnly: true, secure, sameSite: 'Strict' } as const
  setCookie(context, nameOf(origin, SESSION), secret, kept)
}

export function dropSessionCookie(context: Context, origin: string): void {
  const secure = origin.startsWith('https:')
  deleteCookie(context, nameOf(origin, SESSION), { path: '/', secure })
}

export function flowCookie(context: Context, origin: string): string | undefined {
  return getCookie(context, nameOf(origin, FLOW))
}

/** Lax: it must come along when the organisation's own sign-in sends the browser back. */
export function setFlowCookie(context: Context, origin: string, secret: string): void {
  const secure = origin.startsWith('https:')
  const kept = { path: '/', httpOnly: true, secure, sameSite: 'Lax' } as const
  setCookie(context, nameOf(origin, FLOW), secret, { ...kept, maxAge: FLOW_SECONDS })
}

export function dropFlowCookie(context: Context, origin: string): void {
  const secure = origin.startsWith('https:')
  deleteCookie(context, nameOf(origin, FLOW), { path: '/', secure })
}
