import { expect, it } from 'vitest'
import { digest, type Open } from './store-contract.ts'

export function messageContract(open: Open): void {
  it('tells a new message from a repeat and from another under the same number', async () => {
    const { received } = (await open()).database.stores
    expect(await received.remember('r', 'politie', 1, digest(1))).toBe('new')
    expect(await received.remember('r', 'politie', 1, digest(1))).toBe('same')
    expect(await received.remember('r', 'politie', 1, digest(2))).toBe('other')
    expect(await received.remember('r', 'politie', 1, digest(1))).toBe('same')
    expect(await received.remember('r', 'politie', 2, digest(1))).toBe('new')
    for (const [round, sender, other] of [
      ['r', 'kmar', digest(3)],
      ['r', 'zorg', digest(4)],
      ['q', 'politie', digest(5)],
    ] as const) {
      expect(await received.remember(round, sender, 1, other)).toBe('new')
      expect(await received.remember(round, sender, 1, other)).toBe('same')
    }
  })

  it('numbers messages per recipient and gives the unsent in order', async () => {
    const { database } = await open()
    const { outbox } = database.stores
    const sequences = await database.transaction('send', async (stores) => [
      await stores.outbox.append('r', 'a', (n) => `a${n}`),
      await stores.outbox.append('r', 'b', async (n) => `b${n}`),
      await stores.outbox.append('r', 'a', (n) => `a${n}`),
    ])
    expect(sequences).toEqual([1, 1, 2])
    const unsent = await outbox.unsent(10)
    expect(unsent.map(({ body }) => body)).toEqual(['a1', 'b1', 'a2'])
    await outbox.markSent(unsent[0]?.position ?? 0, 99)
    expect((await outbox.unsent(1)).map(({ body }) => body)).toEqual(['b1'])
    expect(await outbox.after('a', 0, 1)).toMatchObject([{ body: 'a1', sentMs: 99, sequence: 1 }])
    expect(await outbox.after('a', 1, 9)).toMatchObject([{ body: 'a2', sentMs: null, round: 'r' }])
    expect([await outbox.head('a'), await outbox.head('c')]).toEqual([2, 0])
  })

  it('refuses to number a message outside a transaction', async () => {
    const { outbox } = (await open()).database.stores
    await expect(outbox.append('r', 'a', () => 'x')).rejects.toThrow('needs a transaction')
  })

  it('gives a number again when the transaction that took it failed', async () => {
    const { database } = await open()
    const failing = database.transaction('send', async (stores) => {
      await stores.outbox.append('r', 'a', () => 'lost')
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    expect(await database.transaction('send', (s) => s.outbox.append('r', 'a', () => 'x'))).toBe(1)
    expect((await database.stores.outbox.unsent(9)).map(({ body }) => body)).toEqual(['x'])
  })
}

export function answerContract(open: Open): void {
  it('begins a stage once and refuses another input for ever', async () => {
    const { answers } = (await open()).database.stores
    expect(await answers.get('r', 'mix')).toBeNull()
    expect(await answers.begin('r', 'mix', digest(1))).toBe('new')
    expect(await answers.begin('r', 'mix', digest(1))).toBe('same')
    const other = answers.begin('r', 'mix', digest(2))
    await expect(other).rejects.toMatchObject({ code: 'stage.other-input', status: 409 })
    expect(await answers.get('r', 'mix')).toEqual({ inputDigest: digest(1), outputDigest: null })
    expect(await answers.begin('r', 'evaluate', digest(2))).toBe('new')
  })

  it('notes one output and refuses another', async () => {
    const { answers } = (await open()).database.stores
    await expect(answers.finish('r', 'mix', digest(5))).rejects.toThrow('not begun')
    await answers.begin('r', 'mix', digest(1))
    await answers.finish('r', 'mix', digest(5))
    await answers.finish('r', 'mix', digest(5))
    const other = answers.finish('r', 'mix', digest(6))
    await expect(other).rejects.toMatchObject({ code: 'stage.other-output', status: 409 })
    expect((await answers.get('r', 'mix'))?.outputDigest).toEqual(digest(5))
  })
}
