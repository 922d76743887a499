import { html } from 'hono/html'
import { type AskedBlock, askedBlocks } from './asked-text.ts'
import type { Html } from './page.ts'
import type { Reading } from './tables.ts'
import { wordsIn } from './words.ts'

/** What the agreement asks, each question with its sentence; nothing where it asks nothing. */
export function renderAsked(reading: Reading): Html {
  const words = wordsIn(reading.language).asked
  const blocks = askedBlocks(reading)
  if (blocks.length === 0) return html``
  return html`<section aria-labelledby="asked">
<h2 id="asked">${words.title}</h2>
<p class="note">${words.note}</p>
${blocks.map(renderBlock)}</section>`
}

function renderBlock({ id, name, sentence, corner, columns, rows }: AskedBlock): Html {
  return html`<section class="result" id="${id}">
<h3 id="title-${id}">${name}</h3>
<p class="note" id="note-${id}">${sentence}</p>
<div class="scroll" role="region" aria-labelledby="title-${id}" tabindex="0">
<table aria-labelledby="title-${id}" aria-describedby="note-${id}">
<thead><tr><th scope="col">${corner}</th>${columns.map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ({ head, cells }) => html`<tr><th scope="row">${head}</th>${cells.map(
    ({ text, isAbsent }) => html`<td class="${isAbsent ? 'absent' : 'shown'}">${text}</td>`,
  )}</tr>
`,
)}</tbody>
</table>
</div>
</section>
`
}
