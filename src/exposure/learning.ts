/*
 * What each other party, alone or with others, could learn from one round: the tables of
 * protocol/threat-model.md for the seats that this agreement gives, and what this organisation's own
 * records add to them. Ids and numbers only; learning-words.ts says them. Pure.
 */
import { COORDINATOR } from '../base/ids.ts'
import { countersOf, type Terms } from '../round/agreement.ts'
import { type Core, listsOwnedBy } from '../round/manifest.ts'

/** Who learns something: a seat that organisations sit on, or what everybody can do. */
export type Seat = 'owner' | 'evaluator' | 'counter' | 'coordinator' | 'reader' | 'network'

/** What a seat learns when all follow; each is a sentence in learning-words.ts. */
export type PlainPoint =
  | 'nothing-of-records'
  | 'release'
  | 'who-and-when'
  | 'agreed-sizes'
  | 'number-of-persons'
  | 'patterns'
  | 'rows-of-links'
  | 'exact-small-counts'
  | 'exact-codes'
  | 'links'
  /** Of a covered round. */
  | 'only-rows-per-person'
  /** The counter is told of how many records and rows each list is. */
  | 'list-figures'
  /** Two lists: the number of persons of two rows is the overlap. More: those on all lists. */
  | 'overlap-exactly'
  | 'on-all-lists-exactly'

export type Point =
  | { readonly say: PlainPoint }
  | { readonly say: 'covered-counts'; readonly epsilon: number; readonly delta: number }
  | { readonly say: 'counts'; readonly threshold: number; readonly base: number }
  | { readonly say: 'codes-from'; readonly threshold: number }

export interface SeatLearning {
  readonly seat: Seat
  /** Without this organisation. */
  readonly who: readonly string[]
  readonly learns: readonly Point[]
}

export type CoalitionName =
  | 'owners'
  | 'coordinator-owner'
  | 'coordinator-counter'
  | 'counter-owner'
  | 'evaluators'
  | 'coordinator-evaluators'

export interface CoalitionLearning {
  readonly name: CoalitionName
  /** Who would have to pool; of alternatives (`any`), one of them. */
  readonly all: readonly string[]
  readonly any: readonly string[]
  /** This organisation would have to take part in it: by keeping its keys it keeps it from happening. */
  readonly needsUs: boolean
}

/** An own list with the records that this node holds now. */
export interface OwnList {
  readonly id: string
  readonly records: number
  /** As far as this node can tell them apart; null: too many records to say at once. */
  readonly persons: number | null
  readonly codes: readonly {
    readonly table: string
    readonly code: string
    readonly persons: number
  }[]
}

export type ListFinding =
  | { readonly list: string; readonly say: 'never-imported' | 'empty' | 'over-limit' }
  | { readonly list: string; readonly say: 'below-minimum'; readonly minimum: number }
  | { readonly list: string; readonly say: 'below-threshold'; readonly threshold: number }
  /** So little padding that the agreed size nearly tells the true one. */
  | { readonly list: string; readonly say: 'little-padding'; readonly size: number }
  | { readonly list: string; readonly say: 'fits'; readonly size: number }
  | { readonly list: string; readonly say: 'too-many-to-say' }
  | {
      readonly list: string
      readonly say: 'small-codes'
      readonly table: string
      readonly codes: readonly string[]
      readonly threshold: number
      /** Whether the counter sees their exact numbers in sets of lists. */
      readonly counted: boolean
    }

export interface Learning {
  readonly seats: readonly SeatLearning[]
  readonly coalitions: readonly CoalitionLearning[]
  readonly findings: readonly ListFinding[]
}

export interface LearningParts {
  readonly core: Core
  readonly terms: Terms
  readonly self: string
  readonly own: readonly OwnList[]
  /** Lists that were imported, maybe as empty. */
  readonly imported: readonly string[]
}

/** Under this share of padding a size says much of what it covers. */
const LEAST_PADDING = 0.05

export function learningOf(parts: LearningParts): Learning {
  return {
    seats: seatsOf(parts),
    coalitions: coalitionsOf(parts),
    findings: listsOwnedBy(parts.core, parts.self).flatMap((list) => findingsOf(parts, list)),
  }
}

function seatsOf({ core, terms, self }: LearningParts): SeatLearning[] {
  const counters = countersOf(terms).filter((id) => core.evaluators.includes(id))
  const owners = [...new Set(core.lists.map(({ organisation }) => organisation))]
  const others = (ids: readonly string[]) => ids.filter((id) => id !== self)
  const seats: SeatLearning[] = [
    {
      seat: 'owner',
      who: others(owners),
      learns: say('nothing-of-records', 'agreed-sizes', 'release'),
    },
    {
      seat: 'evaluator',
      who: others(core.evaluators.filter((id) => !counters.includes(id))),
      learns: say('nothing-of-records', 'agreed-sizes', 'number-of-persons', 'release'),
    },
    { seat: 'counter', who: others(counters), learns: counterLearns(core) },
    { seat: 'coordinator', who: [COORDINATOR], learns: coordinatorLearns(core) },
    { seat: 'reader', who: [], learns: readerLearns(terms) },
    { seat: 'network', who: [], learns: say('who-and-when') },
  ]
  return seats.filter(({ seat, who }) => seat === 'reader' || seat === 'network' || who.length > 0)
}

