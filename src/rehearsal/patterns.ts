import { type OrganisationId, organisationIds } from './organisations.ts'
import type { Prng } from './prng.ts'

/** So many victims of one year were reported by exactly these organisations. */
export interface Pattern {
  readonly organisations: readonly OrganisationId[]
  readonly persons: number
}

/**
 * Who reported whom, 2013 ... 2017. P police, K kmar, L labour-inspectorate, E emm, C care-coordinators,
 * F fairwork, O other-reporters. No such table was published; this one is made to close on what was
 * (National Rapporteur, Slachtoffermonitor mensenhandel 2013-2017, sections 3.2 and 3.5):
 *
 * | figure | published | here |
 * |---|---|---|
 * | victims per year | 1117 1256 1150 952 958 | the same |
 * | reports kmar, labour inspectorate, EMM, FairWork | 76, 304, 328, 471 | the same |
 * | reports care coordinators and others, 2013, 2014+2015, 2016, 2017 | 185, 719, 420, 426 | the same |
 * | only without legal basis; on both sides | 1747; 440 | the same |
 * | only care coordinators, five years and 2017 | 806, 183 | the same |
 * | EMM only, and EMM with others, per year | 0 59 5 16 65, 0 1 0 1 181 | the same |
 * | kmar and another | 33 | the same |
 * | reports police, 2013, 2014-2016, 2017 | 788, 1741, 432 | 868, 1795, 432 |
 * | reports in all | 5890 | 6024 |
 *
 * The published totals cannot all hold: at least 134 victims have no reporter among them, 64 of them in
 * 2013. Here those victims stand on the police's lists, the largest by far, hence 134 reports more. The
 * split over organisations and years that was not published (kmar, labour inspectorate and FairWork per
 * year, care coordinators against others, triples) is our own.
 */
const table = `
  P 856 654 576 383 254
  K 9 9 11 8 6
  L 63 54 57 41 21
  E 0 59 5 16 65
  C 80 160 178 205 183
  F 0 120 116 69 81
  O 93 147 134 122 45
  PK 3 3 4 2 4
  PL 1 3 4 3 3
  PE 0 0 0 0 62
  LE 0 0 0 0 7
  CO 0 1 1 2 4
  CF 0 0 1 1 2
  FO 0 1 0 0 1
  PC 5 16 24 44 46
  PO 3 10 16 24 28
  PF 0 3 5 8 10
  KC 1 2 2 3 2
  KO 1 2 1 1 2
  LC 1 2 3 4 3
  LO 1 1 2 3 2
  LF 0 4 6 7 8
  EC 0 0 0 1 45
  EO 0 1 0 0 31
  EF 0 0 0 0 18
  PCO 0 2 2 3 4
  PCF 0 2 2 2 3
  PEC 0 0 0 0 10
  PEO 0 0 0 0 7
  PEF 0 0 0 0 1`

/** Victims per year and pattern; `[0]` is 2013. */
export const publishedPatterns: readonly (readonly Pattern[])[] = [0, 1, 2, 3, 4].map((year) =>
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [letters = '', ...persons] = line.trim().split(/\s+/)
      return { organisations: [...letters].map(byLetter), persons: Number(persons[year]) }
    }),
)

/** Suspects of the police per year. No figure was published; these are our own. */
export const suspectsPerYear: readonly number[] = [210, 230, 220, 190, 180]

/** The smallest list that scaling leaves of one that is not empty: every row more costs a round time. */
const fewest = 1

/**
 * The patterns of a year, shrunk. Sums follow the scale to within one; patterns too small for it appear
 * by chance. A list that would fall below that gets persons who are on that list alone.
 */
export function scaledPatterns(
  patterns: readonly Pattern[],
  scale: number,
  prng: Prng,
): readonly Pattern[] {
  let sum = prng.next()
  const shrunk = patterns.map(({ organisations, persons }) => {
    const before = Math.floor(sum)
    sum += persons * scale
    return { organisations, persons: scale === 1 ? persons : Math.floor(sum) - before }
  })
  const lacking = organisationIds.map((organisation) => ({
    organisations: [organisation],
    persons: Math.max(
      0,
      Math.min(fewest, reportsOf(organisation, patterns)) - reportsOf(organisation, shrunk),
    ),
  }))
  return [...shrunk, ...lacking].filter(({ persons }) => persons > 0)
}

/** How many persons of these patterns the organisation reported. */
export function reportsOf(organisation: OrganisationId, patterns: readonly Pattern[]): number {
  return patterns
    .filter(({ organisations }) => organisations.includes(organisation))
    .reduce((sum, { persons }) => sum + persons, 0)
}

function byLetter(letter: string): OrganisationId {
  const at = 'PKLECFO'.indexOf(letter)
  const organisation = organisationIds[at]
  if (organisation === undefined) throw new RangeError('no organisation has this letter')
  return organisation
}
