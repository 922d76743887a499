import { html } from 'hono/html'
import { nameIn } from './language.ts'
import type { Html } from './page.ts'
import type { Reading } from './tables.ts'
import { wordsIn } from './words.ts'

/** Who signed the release, where the signed file is, and how anybody verifies it without this page. */
export function renderSigning(reading: Reading): Html {
  const { release, language, signing } = reading
  if (signing === undefined) return html``
  const words = wordsIn(language).signing
  const { signed, missing, objected } = signing
  const facts: [string, readonly string[]][] = [
    [words.signedBy, signed],
    ...(missing.length > 0 ? [[words.notSignedBy, missing] as [string, readonly string[]]] : []),
    ...(objected.length > 0 ? [[words.foundWrongBy, objected] as [string, readonly string[]]] : []),
  ]
  const file = `${release.round}.signed.json`
  return html`<dl class="facts">
${facts.map(
  ([term, who]) => html`<div><dt>${term}</dt><dd>${namesText(reading, who)}</dd></div>
`,
)}</dl>
<p>${words.meaning}</p>
<p><a href="/releases/${file}">${words.asFile}</a></p>
<p>${words.verify} <code>samentel release verify ${file} --agreement ${release.agreement.digest}</code></p>
`
}

function namesText({ release, language }: Reading, ids: readonly string[]): string {
  const { coordinator, nobody } = wordsIn(language).signing
  if (ids.length === 0) return nobody
  const names = ids.map((id) => {
    const found = release.organisations.find((one) => one.id === id)
    return found === undefined ? coordinator : nameIn(language, found.name)
  })
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(names)
  return `${ids.length}: ${list}`
}
