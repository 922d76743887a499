import type { Context } from 'hono'
import { html } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Log } from '../base/log.ts'
import { isProblem, type Problem } from '../base/problem.ts'
import type { Language } from '../viewer/language.ts'
import { type Html, page, pathIn } from './page.ts'
import type { ProblemText } from './problem-words.ts'
import type { ConsoleEnv } from './routes.ts'
import { wordsIn } from './words.ts'

/** What is told of something that could not be done: as a page, or to a script as JSON. */
export function problemPage(
  context: Context<ConsoleEnv>,
  { log }: { readonly log: Log },
  error: unknown,
): Response | Promise<Response> {
  if (!isProblem(error) || error.status >= 500) log.error('a page met a fault', error)
  const { language = 'nl', who = null, csrf = null } = context.var
  const status = (isProblem(error) ? error.status : 500) as ContentfulStatusCode
  if (isProblem(error, 'console.too-many')) context.header('retry-after', '60')
  if (context.req.header('content-type') === 'application/json') {
    return context.json(asJson(language, error), status)
  }
  const { title, text } = textOf(language, error)
  const main = html`<h1>${title}</h1>
${isWorded(language, error) ? html`<p>${text}</p>` : inEnglish(error)}
${isProblem(error) ? codeLine(language, error) : ''}
<p><a href="${pathIn(language, who === null ? '/sign-in' : '/')}">${backWord(language, who === null)}</a></p>`
  return context.html(page({ title, language, who, csrf, path: pathOf(context), main }), status)
}

/** A form has no page of its own in the other language. */
function pathOf({ req }: Context): string {
  return req.method === 'GET' ? req.path : '/'
}

function asJson(language: Language, error: unknown) {
  const { title, text } = textOf(language, error)
  return { code: isProblem(error) ? error.code : 'fault', title, text }
}

function isWorded(language: Language, error: unknown): boolean {
  return !isProblem(error) || Object.hasOwn(wordsIn(language).problems.byCode, error.code)
}

function textOf(language: Language, error: unknown): ProblemText {
  const { byCode, fault, otherTitle } = wordsIn(language).problems
  if (!isProblem(error)) return fault
  const worded: Readonly<Record<string, ProblemText>> = byCode
  return worded[error.code] ?? { title: otherTitle, text: error.what }
}

/** The program's own words, which stand in English. */
function inEnglish(error: unknown): Html {
  if (!isProblem(error)) return html``
  const { what, where, remedy } = error
  return html`<p lang="en">${what}${where === undefined ? '' : ` (${where})`}. ${remedy ?? ''}</p>`
}

function codeLine(language: Language, { code }: Problem): Html {
  return html`<p class="note">${wordsIn(language).problems.code}: <code>${code}</code></p>`
}

function backWord(language: Language, signedOut: boolean): string {
  const { home, signIn } = wordsIn(language).problems
  return signedOut ? signIn : home
}
