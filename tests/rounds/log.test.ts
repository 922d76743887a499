import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import SqliteFile from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { restoreBackup, writeBackup } from '../../src/backup/backup.ts'
import { ActLog } from '../../src/log/act.ts'
import { signCheckpoints } from '../../src/log/cosign.ts'
import { type LogFile, readLogFile } from '../../src/log/log-file.ts'
import { verifyLog } from '../../src/log/verify-log.ts'
import { exportLog } from '../../src/node/export-log.ts'
import { cosignerOf, exchangeLogs } from '../../src/node/log-exchange.ts'
import type { NodeParts } from '../../src/node/parts.ts'
import { RecordPages } from '../../src/node/record-pages.ts'
import { NodeRounds } from '../../src/node/rounds.ts'
import { homeAt, readSecretKey } from '../../src/settings/home.ts'
import { initHome } from '../../src/settings/init-home.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { type PsiPool, startPool } from '../../src/work/pool.ts'
import { type LocalWorld, makeLocalWorld, ROUND } from '../world/local-world.ts'

const nodes = ['owner-a', 'owner-b', 'bureau', 'counter'] as const
const lists = [
  { id: 'a', organisation: 'owner-a', size: 10 },
  { id: 'b', organisation: 'owner-b', size: 8 },
]
const cells = [
  { lists: ['a'], count: 3 },
  { lists: ['b'], count: 2 },
  { lists: ['a', 'b'], count: 4 },
]

let pool: PsiPool
let world: LocalWorld

beforeAll(async () => {
  pool = startPool(1)
  world = await makeLocalWorld({ lists, evaluators: ['bureau', 'counter'], cells, pool })
  await world.startCoordinator()
})
afterAll(async () => {
  await world.close()
  await pool.close()
})

function partsOf(id: string): NodeParts {
  const party = world.party(id)
  return { ...party, self: id, agreement: world.agreement, slots: [], client: world.client(party) }
}

async function exchange(id: string): Promise<void> {
  const parts = partsOf(id)
  await exchangeLogs(parts, new NodeRounds(parts).consents)
}

async function textOf(id: string): Promise<string> {
  const parts = partsOf(id)
  return `${(await exportLog(parts, new NodeRounds(parts).consents)).join('\n')}\n`
}

/** What only somebody with the database in hands can do; a node of this thread may be at work in it. */
async function onFile(id: string, statements: string): Promise<void> {
  const file = new SqliteFile(world.pathOf(id), { timeout: 0 })
  await world.until('the database is free', async () => {
    try {
      file.exec(statements)
      return true
    } catch (error) {
      if ((error as { code?: string }).code === 'SQLITE_BUSY') return false
      throw error
    }
  })
  file.close()
}

async function actionsOf(id: string): Promise<string[]> {
  const { acts: log, database } = world.party(id)
  const acts = await database.stores.acts.page(await log.id(), 0, 1000)
  return acts.map(({ entry }) => JSON.parse(entry).action)
}

describe('a round whose node cannot write its log', () => {
  it('stands still with log.unwritable, and goes on when the log can be written', async () => {
    await onFile(
      'owner-b',
      "create trigger full_disk before insert on act begin select raise(abort, 'full'); end",
    )
    world.startNodes()
    await world.open()
    await world.untilLogged('owner-b', 'log.unwritable')
    expect(await actionsOf('owner-b')).toEqual([])
    expect((await world.status()).phase).not.toBe('aborted')
    await onFile('owner-b', 'drop trigger full_disk')
    await world.untilPhase('released')
    for (const id of nodes) await world.untilOver(id, 'released')
    for (const id of nodes) await world.stopNode(id)
  })

  it('has in the log what was proposed, begun, said and judged', async () => {
    expect(await actionsOf('owner-a')).toEqual([
      ...['agreement.accept', 'agreement.accept', 'agreement.accept'],
      ...['round.propose', 'manifest.sign', 'round.begin', 'work.prepare-lists', 'lists.declare'],
      ...['work.upload-lists', 'lists.uploaded', 'release.judged', 'round.end'],
    ])
    expect(await actionsOf('counter')).toContain('release.made')
  })
})

