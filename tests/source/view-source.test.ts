import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteFile from 'better-sqlite3'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isProblem, type Problem } from '../../src/base/problem.ts'
import { parseFieldMap } from '../../src/source/field-map.ts'
import type { SourceEvent } from '../../src/source/source-event.ts'
import { mssqlOptions, mysqlOptions, postgresTls } from '../../src/source/view-database.ts'
import { viewFailure } from '../../src/source/view-failure.ts'
import { viewPlace } from '../../src/source/view-place.ts'
import { grantsWrite } from '../../src/source/view-rights.ts'
import { openView } from '../../src/source/view-source.ts'
import { type PostgresServer, startPostgres } from '../storage/postgres-server.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'view-source-'))
})
afterAll(() => rm(folder, { recursive: true }))

const map = parseFieldMap(
  'columns: { record_id: dossier, bsn: bsn, surname: naam, birth_date: geboren, report_date: gemeld }',
  'map.yaml',
)

async function drain(read: () => AsyncIterable<SourceEvent>): Promise<SourceEvent[]> {
  const events: SourceEvent[] = []
  for await (const event of read()) events.push(event)
  return events
}

async function refusal(work: Promise<unknown>): Promise<Problem> {
  const error: unknown = await work.then(
    () => new Error('it was not refused'),
    (thrown) => thrown,
  )
  if (isProblem(error)) return error
  throw error
}

const fieldsOf = (events: readonly SourceEvent[]) =>
  events.flatMap((event) => (event.kind === 'record' ? [event.fields] : []))

const schema = `
  create table persoon (dossier integer, bsn integer, naam text, geboren text, gemeld text);
  create view register as select * from persoon;
  create view leeg as select * from persoon where dossier < 0;
  insert into persoon values
    (2, 123456782, 'Nowak', '1990-02-03', '2016-05-06'), (1, 12345672, null, '1991-02-03', '2016-05-06');`

describe('a view of a SQLite file', () => {
  let path = ''
  const at = (view: string, file = path) => viewPlace(`sqlite:${file}`, { view })
  beforeAll(() => {
    path = join(folder, 'register.sqlite')
    new SqliteFile(path).exec(schema).close()
  })

  it('is read in order of record_id, and numbers get back the zeros they lost', async () => {
    const view = await openView(at('register'), { map })
    const events = await drain(view.read)
    expect(events[0]).toMatchObject({
      columns: ['record_id', 'bsn', 'surname', 'birth_date', 'report_date'],
    })
    expect(events[1]).toMatchObject({
      line: 2,
      findings: [{ code: 'number.zeros-lost', column: 'bsn' }],
    })
    expect(fieldsOf(events)).toMatchObject([
      { record_id: '1', bsn: '012345672', surname: '' },
      { record_id: '2', bsn: '123456782', surname: 'Nowak' },
    ])
    expect(await drain(view.read)).toEqual(events)
    await view.close()
  })

  it('is refused with what is wrong: no file, no database, no view, no rows', async () => {
    const opened = (view: string, file?: string) => refusal(openView(at(view, file), { map }))
    expect((await opened('register', join(folder, 'none.sqlite'))).code).toBe(
      'source.database-missing',
    )
    const text = join(folder, 'text.sqlite')
    await writeFile(text, 'Kanarie'.repeat(1000))
    const read = async (view: string, file?: string) => {
      const open = await openView(at(view, file), { map })
      return refusal(drain(open.read)).finally(open.close)
    }
    expect(await refusal(openView(at('register', text), { map }))).toMatchObject({
      code: 'source.database-missing',
    })
    expect(await read('anders')).toMatchObject({ code: 'source.view-missing' })
    expect(await read('leeg')).toMatchObject({ code: 'source.view-empty' })
  })
})

