import type { NamedCodeBook } from '../../src/base/codes.ts'
import type { CodeTable } from '../../src/overlap/code-table.ts'
import { samplePersons, seededNumbers } from './sample-round.ts'

const name = (nl: string, en: string) => ({ nl, en })

/** Form of exploitation, two levels. */
export const formBook: NamedCodeBook = {
  id: 'exploitation',
  name: name('vorm van uitbuiting', 'form of exploitation'),
  codes: [
    { id: 'sexual', name: name('seksuele uitbuiting', 'sexual exploitation') },
    {
      id: 'sexual-visible',
      name: name('zichtbare sectoren', 'visible sectors'),
      within: 'sexual',
    },
    { id: 'other', name: name('buiten de seksindustrie', 'outside the sex industry') },
    { id: 'labour', name: name('arbeidsuitbuiting', 'labour exploitation'), within: 'other' },
  ],
}

const shares = [
  ['sexual', 0.4],
  ['sexual-visible', 0.55],
  ['other', 0.6],
  ['labour', 0.8],
  ['conflict', 0.801],
  ['unknown', 1],
] as const

/** The persons of the sample round, each with a code. */
export function sampleCodes(seed = 1): CodeTable {
  const random = seededNumbers(seed + 1000)
  const cells = samplePersons(seed).map((lists) => {
    const draw = random()
    return { lists, code: shares.find(([, upTo]) => draw < upTo)?.[0] ?? 'unknown', persons: 1 }
  })
  return { book: formBook, cells, undecodable: 3 }
}