describe('the log of each after a round', () => {
  let files: Record<string, LogFile>

  beforeAll(async () => {
    for (const id of [...nodes, ...nodes, ...nodes]) await exchange(id)
    const read = async (id: string) => [id, readLogFile(await textOf(id))] as const
    files = Object.fromEntries(await Promise.all(nodes.map(read)))
  })

  const file = (id: string) => files[id] as LogFile
  const others = () => [file('bureau'), file('counter')]

  it('is signed up to its last act by its node and by every other', async () => {
    for (const id of nodes) {
      const verdict = await verifyLog(file(id), [])
      expect(verdict).toMatchObject({ verdict: 'holds', signed: verdict.acts, faults: [] })
      const all = nodes.filter((other) => other !== id).map((other) => [other, verdict.acts])
      expect(Object.entries(verdict.cosigned).sort()).toEqual(all.sort())
    }
  })

  it('holds no value of a record', async () => {
    const folder = dirname(world.pathOf('owner-a'))
    const exports = readdirSync(folder).filter((name) => name.endsWith('.csv'))
    const values = exports
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(1))
      .flatMap((line) => line.split(','))
      .filter((value) => value.length > 4)
    expect(values.length).toBeGreaterThan(20)
    const { agreement, ...rest } = file('owner-a')
    const text = JSON.stringify([rest, await textOf('owner-b')])
    expect(values.filter((value) => text.includes(value))).toEqual([])
  })

  it('shows the first act that was changed', async () => {
    const { entries, ...rest } = file('owner-a')
    const changed = entries.map((one) =>
      one.sequence === 4 ? { ...one, result: 'failed' as const } : one,
    )
    const verdict = await verifyLog({ ...rest, entries: changed }, [])
    expect(verdict.verdict).toBe('does not hold')
    expect(verdict.faults).toMatchObject([{ kind: 'changed', act: 4 }])
    expect(verdict.faults[0]?.by).toContain('owner-a')
  })

  it('shows acts that were cut off, from the file of another', async () => {
    const whole = file('owner-a')
    const cut = { ...whole, entries: whole.entries.slice(0, 4), statements: [] }
    const alone = await verifyLog(cut, [])
    expect(alone.faults).toEqual([{ kind: 'unsigned', act: null, by: [] }])
    const { faults } = await verifyLog(cut, others())
    expect(faults).toMatchObject([{ kind: 'missing', act: 5 }])
    expect(faults[0]?.by).toEqual(expect.arrayContaining(['bureau', 'counter', 'owner-a']))
  })

  it('is not judged with a file that was made under another agreement', async () => {
    const other = file('bureau')
    const elsewhere = { ...other, agreement: { ...other.agreement, digest: 'B'.repeat(43) } }
    const judging = verifyLog(file('owner-a'), [file('counter'), elsewhere])
    await expect(judging).rejects.toMatchObject({
      code: 'log-file.other-agreement',
      where: `the log of bureau, by the agreement with digest ${'B'.repeat(43)}`,
    })
  })

  it('shows acts that were taken out of the middle', async () => {
    const { entries, ...rest } = file('owner-a')
    const verdict = await verifyLog({ ...rest, entries: entries.toSpliced(2, 1) }, [])
    const kinds = verdict.faults.map(({ kind, act }) => `${kind} ${act}`)
    expect(kinds).toEqual(expect.arrayContaining(['order 3', 'changed 3']))
  })

  it('shows a log that was made anew and signed again by its own organisation', async () => {
    const parts = partsOf('owner-a')
    const before = file('owner-a')
    await onFile('owner-a', 'drop trigger act_no_delete; delete from act where sequence > 6')
    await parts.acts.append({
      ...{ action: 'round.begin', object: 'another', result: 'done' },
      ...{ actor: 'owner-a', origin: 'node' },
    })
    // Its own node will not sign over what it has signed before.
    await expect(exchange('owner-a')).rejects.toMatchObject({ code: 'log.broken' })
    // Whoever holds its key can.
    await onFile('owner-a', 'delete from log_statement')
    const consents = new NodeRounds(parts).consents
    const cosigner = await cosignerOf(parts, consents)
    await parts.database.transaction('forge', (stores) =>
      signCheckpoints(stores, before.log, cosigner),
    )
    const [forged] = await parts.database.stores.logStatements.after(0, 1)
    await parts.client.postLogStatements([forged?.body ?? ''])
    await exchange('bureau')
    expect((await actionsOf('bureau')).at(-1)).toBe('log.fork')
    const witness = readLogFile(await textOf('bureau'))
    expect((await verifyLog(witness, [])).othersForked).toEqual(['owner-a'])
    const made = readLogFile(await textOf('owner-a'))
    expect((await verifyLog(made, [])).verdict).toBe('holds')
    const { verdict, faults } = await verifyLog(made, [witness])
    expect(verdict).toBe('does not hold')
    expect(faults.find(({ kind }) => kind === 'forked')).toMatchObject({ act: 7, by: ['owner-a'] })
    // What others signed goes on where this one now ends.
    expect(faults.find(({ kind }) => kind === 'missing')?.by).toContain('bureau')
  })
})

