import { Hono } from 'hono'
import { expect, test } from 'vitest'
import {
  dropFlowCookie,
  dropSessionCookie,
  sessionCookie,
  setFlowCookie,
  setSessionCookie,
} from '../../src/console/cookies.ts'

async function setBy(origin: string): Promise<string[]> {
  const app = new Hono()
  app.get('/', (context) => {
    setSessionCookie(context, origin, 'secret')
    setFlowCookie(context, origin, 'flow')
    return context.text('')
  })
  return (await app.request('/')).headers.getSetCookie()
}

test('over https a cookie is for this name alone, and never goes without TLS', async () => {
  expect(await setBy('https://samentel.example.org')).toEqual([
    '__Host-samentel-session=secret; Path=/; HttpOnly; Secure; SameSite=Strict',
    '__Host-samentel-flow=flow; Max-Age=300; Path=/; HttpOnly; Secure; SameSite=Lax',
  ])
})

test('on loopback it has no such name, as browsers would refuse that without TLS', async () => {
  expect(await setBy('http://localhost:4602')).toEqual([
    'samentel-session=secret; Path=/; HttpOnly; SameSite=Strict',
    'samentel-flow=flow; Max-Age=300; Path=/; HttpOnly; SameSite=Lax',
  ])
})

test.each(['https://samentel.example.org', 'http://localhost:4602'])(
  'at %s a cookie is read and dropped under the name that it was set with',
  async (origin) => {
    const app = new Hono()
    app.get('/', (context) => {
      dropSessionCookie(context, origin)
      dropFlowCookie(context, origin)
      return context.text(sessionCookie(context, origin) ?? 'none')
    })
    const [cookie = ''] = await setBy(origin)
    const answer = await app.request('/', { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(await answer.text()).toBe('secret')
    for (const dropped of answer.headers.getSetCookie()) expect(dropped).toContain('Max-Age=0')
  },
)

test('without TLS nothing is read that only https may have set, nor the other way round', async () => {
  const app = new Hono()
  app.get('/', (context) =>
    context.text(sessionCookie(context, 'https://samentel.example.org') ?? 'none'),
  )
  const headers = { cookie: 'samentel-session=planted' }
  expect(await (await app.request('/', { headers })).text()).toBe('none')
})
