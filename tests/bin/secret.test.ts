import { chmod, cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { makeWorkspace } from '../../src/bin/start-workspace.ts'
import { openDatabaseAt } from '../../src/bin/wire.ts'
import { ActLog } from '../../src/log/act.ts'
import { homeAt } from '../../src/settings/home.ts'
import { type Ran, runSamentel } from './run-samentel.ts'

const share = ['secret', 'share', '--home']
let folder = ''
let said = ''
const homeOf = (party: string) => homeAt(join(folder, 'w', party), 'node')
const file = (to: string) =>
  join(homeOf('police').folder, 'shares', `matching-secret-for-${to}.jws`)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samentel-secret-'))
  await makeWorkspace({ folder: join(folder, 'w'), seed: 3, scale: 0.02, port: 4999 })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function run(...args: string[]): Promise<Ran> {
  const ran = await runSamentel(...args)
  said += ran.out + ran.err
  return ran
}

const take = (party: string, from: string, ...more: string[]) =>
  run('secret', 'take', from, '--home', homeOf(party).folder, ...more)
const secretOf = async (party: string) =>
  (await readFile(homeOf(party).matchingSecret, 'utf8')).trim()

describe('a workspace of the rehearsal', () => {
  it('has one secret at all list owners, readable by them alone, and nowhere else', async () => {
    const secret = await secretOf('police')
    const held = await holding(secret)
    const owners = held.map((path) => path.split('/')[0])
    expect(owners).toContain('fairwork')
    expect(owners).not.toContain('coordinator')
    expect(owners).not.toContain('national-rapporteur')
    for (const path of held) {
      expect(path).toMatch(/^[a-z-]+\/secrets\/matching\.key$/)
      expect((await stat(join(folder, 'w', path))).mode & 0o077, path).toBe(0)
    }
  })
})

/** Files of the workspace that hold the text, or its bytes, anywhere. */
async function holding(secret: string): Promise<string[]> {
  const root = join(folder, 'w')
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
  const bytes = Buffer.from(secret, 'base64url')
  const forms = [secret, bytes, bytes.toString('hex'), bytes.toString('base64')]
  const found = await Promise.all(
    paths.map(async (path) => {
      const content = await readFile(path)
      return forms.some((form) => content.includes(form)) ? [path.slice(root.length + 1)] : []
    }),
  )
  return found.flat()
}

describe('samentel secret', () => {
  it('shares with all other list owners, a file for each, none for anybody else', async () => {
    const ran = await run(...share, homeOf('police').folder, '--all-owners')
    expect(ran.code).toBe(0)
    const files = await readdir(join(homeOf('police').folder, 'shares'))
    expect(files).toContain('matching-secret-for-fairwork.jws')
    expect(files.join(' ')).not.toMatch(/police|coordinator\.|national-rapporteur/)
    expect(ran.out).toContain(`for fairwork: ${file('fairwork')}`)
    expect(ran.out).toMatch(/digest: [A-Za-z0-9_-]{43}/)
  })

  it('shares with those that are named, and refuses who owns no list without writing anything', async () => {
    const out = join(folder, 'out')
    const police = homeOf('police').folder
    await run(...share, police, '--to', 'fairwork', 'kmar', '--out', out)
    expect(await readdir(out)).toEqual([
      'matching-secret-for-fairwork.jws',
      'matching-secret-for-kmar.jws',
    ])
    const wrong = ['--to', 'fairwork', 'national-rapporteur', '--out', join(folder, 'none')]
    const refused = await run(...share, police, ...wrong)
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('secret.not-an-owner')
    expect(refused.err).toContain('national-rapporteur')
    await expect(readdir(join(folder, 'none'))).rejects.toThrow('ENOENT')
    const nobody = await run(...share, police)
    expect(nobody.err).toContain('secret.no-recipient')
  })

  it('is taken where there is none, and again where it is the same', async () => {
    await rm(homeOf('fairwork').matchingSecret)
    const ran = await take('fairwork', file('fairwork'))
    expect(ran.code).toBe(0)
    expect(ran.out).toContain('that police shared')
    expect(ran.out).toContain('It is the one that the agreement names.')
    expect(await secretOf('fairwork')).toBe(await secretOf('police'))
    expect((await stat(homeOf('fairwork').matchingSecret)).mode & 0o777).toBe(0o600)
    expect((await take('fairwork', file('fairwork'))).code).toBe(0)
  })

  it('is not taken over another one without --replace', async () => {
    const other = `${'B'.repeat(42)}A`
    await writeFile(homeOf('fairwork').matchingSecret, `${other}\n`)
    const refused = await take('fairwork', file('fairwork'))
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('secret.exists')
    expect(await secretOf('fairwork')).toBe(other)
    expect((await take('fairwork', file('fairwork'), '--replace')).code).toBe(0)
    expect(await secretOf('fairwork')).toBe(await secretOf('police'))
    expect((await stat(homeOf('fairwork').matchingSecret)).mode & 0o777).toBe(0o600)
  })

  it('is not taken by another owner, nor by who owns no list, nor from no file', async () => {
    const cases: [string, string, string][] = [
      ['police', file('fairwork'), 'secret.for-another'],
      ['national-rapporteur', file('fairwork'), 'secret.not-an-owner'],
      ['fairwork', join(folder, 'none.jws'), 'secret.share-missing'],
    ]
    for (const [party, from, code] of cases) {
      const ran = await take(party, from)
      expect(ran.code).toBe(1)
      expect(ran.err).toContain(code)
    }
    const files = await readdir(join(homeOf('national-rapporteur').folder, 'secrets'))
    expect(files).not.toContain('matching.key')
  })

  it('is made once, and again only with --replace; then it must be agreed before it is shared', async () => {
    const key = homeOf('police').matchingSecret
    const old = await secretOf('police')
    const kept = await run('secret', 'make', key)
    expect(kept.err).toContain('secret.exists')
    expect(await secretOf('police')).toBe(old)
    const made = await run('secret', 'make', key, '--replace')
    expect(made.code).toBe(0)
    expect(await secretOf('police')).not.toBe(old)
    expect(made.out).toBe((await run('secret', 'digest', key)).out)
    const early = await run(...share, homeOf('police').folder, '--to', 'fairwork')
    expect(early.err).toContain('secret.other')
    await rotate(made.out.trim())
    expect((await run(...share, homeOf('police').folder, '--to', 'fairwork')).code).toBe(0)
    expect((await take('fairwork', file('fairwork'), '--replace')).code).toBe(0)
    expect(await secretOf('fairwork')).toBe(await secretOf('police'))
  })

  it('is in the log of acts wherever it is shared or changed', async () => {
    const shared = await actsOf('police')
    expect(shared.filter(({ object }) => object === 'fairwork')).toHaveLength(3)
    expect(shared.every(({ action }) => action === 'secret.share')).toBe(true)
    // Not when it was there already.
    const from = { action: 'secret.take', object: 'police', result: 'done', origin: 'command' }
    expect(await actsOf('fairwork')).toMatchObject([from, from, from])
    expect(await actsOf('national-rapporteur')).toEqual([])
  })

  it('shows no secret in anything that it printed, and leaves it with its owners alone', async () => {
    expect(said.length).toBeGreaterThan(1000)
    for (const owner of ['police', 'fairwork']) {
      const secret = await secretOf(owner)
      expect(said).not.toContain(secret)
      expect(said).not.toContain(Buffer.from(secret, 'base64url').toString('hex'))
    }
    const held = await holding(await secretOf('police'))
    expect(held.sort()).toEqual(['fairwork/secrets/matching.key', 'police/secrets/matching.key'])
  })
})

async function actsOf(party: string): Promise<Record<string, string>[]> {
  const database = await openDatabaseAt(homeOf(party), 'sqlite:data/node.sqlite')
  try {
    const log = new ActLog({ database, organisation: party, clock: systemClock })
    const acts = await database.stores.acts.page(await log.id(), 0, 1000)
    return acts.map(({ entry }) => JSON.parse(entry))
  } finally {
    await database.close()
  }
}

/** The new digest goes into everybody's agreement. */
async function rotate(digest: string): Promise<void> {
  const police = homeOf('police').agreement
  const text = await readFile(police, 'utf8')
  await writeFile(
    police,
    text.replace(/^matchingSecretDigest: .*$/m, `matchingSecretDigest: ${digest}`),
  )
  await cp(police, homeOf('fairwork').agreement)
}

describe('node check and coordinator check', () => {
  it('name a secret file that others can read, and how to mend it', async () => {
    const homes = [
      { home: homeOf('police'), role: 'node' },
      { home: homeAt(join(folder, 'w', 'coordinator'), 'coordinator'), role: 'coordinator' },
    ]
    for (const { home, role } of homes) {
      await chmod(home.storageKey, 0o644)
      const loose = await run(role, 'check', '--home', home.folder)
      expect(loose.code).toBe(1)
      expect(loose.err).toContain('home.secret-readable')
      expect(loose.err).toContain(`chmod 600 ${home.storageKey}`)
      await chmod(home.storageKey, 0o600)
      const mended = await run(role, 'check', '--home', home.folder)
      expect(mended.err).not.toContain('home.secret-readable')
    }
  })
})
