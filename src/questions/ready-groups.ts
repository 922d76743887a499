/** The groups of the ready set, each from what an agreement has; none where it lacks the lists. Pure. */
import type { Name, Organisation } from '../base/lists.ts'
import type { Expression, Selector } from './expression.ts'
import type { Question } from './question.ts'
import type { Ready } from './ready.ts'
import { again, mobile, otherPopulations, overlap, patterns } from './ready-overlap.ts'

type Make = (ready: Ready) => Question[]

/** By the name that `--groups` takes, in the order in which they are given. */
export const groups = {
  totals,
  reports,
  'known-to': knownTo,
  enrichment,
  'legal-basis': legalBasis,
  'left-out': leftOut,
  overlap,
  again,
  populations: otherPopulations,
  mobile,
  tables,
  patterns,
} satisfies Readonly<Record<string, Make>>
export type ReadyGroup = keyof typeof groups

type Parts = Pick<Question, 'id' | 'name' | 'who'> & Partial<Question>

/** Persons, once in each year. */
export function perYear(parts: Parts): Question {
  return { counts: 'persons', years: 'each', once: 'a-year', ...parts }
}

/** Persons, once over all years. */
export function overall(parts: Parts): Question {
  return { counts: 'persons', years: 'together', once: 'over-the-period', ...parts }
}

function reportsPerYear(parts: Parts & { readonly of: Selector }): Question {
  return { counts: 'reports', years: 'each', once: 'every-report', ...parts }
}

/** On a list of this organisation, that year. */
export function knows(
  { id }: Pick<Organisation, 'id'>,
  { thisYear }: Pick<Ready, 'thisYear'>,
): Expression {
  return { lists: { ...thisYear, organisation: id } }
}

function totals({ main: { name }, thisYear, anyYear }: Ready): Question[] {
  return [
    perYear({
      id: 'persons-per-year',
      name: { nl: `Verschillende ${name.nl} per jaar`, en: `Different ${name.en} per year` },
      who: { lists: thisYear },
    }),
    overall({
      id: 'persons-over-all-years',
      name: {
        nl: `Verschillende ${name.nl} over alle jaren`,
        en: `Different ${name.en} over all years`,
      },
      who: { lists: anyYear },
    }),
    overall({
      id: 'persons-years-added',
      name: {
        nl: `Verschillende ${name.nl}, de jaren opgeteld`,
        en: `Different ${name.en}, the years added up`,
      },
      once: 'a-year',
      who: { lists: thisYear },
    }),
  ]
}

function reports({ terms, owners, thisYear, anyYear: { population } }: Ready): Question[] {
  const own = terms.lists.filter((list) => list.population === population)
  const has = (source: 'report' | 'enrichment', of?: Organisation) =>
    own.some((one) => one.source === source && (of === undefined || one.organisation === of.id))
  const report = { ...thisYear, source: 'report' } as const
  const enrichments = { ...thisYear, source: 'enrichment' } as const
  const who = { lists: thisYear }
  const name: Name = { nl: 'Meldingen per jaar', en: 'Reports per year' }
  return [
    ...(has('report') ? [reportsPerYear({ id: 'reports-per-year', name, of: report, who })] : []),
    ...owners
      .filter((owner) => has('report', owner))
      .map((owner) =>
        reportsPerYear({
          id: `reports-of-${owner.id}`,
          name: { nl: `Meldingen van ${owner.name.nl}`, en: `Reports of ${owner.name.en}` },
          of: { ...report, organisation: owner.id },
          who,
          outOf: 'reports-per-year',
        }),
      ),
    ...(has('enrichment')
      ? [
          reportsPerYear({
            id: 'enrichments-per-year',
            name: { nl: 'Verrijkingen per jaar', en: 'Enrichments per year' },
            of: enrichments,
            who,
          }),
        ]
      : []),
  ]
}

function knownTo(ready: Ready): Question[] {
  const { owners, thisYear } = ready
  return owners.flatMap((owner) => {
    const { id, name } = owner
    return [
      perYear({
        id: `known-to-${id}`,
        name: { nl: `Bekend bij ${name.nl}`, en: `Known to ${name.en}` },
        who: knows(owner, ready),
      }),
      perYear({
        id: `only-known-to-${id}`,
        name: { nl: `Alleen bekend bij ${name.nl}`, en: `Known only to ${name.en}` },
        who: { only: { ...thisYear, organisation: id }, among: thisYear },
        outOf: `known-to-${id}`,
      }),
      ...(owners.length > 1
        ? [
            perYear({
              id: `without-${id}`,
              name: {
                nl: `Zonder de lijsten van ${name.nl}`,
                en: `Without the lists of ${name.en}`,
              },
              who: { lists: { ...thisYear, otherThan: id } },
            }),
            perYear({
              id: `known-to-${id}-and-others`,
              name: {
                nl: `Van ${name.nl}, ook bij anderen bekend`,
                en: `Of ${name.en}, known to others too`,
              },
              who: { allOf: [knows(owner, ready), { lists: { ...thisYear, otherThan: id } }] },
              outOf: `known-to-${id}`,
            }),
          ]
        : []),
    ]
  })
}