describe('a view of a PostgreSQL server', () => {
  let server: PostgresServer
  let database = ''
  const at = (user: string, view: string, password = 'lees') => {
    const address = `postgres://${user}@127.0.0.1:${server.port}/${database}`
    return viewPlace(address, { view, password })
  }
  beforeAll(async () => {
    server = await startPostgres()
    const url = await server.newDatabase()
    database = new URL(url).pathname.slice(1)
    const client = new pg.Client(url)
    await client.connect()
    await client.query(`${schema}
      insert into persoon select n, 100000000 + n, 'Naam' || n, '1990-02-03', '2016-05-06' from generate_series(10, 2600) n;
      create view datums as select dossier, date '1990-02-03' as geboren, naam,
        timestamp '2016-05-06 10:11:12' as gemeld, bsn from persoon where dossier = 2;
      create role lezer login password 'lees';
      grant select on register, leeg, datums to lezer;
      create role schrijver login password 'lees';
      grant select, update on persoon to schrijver;
      grant select on register to schrijver;`)
    await client.end()
  }, 60_000)
  afterAll(() => server.stop())

  it('is read page by page in one transaction, in which nothing changes', async () => {
    const view = await openView(at('lezer', 'public.register'), { map })
    const first = await drain(view.read)
    expect(first).toHaveLength(2594)
    expect(fieldsOf(first)[0]).toMatchObject({ record_id: '1', bsn: '12345672', surname: '' })
    const client = new pg.Client(
      `postgres://postgres:${server.password}@127.0.0.1:${server.port}/${database}`,
    )
    await client.connect()
    await client.query("insert into persoon values (9999, 1, 'Later', '', '')")
    expect(await drain(view.read)).toEqual(first)
    await view.close()
    await client.query('delete from persoon where dossier = 9999')
    await client.end()
  })

  it('gives dates as days, whatever the type of the column', async () => {
    const view = await openView(at('lezer', 'datums'), { map })
    expect(fieldsOf(await drain(view.read))).toEqual([
      {
        record_id: '2',
        birth_date: '1990-02-03',
        surname: 'Nowak',
        report_date: '2016-05-06 10:11:12',
        bsn: '123456782',
      },
    ])
    await view.close()
  })

  it('is refused to an account that may write, unless that is allowed', async () => {
    const writer = at('schrijver', 'register')
    const problem = await refusal(openView(writer, { map }))
    expect(problem.code).toBe('source.account-writes')
    expect(problem.message).not.toContain('schrijver')
    expect(
      (await refusal(openView(at('postgres', 'register', server.password), { map }))).code,
    ).toBe('source.account-writes')
    const view = await openView(writer, { map, writable: true })
    expect(await drain(view.read)).toHaveLength(2594)
    await view.close()
  })

  it('says which of address, account, database, view and column is wrong, and no password', async () => {
    const open = (place: Parameters<typeof openView>[0]) => refusal(openView(place, { map }))
    const wrong = await open(at('lezer', 'register', 'geheim-woord-fout'))
    expect(wrong.code).toBe('source.database-login')
    expect(JSON.stringify(wrong)).not.toContain('geheim')
    expect((await open({ ...at('lezer', 'register'), database: 'anders' })).code).toBe(
      'source.database-missing',
    )
    expect((await open({ ...at('lezer', 'register'), port: 1 })).code).toBe(
      'source.database-unreachable',
    )
    expect((await open({ ...at('lezer', 'register'), plain: false })).code).toBe(
      'source.database-tls',
    )
    const read = async (view: string, names = map) => {
      const opened = await openView(at('lezer', view), { map: names })
      return refusal(drain(opened.read)).finally(opened.close)
    }
    expect((await read('nergens')).code).toBe('source.view-missing')
    expect((await read('persoon')).code).toBe('source.view-denied')
    const other = parseFieldMap('columns: { record_id: zaak }', 'map.yaml')
    expect((await read('register', other)).code).toBe('source.view-column')
  })
})

