import type { Command } from 'commander'
import { z } from 'zod'
import { Problem } from '../base/problem.ts'
import { checkQuestions } from '../questions/check.ts'
import { type Question, questionsSchema } from '../questions/question.ts'
import { type ReadyOptions, readyQuestions } from '../questions/ready.ts'
import { type Terms, termsSchema } from '../round/agreement.ts'
import { readYaml } from '../settings/read-yaml.ts'
import { numberOption } from './number-option.ts'
import { explained, explainedText, pasteText } from './questions-text.ts'

const AGREEMENT = ['--agreement <file>', 'the agreement, such as agreement.yaml'] as const
const withinLimits = { from: 1, to: 100, whole: true } as const
const JSON_OPTION = ['--json', 'print JSON on standard output'] as const

interface Options {
  readonly agreement: string
  readonly json?: boolean
}

interface Ready extends Options {
  readonly groups?: string
  readonly within?: string
  readonly regions?: string
  readonly leaveOut?: string
}

export function addQuestions(program: Command): void {
  const questions = program
    .command('questions')
    .description('what an agreement asks of the lists, in plain sentences')
  questions
    .command('ready')
    .description('the ready set of questions for the lists and tables of an agreement, to paste in')
    .requiredOption(...AGREEMENT)
    .option('--groups <names>', 'these groups only, with commas: totals,known-to,overlap')
    .option('--within <years>', 'seen again within so many years; 1 unless told')
    .option('--regions <ids>', 'organisations that are regions, for who is seen in more than one')
    .option(
      '--leave-out <organisation:table:codes>',
      'persons whom only this organisation knows and who are counted under these codes',
    )
    .option('--yaml', 'print YAML to paste into agreement.yaml, as it does unless told')
    .option(...JSON_OPTION)
    .action(ready)
  questions
    .command('explain')
    .description('every question of an agreement as a sentence, and what it is answered from')
    .requiredOption(...AGREEMENT)
    .option(...JSON_OPTION)
    .action(explain)
}

async function ready(options: Ready): Promise<void> {
  const { terms } = await readAsked(options.agreement)
  const questions = readyQuestions(terms, readyOptions(options))
  checkQuestions(questions, terms)
  const text = options.json === true ? json({ questions }) : pasteText(questions, terms)
  process.stdout.write(text)
}

function readyOptions({ groups, within, regions, leaveOut }: Ready): ReadyOptions {
  return {
    ...(groups === undefined ? {} : { groups: named(groups) }),
    ...(within === undefined ? {} : { within: numberOption('--within', within, withinLimits) }),
    ...(regions === undefined ? {} : { regions: named(regions) }),
    ...(leaveOut === undefined ? {} : { leaveOut: leftOut(leaveOut) }),
  }
}

function named(text: string): string[] {
  return text.split(',').map((name) => name.trim())
}

function leftOut(text: string): NonNullable<ReadyOptions['leaveOut']> {
  const [organisation, table, codes, ...more] = text.split(':')
  if (organisation && table && codes && more.length === 0) {
    return { organisation, table, codes: named(codes) }
  }
  throw new Problem({
    code: 'question.leave-out',
    what: 'Whom to leave out is not told as organisation, table and codes',
    where: '--leave-out',
    remedy: 'Write it as police:form:unknown,sexual.',
  })
}

async function explain({ agreement, json: asJson }: Options): Promise<void> {
  const { terms, questions } = await readAsked(agreement)
  checkQuestions(questions, terms)
  const all = explained(questions, terms)
  process.stdout.write(asJson === true ? json({ questions: all }) : explainedText(all))
}

/** The terms by themselves first: a fault of a question is told as one. */
async function readAsked(file: string): Promise<{ terms: Terms; questions: Question[] }> {
  const terms = await readYaml(file, z.preprocess(withoutQuestions, termsSchema))
  const { questions = [] } = await readYaml(
    file,
    z.looseObject({ questions: questionsSchema.optional() }),
  )
  return { terms, questions }
}

function withoutQuestions(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'questions'))
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
