import { html } from 'hono/html'
import { type EstimateRow, estimateData, estimateRows, estimateWarnings } from './estimate-text.ts'
import type { Html } from './page.ts'
import type { Reading } from './tables.ts'
import { wordsIn } from './words.ts'

/** How many persons nobody saw, as far as that can be said; nothing where the agreement does not ask. */
export function renderEstimates(reading: Reading): Html {
  const rows = estimateRows(reading)
  if (rows === null) return html``
  const words = wordsIn(reading.language).estimates
  const warnings = estimateWarnings(reading)
  const data = estimateData(reading)
  return html`<section aria-labelledby="estimates">
<h2 id="estimates">${words.title}</h2>
<p class="note" id="note-estimates">${words.note}</p>
${renderRows(reading, rows)}
${data === null ? '' : html`<p>${data}</p>`}
${
  warnings.length === 0
    ? ''
    : html`<h3>${words.warningsTitle}</h3>
<ul>
${warnings.map(
  (warning) => html`<li>${warning}</li>
`,
)}</ul>`
}
</section>`
}

function renderRows(reading: Reading, rows: readonly EstimateRow[]): Html {
  const words = wordsIn(reading.language)
  const { estimates } = words
  return html`<div class="scroll" role="region" aria-labelledby="estimates caption-estimates" tabindex="0">
<table class="estimates" aria-labelledby="estimates caption-estimates" aria-describedby="note-estimates">
<caption id="caption-estimates">${estimates.caption}</caption>
<thead><tr><th scope="col">${words.year}</th><th scope="col">${estimates.estimate}</th><th scope="col">${estimates.range}</th><th scope="col">${estimates.method}</th></tr></thead>
<tbody>
${rows.map(
  ({ year, estimate, range, method }) =>
    html`<tr><th scope="row">${year}</th><td>${estimate}</td><td>${range}</td><td>${method}</td></tr>
`,
)}</tbody>
</table>
</div>`
}
