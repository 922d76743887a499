/**
 * The ready set (protocol/questions.md): for any agreement, the questions that policy staff ask of lists
 * and tables that it has anyway. Pure; made of what is agreed, so it reveals nothing.
 */
import type { NamedCodeBook } from '../base/codes.ts'
import type { ListInfo, Organisation, Population } from '../base/lists.ts'
import { Problem } from '../base/problem.ts'
import { questionFaults } from './check.ts'
import { idsOf, type Selector } from './expression.ts'
import type { Question } from './question.ts'
import { groups, type ReadyGroup } from './ready-groups.ts'

const HOLDS_FOR_NOBODY = 'question.nobody'

export interface ReadyTerms {
  readonly organisations: readonly Organisation[]
  /** The first is the one counted. */
  readonly populations: readonly Population[]
  readonly lists: readonly ListInfo[]
  readonly tables: readonly NamedCodeBook[]
}

export interface ReadyOptions {
  /** Years after which somebody is no longer seen again; one unless told. */
  readonly within?: number
  /** Organisations that are regions of one another, for who is seen in more than one. */
  readonly regions?: readonly string[]
  /** Persons known to this organisation alone and counted under these codes are left out. */
  readonly leaveOut?: {
    readonly organisation: string
    readonly table: string
    readonly codes: readonly string[]
  }
  readonly groups?: readonly string[]
}

/** What the questions of a group are made from. */
export interface Ready {
  readonly terms: ReadyTerms
  readonly options: ReadyOptions
  readonly main: Population
  /** Organisations with a list of the population counted. */
  readonly owners: readonly Organisation[]
  /** Lists of the population counted, of the year that a figure is of. */
  readonly thisYear: Selector
  readonly anyYear: Selector
}

/**
 * Every group of questions that the agreement has lists and tables for, ids unique.
 * @throws Problem `question.group-unknown`, `questions.no-population`
 */
export function readyQuestions(terms: ReadyTerms, options: ReadyOptions = {}): Question[] {
  const [main] = terms.populations
  if (main === undefined) {
    throw new Problem({ code: 'questions.no-population', what: 'There is no population to count' })
  }
  const wanted = wantedGroups(options.groups)
  const mainLists = terms.lists.filter(({ population }) => population === main.id)
  const owners = terms.organisations.filter(({ id }) =>
    mainLists.some((one) => one.organisation === id),
  )
  const anyYear = { population: main.id }
  const ready = {
    terms,
    options,
    main,
    owners,
    anyYear,
    thisYear: { ...anyYear, year: 'this' as const },
  }
  return withShortIds(
    possible(
      wanted.flatMap((group) => groups[group](ready)),
      terms,
    ),
  )
}

function wantedGroups(names: readonly string[] | undefined): ReadyGroup[] {
  const all = Object.keys(groups) as ReadyGroup[] // the keys of a literal object
  const strange = names?.find((name) => !all.some((one) => one === name))
  if (strange !== undefined) {
    throw new Problem({
      code: 'question.group-unknown',
      what: 'There is no such group of ready questions',
      where: strange,
      remedy: `The groups are ${all.join(', ')}.`,
    })
  }
  return names === undefined ? all : all.filter((group) => names.includes(group))
}

/** Without those that nobody can be in, such as two organisations that have no list of the same year. */
function possible(questions: readonly Question[], terms: ReadyTerms): Question[] {
  const alone = questions.map(({ outOf: _, ...question }) => question)
  const impossible = questionFaults(alone, terms)
    .filter(({ code }) => code === HOLDS_FOR_NOBODY)
    .map(({ question }) => question)
  return questions.filter(({ id }) => !impossible.includes(id))
}

/**
 * Ids are made of ids of organisations, which can be as long as any id by themselves; and a part of
 * what is not in the set is shown by itself.
 */
function withShortIds(questions: readonly Question[]): Question[] {
  const ids = new Map<string, string>()
  for (const { id } of questions) {
    if (!ids.has(id)) ids.set(id, id.length > 63 ? `${id.slice(0, 57)}-${ids.size + 1}` : id)
  }
  return questions.map(({ id, name, counts, outOf, ...rest }) => {
    const wholes = idsOf(outOf).flatMap((whole) => ids.get(whole) ?? [])
    const [first, ...more] = wholes
    const part = first === undefined ? {} : { outOf: more.length === 0 ? first : wholes }
    return { id: ids.get(id) ?? id, name, counts, ...rest, ...part }
  })
}
