import { confirm, isCancel, password, text } from '@clack/prompts'
import { Problem } from '../base/problem.ts'

/** Where questions are asked: a terminal, or what a test types. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
}

export interface TextQuestion {
  readonly message: string
  /** What stands there when nothing is typed; without it an answer may be left empty. */
  readonly initial?: string
  readonly hint?: string
  /** What is wrong with an answer, or nothing. */
  readonly judge?: (answer: string) => string | undefined
}

/** Asks one thing after another. @throws Problem `ask.cancelled` when the person breaks it off */
export interface Asker {
  text(question: TextQuestion): Promise<string>
  /** What is typed is not shown. */
  secret(question: TextQuestion): Promise<string>
  yes(message: string): Promise<boolean>
}

/** Null where nobody sits at a terminal. */
export function askerHere(): Asker | null {
  const { stdin: input, stdout: output } = process
  return input.isTTY && output.isTTY ? askerAt({ input, output }) : null
}

export function askerAt(terminal: Terminal): Asker {
  // The same streams at run time; the library names their classes.
  const at = terminal as { input: NodeJS.ReadStream; output: NodeJS.WriteStream }
  const judged = ({ message, judge }: TextQuestion) => ({
    ...at,
    message,
    validate: (answer: string | undefined) => judge?.((answer ?? '').trim()),
  })
  return {
    async text(question) {
      const { initial, hint } = question
      const answer = await text({
        ...judged(question),
        ...(initial === undefined ? {} : { initialValue: initial }),
        ...(hint === undefined ? {} : { placeholder: hint }),
      })
      return kept(answer ?? '').trim()
    },
    async secret(question) {
      return kept((await password(judged(question))) ?? '').trim()
    },
    async yes(message) {
      return kept(await confirm({ ...at, message, initialValue: false }))
    },
  }
}

function kept<T>(answer: T): Exclude<T, symbol> {
  if (!isCancel(answer)) return answer as Exclude<T, symbol> // the one symbol there is
  throw new Problem({
    code: 'ask.cancelled',
    what: 'You broke off the questions; nothing was written',
    remedy:
      'Give the same command again when you are ready; every question is also an option (--help).',
  })
}
