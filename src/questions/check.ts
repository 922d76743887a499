/**
 * Whether questions can be asked of an agreement: what they name must be there, and what they ask
 * must make sense. Judged before anybody counts; holds no count and reveals nothing.
 */
import { type CodeBook, codesOf } from '../base/codes.ts'
import type { ListInfo } from '../base/lists.ts'
import { Problem } from '../base/problem.ts'
import { isPerYear, tablesOf, yearsOf } from './answer.ts'
import { type Expression, idsOf, partsOf, pick, type Scene, type Selector } from './expression.ts'
import type { Question } from './question.ts'
import { simplify } from './simplify.ts'
import { atYear, selectorAtYear } from './years.ts'

/** What an agreement has that questions can name. */
export interface Around {
  readonly organisations: readonly { readonly id: string; readonly legalBasis: boolean }[]
  readonly populations: readonly { readonly id: string }[]
  readonly lists: readonly ListInfo[]
  readonly tables: readonly CodeBook[]
}

interface Unplaced {
  /** As in protocol/errors.md. */
  readonly code: string
  /** Where in the question: `who.allOf.1`. */
  readonly part: string
  /** What is wrong, in words that go behind the question and the part. */
  readonly what: string
}

export interface Fault extends Unplaced {
  readonly question: string
}

export function sceneOf({ lists, organisations, tables }: Around): Scene {
  return { lists, organisations, books: tables }
}

/** @throws Problem `question.…` for the first fault, naming the question and the part */
export function checkQuestions(questions: readonly Question[], around: Around): void {
  const [fault] = questionFaults(questions, around)
  if (fault === undefined) return
  throw new Problem({
    code: fault.code,
    what: `A question cannot be asked: ${fault.what}`,
    where: `question ${fault.question}, ${fault.part}`,
    remedy: 'Correct the question in agreement.yaml; protocol/questions.md tells what one may say.',
  })
}

/** All faults, in the order of the questions. */
export function questionFaults(questions: readonly Question[], around: Around): Fault[] {
  const ids = questions.map(({ id }) => id)
  return questions.flatMap((question, at) => {
    const isTwice = ids.indexOf(question.id) !== at
    const faults = isTwice
      ? [fault('id-twice', 'id', 'another question has the same id')]
      : faultsOf(question, questions, around)
    return faults.map((one) => ({ ...one, question: question.id }))
  })
}

function fault(code: string, part: string, what: string): Unplaced {
  return { code: `question.${code}`, part, what }
}

function faultsOf(question: Question, questions: readonly Question[], around: Around): Unplaced[] {
  const faults = [
    ...nameFaults(question, around),
    ...ruleFaults(question),
    ...outOfFaults(question, questions),
  ]
  // Names that are not there would make it hold for nobody: that is said once, at the name.
  return faults.length > 0 ? faults : senseFaults(question, sceneOf(around))
}

function nameFaults(question: Question, around: Around): Unplaced[] {
  const tables = tablesOf(question)
  const { who, of, by } = question
  const names = tables.join(' and ')
  return [
    ...expressionFaults(who, 'who', around),
    ...(of === undefined ? [] : selectorFaults(of, 'of', around)),
    ...(by === undefined || around.tables.some(({ id }) => id === by)
      ? []
      : [fault('table-unknown', 'by', `there is no table ${by}`)]),
    ...(tables.length > 1
      ? [fault('several-tables', 'who', `it needs the codes of ${names}, and each is opened apart`)]
      : []),
  ]
}

function expressionFaults(expression: Expression, part: string, around: Around): Unplaced[] {
  if ('list' in expression) return listFaults([expression.list], part, around)
  if ('onlyOn' in expression) return listFaults(expression.onlyOn, part, around)
  if ('lists' in expression) return selectorFaults(expression.lists, `${part}.lists`, around)
  if ('only' in expression) {
    return [
      ...selectorFaults(expression.only, `${part}.only`, around),
      ...selectorFaults(expression.among, `${part}.among`, around),
    ]
  }
  if ('code' in expression) return codeFaults(expression.code, `${part}.code`, around)
  const group = Object.keys(expression).find((key) => key !== 'atLeast' && key !== 'exactly') ?? ''
  return [
    ...numberFaults(expression, part),
    ...partsOf(expression).flatMap((one, at) => {
      const within = group === 'not' ? `${part}.not` : `${part}.${group}.${at}`
      return expressionFaults(one, within, around)
    }),
  ]
}

