import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Language } from './language.ts'
import { wordsIn } from './words.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export interface PageParts {
  readonly language: Language
  readonly title: string
  /** Path of this page without the language, e.g. `/releases/2017`; the front page is empty. */
  readonly path: string
  readonly main: Html
}

/** Where a page stands in a language: Dutch has no prefix. */
export function pathIn(language: Language, path: string): string {
  const prefix = language === 'nl' ? '' : `/${language}`
  return `${prefix}${path}` || '/'
}

export function renderPage({ language, title, path, main }: PageParts): Html {
  const words = wordsIn(language)
  const other: Language = language === 'nl' ? 'en' : 'nl'
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – ${words.product}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header class="top">
<p class="brand"><a href="${pathIn(language, '')}">${words.product}</a> <span>${words.tagline}</span></p>
<p class="language"><a href="${pathIn(other, path)}" hreflang="${other}" lang="${other}">${words.otherLanguage}</a></p>
</header>
<main id="main" tabindex="-1">
${main}
</main>
</body>
</html>
`
}

/** A page that only says why there is nothing to see. */
export function renderNotice(
  language: Language,
  path: string,
  notice: { title: string; text: string; home: boolean },
): Html {
  const back = html`<p><a href="${pathIn(language, '')}">${wordsIn(language).home}</a></p>`
  return renderPage({
    language,
    path,
    title: notice.title,
    main: html`<h1>${notice.title}</h1>
<p>${notice.text}</p>
${notice.home ? back : ''}`,
  })
}
