import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Language } from '../viewer/language.ts'
import { mayRead, type ReadPath } from './access.ts'
import type { Who } from './who.ts'
import { type NavigationWord, wordsIn } from './words.ts'

/** Text put into it with html`…` is escaped; only html`…` itself is not. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export interface PageParts {
  readonly language: Language
  readonly title: string
  /** Without the language: `/agreement`. */
  readonly path: string
  /** Who is signed in; null on the pages for who is not. */
  readonly who: Who | null
  /** Of the session; null where nobody is signed in. */
  readonly csrf: string | null
  /** Starts with the page's one `<h1>`. */
  readonly main: Html
  /** Scripts of this origin that the page needs: `/passkey.js`. */
  readonly scripts?: readonly string[]
  /** More for the head of the page, such as when it loads itself again. */
  readonly head?: Html
}

/** What stands in the navigation, in this order; each shown to who may read it. */
const navigation: readonly { path: ReadPath; word: NavigationWord }[] = [
  { path: '/', word: 'start' },
  { path: '/agreement', word: 'agreement' },
  { path: '/rounds', word: 'rounds' },
  { path: '/rules', word: 'rules' },
  { path: '/log', word: 'log' },
  { path: '/accounts', word: 'accounts' },
]

/** Where a page stands in a language: Dutch has no prefix. */
export function pathIn(language: Language, path: string): string {
  return language === 'nl' ? path : `/${language}${path === '/' ? '' : path}`
}

/** Stands in every form: what shows that the form is from a page of this session. */
export function csrfField(csrf: string): Html {
  return html`<input type="hidden" name="csrf" value="${csrf}">`
}

/** A page in the frame, in its language. */
export function page(parts: PageParts): Html {
  const { language, title, main, scripts = [], head = '' } = parts
  const { frame } = wordsIn(language)
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – ${frame.product}</title>
<link rel="stylesheet" href="/theme.css">
<link rel="stylesheet" href="/console.css">
${scripts.map((script) => html`<script src="${script}" defer></script>`)}
${head}
</head>
<body>
<a class="skip" href="#main">${frame.skip}</a>
${header(parts)}
<main id="main" tabindex="-1">
${main}
</main>
</body>
</html>
`
}

function header({ language, path, who, csrf }: PageParts): Html {
  const { frame } = wordsIn(language)
  const other: Language = language === 'nl' ? 'en' : 'nl'
  return html`<header class="top">
<p class="brand"><a href="${pathIn(language, '/')}">${frame.product}</a> <span>${frame.tagline}</span></p>
<div class="account">
${who === null || csrf === null ? '' : signedIn(language, who, csrf)}
<a href="${pathIn(other, path)}" hreflang="${other}" lang="${other}">${frame.otherLanguage}</a>
</div>
${who === null ? '' : navigationOf(language, path, who)}
</header>`
}

function signedIn(language: Language, who: Who, csrf: string): Html {
  const { frame } = wordsIn(language)
  return html`<p><span class="who">${who.name}</span> <span class="role">(${frame.roles[who.role]})</span></p>
<form method="post" action="${pathIn(language, '/sign-out')}">${csrfField(csrf)}<button class="quiet">${frame.signOut}</button></form>`
}

function navigationOf(language: Language, path: string, who: Who): Html {
  const { frame } = wordsIn(language)
  const items = navigation.filter((item) => mayRead(who.role, item.path))
  const current = (item: string) => (item === path ? html` aria-current="page"` : '')
  return html`<nav aria-label="${frame.navigationLabel}"><ul class="sections">
${items.map(
  (item) =>
    html`<li><a href="${pathIn(language, item.path)}"${current(item.path)}>${frame.navigation[item.word]}</a></li>`,
)}
</ul></nav>`
}