function say(...all: readonly PlainPoint[]): Point[] {
  return all.map((one) => ({ say: one }))
}

function counterLearns({ cover, tables }: Core): Point[] {
  if (cover !== null) {
    return [
      { say: 'covered-counts', ...cover },
      ...say('only-rows-per-person', 'links', 'agreed-sizes'),
    ]
  }
  const codes = tables.length === 0 ? [] : say('exact-codes')
  return [...say('exact-small-counts'), ...codes, ...say('list-figures', 'links', 'agreed-sizes')]
}

function coordinatorLearns({ lists }: Core): Point[] {
  const exact = lists.length === 2 ? say('overlap-exactly') : say('on-all-lists-exactly')
  return [...say('nothing-of-records', 'patterns', 'rows-of-links'), ...exact]
}

function readerLearns({ disclosure, tables }: Terms): Point[] {
  const { threshold, roundingBase: base, stratumThreshold } = disclosure
  const codes: Point[] =
    tables.length === 0 ? [] : [{ say: 'codes-from', threshold: stratumThreshold ?? threshold }]
  return [{ say: 'counts', threshold, base }, ...codes]
}

/** threat-model.md, Coalitions: who would have to pool what they saw. */
function coalitionsOf({ core, terms, self }: LearningParts): CoalitionLearning[] {
  const { evaluators } = core
  const counters = countersOf(terms).filter((id) => evaluators.includes(id))
  const owners = [...new Set(core.lists.map(({ organisation }) => organisation))]
  const other = (ids: readonly string[]) => ids.filter((id) => id !== self)
  const owns = owners.includes(self)
  const all: CoalitionLearning[] = [
    { name: 'owners', all: [], any: other(owners), needsUs: owns },
    // An owner learns of its own persons: this organisation's rows are safe from others' lists.
    { name: 'coordinator-owner', all: [COORDINATOR], any: other(owners), needsUs: false },
    { name: 'coordinator-counter', all: [COORDINATOR], any: other(counters), needsUs: false },
    { name: 'counter-owner', all: counters, any: other(owners), needsUs: false },
    { name: 'evaluators', all: other(evaluators), any: [], needsUs: evaluators.includes(self) },
    {
      name: 'coordinator-evaluators',
      all: [COORDINATOR, ...other(evaluators)],
      any: [],
      needsUs: evaluators.includes(self),
    },
  ]
  const alone = counters.length === 1 && counters[0] === self
  return all.map((one) => (alone && one.name.includes('counter') ? { ...one, needsUs: true } : one))
}

function findingsOf(parts: LearningParts, id: string): ListFinding[] {
  const { core, terms, own, imported } = parts
  if (!imported.includes(id)) return [{ list: id, say: 'never-imported' }]
  const held = own.find((list) => list.id === id)
  const size = terms.lists.find((list) => list.id === id)?.size ?? 0
  if (held === undefined || held.records === 0) return [{ list: id, say: 'empty' }]
  if (held.persons === null) return [{ list: id, say: 'too-many-to-say' }]
  return [
    sizeFinding(terms, { list: id, persons: held.persons, size }),
    ...smallCodes(core, terms, held),
  ]
}

function sizeFinding(
  { limits, disclosure }: Terms,
  {
    list,
    persons,
    size,
  }: { readonly list: string; readonly persons: number; readonly size: number },
): ListFinding {
  const { minimumPersons: minimum } = limits
  if (persons > size) return { list, say: 'over-limit' }
  if (persons < minimum) return { list, say: 'below-minimum', minimum }
  if (persons < disclosure.threshold) {
    return { list, say: 'below-threshold', threshold: disclosure.threshold }
  }
  const padding = (size - persons) / size
  return { list, say: padding < LEAST_PADDING ? 'little-padding' : 'fits', size }
}

/** Codes that so few of the list's persons have that a count of them alone would be withheld. */
function smallCodes(
  core: Core,
  { disclosure }: Terms,
  { id: list, codes }: OwnList,
): ListFinding[] {
  const threshold = disclosure.stratumThreshold ?? disclosure.threshold
  return core.tables.flatMap(({ id: table }): ListFinding[] => {
    const few = codes.filter(
      (one) => one.table === table && one.persons > 0 && one.persons < threshold,
    )
    if (few.length === 0) return []
    const named = few.map(({ code }) => code)
    return [
      { list, say: 'small-codes', table, codes: named, threshold, counted: core.cover === null },
    ]
  })
}
