import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { Problem } from '../base/problem.ts'
import { sessionCookie, setSessionCookie } from './cookies.ts'
import { type Ends, machineUserOf } from './machine-user.ts'
import { pathIn } from './page.ts'
import { Passkeys } from './passkeys.ts'
import type { ConsoleEnv, ConsoleParts } from './routes.ts'
import type { Sessions } from './sessions.ts'
import { enrolPage, signInPage } from './sign-in-page.ts'
import { TryLimit } from './try-limit.ts'
import { isRole, type Who } from './who.ts'

type SignInContext = Context<ConsoleEnv>

export interface SignInParts extends ConsoleParts {
  readonly sessions: Sessions
  readonly endsOf: (context: Context) => Ends | null
}

/** Counts one try of whoever asks. */
export type CountTry = (context: SignInContext) => Promise<void>

/** The library checks the rest of it. */
const credential = z.looseObject({ id: z.string().max(2_000), response: z.looseObject({}) })
const isCredential = (value: unknown) => credential.safeParse(value).success
const verifySchema = z.strictObject({
  response: z.custom<AuthenticationResponseJSON>(isCredential),
})
const word = z.string().min(1).max(100)
const wordSchema = z.strictObject({ word })
const enrolSchema = z.strictObject({
  word,
  response: z.custom<RegistrationResponseJSON>(isCredential),
})

/** What anybody who reaches the port may ask for: to sign in, and to make a passkey with a link. */
export function addSignIn(app: Hono<ConsoleEnv>, parts: SignInParts, countTry: CountTry): void {
  const passkeys = new Passkeys(parts)
  const withOrganisation = parts.console.oidc !== undefined
  app.get('/sign-in', (c) => c.html(signInPage({ ...c.var, ...parts }, withOrganisation)))
  app.get('/enrol', (c) => c.html(enrolPage({ ...c.var, ...parts })))
  app.post('/sign-in/options', async (c) => {
    await countTry(c)
    return c.json(await passkeys.signInOptions())
  })
  app.post('/sign-in/verify', async (c) => {
    await countTry(c)
    const { response } = await bodyOf(c, verifySchema)
    const name = await passkeys.signIn(response)
    return enter(c, parts, await localAccount(parts, name))
  })
  app.post('/enrol/options', async (c) => {
    await countTry(c)
    const { word } = await bodyOf(c, wordSchema)
    return c.json(await passkeys.enrolOptions(word))
  })
  app.post('/enrol/verify', async (c) => {
    await countTry(c)
    const { word, response } = await bodyOf(c, enrolSchema)
    const name = await passkeys.enrol(word, response)
    return enter(c, parts, await localAccount(parts, name))
  })
}

/** By the user of this machine whose connection it is, or else by address. */
export function tryCounter({ clock, endsOf }: Pick<SignInParts, 'clock' | 'endsOf'>): CountTry {
  const limit = new TryLimit({ clock })
  return async (context) => {
    const ends = endsOf(context)
    const user = await machineUserOf(ends)
    limit.count(user === null ? (ends?.remote.address ?? 'unknown') : `user ${user}`)
  }
}

/** Begins a session, in the log first; one that this browser had ends. */
export async function beginSession(
  context: SignInContext,
  { sessions, acts, origin, endsOf }: SignInParts,
  who: Who,
): Promise<void> {
  const act = { action: 'console.sign-in', object: who.id, actor: who.name } as const
  await acts.append({ ...act, result: 'done', origin: 'console' })
  await sessions.close(sessionCookie(context, origin) ?? '')
  const secret = await sessions.open(who, await machineUserOf(endsOf(context)))
  setSessionCookie(context, origin, secret)
}

async function enter(context: SignInContext, parts: SignInParts, who: Who): Promise<Response> {
  await beginSession(context, parts, who)
  return context.json({ next: pathIn(context.get('language'), '/') })
}

async function localAccount({ database }: SignInParts, name: string): Promise<Who> {
  const account = await database.stores.accounts.get(name)
  if (account !== null && isRole(account.role)) {
    return { id: `passkey:${name}`, name, role: account.role }
  }
  throw malformed()
}

async function bodyOf<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await context.req.json().catch(() => null))
  if (parsed.success) return parsed.data
  throw malformed()
}

function malformed(): Problem {
  return new Problem({
    code: 'console.malformed',
    what: 'What was sent to sign in lacks something',
  })
}
