import type { KnownLinking, LinkingCounts } from '../../src/disclosure/linkage.ts'
import { seededRandom } from '../scripted-random.ts'

/** Of a round of some thousand rows, of which every other person has a number. */
const sampleLinks: LinkingCounts = {
  links: 1203,
  linksByNumbers: 512,
  labelled: [
    { numbers: 'bsn', same: 431, found: 372, different: 6 },
    { numbers: 'vnumber', same: 58, found: 41, different: 0 },
  ],
  conflicts: 3,
  ties: 8,
}

const sampleRows = [
  { rows: 2100, withoutLinkingKey: 184, withoutKey: 31, keys: 7350, dropped: 92 },
  { rows: 1900, withoutLinkingKey: 77, withoutKey: 2, keys: 7011, dropped: 40 },
]

/** What is known of the links of the sample round. */
export function sampleLinking(links: Partial<LinkingCounts> = {}): KnownLinking {
  return {
    links: { ...sampleLinks, ...links },
    lists: sampleRows,
    draws: () => seededRandom('sample links'),
  }
}
