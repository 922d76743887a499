import { expect, it } from 'vitest'
import { digest, type Open } from './store-contract.ts'

const passkey = (id: string, account: string) => ({
  ...{ id, account, publicKey: digest(7), counter: 0 },
  transports: ['internal', 'hybrid'],
})

/** What the stores of the console promise, whichever database is under them. */
export function accountContract(open: Open): void {
  it('keeps accounts with their roles, in order of name, and counts their passkeys', async () => {
    const { accounts } = (await open()).database.stores
    await accounts.put('visser', 'operator')
    await accounts.put('jansen', 'auditor')
    await accounts.put('visser', 'privacy-officer')
    await accounts.addPasskey(passkey('one', 'visser'))
    expect(await accounts.list()).toMatchObject([
      { name: 'jansen', role: 'auditor', passkeys: 0, usedMs: null, invitedUntilMs: null },
      { name: 'visser', role: 'privacy-officer', passkeys: 1 },
    ])
    expect(await accounts.get('mulder')).toBeNull()
  })

  it('knows an account by its one-time link, until its time, its use, or the next link', async () => {
    const { database, at } = await open()
    const { accounts } = database.stores
    await accounts.put('visser', 'operator')
    await accounts.invite('visser', digest(1), 100)
    expect(await accounts.invited(digest(1))).toBe('visser')
    expect(await accounts.invited(digest(2))).toBeNull()
    at(100)
    expect(await accounts.invited(digest(1))).toBeNull()
    await accounts.invite('visser', digest(2), 200)
    await accounts.invite('visser', digest(3), 200)
    expect(await accounts.invited(digest(2))).toBeNull()
    await accounts.dropInvitation('visser')
    expect(await accounts.invited(digest(3))).toBeNull()
  })

  it('gives a passkey back as it was kept, with the counter of its last use', async () => {
    const { accounts } = (await open()).database.stores
    await accounts.put('visser', 'operator')
    await accounts.addPasskey(passkey('one', 'visser'))
    await accounts.usedPasskey('one', 41)
    expect((await accounts.get('visser'))?.usedMs).toBe(0)
    const { counter, publicKey, ...rest } = (await accounts.passkey('one')) ?? passkey('', '')
    expect([counter, ...publicKey]).toEqual([41, ...digest(7)])
    expect(rest).toEqual({ id: 'one', account: 'visser', transports: ['internal', 'hybrid'] })
    await expect(accounts.addPasskey(passkey('one', 'jansen'))).rejects.toThrow()
  })

  it('takes the passkeys of an account away with it, and no other', async () => {
    const { accounts } = (await open()).database.stores
    await accounts.put('visser', 'operator')
    await accounts.put('jansen', 'operator')
    await accounts.addPasskey(passkey('one', 'visser'))
    await accounts.addPasskey(passkey('two', 'jansen'))
    await accounts.remove('visser')
    expect(await accounts.passkey('one')).toBeNull()
    expect((await accounts.passkey('two'))?.account).toBe('jansen')
    expect((await accounts.list()).map(({ name }) => name)).toEqual(['jansen'])
  })

  it('keeps who is signed in by the digest of a secret, and drops what is over', async () => {
    const { database, at } = await open()
    const { consoleSessions } = database.stores
    const who = { subject: 'passkey:visser', name: 'visser', role: 'operator', machineUser: null }
    at(10)
    await consoleSessions.put(digest(1), who)
    await consoleSessions.put(digest(2), { ...who, subject: 'oidc:7', machineUser: 1000 })
    at(20)
    await consoleSessions.seen(digest(2))
    expect(await consoleSessions.get(digest(1))).toEqual({ ...who, madeMs: 10, seenMs: 10 })
    expect(await consoleSessions.get(digest(2))).toMatchObject({ machineUser: 1000, seenMs: 20 })
    await consoleSessions.dropExpired({ madeMs: 5, seenMs: 15 })
    expect(await consoleSessions.get(digest(1))).toBeNull()
    await consoleSessions.dropExpired({ madeMs: 11, seenMs: 15 })
    expect(await consoleSessions.get(digest(2))).toBeNull()
  })

  it('signs out one session, one person, or all of one way in', async () => {
    const { consoleSessions } = (await open()).database.stores
    const of = (subject: string) => ({ subject, name: 'x', role: 'operator', machineUser: null })
    const subjects = ['passkey:a', 'passkey:a', 'passkey:b', 'oidc:a', 'oidc:b']
    for (const [at, subject] of subjects.entries())
      await consoleSessions.put(digest(at), of(subject))
    const left = async () => {
      const found = await Promise.all(subjects.map((_, at) => consoleSessions.get(digest(at))))
      return found.flatMap((one) => one?.subject ?? [])
    }
    await consoleSessions.drop(digest(0))
    expect(await left()).toEqual(['passkey:a', 'passkey:b', 'oidc:a', 'oidc:b'])
    await consoleSessions.dropSubject('passkey:a')
    expect(await left()).toEqual(['passkey:b', 'oidc:a', 'oidc:b'])
    await consoleSessions.dropAll('oidc')
    expect(await left()).toEqual(['passkey:b'])
  })
}