describe('a backup of a node after a round', () => {
  const lock = { key: new Uint8Array(32).fill(9) }

  it('restores on another folder all but round keys, and its log goes on as another', async () => {
    const party = world.party('owner-b')
    const folder = await mkdtemp(join(tmpdir(), 'samentel-drill-'))
    const [from, to] = [homeAt(join(folder, 'from'), 'node'), join(folder, 'to')]
    await initHome(from, 'owner-b', 'database: sqlite:/elsewhere\n')
    await mkdir(from.rounds)
    await writeFile(join(from.rounds, 'r.key'), 'a round key')
    const path = join(folder, 'node.backup')
    const database = `sqlite:${world.pathOf('owner-b')}`
    await writeBackup(path, lock, {
      ...{ home: from, organisation: 'owner-b' },
      database,
      storageKey: await readSecretKey(from.storageKey),
      nowMs: 5,
    })
    const url = `sqlite:${join(to, 'data', 'node.sqlite')}`
    const settings = () => 'database: sqlite:data/node.sqlite\n'
    const restored = await restoreBackup(path, lock, {
      folder: to,
      settings,
      databaseOf: () => url,
    })
    expect(restored).toEqual({ organisation: 'owner-b', atMs: 5, files: 4 })
    expect(readFileSync(join(to, 'node.yaml'), 'utf8')).toBe(settings())
    for (const file of ['secrets/identity.json', 'secrets/storage.key', 'peers/owner-b.json']) {
      const [was, is] = [from.folder, to].map((home) => readFileSync(join(home, file), 'utf8'))
      expect(is).toBe(was)
    }
    expect(statSync(join(to, 'secrets', 'storage.key')).mode & 0o777).toBe(0o600)
    expect(readdirSync(to).sort()).toEqual(['data', 'node.yaml', 'peers', 'secrets'])

    const back = await openDatabase({ url, clock: party.clock })
    const [was, is] = [party.database.stores, back.stores]
    expect(await is.records.counts()).toEqual(await was.records.counts())
    expect(await is.rounds.list()).toEqual(await was.rounds.list())
    expect(await is.statements.list(world.agreement.digest)).toHaveLength(4)
    expect(await is.releases.list()).toHaveLength(1)
    const pages = new RecordPages({ ...is, list: 'b', storageKey: party.storageKey })
    expect((await pages.at(0)).keys.length).toBeGreaterThan(0)

    const acts = new ActLog({ ...party, database: back, organisation: 'owner-b' })
    const former = await acts.id()
    await acts.beginAnew(is)
    const act = { action: 'backup.restore', object: 'owner-b', result: 'done' } as const
    await acts.append({ ...act, actor: 'operator', origin: 'command' })
    const parts: NodeParts = { ...partsOf('owner-b'), database: back, acts }
    const { consents } = new NodeRounds(parts)
    await exchangeLogs(parts, consents)
    await exchange('bureau')
    await exchangeLogs(parts, consents)
    const made = readLogFile(`${(await exportLog(parts, consents)).join('\n')}\n`)
    const witness = readLogFile(await textOf('bureau'))
    const verdict = await verifyLog(made, [witness])
    expect(verdict).toMatchObject({ verdict: 'holds', otherLogs: [former] })
    expect(made.entries.map(({ action }) => action)).toEqual(['backup.restore', 'log.fork'])
    expect(verdict.cosigned).toHaveProperty('bureau')
    const forks = witness.entries.filter(({ action }) => action === 'log.fork')
    expect(forks.map(({ object }) => object)).toEqual(['owner-a'])
    await back.close()
    await expect(
      restoreBackup(path, lock, { folder: to, settings, databaseOf: () => url }),
    ).rejects.toMatchObject({ code: 'restore.folder-in-use' })
    const third = { folder: join(folder, 'third'), settings, databaseOf: () => url }
    await expect(restoreBackup(path, lock, third)).rejects.toMatchObject({
      code: 'restore.not-empty',
    })
    expect(readdirSync(folder).sort()).toEqual(['from', 'node.backup', 'to'])
    // An empty folder stays, with what somebody else put there meanwhile.
    const fourth = join(folder, 'fourth')
    await mkdir(fourth)
    const meanwhile = () => {
      writeFileSync(join(fourth, 'key'), 'the only one')
      return settings()
    }
    await expect(
      restoreBackup(path, lock, { folder: fourth, settings: meanwhile, databaseOf: () => url }),
    ).rejects.toMatchObject({ code: 'restore.not-empty' })
    expect(readdirSync(fourth)).toEqual(['key'])
    rmSync(folder, { recursive: true })
  })
})

it('keeps acts of one log in one chain when many processes add at once', async () => {
  const { database, clock } = world.party('counter')
  const logs = [1, 2, 3].map(() => new ActLog({ database, organisation: 'counter', clock }))
  const id = await world.party('counter').acts.id()
  const before = (await database.stores.acts.last(id))?.sequence ?? 0
  const act = { action: 'test.act', object: ROUND, result: 'done', actor: 'counter' } as const
  await Promise.all([...logs, ...logs].map((log) => log.append({ ...act, origin: 'command' })))
  const acts = await database.stores.acts.page(id, before, 10)
  expect(acts.map(({ sequence }) => sequence - before)).toEqual([1, 2, 3, 4, 5, 6])
  expect((await verifyLog(readLogFile(await textOf('counter')), [])).verdict).toBe('holds')
})
