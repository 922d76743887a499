import { isProblem, Problem } from '../base/problem.ts'
import { openStatements } from '../consent/open-statements.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import type { Identity } from '../crypto/identity.ts'
import {
  type Agreement,
  keyFaults,
  makeAgreement,
  partiesOf,
  type Terms,
} from '../round/agreement.ts'
import { standingOf } from '../round/consent.ts'
import { matchingSecretDigest } from '../round/matching-secret.ts'
import { refuseUnproven } from '../round/permit.ts'
import {
  type Home,
  readIdentity,
  readPeers,
  readSecretKey,
  readSuccessions,
  readTerms,
} from './home.ts'
import { exists } from './init-home.ts'
import { notCompared } from './pin-peers.ts'
import { readStorageKey } from './storage-key.ts'

/** What this version of the program can do; an agreement that names another needs another version. */
export interface Supported {
  readonly recipes: readonly string[]
  readonly rule: string
  /** Whether an agreement without proofs is right here: in rehearsals. */
  readonly unproven: boolean
}

/** Everything that is wrong with a home folder, each with its remedy; empty when it can serve. */
export async function checkHome(
  home: Home,
  self: string,
  supported: Supported,
): Promise<readonly Problem[]> {
  const problems: Problem[] = []
  const attempt = async <T>(read: () => Promise<T>): Promise<T | null> => {
    try {
      return await read()
    } catch (error) {
      if (!isProblem(error)) throw error
      problems.push(error)
      return null
    }
  }
  const terms = await attempt(() => readTerms(home))
  const identity = await attempt(() => readIdentity(home, self))
  await attempt(() => readStorageKey(home))
  if (terms === null) return problems
  problems.push(...checkTerms(terms, home, supported))
  await attempt(async () => refuseUnproven({ terms }, supported.unproven))
  const agreement = await attempt(async () => pinned(terms, await readPeers(home), problems))
  if (!partiesOf(terms).includes(self)) problems.push(notInAgreement(self, home))
  else if (agreement !== null && identity !== null && !(await isOurs(identity, agreement, home))) {
    problems.push(otherKey(self, home))
  }
  if (agreement !== null && (await exists(home.toCompare))) problems.push(notCompared(home))
  if (terms.lists.some((list) => list.organisation === self)) {
    const secret = await attempt(() => readSecretKey(home.matchingSecret))
    if (secret !== null) problems.push(...checkSecret(secret, terms, home))
  } else if (await exists(home.matchingSecret)) problems.push(secretNotForUs(home))
  return problems
}

/** Null where keys are missing or unusable: each of those is told. */
function pinned(
  terms: Terms,
  keys: Readonly<Record<string, unknown>>,
  problems: Problem[],
): Agreement | null {
  const faults = keyFaults(terms, keys)
  problems.push(...faults)
  return faults.length === 0 ? makeAgreement(terms, keys) : null
}

/** The pinned key, or one that follows it by statements in the identity file (specification 4.7). */
async function isOurs({ id, publicKey }: Identity, agreement: Agreement, home: Home) {
  const { opened } = await openStatements(agreement, await readSuccessions(home))
  const newest = standingOf(agreement, opened).keys[id]
  return newest !== undefined && canonicalJson(newest) === canonicalJson(publicKey)
}

function checkTerms(terms: Terms, home: Home, { recipes, rule }: Supported): Problem[] {
  return [
    ...(recipes.includes(terms.recipe)
      ? []
      : [other('agreement.other-recipe', home, recipes.join(', '))]),
    ...(terms.rule === rule ? [] : [other('agreement.other-rule', home, rule)]),
  ]
}

function other(code: string, home: Home, has: string): Problem {
  const key = code.slice('agreement.other-'.length)
  return new Problem({
    code,
    what: `The agreement names a ${key} that this version does not have`,
    where: `${home.agreement}, ${key}; this version has ${has}`,
    remedy: 'Install the version that all organisations agreed to use.',
  })
}

function checkSecret(secret: Uint8Array, terms: Terms, home: Home): Problem[] {
  if (matchingSecretDigest(secret) === terms.matchingSecretDigest) return []
  return [
    new Problem({
      code: 'secret.other',
      what: 'The matching secret is not the one of the agreement: nobody would be found on two lists',
      where: home.matchingSecret,
      remedy:
        'Ask another list owner to share it: samentel secret share, then take it with --replace.',
    }),
  ]
}

function notInAgreement(self: string, home: Home): Problem {
  return new Problem({
    code: 'agreement.not-in-it',
    what: `${self} is not among the organisations of the agreement`,
    where: home.agreement,
    remedy: 'Check the key organisation in the settings.',
  })
}

function otherKey(self: string, home: Home): Problem {
  return new Problem({
    code: 'peer.key-not-ours',
    what: 'The public key that the others hold of this node is not that of its own key file',
    where: `${home.peers}/${self}.json`,
    remedy: 'Send everybody the public key file that init wrote.',
  })
}

function secretNotForUs(home: Home): Problem {
  return new Problem({
    code: 'secret.not-for-us',
    what: 'This organisation owns no list and yet holds the matching secret, with which names can be guessed',
    where: home.matchingSecret,
    remedy: 'Delete the file here; only list owners may hold it.',
  })
}
