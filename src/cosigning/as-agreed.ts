/**
 * A release held against the agreement it names: rules, lists and names, as far as anybody can tell
 * who has no part in the round. Assumes that both were parsed.
 */
import { canonicalJson } from '../crypto/canonical.ts'
import type { Release } from '../release/release.ts'
import type { Terms } from '../round/agreement.ts'

/** Those whose word on a release of these lists counts, but for the coordinator. */
export function judgesOf({ lists }: Release, terms: Terms): string[] {
  const released = new Set(lists.map(({ id }) => id))
  const owners = terms.lists.filter(({ id }) => released.has(id))
  const all = [...owners.map(({ organisation }) => organisation), ...terms.evaluators]
  return [...new Set(all)].sort()
}

/** The fields in which a release is not as agreed. */
export function otherThanAgreed(release: Release, terms: Terms): string[] {
  const { rules, agreement } = release
  const { threshold, roundingBase, stratumThreshold = null, gate } = terms.disclosure
  const said: readonly (readonly [field: string, said: unknown, agreed: unknown])[] = [
    ['agreement', [agreement.id, agreement.title], [terms.id, terms.title]],
    ['madeBy', release.madeBy, terms.evaluators.at(-1)],
    ['organisations', release.organisations, terms.organisations],
    ['populations', release.populations, terms.populations],
    ['rules.threshold', rules.threshold, threshold],
    ['rules.roundingBase', rules.roundingBase, roundingBase],
    ['rules.stratumThreshold', rules.stratumThreshold ?? null, stratumThreshold],
    ['gate', release.gate === null, gate === 'off'],
    ['asked', release.asked.map(({ question }) => question), terms.questions ?? []],
    ['rules.recipe', rules.recipe, terms.recipe],
    ['rules.linkingRule', rules.linkingRule, terms.rule],
    ['proofs', release.proofs, terms.proofs],
    ['cover', coverOf(release), terms.cover],
    ['tables', release.tables.map(bookOf), terms.tables],
  ]
  const other = said.filter(([, one, agreed]) => canonicalJson(one) !== canonicalJson(agreed))
  const lists = release.lists.filter((list) => !isAgreed(list, terms)).map(({ id }) => id)
  return [...other.map(([field]) => field), ...lists.map((id) => `lists.${id}`)]
}

/** A code book as it is agreed: the two codes that every table has are not written there. */
function bookOf({ id, name, codes }: Release['tables'][0]) {
  const agreed = codes.slice(0, -2)
  return { id, name, codes: agreed.map(({ within, ...code }) => ({ ...code, ...part(within) })) }
}

function part(within: string | null) {
  return within === null ? {} : { within }
}

function coverOf({ cover }: Release) {
  return cover === null ? null : { epsilon: cover.epsilon, delta: cover.delta }
}

function isAgreed(list: Release['lists'][0], { lists, checks }: Terms): boolean {
  return lists.some(({ size, ...agreed }) => {
    return canonicalJson({ ...agreed, agreedSize: size + checks }) === canonicalJson(list)
  })
}
