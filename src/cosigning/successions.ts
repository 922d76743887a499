/** The keys that spoke for each party of a release, by the successions in its file (4.7). */
import { Problem } from '../base/problem.ts'
import { openStatements } from '../consent/open-statements.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import type { PublicKey } from '../crypto/identity.ts'
import type { Agreement } from '../round/agreement.ts'

/** Of each party the keys that spoke for it, the agreed one first. */
export type Chains = Readonly<Record<string, readonly PublicKey[]>>

/**
 * Each succession hands over the newest key so far to one that nobody had, in the order of the file:
 * then no key has two successors and none is of two parties.
 */
export async function openSuccessions(
  agreement: Agreement,
  texts: readonly string[],
): Promise<Chains> {
  const chains: Record<string, PublicKey[]> = Object.fromEntries(
    Object.entries(agreement.keys).map(([party, key]) => [party, [key]]),
  )
  const { opened, refused } = await openStatements(agreement, texts)
  if (refused[0] !== undefined) throw refused[0].problem
  for (const text of texts) {
    const statement = opened.find((one) => one.text === text)?.statement
    if (statement?.type !== 'identity.succeed') throw wrong()
    const chain = chains[statement.organisation] ?? []
    const isNewest = canonicalJson(chain.at(-1) ?? null) === canonicalJson(statement.from)
    const all = Object.values(chains).flat()
    if (!isNewest || all.some(({ x }) => x === statement.to.x)) throw wrong()
    chain.push(statement.to)
  }
  return chains
}

function wrong(): Problem {
  return new Problem({
    code: 'release-file.succession',
    what: 'A key is not succeeded as it should be',
  })
}