describe('views of servers that are not tried here', () => {
  it.each(['mysql', 'mssql'])('tell that a %s server does not answer', async (kind) => {
    const closed = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => closed.once('listening', resolve))
    const { port } = closed.address() as { port: number }
    await new Promise((resolve) => closed.close(resolve))
    const place = viewPlace(`${kind}://lezer@127.0.0.1:${port}/register`, {
      view: 'v',
      password: 'geheim',
    })
    const problem = await refusal(openView(place))
    expect(problem.code).toBe('source.database-unreachable')
    expect(problem.message).not.toMatch(/geheim|lezer/)
  })

  it('give drivers address, account and text for what would lose digits', () => {
    const place = viewPlace('mysql://le%40zer@db.example/register', { view: 'v', password: 'g:/@' })
    expect(mysqlOptions(place)).toMatchObject({
      ...{ host: 'db.example', port: 3306, user: 'le@zer', password: 'g:/@', database: 'register' },
      ...{ dateStrings: true, bigNumberStrings: true },
    })
    const mssql = viewPlace('mssql://lezer@db.example:1444/register', { view: 'v', password: 'g' })
    expect(mssqlOptions(mssql)).toMatchObject({
      server: 'db.example',
      authentication: { options: { userName: 'lezer', password: 'g' } },
      options: { port: 1444, encrypt: true, trustServerCertificate: false },
    })
  })

  it('are read over TLS, its certificate checked, but on this machine or where that is allowed', () => {
    const at = (host: string, plain = false) =>
      viewPlace(`postgres://l@${host}/register`, { view: 'v', plain, ca: 'PEM' })
    const checked = { rejectUnauthorized: true, ca: 'PEM' }
    for (const host of ['db.example', '10.0.0.7', '127.example', '[2001:db8::1]']) {
      expect(postgresTls(at(host)), host).toEqual(checked)
    }
    for (const place of [at('localhost'), at('127.0.0.9'), at('[::1]'), at('db.example', true)]) {
      expect(postgresTls(place)).toBe(false)
    }
    expect(at('[::1]').host).toBe('::1')
    const mysql = (plain: boolean) => viewPlace('mysql://l@db.example/d', { view: 'v', plain })
    const ssl = { rejectUnauthorized: true, verifyIdentity: true }
    expect(mysqlOptions(mysql(false))).toMatchObject({ ssl })
    expect(mysqlOptions(mysql(true))).not.toHaveProperty('ssl')
  })

  it.each([
    [{ code: 'ER_ACCESS_DENIED_ERROR', message: 'for lezer' }, 'source.database-login'],
    [{ code: 'ER_BAD_DB_ERROR' }, 'source.database-missing'],
    [{ code: 'ER_NO_SUCH_TABLE' }, 'source.view-missing'],
    [{ code: 'ER_TABLEACCESS_DENIED_ERROR' }, 'source.view-denied'],
    [{ code: 'ELOGIN', message: 'lezer' }, 'source.database-login'],
    [{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'source.database-tls'],
    [{ code: 'HANDSHAKE_NO_SSL_SUPPORT' }, 'source.database-tls'],
    [{ code: 'EREQUEST', number: 208 }, 'source.view-missing'],
    [{ code: 'EREQUEST', number: 229 }, 'source.view-denied'],
    [{ code: 'ESOCKET', cause: { code: 'ECONNREFUSED' } }, 'source.database-unreachable'],
    [new AggregateError([{ code: 'ECONNREFUSED' }]), 'source.database-unreachable'],
    [new Error('Kanarie'), 'source.database-failed'],
  ])('say what %j means, and not what it says', (error, code) => {
    const place = viewPlace('mysql://lezer@db.example/register', { view: 'v' })
    const problem = viewFailure(error, place)
    expect(problem.code).toBe(code)
    expect(problem.message).not.toMatch(/Kanarie|lezer/)
  })

  it.each([
    [['GRANT USAGE ON *.* TO `l`@`%`', 'GRANT SELECT, SHOW VIEW ON `d`.`v` TO `l`@`%`'], false],
    [['GRANT SELECT (`a`, `b`) ON `d`.`v` TO `l`@`%`'], false],
    [['GRANT SELECT, INSERT ON `d`.* TO `l`@`%`'], true],
    [['GRANT ALL PRIVILEGES ON *.* TO `l`@`%`'], true],
    [['GRANT USAGE ON *.* TO `l`@`%`', 'GRANT `beheer`@`%` TO `l`@`%`'], true],
  ])('know from %j whether an account may write: %s', (grants, writes) => {
    expect(grantsWrite(grants)).toBe(writes)
  })

  it('take no address with a password, nor of another kind', async () => {
    for (const address of [
      'mysql://l:geheim@db/register',
      'oracle://l@db/register',
      'postgres://l@db/register?sslmode=disable',
      'postgres://l@db/register#geheim',
      'mysql://l@10.0.0.7/register',
      'mysql://l@db',
    ]) {
      const problem = await refusal((async () => viewPlace(address, { view: 'v' }))())
      expect(problem.code).toBe('source.database-address')
      expect(problem.message).not.toContain('geheim')
    }
  })
})
