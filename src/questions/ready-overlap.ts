/** Ready questions on persons of more than one list: of organisations, years, populations. Pure. */
import type { Organisation } from '../base/lists.ts'
import type { Expression } from './expression.ts'
import type { Question } from './question.ts'
import type { Ready } from './ready.ts'
import { knows, overall, perYear } from './ready-groups.ts'

/** Combinations of so many organisations: 31 of them. */
const MOST_IN_PATTERNS = 5

/** Pairs of organisations, and how many organisations know a person. */
export function overlap(ready: Ready): Question[] {
  const { owners } = ready
  if (owners.length < 2) return []
  const of = owners.map((owner) => knows(owner, ready))
  const most = Math.min(owners.length, 4)
  return [
    ...owners.flatMap((one, at) => owners.slice(at + 1).map((other) => pair(ready, one, other))),
    ...Array.from({ length: most - 1 }, (_, at) => at + 1).map((number) =>
      perYear({
        id: `known-to-exactly-${number}`,
        name: { nl: `Bekend bij precies ${number}`, en: `Known to exactly ${number}` },
        who: { exactly: number, of },
        outOf: 'persons-per-year',
      }),
    ),
    perYear({
      id: `known-to-${most}-or-more`,
      name: { nl: `Bekend bij ${most} of meer`, en: `Known to ${most} or more` },
      who: { atLeast: most, of },
      outOf: 'persons-per-year',
    }),
  ]
}

function pair(ready: Ready, one: Organisation, other: Organisation): Question {
  return perYear({
    id: `${one.id}-and-${other.id}`,
    name: {
      nl: `Bekend bij ${one.name.nl} en ${other.name.nl}`,
      en: `Known to ${one.name.en} and ${other.name.en}`,
    },
    who: { allOf: [knows(one, ready), knows(other, ready)] },
    outOf: [`known-to-${one.id}`, `known-to-${other.id}`],
  })
}

/** Seen again later: ever, within some years, by others. */
export function again({ terms, owners, thisYear, anyYear, options }: Ready): Question[] {
  const years = new Set(
    terms.lists.filter((one) => one.population === anyYear.population).map((one) => one.year),
  )
  if (years.size < 2) return []
  const { within = 1 } = options
  const later = { ...anyYear, year: { after: 'this' } } as const
  const soon = { ...anyYear, year: { after: 'this', within } } as const
  const elsewhere: Expression[] = owners.map(({ id }) => ({
    allOf: [{ lists: { ...thisYear, organisation: id } }, { lists: { ...later, otherThan: id } }],
  }))
  const outOf = 'persons-per-year'
  return [
    perYear({
      id: 'seen-again',
      name: { nl: 'Later opnieuw gezien', en: 'Seen again later' },
      who: { allOf: [{ lists: thisYear }, { lists: later }] },
      outOf,
    }),
    perYear({
      id: `seen-again-within-${within}`,
      name: {
        nl: `Opnieuw gezien binnen ${within} jaar`,
        en: `Seen again within ${within} ${within === 1 ? 'year' : 'years'}`,
      },
      who: { allOf: [{ lists: thisYear }, { lists: soon }] },
      outOf,
    }),
    ...(owners.length > 1
      ? [
          perYear({
            id: 'seen-again-by-others',
            name: { nl: 'Later opnieuw gezien, door anderen', en: 'Seen again later, by others' },
            who: { anyOf: elsewhere },
            outOf,
          }),
        ]
      : []),
  ]
}

/** On lists of the population counted and of another one, such as those who are suspected. */
export function otherPopulations({ terms, thisYear, anyYear }: Ready): Question[] {
  const counted = new Set(terms.lists.map(({ population }) => population))
  const others = terms.populations.slice(1).filter(({ id }) => counted.has(id))
  return others.flatMap(({ id, name }) => [
    perYear({
      id: `also-${id}-per-year`,
      name: { nl: `Ook bij de ${name.nl}, per jaar`, en: `Also among the ${name.en}, per year` },
      who: { allOf: [{ lists: thisYear }, { lists: { population: id } }] },
      outOf: 'persons-per-year',
    }),
    overall({
      id: `also-${id}`,
      name: { nl: `Ook bij de ${name.nl}, alle jaren`, en: `Also among the ${name.en}, all years` },
      who: { allOf: [{ lists: anyYear }, { lists: { population: id } }] },
      outOf: ['persons-over-all-years', `all-${id}`],
    }),
    perYear({
      id: `also-${id}-in-the-same-year`,
      name: {
        nl: `Ook bij de ${name.nl}, in hetzelfde jaar`,
        en: `Also among the ${name.en}, in the same year`,
      },
      who: { allOf: [{ lists: thisYear }, { lists: { population: id, year: 'this' } }] },
      outOf: 'persons-per-year',
    }),
    overall({
      id: `all-${id}`,
      name: { nl: `Alle ${name.nl}`, en: `All ${name.en}` },
      who: { lists: { population: id } },
    }),
  ])
}

/** On lists of at least two of the organisations that are regions. */
export function mobile(ready: Ready): Question[] {
  const { regions = [] } = ready.options
  if (regions.length < 2) return []
  const of = regions.map((id) => knows({ id }, ready))
  return [
    perYear({
      id: 'in-more-than-one-region',
      name: { nl: 'In meer dan één regio bekend', en: 'Known in more than one region' },
      who: { atLeast: 2, of },
    }),
    overall({
      id: 'ever-in-more-than-one-region',
      name: {
        nl: 'In een of meer jaren in meer dan één regio bekend',
        en: 'Known in more than one region in one year or more',
      },
      who: { atLeast: 2, of },
    }),
  ]
}

/** Exactly these organisations, for every combination of them; what estimates are made from. */
export function patterns(ready: Ready): Question[] {
  const { owners, thisYear } = ready
  if (owners.length < 2 || owners.length > MOST_IN_PATTERNS) return []
  const noOther = (ids: readonly string[]): Expression => {
    return { not: { lists: { ...thisYear, otherThan: ids } } }
  }
  return setsOf(owners)
    .filter((set) => set.length > 1)
    .map((set) => {
      const ids = set.map(({ id }) => id)
      const [nl, en] = [set.map(({ name }) => name.nl), set.map(({ name }) => name.en)]
      return perYear({
        id: `exactly-${ids.join('-and-')}`,
        name: { nl: `Precies ${nl.join(' en ')}`, en: `Exactly ${en.join(' and ')}` },
        who: {
          allOf: [
            ...set.map((owner) => knows(owner, ready)),
            ...(set.length < owners.length ? [noOther(ids)] : []),
          ],
        },
      })
    })
}

/** Every set of them, the empty one too. */
function setsOf(owners: readonly Organisation[]): Organisation[][] {
  const [first, ...rest] = owners
  if (first === undefined) return [[]]
  const others = setsOf(rest)
  return [...others, ...others.map((set) => [first, ...set])]
}
