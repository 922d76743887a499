import { mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { isProblem } from '../../src/base/problem.ts'
import { addAudit } from '../../src/bin/audit.ts'
import { actorNamed } from '../../src/bin/by-command.ts'
import { addNode } from '../../src/bin/node.ts'
import { openDatabaseAt } from '../../src/bin/wire.ts'
import { entrySchema } from '../../src/log/entry.ts'
import { isPaused } from '../../src/node/decisions.ts'
import { homeAt } from '../../src/settings/home.ts'
import { makeProcessWorld, type ProcessWorld } from '../world/processes.ts'

let world: ProcessWorld
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samentel-keeping-'))
  world = await makeProcessWorld({
    lists: ['a', 'b'].map((id) => ({ id, organisation: `owner-${id}`, size: 12 })),
    evaluators: ['bureau', 'counter'],
    nobodyAccepts: true,
    disclosure: { threshold: 10, roundingBase: 5 },
  })
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true })
})

const at = (name: string) => join(folder, name)
const homeOf = (party: string) => ['--home', world.home(party).folder]
const node = (...words: readonly string[]) => run('node', ...words)
const audit = (...words: readonly string[]) => run('audit', ...words)

/** As `samentel` does, in this process: starting one for each would take most of the time. */
async function run(...words: readonly string[]): Promise<{ code: number; text: string }> {
  const program = new Command('samentel')
  addNode(program)
  addAudit(program)
  const said: string[] = []
  const write = (text: unknown) => said.push(String(text)) > 0
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(write),
  )
  process.exitCode = 0
  try {
    await program.parseAsync(['node', 'samentel', ...words])
    return { code: Number(process.exitCode), text: said.join('') }
  } catch (error) {
    if (!isProblem(error)) throw error
    return { code: 1, text: error.message }
  } finally {
    for (const spy of spies) spy.mockRestore()
    process.exitCode = 0
  }
}

async function expectDone(run: Promise<{ code: number; text: string }>): Promise<string> {
  const { code, text } = await run
  expect(code, text).toBe(0)
  return text
}

