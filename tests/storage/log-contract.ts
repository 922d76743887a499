import { expect, it } from 'vitest'
import type { Open } from './store-contract.ts'

const entry = (sequence: number) => ({ sequence, entry: `{"n":${sequence}}`, head: `h${sequence}` })
const statement = (digest: string, signer: string, log = 'l') => ({
  ...{ digest, signer, log, organisation: 'police', body: `body of ${digest}` },
})

/** What the stores of the log of acts promise, whichever database is under them. */
export function logContract(open: Open): void {
  it('keeps acts of several logs in order, each once', async () => {
    const { acts } = (await open()).database.stores
    expect(await acts.last('a')).toBeNull()
    for (const n of [1, 2, 3]) await acts.append('a', entry(n))
    await acts.append('b', entry(1))
    expect(await acts.last('a')).toEqual(entry(3))
    expect(await acts.page('a', 1, 9)).toEqual([entry(2), entry(3)])
    expect(await acts.page('a', 0, 1)).toEqual([entry(1)])
    await expect(acts.append('a', entry(3))).rejects.toThrow()
  })

  it('keeps statements about logs once, in the order in which they came', async () => {
    const { logStatements } = (await open()).database.stores
    expect(await logStatements.head()).toBe(0)
    expect(await logStatements.put(statement('d1', 'police'))).toBe(true)
    expect(await logStatements.put(statement('d1', 'police'))).toBe(false)
    expect(await logStatements.put(statement('d2', 'court'))).toBe(true)
    expect(await logStatements.put(statement('d3', 'police', 'other'))).toBe(true)
    const all = await logStatements.after(0, 9)
    expect(all.map(({ body }) => body)).toEqual(['body of d1', 'body of d2', 'body of d3'])
    expect(await logStatements.after(all[0]?.position ?? 0, 1)).toEqual([all[1]])
    expect(await logStatements.after(0, 9, 'court')).toEqual([all[1]])
    expect(await logStatements.about('police', 'l')).toEqual(['body of d1', 'body of d2'])
    expect(await logStatements.head()).toBe(all.at(-1)?.position)
    expect(await logStatements.countOf('police')).toBe(2)
  })

  it('tells when the oldest record of a list came, and keeps that when a record is sealed anew', async () => {
    const { database, at } = await open()
    const { records } = database.stores
    const bytes = (n: number) => new Uint8Array(32).fill(n)
    expect(await records.oldest()).toEqual(new Map())
    at(5)
    await records.upsert('a', [{ digest: bytes(1), keys: bytes(1) }])
    at(9)
    await records.upsert('a', [{ digest: bytes(2), keys: bytes(2) }])
    await records.replaceKeys('a', [{ digest: bytes(1), keys: bytes(7) }])
    expect(await records.oldest()).toEqual(new Map([['a', 5]]))
    expect((await records.page('a', null, 1))[0]?.keys).toEqual(bytes(7))
  })
}
