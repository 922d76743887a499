import { beforeAll, describe, expect, it } from 'vitest'
import { type Identity, importKey, makePrivateKey, publicPart } from '../../src/crypto/identity.ts'
import { takeLogStatements } from '../../src/log/cosign.ts'
import { emptyHead, nextHead } from '../../src/log/entry.ts'
import { findForks, follows } from '../../src/log/forks.ts'
import {
  type Checkpoint,
  type LogKeys,
  openLogStatement,
  signLogStatement,
} from '../../src/log/statement.ts'

const LOG = 'ab'.repeat(16)
const AGREEMENT = 'A'.repeat(43)
/** Digest number n of the entries of a branch. */
const digestOf = (n: number, branch = 0) =>
  Buffer.alloc(32, n + 1 + 100 * branch).toString('base64url')

/** Says entries `from + 1` to `to`, of a branch that parts from the others after `parts` entries. */
function checkpoint(from: number, to: number, { branch = 0, parts = 0 } = {}): Checkpoint {
  const digest = (n: number) => digestOf(n, n < parts ? 0 : branch)
  const head = (size: number) =>
    Array.from({ length: size }, (_, n) => digest(n)).reduce(nextHead, emptyHead('police', LOG))
  return {
    ...{ version: 1, type: 'log.checkpoint', agreement: AGREEMENT, organisation: 'police' },
    ...{ log: LOG, size: to, head: head(to), since: { size: from, head: head(from) }, atMs: 1 },
    digests: Array.from({ length: to - from }, (_, n) => digest(from + n)),
  }
}

describe('a statement about a log', () => {
  let identity: Identity
  let keys: LogKeys

  beforeAll(async () => {
    const key = await makePrivateKey()
    identity = { id: 'police', publicKey: publicPart(key), signingKey: await importKey(key) }
    const older = publicPart(await makePrivateKey())
    keys = { agreement: AGREEMENT, chains: { police: [identity.publicKey, older] } }
  })

  it('opens under any key that spoke for its signer', async () => {
    const said = checkpoint(0, 3)
    const text = await signLogStatement(identity, said)
    expect((await openLogStatement(text, keys)).statement).toEqual(said)
  })

  it('is refused from strangers, about other agreements, and where its digests do not lead to its head', async () => {
    const refused = async (said: Checkpoint, by: LogKeys = keys) =>
      openLogStatement(await signLogStatement(identity, said), by).then(
        () => 'taken',
        (error: { code: string }) => error.code,
      )
    const said = checkpoint(0, 3)
    expect(await refused(said, { ...keys, chains: {} })).toBe('message.stranger')
    expect(await refused(said, { ...keys, agreement: 'B'.repeat(43) })).toBe('log.statement')
    expect(await refused({ ...said, head: digestOf(9) })).toBe('log.statement')
    expect(await refused({ ...said, size: 4 })).toBe('log.statement')
    expect(await refused({ ...said, digests: said.digests.toReversed() })).toBe('log.statement')
    const since = { size: 0, head: digestOf(7) }
    const head = said.digests.reduce(nextHead, since.head)
    expect(await refused({ ...said, since, head })).toBe('log.statement')
  })

  it('is refused, and not passed over, from who has signed as many as are kept of one', async () => {
    const text = await signLogStatement(identity, checkpoint(0, 3))
    const full = { logStatements: { countOf: async () => 100_000 } }
    const { fresh, refused } = await takeLogStatements(full as never, [text], keys)
    expect(fresh).toEqual([])
    expect(refused).toMatchObject([{ code: 'log-statement.too-many', where: 'police' }])
  })
})

describe('forks', () => {
  it('are found in two branches wherever they speak of one size, and never in one log', () => {
    const sizes = Array.from({ length: 12 }, (_, at) => at + 1)
    for (const one of sizes) {
      for (const other of sizes) {
        for (const parts of [0, 1, 5, 10, 11]) {
          const [a, b] = [checkpoint(0, one), checkpoint(0, other, { branch: 1, parts })]
          const differs = parts < Math.min(one, other)
          expect(findForks([a, b])).toEqual(
            differs ? [{ organisation: 'police', log: LOG, size: parts + 1 }] : [],
          )
        }
        expect(findForks([checkpoint(0, one), checkpoint(0, other)])).toEqual([])
      }
    }
  })

  it('cannot hide behind a checkpoint that goes on from another past', () => {
    const held = [checkpoint(0, 5)]
    const forked = checkpoint(5, 8, { branch: 1, parts: 2 })
    expect(follows(checkpoint(5, 8), held)).toBe(true)
    expect(follows(checkpoint(3, 8), held)).toBe(true)
    expect(follows(forked, held)).toBe(false)
    expect(findForks([...held, forked])).toHaveLength(1)
    // Of what lies between nothing is known: no fork, and no signature under it.
    expect(follows(checkpoint(7, 9), held)).toBe(false)
    expect(follows(checkpoint(7, 9), [])).toBe(true)
  })
})
