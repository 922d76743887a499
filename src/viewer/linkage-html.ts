import { html } from 'hono/html'
import { type LinkageRow, linkageRows, linkageTotal } from './linkage-text.ts'
import type { Html } from './page.ts'
import type { Reading } from './tables.ts'
import { wordsIn } from './words.ts'

/** How well records were linked, as far as numbers tell; of a covered round that it is not told. */
export function renderLinkage(reading: Reading): Html {
  const words = wordsIn(reading.language).linkage
  const rows = linkageRows(reading)
  return html`<section aria-labelledby="linkage">
<h2 id="linkage">${words.title}</h2>
${rows === null ? html`<p>${words.covered}</p>` : renderRows(reading, rows)}
</section>`
}

function renderRows(reading: Reading, rows: readonly LinkageRow[]): Html {
  const words = wordsIn(reading.language).linkage
  return html`<p class="note" id="note-linkage">${words.note}</p>
<div class="scroll" role="region" aria-labelledby="linkage caption-linkage" tabindex="0">
<table class="linkage" aria-labelledby="linkage caption-linkage" aria-describedby="note-linkage">
<caption id="caption-linkage"><span class="total">${linkageTotal(reading)}</span></caption>
<thead><tr><th scope="col">${words.measure}</th><th scope="col">${words.outcome}</th></tr></thead>
<tbody>
${rows.map(
  ([term, text]) => html`<tr><th scope="row">${term}</th><td>${text}</td></tr>
`,
)}</tbody>
</table>
</div>`
}
