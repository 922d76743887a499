import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../base/problem.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import { fingerprint, type PublicKey, publicKeySchema } from '../crypto/identity.ts'
import { type Home, readPeers } from './home.ts'

/**
 * Writes public keys into peers/. A key that stands there is never written over: all are judged before any
 * is written.
 *
 * @throws Problem `enrolment.key-pinned`
 */
export async function pinPeers(
  home: Home,
  keys: Readonly<Record<string, PublicKey>>,
  beforeWriting: () => Promise<void> = async () => undefined,
): Promise<readonly string[]> {
  const there = await readPeers(home)
  const fresh = Object.entries(keys).filter(([id, key]) => isNew(there[id], { id, key, home }))
  if (fresh.length > 0) await beforeWriting()
  for (const [id, key] of fresh) {
    const file = join(home.peers, `${id}.json`)
    await writeFile(`${file}.new`, `${JSON.stringify(key)}\n`)
    await rename(`${file}.new`, file)
  }
  return fresh.map(([id]) => id)
}

/** As the organisations agreed on it; another one is never written over. @throws Problem `enrolment.other-agreement` */
export async function keepAgreement(home: Home, text: string): Promise<void> {
  const there = await readFile(home.agreement, 'utf8').catch(() => null)
  if (there === text) return
  if (there !== null) throw otherAgreement(home)
  await writeFile(`${home.agreement}.new`, text)
  await rename(`${home.agreement}.new`, home.agreement)
}

/** Keys that came through the coordinator count for nothing until persons have compared them. */
export async function markToCompare({ toCompare }: Home): Promise<void> {
  await writeFile(toCompare, 'Compare the keys: samentel node confirm. That deletes this file.\n')
}

export async function markCompared({ toCompare }: Home): Promise<void> {
  await rm(toCompare, { force: true })
}

function isNew(
  pinned: unknown,
  { id, key, home }: { readonly id: string; readonly key: PublicKey; readonly home: Home },
): boolean {
  if (pinned === undefined) return true
  const usable = publicKeySchema.safeParse(pinned)
  if (usable.success && canonicalJson(usable.data) === canonicalJson(key)) return false
  throw new Problem({
    code: 'enrolment.key-pinned',
    what: `Another public key of ${id} is pinned already; it is kept`,
    where: `${join(home.peers, `${id}.json`)}; the other has fingerprint ${fingerprint(key)}`,
    remedy: `Ask ${id} by telephone which of the two is theirs; delete the file only if it is the other.`,
    status: 409,
  })
}

function otherAgreement(home: Home): Problem {
  return new Problem({
    code: 'enrolment.other-agreement',
    what: 'The coordinator sent another agreement than the one in this folder; ours is kept',
    where: home.agreement,
    remedy:
      'Compare the two with the coordinator; delete the file here only if theirs is the agreed one.',
    status: 409,
  })
}

export function notCompared(home: Home): Problem {
  return new Problem({
    code: 'peer.not-compared',
    what: 'The keys of the others came through the coordinator, and nobody has compared them yet',
    where: `${home.peers}/*.json`,
    remedy: 'Telephone another organisation and run: samentel node confirm.',
  })
}
