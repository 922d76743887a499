import type { Context, Hono } from 'hono'
import { isProblem } from '../base/problem.ts'
import { dropFlowCookie, flowCookie, setFlowCookie } from './cookies.ts'
import { stranger } from './guard.ts'
import { machineUserOf } from './machine-user.ts'
import { Oidc } from './oidc.ts'
import { underOwnName } from './person-names.ts'
import type { ConsoleEnv } from './routes.ts'
import { beginSession, type CountTry, type SignInParts } from './sign-in.ts'
import { returnPage } from './sign-in-page.ts'

/** To the organisation's own sign-in and back, where the settings have one. */
export function addOidc(app: Hono<ConsoleEnv>, parts: SignInParts, countTry: CountTry): void {
  const { console, origin, issuer } = parts
  if (console.oidc === undefined || issuer === undefined) return
  const oidc = new Oidc({ ...parts, ...issuer, oidc: console.oidc })
  app.get('/oidc/start', async (context) => {
    refuseSubresource(context)
    await countTry(context)
    const { url, flow } = await oidc.begin({
      language: context.get('language'),
      machineUser: await machineUserOf(parts.endsOf(context)),
    })
    setFlowCookie(context, origin, flow)
    return context.redirect(url, 302)
  })
  app.get('/oidc/callback', async (context) => {
    refuseSubresource(context)
    await countTry(context)
    const secret = flowCookie(context, origin) ?? ''
    dropFlowCookie(context, origin)
    try {
      const machineUser = await machineUserOf(parts.endsOf(context))
      const { search } = new URL(context.req.url)
      const { who, language } = await oidc.end(secret, { search, machineUser })
      await beginSession(context, parts, await underOwnName(parts.database, who))
      return context.html(returnPage(language))
    } catch (error) {
      if (isProblem(error)) parts.log.error('signing in was refused', error)
      throw error
    }
  })
}

/**
 * An image, a script or a frame of any page would use up the tries of its reader, who could not sign in
 * then. Browsers say what they ask for (W3C Fetch Metadata, 2.1 and 2.2).
 */
function refuseSubresource({ req }: Context): void {
  const mode = req.header('sec-fetch-mode') ?? 'navigate'
  const dest = req.header('sec-fetch-dest') ?? 'document'
  if (mode !== 'navigate' || dest !== 'document') throw stranger()
}
