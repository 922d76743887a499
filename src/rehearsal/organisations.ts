import type { ListInfo } from '../base/lists.ts'

export const years = [2013, 2014, 2015, 2016, 2017] as const

export const organisationIds = [
  'police',
  'kmar',
  'labour-inspectorate',
  'emm',
  'care-coordinators',
  'fairwork',
  'other-reporters',
] as const

export type OrganisationId = (typeof organisationIds)[number]

export type PopulationId = 'victims' | 'suspects'

/** Organisations that no law lets report a person without consent. */
export const withoutLegalBasis: ReadonlySet<OrganisationId> = new Set([
  'care-coordinators',
  'fairwork',
  'other-reporters',
])

/** Seven organisations with victims and the police with suspects, five years each: 40 lists. */
export const allLists: readonly ListInfo[] = organisationIds.flatMap((organisation) => {
  const populations: PopulationId[] =
    organisation === 'police' ? ['victims', 'suspects'] : ['victims']
  return populations.flatMap((population) =>
    years.map((year) => listOf(organisation, population, year)),
  )
})

export function listOf(
  organisation: OrganisationId,
  population: PopulationId,
  year: number,
): ListInfo {
  return {
    id: `${organisation}-${population}-${year}`,
    organisation,
    population,
    year,
    source: organisation === 'emm' ? 'enrichment' : 'report',
  }
}