it('exports the log of acts, shows it, and verifies it without a home, a key or a network', async () => {
  await expectDone(node('agreement', 'accept', ...homeOf('owner-a')))
  const log = at('owner-a.jsonl')
  const text = await expectDone(audit('export', log, ...homeOf('owner-a')))
  expect(text).toMatch(/holds \d+ acts of owner-a/)
  expect(await expectDone(audit('show', log))).toMatch(
    /\tagreement\.accept\t[\w-]{43}\tdone\t[\w.@-]+\tcommand\n/,
  )
  const agreement = world.home('owner-b').agreement
  expect(await expectDone(audit('verify', log, '--agreement-file', agreement))).toMatch(
    /No other organisation has signed it yet[\s\S]*THE LOG HOLDS/,
  )
  const changed = at('changed.jsonl')
  await writeFile(changed, (await readFile(log, 'utf8')).replace('"done"', '"refused"'))
  const verdict = await audit('verify', changed)
  expect(verdict.code).toBe(1)
  expect(verdict.text).toMatch(/owner-a's own signature shows it[\s\S]*DOES NOT HOLD/)
  const other = await audit('verify', log, '--agreement', 'x'.repeat(43))
  expect([other.code, other.text]).toEqual([2, expect.stringContaining('log-file.other-agreement')])
  const stranger = at('stranger.jsonl')
  const share = /"undecodableShare":[\d.]+/
  const foreign = (await readFile(log, 'utf8')).replace(share, '"undecodableShare":0.5')
  await writeFile(stranger, foreign)
  const mixed = await audit('verify', log, '--with', stranger)
  expect([mixed.code, mixed.text]).toEqual([2, expect.stringContaining('log-file.other-agreement')])
  await writeFile(changed, `${await readFile(log, 'utf8')}{"entry": 1}`)
  const broken = await audit('verify', changed)
  expect([broken.code, broken.text]).toEqual([2, expect.stringContaining('log-file.unreadable')])
  const inHome = await audit(
    'export',
    join(world.home('owner-a').folder, 'x'),
    ...homeOf('owner-a'),
  )
  expect(inHome.text).toContain('file.place')
})

it('replaces the storage key, and refuses the former one', async () => {
  const key = world.home('owner-a').storageKey
  const before = await readFile(key, 'utf8')
  const text = await expectDone(node('storage-key', 'rotate', ...homeOf('owner-a')))
  expect(text).toContain('the former key opens nothing any more')
  const after = await readFile(key, 'utf8')
  expect(after).not.toBe(before)
  await writeFile(key, before)
  const refused = await node('notices', ...homeOf('owner-a'))
  expect([refused.code, refused.text]).toEqual([
    1,
    expect.stringContaining('secret.other-storage-key'),
  ])
  await writeFile(key, after)
})

it('is backed up in one sealed file, and restored on another folder', async () => {
  const passphrase = at('passphrase')
  await writeFile(passphrase, 'te kort\n')
  const file = at('owner-a.backup')
  const lock = ['--passphrase-file', passphrase]
  const short = await node('backup', file, ...lock, ...homeOf('owner-a'))
  expect(short.text).toContain('backup.short-passphrase')
  expect((await node('backup', file, ...homeOf('owner-a'))).text).toContain('backup.no-lock')
  const keyed = ['--new-key-file', at('backup.key')]
  await whoIsSignedIn()
  await expectDone(node('backup', file, ...keyed, ...homeOf('owner-a')))
  const again = await node('backup', file, '--key-file', at('backup.key'), ...homeOf('owner-a'))
  expect(again.text).toContain('file.exists')

  const to = at('restored')
  await writeFile(passphrase, 'een andere zin die lang genoeg is\n')
  expect((await node('restore', file, ...lock, '--home', to)).text).toContain('backup.other-lock')
  const aFile = await node('restore', file, '--key-file', at('backup.key'), '--home', file)
  expect(aFile.text).toContain('restore.folder-in-use')
  const text = await expectDone(node('restore', file, '--key-file', at('backup.key'), '--home', to))
  expect(text).toMatch(
    /New rounds are paused[\s\S]*account list[\s\S]*rules show[\s\S]*forget them/,
  )
  expect(await heldBackAt(to)).toEqual({ paused: true, session: null, invited: null, passkeys: 1 })
  const identity = join('secrets', 'identity.json')
  expect(await readFile(join(to, identity), 'utf8')).toBe(
    await readFile(world.home('owner-a').identity, 'utf8'),
  )
  const log = at('restored.jsonl')
  await expectDone(audit('export', log, '--home', to))
  const acts = await expectDone(audit('show', log))
  expect(acts).toMatch(
    /^1\t[^\t]+\tbackup\.restore\towner-a\tdone\t.*\n2\t[^\t]+\trounds\.pause\tall\tdone\t/,
  )
  const verdict = await expectDone(audit('verify', log, '--with', at('owner-a.jsonl')))
  expect(verdict).toMatch(/owner-a has had another log too/)
})

const digest = new Uint8Array(32).fill(7)

async function storeOf(folder: string) {
  return openDatabaseAt(homeAt(folder, 'node'), 'sqlite:data/owner-a.sqlite')
}

async function whoIsSignedIn(): Promise<void> {
  const database = await storeOf(world.home('owner-a').folder)
  const { accounts, consoleSessions } = database.stores
  await accounts.put('visser', 'operator')
  await accounts.addPasskey({
    id: 'one',
    account: 'visser',
    publicKey: digest,
    counter: 0,
    transports: [],
  })
  await accounts.invite('visser', digest, Date.now() + 1e6)
  const who = { name: 'visser', role: 'operator', machineUser: null }
  await consoleSessions.put(digest, { subject: 'passkey:visser', ...who })
  await database.close()
}

async function heldBackAt(folder: string) {
  const database = await storeOf(folder)
  const { stores } = database
  const account = await stores.accounts.get('visser')
  const is = {
    paused: await isPaused(stores),
    session: await stores.consoleSessions.get(digest),
    invited: account?.invitedUntilMs,
    passkeys: account?.passkeys,
  }
  await database.close()
  return is
}

it('backs up a storage key that is in a variable, and an identity that is a link', async () => {
  const { folder: home, identity, storageKey } = world.home('owner-b')
  const key = await readFile(storageKey, 'utf8')
  await rename(identity, at('mounted.json'))
  const file = at('owner-b.backup')
  const lock = ['--key-file', at('backup.key')]
  const backup = () => node('backup', file, ...lock, '--home', home)
  expect((await backup()).text).toContain('secret.missing')
  await symlink(at('mounted.json'), identity)
  await rm(storageKey)
  expect((await backup()).text).toContain('secret.missing')
  vi.stubEnv('SAMENTEL_STORAGE_KEY', key)
  await expectDone(backup())
  vi.unstubAllEnvs()
  const to = at('restored-b')
  await expectDone(node('restore', file, ...lock, '--home', to))
  const restored = homeAt(to, 'node')
  expect(await readFile(restored.storageKey, 'utf8')).toBe(key)
  expect(await readFile(restored.identity, 'utf8')).toBe(await readFile(identity, 'utf8'))
  await writeFile(storageKey, key, { mode: 0o600 })
})

it('refuses to back up with a storage key that does not open the store', async () => {
  vi.stubEnv('SAMENTEL_STORAGE_KEY', 'A'.repeat(43))
  const refused = await node(
    'backup',
    at('x'),
    '--key-file',
    at('backup.key'),
    ...homeOf('owner-a'),
  )
  vi.unstubAllEnvs()
  expect(refused.text).toContain('secret.other-storage-key')
  expect(await readdir(folder)).not.toContain('x')
})

it('names any user of the machine as the log takes it', () => {
  const users = ['m.devries', '_apt', 'émile', '-x', '', `_${'a'.repeat(80)}`]
  const names = users.map(actorNamed)
  expect(names.slice(0, 5)).toEqual(['m.devries', 'u_apt', 'u-mile', 'u-x', 'unknown'])
  for (const name of names) expect(entrySchema.shape.actor.parse(name)).toBe(name)
})

it('says how it is and what ends soon, by words and exit code', async () => {
  const { code, text } = await node('health', ...homeOf('owner-a'))
  expect(code).toBe(1)
  expect(text).toMatch(/^ok {3}the keys open the store/)
  expect(text).toContain('NOT  the coordinator was heard within two minutes: never heard')
  expect(await expectDone(node('notices', '--json', ...homeOf('owner-a')))).toMatch(/^\[.*\]\n$/)
})

it('writes the record of processing and the annex of an impact assessment, in both languages', async () => {
  const out = at('records')
  await expectDone(node('records', '--out', out, ...homeOf('owner-a')))
  expect((await readdir(out)).sort()).toEqual(
    ['dpia', 'record'].flatMap((kind) =>
      ['en', 'nl'].map((one) => `${kind}-small-world.${one}.html`),
    ),
  )
  expect(await readFile(join(out, 'record-small-world.nl.html'), 'utf8')).toContain(
    'artikel 30, lid 1',
  )
  const there = await node('records', '--out', out, ...homeOf('owner-a'))
  expect(there.text).toContain('file.exists')
})
