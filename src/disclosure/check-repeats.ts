/**
 * Whether a release says again what it has to, and as it was: the rule looks at published cells only, so
 * whoever has the earlier releases can follow it (protocol/disclosure-rules.md, Rounds). Pure; names
 * figures, never a count.
 */
import { canonicalJson } from '../crypto/canonical.ts'
import { tableOf } from '../questions/answer.ts'
import { askedKey } from '../release/asked.ts'
import { releaseDigest } from '../release/encode.ts'
import { figureKey, type ReleaseCell, type ReleaseFigure } from '../release/figure.ts'
import { qualityCells, qualityShares } from '../release/quality.ts'
import type { Release } from '../release/release.ts'
import { isShareNew, rowsShown, sharesBefore } from './quality.ts'
import { byRules, isNew, qualityKey, type Said, saidBefore, saysCount } from './repeat.ts'
import { type DisclosureRules, rulesOf } from './rules.ts'

/** What is told, and by which rules. */
interface Told {
  readonly key: string
  readonly cell: ReleaseCell
  readonly exactness: ReleaseFigure['exactness']
  readonly own: DisclosureRules
}

/**
 * Keys of what is said again otherwise than it was, or told anew though it hardly changed. None where
 * the release names an earlier one that is not known here: nobody could tell then what that one said.
 */
export function wrongRepeats(release: Release, known: readonly Release[]): string[] {
  const byDigest = new Map(known.map((one) => [releaseDigest(one), one]))
  const earlier = release.earlier.flatMap((digest) => byDigest.get(digest) ?? [])
  if (earlier.length < release.earlier.length) return []
  const before = saidBefore(earlier)
  const wrong = toldBy(release).filter((one) => !isRight(one, before.get(one.key)))
  return [...wrong.map(({ key }) => key), ...wrongShares(release, earlier)]
}

function toldBy({ figures, asked, rules, repeated, ...rest }: Release): Told[] {
  const fixed = figures
    .filter(({ question }) => question !== 'reports-per-person')
    .map((one) => ({ ...one, key: figureKey(one), own: rulesOf(rules, one) }))
  const answers = asked.flatMap((one) => {
    const own = rulesOf(rules, { table: tableOf(one.question) ?? null })
    return one.figures.map((of) => ({ ...of, key: askedKey(one.question, of), own }))
  })
  const own = rulesOf(rules, { table: null })
  const quality = qualityCells(rest).map(([name, cell]) => {
    const exactness = repeated.includes(name) ? ('repeated' as const) : ('exact' as const)
    return { key: qualityKey(name), cell, exactness, own }
  })
  return [...fixed, ...answers, ...quality].filter(({ cell }) => saysCount(cell))
}

function isRight({ cell, exactness, own }: Told, said: Said | undefined): boolean {
  if (exactness === 'repeated') {
    return said !== undefined && canonicalJson(byRules(said.cell, own)) === canonicalJson(cell)
  }
  if (said === undefined) return true
  // Whether an estimate that is withheld is near to what was said is known to nobody.
  if (exactness === 'covered' && cell.status === 'withheld') return true
  return isNew(cell.status === 'covered' ? { ...cell, status: 'shown' } : cell, said, own)
}

function wrongShares(release: Release, earlier: readonly Release[]): string[] {
  const { figures, rules, repeated } = release
  const before = sharesBefore(earlier)
  const rows = rowsShown(figures, rulesOf(rules, { table: null }))
  return qualityShares(release).flatMap(([name, share]) => {
    const said = before.get(name)
    const isAgain = said !== undefined && said === share
    const isRight = repeated.includes(name)
      ? isAgain
      : said === undefined || isShareNew(share, said, { rows, rules })
    return isRight ? [] : [name]
  })
}