function listFaults(ids: readonly string[], part: string, { lists }: Around): Unplaced[] {
  return without(ids, lists).map((id) => fault('list-unknown', part, `there is no list ${id}`))
}

function without(ids: readonly string[], known: readonly { readonly id: string }[]): string[] {
  return ids.filter((id) => !known.some((one) => one.id === id))
}

function numberFaults(expression: Expression, part: string): Unplaced[] {
  if (!('of' in expression)) return []
  const number = 'atLeast' in expression ? expression.atLeast : expression.exactly
  if (number <= expression.of.length) return []
  return [fault('number-too-high', part, `of ${expression.of.length} parts ${number} cannot hold`)]
}

function selectorFaults(selector: Selector, part: string, around: Around): Unplaced[] {
  const { organisations, populations } = around
  const { year } = selector
  const owners = [...idsOf(selector.organisation), ...idsOf(selector.otherThan)]
  const faults = [
    ...listFaults(idsOf(selector.id), part, around),
    ...without(owners, organisations).map((id) =>
      fault('organisation-unknown', part, `there is no organisation ${id}`),
    ),
    ...without(idsOf(selector.population), populations).map((id) =>
      fault('population-unknown', part, `there is no population ${id}`),
    ),
    ...(typeof year === 'object' && 'from' in year && year.from > year.until
      ? [fault('years', part, 'its years end before they begin')]
      : []),
  ]
  if (faults.length > 0 || picksSome(selector, sceneOf(around))) return faults
  return [fault('selects-nothing', part, 'no list of the agreement fits it in any year')]
}

function picksSome(selector: Selector, scene: Scene): boolean {
  return yearsOf(scene).some((year) => pick(selectorAtYear(selector, year), scene).length > 0)
}

function codeFaults(
  { table, oneOf }: { readonly table: string; readonly oneOf: readonly string[] },
  part: string,
  { tables }: Around,
): Unplaced[] {
  const book = tables.find(({ id }) => id === table)
  if (book === undefined) return [fault('table-unknown', part, `there is no table ${table}`)]
  return oneOf
    .filter((code) => !codesOf(book).includes(code))
    .map((code) => fault('code-unknown', part, `table ${table} has no code ${code}`))
}

function ruleFaults(question: Question): Unplaced[] {
  const { counts, of, years, once } = question
  const isOfReports = counts === 'reports'
  const faults: [boolean, Unplaced][] = [
    [
      isOfReports && of === undefined,
      fault('of', 'of', 'it does not say on which lists it counts reports'),
    ],
    [!isOfReports && of !== undefined, fault('of', 'of', 'only reports are counted on lists')],
    [
      isOfReports !== (once === 'every-report'),
      fault('once', 'once', 'every report counts where reports are counted, and only there'),
    ],
    [
      years === 'each' && once === 'over-the-period',
      fault('once', 'once', 'a figure of each year counts a person once a year'),
    ],
    [
      !isPerYear(question) && (years === 'each' || once === 'a-year'),
      fault('year-missing', 'who', 'it counts per year, but nothing in it is of `this` year'),
    ],
  ]
  return faults.filter(([holds]) => holds).map(([, one]) => one)
}

function outOfFaults(question: Question, questions: readonly Question[]): Unplaced[] {
  return idsOf(question.outOf).flatMap((id) => {
    const whole = questions.find((one) => one.id === id)
    if (whole === undefined || whole === question) {
      return [fault('out-of', 'outOf', `there is no other question ${id}`)]
    }
    const { years, by, counts } = whole
    if (years === question.years && by === question.by && counts === question.counts) return []
    return [fault('out-of', 'outOf', `it and question ${id} are of other years, codes or units`)]
  })
}

/** A question that nobody can be in, or that leaves nobody out whatever the lists hold. */
function senseFaults({ who }: Question, scene: Scene): Unplaced[] {
  const plain = yearsOf(scene).map((year) => simplify(atYear(who, year), scene))
  if (plain.every((one) => one === false)) {
    return [fault('nobody', 'who', 'it holds for nobody, whatever the lists hold')]
  }
  if (plain.every((one) => one === true)) {
    return [fault('everybody', 'who', 'it holds for everybody, whatever the lists hold')]
  }
  return []
}
