import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Stores } from '../../src/storage/database.ts'
import { digest, type Open } from './store-contract.ts'

export function transactionContract(open: Open): void {
  it('keeps all of a transaction or nothing', async () => {
    const { database } = await open()
    const failing = database.transaction('half', async (stores) => {
      await stores.settings.set('a', '1')
      await stores.rows.putRows('r', 'b', [{ position: 0, bytes: digest(1) }])
      throw new Error('halfway')
    })
    await expect(failing).rejects.toThrow('halfway')
    expect(await database.stores.settings.get('a')).toBeNull()
    expect(await database.stores.rows.range('r', 'b', 0, 9)).toEqual([])
  })

  it('gives the value of the work and shows it its own writes', async () => {
    const { database } = await open()
    const seen = await database.transaction('read', async (stores) => {
      await stores.settings.set('a', '1')
      return stores.settings.get('a')
    })
    expect(seen).toBe('1')
  })

  it('lets concurrent transactions count up without losing one', async () => {
    const { database } = await open()
    const countUp = async (stores: Stores) => {
      const count = Number((await stores.settings.get('count')) ?? 0)
      await sleep(1)
      await stores.settings.set('count', String(count + 1))
    }
    await Promise.all(Array.from({ length: 8 }, () => database.transaction('count', countUp)))
    expect(await database.stores.settings.get('count')).toBe('8')
  })

  it('numbers messages of concurrent tasks without gap or double', async () => {
    const { database } = await open()
    const send = (task: number) =>
      database.transaction('send', async (stores) => {
        const to = task % 2 === 0 ? 'even' : 'odd'
        await stores.outbox.append('r', to, async (sequence) => {
          await sleep(1)
          return `${sequence}`
        })
      })
    await Promise.all(Array.from({ length: 12 }, (_, task) => send(task)))
    for (const recipient of ['even', 'odd']) {
      const messages = await database.stores.outbox.after(recipient, 0, 99)
      expect(messages.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6])
      expect(messages.every(({ body, sequence }) => body === `${sequence}`)).toBe(true)
    }
  })

  it('reads and writes outside while transactions run', async () => {
    const { database } = await open()
    const writing = database.transaction('slow', async (stores) => {
      await stores.settings.set('a', '1')
      await sleep(5)
      await stores.settings.set('b', '2')
    })
    const [, seen] = await Promise.all([
      writing,
      Promise.all([database.stores.settings.get('a'), database.stores.settings.get('b')]),
    ])
    // Two reads of their own: each comes before or after the transaction as a whole.
    const [a, b] = seen
    expect([null, '1']).toContain(a)
    expect([null, '2']).toContain(b)
    expect(await database.stores.settings.get('b')).toBe('2')
  })

  it('begins a stage as new for one of two that begin it at once', async () => {
    const { database } = await open()
    const begin = () => database.transaction('begin', (s) => s.answers.begin('r', 'm', digest(1)))
    const outcomes = await Promise.all([begin(), begin(), begin()])
    expect(outcomes.sort()).toEqual(['new', 'same', 'same'])
  })

  it('refuses a second transaction or the outer stores inside one, instead of waiting', async () => {
    const { database } = await open()
    const nested = database.transaction('outer', () => database.transaction('inner', async () => 1))
    await expect(nested).rejects.toThrow('inside transaction outer')
    const outside = database.transaction('outer', () => database.stores.settings.get('a'))
    await expect(outside).rejects.toThrow('inside transaction outer')
    expect(await database.transaction('after', (stores) => stores.settings.get('a'))).toBeNull()
  })

  it('refuses the stores of a transaction that is over', async () => {
    const { database } = await open()
    let kept: Stores | undefined
    await database.transaction('done', async (stores) => {
      kept = stores
    })
    await expect(kept?.settings.get('a')).rejects.toThrow('transaction done is over')
  })

  it('lets work that a transaction started go on after it', async () => {
    const { database } = await open()
    let later: Promise<string | null> | undefined
    await database.transaction('start', async (stores) => {
      await stores.settings.set('a', '1')
      later = sleep(20).then(() => database.stores.settings.get('a'))
    })
    expect(await later).toBe('1')
  })

  it('finishes what is under way before it closes, and closes twice', async () => {
    const { database } = await open()
    let ended = false
    const slow = database.transaction('slow', async (stores) => {
      await sleep(10)
      await stores.settings.set('a', '1')
      ended = true
    })
    await sleep(2)
    await database.close()
    expect(ended).toBe(true)
    await slow
    await database.close()
  })
}
