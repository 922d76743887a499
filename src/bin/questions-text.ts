import { stringify } from 'yaml'
import type { Name } from '../base/lists.ts'
import { figuresOf, tableOf } from '../questions/answer.ts'
import { sceneOf } from '../questions/check.ts'
import type { Once, Question } from '../questions/question.ts'
import { sentencesOf } from '../questions/sentence.ts'
import type { Terms } from '../round/agreement.ts'

export interface Explained {
  readonly id: string
  readonly name: Name
  readonly sentence: Name
  readonly once: Once
  /** Null: answered from the lists alone. */
  readonly table: string | null
  /** Numbers that a release will tell of it, where there are lists of every year. */
  readonly figures: number
}

export function explained(questions: readonly Question[], terms: Terms): Explained[] {
  return questions.map((question) => ({
    id: question.id,
    name: question.name,
    sentence: sentencesOf(question, terms),
    once: question.once,
    table: tableOf(question) ?? null,
    figures: figuresOf(question, sceneOf(terms)).length,
  }))
}

export function explainedText(all: readonly Explained[]): string {
  if (all.length === 0) {
    return 'This agreement asks nothing besides the figures of every release.\n'
  }
  return `${all.map(blockOf).join('\n\n')}\n`
}

function blockOf({ id, name, sentence, table, figures }: Explained): string {
  const from = table === null ? 'the lists alone' : `table ${table}`
  return [
    `${id}: ${name.en} / ${name.nl}`,
    `  ${sentence.en}`,
    `  ${sentence.nl}`,
    `  answered from ${from}; ${figures} ${figures === 1 ? 'figure' : 'figures'}`,
  ].join('\n')
}

/** YAML under the key that agreement.yaml has for it, each question beneath its sentence. */
export function pasteText(questions: readonly Question[], terms: Terms): string {
  const blocks = questions.map((question) => {
    const lines = stringify([question], { lineWidth: 0 }).trimEnd().split('\n')
    return [`# ${sentencesOf(question, terms).en}`, ...lines].map((line) => `  ${line}`).join('\n')
  })
  return blocks.length === 0 ? 'questions: []\n' : `questions:\n${blocks.join('\n')}\n`
}
