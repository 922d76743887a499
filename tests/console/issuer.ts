import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import Provider from 'oidc-provider'

export interface Issuer {
  /** On 127.0.0.1: to a browser another site than localhost. */
  readonly url: string
  stop(): Promise<void>
}

export const CLIENT = 'samentel-police'
export const CLIENT_SECRET = 'a-secret-of-the-client-for-tests-only'

/** A real OpenID provider. Whoever signs in as `NAME.GROUP` is NAME, in that group. */
export async function startIssuer(redirect: string): Promise<Issuer> {
  const server = createServer()
  const url = await listen(server)
  const provider = new Provider(url, {
    clients: [{ client_id: CLIENT, client_secret: CLIENT_SECRET, redirect_uris: [redirect] }],
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
    pkce: { required: () => true },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => claimsOf(id) }),
    cookies: { keys: ['for tests only'] },
  })
  server.on('request', provider.callback())
  return {
    url,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function claimsOf(id: string) {
  const [name, group] = id.split('.')
  return { sub: id, preferred_username: name, groups: ['staff', group] }
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

/** What a browser does at the issuer: signs in, agrees, is sent back. Gives the query of the way back. */
export async function signInAt(start: string, login: string): Promise<string> {
  const jar = new Map<string, string>()
  let [url, body]: [string, string | null] = [start, null]
  for (let steps = 0; steps < 12; steps++) {
    const response = await fetch(url, {
      ...(body === null ? {} : { method: 'POST', body }),
      redirect: 'manual',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        'content-type': 'application/x-www-form-urlencoded',
      },
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      jar.set(name, value)
    }
    const location = response.headers.get('location')
    body = null
    if (location !== null) url = new URL(location, url).href
    if (new URL(url).pathname === '/oidc/callback') return new URL(url).search
    if (location !== null) continue
    const page = await response.text()
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? ''
    url = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? '', url).href
    body = String(new URLSearchParams({ prompt, login, password: 'any' }))
  }
  throw new Error('the issuer never sent the browser back')
}
