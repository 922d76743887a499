import { organisationIds, withoutLegalBasis, years } from '../../src/rehearsal/organisations.ts'
import type { Truth } from '../../src/rehearsal/truth.ts'

/**
 * Figures of the Slachtoffermonitor mensenhandel 2013-2017 (National Rapporteur), sections 3.2 and 3.5,
 * beside the same figures counted from a truth. The tolerance is a share of the published figure: 0 where
 * the generator is to meet it, more where the published totals contradict each other by 134 victims.
 */
export interface PublishedFigure {
  readonly figure: string
  readonly published: number
  readonly tolerance: number
  readonly count: (truth: Truth) => number
}

type Organisations = readonly string[]

/** Sums, over persons and years, of victims whose reporting organisations in that year satisfy the test. */
function victims(holds: (organisations: Organisations, year: number) => boolean) {
  return (truth: Truth): number => {
    let sum = 0
    for (const { lists, persons } of truth.cells) {
      for (const year of years) {
        const own = organisationIds.filter((id) => lists.includes(`${id}-victims-${year}`))
        if (own.length > 0 && holds(own, year)) sum += persons
      }
    }
    return sum
  }
}

const reports = (ids: Organisations, among: readonly number[] = years) => {
  const counts = ids.map((id) => victims((own, year) => own.includes(id) && among.includes(year)))
  return (truth: Truth) => counts.reduce((sum, count) => sum + count(truth), 0)
}

const free = (id: string): boolean => (withoutLegalBasis as ReadonlySet<string>).has(id)

const figure = (
  name: string,
  published: number,
  count: PublishedFigure['count'],
  tolerance = 0,
): PublishedFigure => ({ figure: name, published, tolerance, count })

const care = ['care-coordinators', 'other-reporters']

export const publishedFigures: readonly PublishedFigure[] = [
  ...[1117, 1256, 1150, 952, 958].map((published, at) =>
    figure(
      `victims ${2013 + at}`,
      published,
      victims((_, year) => year === 2013 + at),
    ),
  ),
  figure('reports in all', 5890, reports(organisationIds), 0.025),
  figure('reports police', 2961, reports(['police']), 0.05),
  figure('reports police 2013', 788, reports(['police'], [2013]), 0.11),
  figure('reports police 2014-2016', 1741, reports(['police'], [2014, 2015, 2016]), 0.035),
  figure('reports police 2017', 432, reports(['police'], [2017])),
  figure('reports kmar', 76, reports(['kmar'])),
  figure('reports labour inspectorate', 304, reports(['labour-inspectorate'])),
  figure('reports EMM', 328, reports(['emm'])),
  figure('reports FairWork', 471, reports(['fairwork'])),
  figure('reports FairWork 2013', 0, reports(['fairwork'], [2013])),
  figure('reports FairWork 2017', 124, reports(['fairwork'], [2017])),
  figure('reports care and others', 1750, reports(care)),
  figure('reports care and others 2013', 185, reports(care, [2013])),
  figure('reports care and others 2014 and 2015', 719, reports(care, [2014, 2015])),
  figure('reports care and others 2016', 420, reports(care, [2016])),
  figure('reports care and others 2017', 426, reports(care, [2017])),
  figure(
    'only without legal basis',
    1747,
    victims((own) => own.every(free)),
  ),
  figure(
    'on both sides',
    440,
    victims((own) => own.some(free) && !own.every(free)),
  ),
  figure(
    'by any without legal basis',
    2187,
    victims((own) => own.some(free)),
  ),
  figure(
    'only care coordinators',
    806,
    victims((own) => own.join() === 'care-coordinators'),
  ),
  figure(
    'kmar and another',
    33,
    victims((own) => own.includes('kmar') && own.length > 1),
  ),
  ...[0, 59, 5, 16, 65].map((published, at) =>
    figure(
      `only EMM ${2013 + at}`,
      published,
      victims((own, year) => own.join() === 'emm' && year === 2013 + at),
    ),
  ),
  ...[0, 1, 0, 1, 181].map((published, at) =>
    figure(
      `EMM and another ${2013 + at}`,
      published,
      victims((own, year) => own.includes('emm') && own.length > 1 && year === 2013 + at),
    ),
  ),
]
