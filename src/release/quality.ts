/**
 * What a release tells of the quality of its count and of its links, each count and share by a name:
 * so that what hardly changed since an earlier release is found there, and is said again
 * (protocol/disclosure-rules.md, Rounds). Reveals nothing that the release does not.
 */
import type { ReleaseCell } from './figure.ts'
import { type LinkageQuality, linkageCells } from './linkage.ts'

interface Told {
  readonly quality: { readonly listTwice: ReleaseCell; readonly undecodable: ReleaseCell }
  readonly tables: readonly { readonly id: string; readonly undecodable: ReleaseCell }[]
  readonly linkage: LinkageQuality | null
}

/** Shares of rows and keys, in whole percents. */
const shareNames = ['withoutLinkingKey', 'withoutKey', 'keysDropped'] as const
export type ShareName = (typeof shareNames)[number]

/** All counts, in the order in which `repeated` names them. */
export function qualityCells({ quality, tables, linkage }: Told): [string, ReleaseCell][] {
  const { listTwice, undecodable } = quality
  return [
    ['listTwice', listTwice],
    ['undecodable', undecodable],
    ...tables.map((one): [string, ReleaseCell] => [`undecodable/${one.id}`, one.undecodable]),
    ...linkageCells({ linkage }),
  ]
}

/** All shares, after the counts; none where links are withheld, as that says nothing of them. */
export function qualityShares({ linkage }: Pick<Told, 'linkage'>): [ShareName, number | null][] {
  if (linkage === null || linkage.links.status === 'secondary') return []
  return shareNames.map((name) => [name, linkage[name]])
}

/** What stands there of quality against the rest. */
export function qualityComplaints(
  claims: Told & { readonly repeated: readonly string[]; readonly earlier: readonly string[] },
): [boolean, string][] {
  const { repeated, earlier } = claims
  const cells = qualityCells(claims)
  const told = cells.filter(([, { status }]) => status === 'shown' || status === 'withheld')
  const names = [...told, ...qualityShares(claims)].map(([name]) => name)
  const named = names.filter((name) => repeated.includes(name))
  return [
    [
      cells.some(([, { status }]) => !['shown', 'withheld', 'secondary'].includes(status)),
      'a count on quality is no count',
    ],
    [
      named.join() !== repeated.join(),
      'what is said again on quality is not there, or out of order',
    ],
    [earlier.length === 0 && repeated.length > 0, 'a count on quality is repeated of no release'],
  ]
}
