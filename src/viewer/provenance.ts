import { html } from 'hono/html'
import { cellText } from './cell-text.ts'
import { gateSentences, stepSentences } from './gate-text.ts'
import { formatCount, type Language, nameIn } from './language.ts'
import type { Html } from './page.ts'
import { saidText } from './quality-text.ts'
import { renderSigning } from './signing-html.ts'
import type { Reading } from './tables.ts'
import { wordsIn } from './words.ts'

/** Persons the count had to leave out, under the same rules as all numbers. */
export function renderQuality(reading: Reading): Html {
  const { release, language } = reading
  const words = wordsIn(language)
  const { listTwice, undecodable } = release.quality
  return html`<section aria-labelledby="quality">
<h2 id="quality">${words.qualityTitle}</h2>
<p>${words.qualityNote}</p>
<dl class="facts">
<div><dt>${words.listTwice}</dt><dd>${saidText(reading, 'listTwice', cellText(language, listTwice))}</dd></div>
<div><dt>${words.undecodable}</dt><dd>${saidText(reading, 'undecodable', cellText(language, undecodable))}</dd></div>
</dl>
</section>`
}

/** What was tried on the release before it was published, and what that cost. */
export function renderGate({ release, language }: Reading): Html {
  const [title, ...sentences] = gateSentences(release, language)
  const steps = stepSentences(release, language)
  return html`<section aria-labelledby="gate">
<h2 id="gate">${title}</h2>
${sentences.map(
  (text) => html`<p>${text}</p>
`,
)}${steps.length === 0 ? '' : html`<ul>${steps.map((text) => html`<li>${text}</li>`)}</ul>`}
</section>`
}

/** What anybody needs to trace a number to the round and agreement it is of. */
export function renderSource(reading: Reading, digest: string): Html {
  const { release, language } = reading
  const words = wordsIn(language)
  const maker = nameOf(release.organisations, release.madeBy, language)
  const facts: [string, string][] = [
    [words.round, release.round],
    [words.madeByTerm, maker],
    [words.agreement, `${nameIn(language, release.agreement.title)} (${release.agreement.id})`],
    [words.agreementDigest, release.agreement.digest],
    [words.manifestDigest, release.manifestDigest],
    [words.recipe, release.rules.recipe],
    [words.linkingRule, release.rules.linkingRule],
    [words.releaseDigest, digest],
    ...release.earlier.map((one): [string, string] => [words.gate.earlierDigest, one]),
  ]
  return html`<section aria-labelledby="source">
<h2 id="source">${words.sourceTitle}</h2>
<dl class="facts">
${facts.map(
  ([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>
`,
)}</dl>
${renderSigning(reading)}<p><a href="/releases/${release.round}.json">${words.asFile}</a></p>
</section>`
}

/** All lists of the round with what was agreed about them. */
export function renderLists({ release, language }: Reading): Html {
  const words = wordsIn(language)
  const heads = [words.organisation, words.legalBasis, words.population, words.year, words.source]
  return html`<section aria-labelledby="lists">
<h2 id="lists">${words.listsTitle}</h2>
<p class="note" id="note-lists">${words.listsNote}</p>
<div class="scroll" role="region" aria-labelledby="lists caption-lists" tabindex="0">
<table class="lists" aria-labelledby="lists caption-lists" aria-describedby="note-lists">
<caption id="caption-lists"><span class="total">N = ${formatCount(language, release.lists.length)}</span></caption>
<thead><tr><th scope="col">${words.list}</th>${heads.map((head) => html`<th scope="col">${head}</th>`)}<th scope="col" class="number">${words.agreedSize}</th></tr></thead>
<tbody>
${release.lists.map((list) => {
  const owner = release.organisations.find((one) => one.id === list.organisation)
  return html`<tr><th scope="row">${list.id}</th><td>${nameOf(release.organisations, list.organisation, language)}</td><td>${owner?.legalBasis === true ? words.yes : words.no}</td><td>${nameOf(release.populations, list.population, language)}</td><td>${list.year}</td><td>${words.sources[list.source]}</td><td class="shown">${formatCount(language, list.agreedSize)}</td></tr>
`
})}</tbody>
</table>
</div>
</section>`
}

function nameOf(
  named: readonly { readonly id: string; readonly name: { nl: string; en: string } }[],
  id: string,
  language: Language,
): string {
  const found = named.find((one) => one.id === id)
  return found === undefined ? id : nameIn(language, found.name)
}