function enrichment({ terms, main, thisYear, anyYear }: Ready): Question[] {
  const own = terms.lists.filter(({ population }) => population === main.id)
  const sources = new Set(own.map(({ source }) => source))
  if (!sources.has('enrichment') || !sources.has('report')) return []
  const has = ({ id }: Organisation, source: string) =>
    own.some((one) => one.organisation === id && one.source === source)
  return [
    perYear({
      id: 'without-enrichment-per-year',
      name: { nl: 'Zonder verrijking, per jaar', en: 'Without enrichment, per year' },
      who: { lists: { ...thisYear, source: 'report' } },
    }),
    overall({
      id: 'without-enrichment-over-all-years',
      name: { nl: 'Zonder verrijking, alle jaren', en: 'Without enrichment, all years' },
      who: { lists: { ...anyYear, source: 'report' } },
    }),
    perYear({
      id: 'only-by-enrichment',
      name: { nl: 'Alleen door verrijking bekend', en: 'Known by enrichment only' },
      who: { only: { ...thisYear, source: 'enrichment' }, among: thisYear },
    }),
    // Without the enrichment of who does nothing else is without its lists: `known-to` asks that.
    ...terms.organisations
      .filter((owner) => has(owner, 'enrichment') && has(owner, 'report'))
      .map(({ id, name }) =>
        perYear({
          id: `without-enrichment-of-${id}`,
          name: { nl: `Zonder verrijking door ${name.nl}`, en: `Without enrichment by ${name.en}` },
          who: {
            anyOf: [
              { lists: { ...thisYear, otherThan: id } },
              { lists: { ...thisYear, organisation: id, source: 'report' } },
            ],
          },
        }),
      ),
  ]
}

function legalBasis({ owners, thisYear }: Ready): Question[] {
  if (owners.every((owner) => owner.legalBasis) || !owners.some((owner) => owner.legalBasis))
    return []
  return [
    perYear({
      id: 'known-without-legal-basis',
      name: { nl: 'Bekend zonder grondslag', en: 'Known without legal basis' },
      who: { lists: { ...thisYear, legalBasis: false } },
    }),
    perYear({
      id: 'only-without-legal-basis',
      name: { nl: 'Alleen zonder grondslag bekend', en: 'Known without legal basis only' },
      who: { only: { ...thisYear, legalBasis: false }, among: thisYear },
      outOf: 'known-without-legal-basis',
    }),
  ]
}

/** Some counts leave out whom one organisation alone saw, for some reasons. */
function leftOut({ options: { leaveOut }, terms, thisYear }: Ready): Question[] {
  if (leaveOut === undefined) return []
  const { organisation, table, codes } = leaveOut
  const name = terms.organisations.find(({ id }) => id === organisation)?.name
  const few: Expression = {
    allOf: [
      { only: { ...thisYear, organisation }, among: thisYear },
      { code: { table, oneOf: codes } },
    ],
  }
  return [
    perYear({
      id: 'left-out',
      name: {
        nl: `Alleen bij ${name?.nl ?? organisation} bekend, en weggelaten`,
        en: `Known to ${name?.en ?? organisation} only, and left out`,
      },
      who: few,
    }),
    perYear({
      id: 'without-left-out',
      name: { nl: 'Zonder wie wordt weggelaten', en: 'Without those who are left out' },
      who: { allOf: [{ lists: thisYear }, { not: few }] },
    }),
  ]
}

function tables({ terms, owners, thisYear, anyYear, ...ready }: Ready): Question[] {
  return terms.tables.flatMap(({ id, name }) => [
    perYear({
      id: `by-${id}-per-year`,
      name: { nl: `Naar ${name.nl}, per jaar`, en: `By ${name.en}, per year` },
      who: { lists: thisYear },
      by: id,
    }),
    overall({
      id: `by-${id}`,
      name: { nl: `Naar ${name.nl}, alle jaren`, en: `By ${name.en}, all years` },
      who: { lists: anyYear },
      by: id,
    }),
    ...owners.map((owner) =>
      perYear({
        id: `by-${id}-known-to-${owner.id}`,
        name: {
          nl: `Bij ${owner.name.nl} bekend, naar ${name.nl}`,
          en: `Known to ${owner.name.en}, by ${name.en}`,
        },
        who: knows(owner, { ...ready, thisYear }),
        by: id,
        outOf: `by-${id}-per-year`,
      }),
    ),
  ])
}
