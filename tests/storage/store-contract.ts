import { expect, it } from 'vitest'
import type { Database } from '../../src/storage/database.ts'

/** A fresh database for one test; `at` sets its clock. */
export type Open = () => Promise<{ database: Database; at: (ms: number) => void }>

export const digest = (value: number): Uint8Array => new Uint8Array(32).fill(value)

/** What the stores of registers, rounds and results promise, whichever database is under them. */
export function storeContract(open: Open): void {
  it('keeps and replaces a setting', async () => {
    const { settings } = (await open()).database.stores
    expect(await settings.get('taal')).toBeNull()
    await settings.set('taal', 'nl')
    await settings.set('taal', 'en')
    expect(await settings.get('taal')).toBe('en')
  })

  it('pages through the records of a list in order of digest, each once', async () => {
    const { records } = (await open()).database.stores
    const numbers = [200, 3, 127, 128, 0, 255, 9]
    await records.upsert(
      'a',
      numbers.map((n) => ({ digest: digest(n), keys: digest(n) })),
    )
    await records.upsert('b', [{ digest: digest(4), keys: digest(4) }])
    const seen: number[] = []
    let after: Uint8Array | null = null
    for (let pages = 0; pages < 9; pages++) {
      const page = await records.page('a', after, 3)
      if (page.length === 0) break
      seen.push(...page.map((record) => record.digest[0] ?? -1))
      after = page.at(-1)?.digest ?? null
    }
    expect(seen).toEqual([0, 3, 9, 127, 128, 200, 255])
  })

  it('replaces a record with the same digest, and erases one or a whole list', async () => {
    const { records } = (await open()).database.stores
    await records.upsert(
      'a',
      [1, 2, 3].map((n) => ({ digest: digest(n), keys: digest(n) })),
    )
    await records.upsert('a', [{ digest: digest(2), keys: digest(77) }])
    await records.upsert('b', [{ digest: digest(1), keys: digest(1) }])
    expect((await records.page('a', digest(1), 1))[0]?.keys).toEqual(digest(77))
    expect(await records.remove('a', digest(3))).toBe(true)
    expect(await records.remove('a', digest(3))).toBe(false)
    expect(await records.counts()).toEqual(
      new Map([
        ['a', 2],
        ['b', 1],
      ]),
    )
    await records.clear('a')
    expect([...(await records.counts()).keys()]).toEqual(['b'])
    expect(await records.count('a')).toBe(0)
  })

  it('keeps decisions in the order in which they were made, and adds only in a transaction', async () => {
    const { database, at } = await open()
    const decide = (object: string, choice: string) =>
      database.transaction('decide', ({ decisions }) =>
        decisions.append({
          subject: 'round',
          object,
          choice,
          actor: 'anna',
          origin: 'console',
          text: null,
        }),
      )
    at(5_000)
    await decide('r1', 'accept.first')
    await decide('r2', 'refuse')
    await decide('r1', 'accept')
    const { decisions } = database.stores
    const found = await decisions.list('round', 'r1')
    expect(found.map(({ sequence, choice, atMs }) => [sequence, choice, atMs])).toEqual([
      [1, 'accept.first', 5_000],
      [3, 'accept', 5_000],
    ])
    expect(await decisions.list('round')).toHaveLength(3)
    expect(await decisions.list('rules')).toEqual([])
    const alone = {
      subject: 'round',
      object: 'r1',
      choice: 'x',
      actor: 'a',
      origin: 'node',
      text: null,
    }
    await expect(decisions.append(alone)).rejects.toThrow('needs a transaction')
  })

  it('keeps what happened in a round, and how far its work was, after its rows are gone', async () => {
    const { database, at } = await open()
    const { diary } = database.stores
    const note = (round: string, kind: string, detail: string) =>
      database.transaction('note', (stores) =>
        stores.diary.append(round, { kind, detail, party: null, bytes: null }),
      )
    await note('r1', 'heard', 'round.proposed')
    await note('r2', 'heard', 'round.proposed')
    await note('r1', 'waits', 'signing')
    at(1_000)
    await diary.putWork('r1', { step: 'mix/1', done: 1, total: 4 })
    at(2_000)
    await diary.putWork('r1', { step: 'list/a', done: 1, total: 1 })
    await diary.putWork('r1', { step: 'mix/1', done: 4, total: 4 })
    await database.scrubRound('r1')
    expect((await diary.events('r1')).map(({ detail }) => detail)).toEqual([
      'round.proposed',
      'signing',
    ])
    expect(await diary.last('r1', 'waits')).toMatchObject({ detail: 'signing' })
    expect(await diary.last('r2', 'waits')).toBeNull()
    expect(await diary.work('r1')).toEqual([
      { step: 'mix/1', done: 4, total: 4, begunMs: 1_000, updatedMs: 2_000 },
      { step: 'list/a', done: 1, total: 1, begunMs: 2_000, updatedMs: 2_000 },
    ])
  })

  it('takes thousands of records in one call', async () => {
    const { records } = (await open()).database.stores
    const many = Array.from({ length: 2345 }, (_, n) => {
      const bytes = new Uint8Array(32)
      new DataView(bytes.buffer).setUint32(0, n)
      return { digest: bytes, keys: bytes }
    })
    await records.upsert('a', many)
    expect(await records.count('a')).toBe(2345)
    expect((await records.page('a', null, 5000)).at(-1)?.digest).toEqual(many.at(-1)?.digest)
  })

  it('gives the latest import with its findings', async () => {
    const { database, at } = await open()
    const { imports } = database.stores
    expect(await imports.latest()).toBeNull()
    at(1000)
    await imports.add({ fileName: 'oud.csv', records: 1, refused: 0, findings: [] })
    at(1_800_000_000_000)
    const run = { fileName: 'nieuw.csv', records: 7, refused: 2, findings: [{ line: 3 }] }
    await imports.add(run)
    expect(await imports.latest()).toEqual({ ...run, id: 2, atMs: 1_800_000_000_000 })
  })

  it('keeps rounds and tells which are still open', async () => {
    const { database, at } = await open()
    const { rounds } = database.stores
    at(5)
    await rounds.put({ id: 'r1', role: 'node', phase: 'mixing', state: { done: [1], x: null } })
    await rounds.put({ id: 'r2', role: 'node', phase: 'proposed', state: 'text' })
    await rounds.put({ id: 'r3', role: 'node', phase: 'aborted', state: {} })
    at(6)
    await rounds.put({ id: 'r2', role: 'node', phase: 'released', state: [] })
    expect(await rounds.get('r1')).toEqual({
      id: 'r1',
      role: 'node',
      phase: 'mixing',
      state: { done: [1], x: null },
      updatedMs: 5,
    })
    expect((await rounds.get('r2'))?.updatedMs).toBe(6)
    expect(await rounds.get('r9')).toBeNull()
    expect((await rounds.list()).map(({ id }) => id)).toEqual(['r1', 'r2', 'r3'])
    expect((await rounds.open()).map(({ id }) => id)).toEqual(['r1'])
  })

  it('keeps a release byte for byte and refuses another under its id', async () => {
    const { database, at } = await open()
    const { releases } = database.stores
    const release = { id: 'u1', round: 'r1', body: '{"é":  "spaces  stay"}' }
    at(10)
    await releases.put(release)
    at(20)
    await releases.put(release)
    await releases.put({ ...release, id: 'u2' })
    expect(await releases.get('u1')).toEqual({ ...release, atMs: 10 })
    expect(await releases.get('u9')).toBeNull()
    expect((await releases.ofRound('r1')).map(({ id }) => id)).toEqual(['u1', 'u2'])
    expect((await releases.list()).map(({ id }) => id)).toEqual(['u2', 'u1'])
    const altered = releases.put({ ...release, body: '{}' })
    await expect(altered).rejects.toMatchObject({ code: 'release.other', status: 409 })
  })

  it('keeps the first judgement of each party of a release, and tells which it is', async () => {
    const { judgements } = (await open()).database.stores
    expect(await judgements.put('u1', { party: 'b', body: 'one' })).toBe('one')
    expect(await judgements.put('u1', { party: 'b', body: 'other' })).toBe('one')
    expect(await judgements.put('u1', { party: 'a', body: 'two' })).toBe('two')
    expect(await judgements.put('u2', { party: 'b', body: 'three' })).toBe('three')
    expect(await judgements.list('u1')).toEqual([
      { party: 'a', body: 'two' },
      { party: 'b', body: 'one' },
    ])
    expect(await judgements.list('u9')).toEqual([])
  })

  it('keeps what was counted of each table of a round', async () => {
    const { overlaps } = (await open()).database.stores
    expect(await overlaps.get('r', 'persons')).toBeNull()
    await overlaps.put('r', 'persons', digest(1))
    await overlaps.put('r', 'persons', digest(2))
    await overlaps.put('r', 'form', digest(3))
    await overlaps.put('s', 'form', digest(4))
    expect(await overlaps.get('r', 'persons')).toEqual(digest(2))
    expect(await overlaps.get('r', 'form')).toEqual(digest(3))
    expect(await overlaps.get('s', 'form')).toEqual(digest(4))
  })
}
