/**
 * The answers to the questions of the agreement, by the same rules as every figure: small counts are
 * withheld, others rounded each by itself, and what has hardly changed is said as before; figures that
 * need the codes of a table are under the threshold of codes. Pure; reveals the cells that it gives.
 */
import type { Cell, ListInfo, Organisation } from '../base/lists.ts'
import type { CodeTable } from '../overlap/code-table.ts'
import { answerAsked, type FigureOf, tableOf } from '../questions/answer.ts'
import type { Names } from '../questions/list-words.ts'
import type { Question } from '../questions/question.ts'
import { sentencesOf } from '../questions/sentence.ts'
import { type Asked, type AskedFigure, askedKey } from '../release/asked.ts'
import type { ReleaseStep } from '../release/gate.ts'
import { isTaken, type Withholdable } from './coarsen.ts'
import { protectCount, protectEstimate, secondary } from './protect.ts'
import { type Before, repeatedAs } from './repeat.ts'
import { type DisclosureRules, rulesOf } from './rules.ts'

/** A figure of a question: exact, or with an interval that holds the truth. */
export interface AskedAnswer extends FigureOf {
  readonly value: number | null
  readonly interval: { readonly low: number; readonly high: number } | null
}

export interface AskedCounts {
  readonly question: Question
  readonly answers: readonly AskedAnswer[]
}

/** Exact answers, from all that was counted. */
export function countAsked(
  questions: readonly Question[],
  counted: {
    readonly lists: readonly ListInfo[]
    readonly cells: readonly Cell[]
    readonly codes: readonly CodeTable[]
  },
  organisations: readonly Organisation[],
): AskedCounts[] {
  const { lists, codes } = counted
  const scene = { lists, organisations, books: codes.map(({ book }) => book) }
  return questions.map((question) => {
    const answers = answerAsked([question], counted, scene)
    return {
      question,
      answers: answers.map(({ year, code, value }) => ({ year, code, value, interval: null })),
    }
  })
}

/** Each question with its sentences, and with what may be shown of each answer. */
export function protectAsked(
  asked: readonly AskedCounts[],
  names: Names,
  by: { readonly rules: DisclosureRules; readonly before: Before },
): Asked[] {
  return asked.map(({ question, answers }) => ({
    question,
    sentence: sentencesOf(question, names),
    figures: answers.map((answer) => protectAnswer(question, answer, by)),
  }))
}

function protectAnswer(
  question: Question,
  { year, code, value, interval }: AskedAnswer,
  { rules, before }: { readonly rules: DisclosureRules; readonly before: Before },
): AskedFigure {
  const own = rulesOf(rules, { table: tableOf(question) ?? null })
  const of = { year, code }
  const again = repeatedAs(before, { key: askedKey(question, of), value }, own)
  if (again !== null) return { ...of, exactness: 'repeated', cell: again }
  if (interval === null || value === null) {
    return { ...of, exactness: 'exact', cell: protectCount(value, own) }
  }
  return { ...of, exactness: 'covered', cell: protectEstimate({ value, ...interval }, own) }
}

/** The groups of figures that can be withheld of them. */
export function askedGroups(asked: readonly Asked[]): Withholdable[] {
  return asked.flatMap(({ question, figures }) =>
    figures
      .filter(({ cell }) => cell.status !== 'not-applicable')
      .map((figure) => groupOfAnswer(question, figure)),
  )
}

/** What is left of them after these steps; what would have been withheld by itself is no exception. */
export function withholdAsked(asked: readonly Asked[], steps: readonly ReleaseStep[]): Asked[] {
  return asked.map((one) => ({
    ...one,
    figures: one.figures.map((figure) => {
      if (figure.cell.status === 'not-applicable') return figure
      const group = groupOfAnswer(one.question, figure)
      const isWithheld = steps.some((step) => isTaken(group, step))
      return isWithheld ? { ...figure, ...secondary } : figure
    }),
  }))
}

function groupOfAnswer(question: Question, { year }: FigureOf): Withholdable {
  return { class: 'asked', year, table: tableOf(question) ?? null }
}
