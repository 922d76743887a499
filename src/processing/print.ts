import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Language } from '../viewer/language.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** A label and what stands beside it; null: room to write. */
export type Row = readonly [label: string, value: string | readonly string[] | null]

/** A page by itself, without anything to fetch: it is printed, or kept in a dossier. */
export function printed(document: {
  readonly language: Language
  readonly title: string
  readonly note: string
  readonly made: string
  readonly body: readonly Html[]
}): Html {
  const { language, title, note, made, body } = document
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${title}</title>
<style>
@page { size: A4; margin: 20mm }
body { font: 11pt/1.5 "Liberation Sans", Arial, sans-serif; color: #1a1a1a; background: #fff; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6em; line-height: 1.2 }
h2 { font-size: 1.15em; margin-top: 2em; break-after: avoid }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4em .8em .4em 0; border-bottom: 1px solid #8a8a8a; overflow-wrap: break-word; hyphens: auto }
th { font-weight: 600; min-width: 7em }
th[scope="row"] { width: 32% }
tr { break-inside: avoid }
ul { margin: 0; padding-left: 1.2em }
.open { min-height: 4em; color: #595959 }
@media print { body { margin: 0; max-width: none; padding: 0 } }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${note}</p>
<p>${made}</p>
${body}
</main>
</body>
</html>
`
}

export function section(title: string, ...content: readonly Html[]): Html {
  return html`<section>
<h2>${title}</h2>
${content}
</section>
`
}

export function rows(all: readonly Row[], fillIn: string): Html {
  return html`<table><tbody>
${all.map(
  ([label, value]) =>
    html`<tr><th scope="row">${label}</th>${value === null ? html`<td class="open">${fillIn}</td>` : html`<td>${several(value)}</td>`}</tr>
`,
)}</tbody></table>
`
}

export function table(heads: readonly string[], lines: readonly (readonly Html[])[]): Html {
  return html`<table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${lines.map(
    ([first, ...others]) =>
      html`<tr><th scope="row">${first}</th>${others.map((one) => html`<td>${one}</td>`)}</tr>
`,
  )}</tbody></table>
`
}

export function list(items: readonly string[]): Html {
  return html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`
}

export function paragraph(text: string): Html {
  return html`<p>${text}</p>
`
}

function several(value: string | readonly string[]): Html {
  if (typeof value === 'string') return html`${value}`
  return value.length === 1 ? html`${value[0] ?? ''}` : list(value)
}
