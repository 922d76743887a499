import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { addAccount } from '../../src/bin/node-account.ts'
import { type ConsoleHome, makeConsoleHome } from '../console/console-home.ts'
import { program } from './run-samentel.ts'

let home: ConsoleHome
beforeAll(async () => {
  home = await makeConsoleHome()
})
afterAll(() => home?.world.close())

/** The command as `main.ts` has it, in this process: what it prints. */
async function account(...args: string[]): Promise<string> {
  const node = new Command()
  addAccount(node)
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    await node.parseAsync(['account', ...args, '--home', home.folder], { from: 'user' })
    return write.mock.calls.map(([text]) => String(text)).join('')
  } finally {
    write.mockRestore()
  }
}

/** Stands in for whatever a person or an attacker sends: it must be in no log. */
const CANARY = 'canary-8f1c'

describe('samentel node account', () => {
  test('makes an account with a link that the store cannot give again, and lists it', async () => {
    const made = await account('add', 'jansen', '--role', 'privacy-officer')
    const word = new RegExp(`${home.origin}/enrol#([A-Za-z0-9_-]{32})\\n`).exec(made)?.[1] ?? ''
    expect(word).not.toBe('')
    const files = await home.world.files()
    expect(files.filter(({ bytes }) => bytes.includes(word)).map(({ path }) => path)).toEqual([])
    const row = /^jansen +privacy-officer +passkeys: 0, link good until \S+\n$/
    expect(await account('list')).toMatch(row)
  })

  test('gives a new link in the place of the old, and takes an account away', async () => {
    await account('add', 'mulder', '--role', 'auditor')
    expect(await account('link', 'mulder')).toContain('mulder can make one more passkey.')
    expect(await account('reset', 'mulder')).toContain('The passkeys of mulder are taken away.')
    expect(await account('remove', 'mulder')).toBe('mulder may not sign in any more.\n')
    await expect(account('reset', 'mulder')).rejects.toMatchObject({ code: 'account.unknown' })
    await expect(account('remove', 'mulder')).rejects.toMatchObject({ code: 'account.unknown' })
  })

  test('refuses a name that is none or taken, and a role that there is not', async () => {
    const add = (name: string, role: string) => account('add', name, '--role', role)
    await add('visser', 'operator')
    await expect(add('visser', 'auditor')).rejects.toMatchObject({ code: 'account.exists' })
    await expect(add('Jan Jansen', 'operator')).rejects.toMatchObject({ code: 'account.name' })
    await expect(add('jan', 'admin')).rejects.toMatchObject({ code: 'account.role' })
  })
})

/** Runs the command until it serves the console, lets the test look, and tells it to stop. */
async function whileServing(command: string, look: () => Promise<void>): Promise<string> {
  const child = spawn(process.execPath, [program, 'node', command, '--home', home.folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const hear = (data: Buffer) => {
    said += data
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  try {
    await expect.poll(() => said, { timeout: 60_000 }).toContain('the console is served')
    await look()
  } finally {
    child.kill('SIGTERM')
  }
  expect(await once(child, 'close')).toEqual([0, null])
  return said
}

describe('samentel node console', () => {
  test('serves the pages until told to stop, and logs nothing that is sent to it', async () => {
    const said = await whileServing('console', async () => {
      const page = await fetch(`${home.origin}/en`)
      expect(page.url).toBe(`${home.origin}/en/sign-in`)
      expect(await page.text()).toContain('<html lang="en">')
      const cookie = `samentel-session=${CANARY}`
      await fetch(`${home.origin}/${CANARY}?${CANARY}`, {
        headers: { cookie, 'user-agent': CANARY },
      })
      const json = { 'content-type': 'application/json', origin: home.origin }
      for (const path of ['/enrol/options', '/enrol/verify', '/sign-in/verify', '/sign-out']) {
        const body = JSON.stringify({ word: CANARY, response: { id: CANARY, response: {} } })
        const answer = await fetch(`${home.origin}${path}`, { method: 'POST', body, headers: json })
        expect(answer.ok).toBe(false)
      }
    })
    expect(said).not.toContain(CANARY)
  })
})

test('samentel node serve serves the console too, where the settings have one', async () => {
  await whileServing('serve', async () => {
    expect((await fetch(`${home.origin}/sign-in`)).status).toBe(200)
  })
})
