import { copyFile, rm } from 'node:fs/promises'
import { Problem } from '../base/problem.ts'
import { signAnswer, signSuccession } from '../consent/sign-statement.ts'
import {
  fingerprint,
  type Identity,
  importKey,
  makePrivateKey,
  publicPart,
} from '../crypto/identity.ts'
import { NodeRounds } from '../node/rounds.ts'
import { type Home, homeAt, readIdentityFile } from '../settings/home.ts'
import { replaceSecret } from '../settings/init-home.ts'
import { tellCoordinator } from './agreement-commands.ts'
import { byCommand } from './by-command.ts'
import { lockHome } from './home-lock.ts'
import { type OpenNode, openNode } from './wire.ts'

interface Options {
  readonly home: string
  readonly now?: boolean
}

/**
 * A new identity key for a node (protocol/specification.md 4.7). The node must stand still: one that
 * serves goes on signing with the key it has read.
 */
export async function succeed({ home: folder, now }: Options): Promise<void> {
  const lock = await lockHome(homeAt(folder, 'node'))
  try {
    const node = await openNode(folder)
    await refuseRunning(node, now === true)
    const act = { action: 'identity.succeed', object: node.parts.self, result: 'done' } as const
    await node.parts.acts.append({ ...act, ...byCommand() })
    const successor = await replaceIdentity(node)
    await node.parts.pool.close()
    await node.parts.database.close()
    // As any start does, it takes the succession from the new identity file into the store.
    await announce(await openNode(folder), node)
    process.stdout.write(
      `${successor.id} has a new key: ${fingerprint(successor.publicKey)}\n` +
        'It follows the old one by signature: nobody needs a new file or agreement. Read it to the others.\n',
    )
  } finally {
    lock.release()
  }
}

/** The old file is copied first and the new one put in its place at once: a crash leaves one of them. */
async function replaceIdentity({ home, parts }: OpenNode): Promise<Identity> {
  const { identity, agreement, clock } = parts
  const old = await readIdentityFile(home)
  const fresh = await makePrivateKey()
  // The sharing key stays: what is sealed to it on the way can still be taken.
  const key = { ...old, x: fresh.x, d: fresh.d }
  const successor = {
    id: identity.id,
    publicKey: publicPart(key),
    signingKey: await importKey(key),
  }
  const text = await signSuccession(identity, successor, { agreement, atMs: clock.nowMs() })
  await copyFile(home.identity, home.formerIdentity)
  const successions = [...(old.successions ?? []), text]
  await replaceSecret(home.identity, `${JSON.stringify({ ...key, successions })}\n`)
  return successor
}

/** Who had accepted accepts again: an answer counts under the newest key only. */
async function announce(node: OpenNode, before: OpenNode): Promise<void> {
  const { parts, home } = node
  const rounds = new NodeRounds(parts)
  try {
    const { identity, agreement, clock } = parts
    const accepted =
      (await acceptedBefore(rounds, before)) && !(await hasRevoked(rounds, parts.self))
    if (accepted) {
      const said = { type: 'agreement.accept', atMs: clock.nowMs() } as const
      await rounds.takeStatements([await signAnswer(identity, agreement, said)], byCommand())
    }
    if (await tellCoordinator(node, rounds)) await forget(home)
  } finally {
    await parts.pool.close()
    await parts.database.close()
  }
}

async function acceptedBefore(rounds: NodeRounds, { parts }: OpenNode): Promise<boolean> {
  const own = (await rounds.consents.statements())
    .filter(({ statement, key }) => statement.organisation === parts.self && isOld(key, parts))
    .map(({ statement }) => statement)
    .filter(({ type }) => type === 'agreement.accept' || type === 'agreement.reject')
    .sort((a, b) => a.atMs - b.atMs)
  return own.at(-1)?.type === 'agreement.accept'
}

function isOld(key: { readonly x: string }, { identity }: OpenNode['parts']): boolean {
  return key.x === identity.publicKey.x
}

async function hasRevoked(rounds: NodeRounds, self: string): Promise<boolean> {
  return (await rounds.consents.standing()).revoked.includes(self)
}

/** Sent: the old key is of no more use to anybody but a thief. */
async function forget(home: Home): Promise<void> {
  await rm(home.formerIdentity, { force: true })
}

async function refuseRunning({ parts }: OpenNode, now: boolean): Promise<void> {
  const running = (await parts.database.stores.rounds.open()).map(({ id }) => id)
  if (running.length === 0 || now) return
  throw new Problem({
    code: 'identity.in-round',
    what: 'A round runs in which this node has spoken with its key; replacing it would end the round',
    where: running.join(', '),
    remedy: 'Wait until it has ended; or say --now, as when the key was stolen.',
    status: 409,
  })
}
