import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ConsoleHome, makeConsoleHome, type OpenConsole, openConsole } from './console-home.ts'

let home: ConsoleHome
let served: OpenConsole
let cookie: string

beforeAll(async () => {
  home = await makeConsoleHome()
  served = await openConsole(home)
  const { name, value } = await served.signIn('visser', 'auditor')
  cookie = `${name}=${value}`
  const { acts, database } = served.node.parts
  await database.transaction('acts', async (stores) => {
    for (let number = 1; number <= 250; number++) {
      const act = { action: 'round.accept', object: `round-${number}`, actor: 'jansen' } as const
      await acts.append({ ...act, result: 'done', origin: 'console' }, stores)
    }
  })
})

afterAll(async () => {
  await served?.close()
  await home?.world.close()
})

async function read(path: string): Promise<string> {
  const response = await fetch(`${home.origin}${path}`, { headers: { cookie } })
  expect(response.status).toBe(200)
  return response.text()
}

function numbersOn(page: string): number[] {
  return [...page.matchAll(/<code>round-(\d+)<\/code>/g)].map(([, number]) => Number(number))
}

test('the log shows its newest hundred acts, and leads to the older ones until the first', async () => {
  const seen: number[] = []
  let path = '/en/log'
  for (let pages = 0; pages < 3; pages++) {
    const page = await read(path)
    seen.push(...numbersOn(page))
    path = /href="([^"]+\?before=\d+)">Older/.exec(page)?.[1] ?? 'nowhere'
    expect(page.includes('To the newest')).toBe(pages > 0)
  }
  expect(seen).toEqual(Array.from({ length: 250 }, (_, at) => 250 - at))
  expect(path).toBe('nowhere')
})

test('whatever is asked for that is no number shows the newest', async () => {
  const newest = numbersOn(await read('/log'))
  for (const asked of ['', 'x', '-1', '1e3', '99999999999999999999', '251']) {
    expect(numbersOn(await read(`/log?before=${asked}`))).toEqual(newest)
  }
  expect(numbersOn(await read('/log?before=0'))).toEqual([])
})

test('the page of accounts says who may sign in, with which role, and gives out no link', async () => {
  const link = await served.invite('mulder', 'operator')
  const page = await read('/en/accounts')
  expect(page).toMatch(/<th scope="row">visser<\/th><td>auditor, reads only<\/td><td>0<\/td>/)
  expect(page).toMatch(/<th scope="row">mulder<\/th><td>operator<\/td><td>0, link valid until /)
  expect(page).toContain('Signing in through the organisation is not set up.')
  expect(page).not.toContain(new URL(link).hash.slice(1))
})
