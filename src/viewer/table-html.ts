import { html } from 'hono/html'
import { tableRules, totalLine } from './answer.ts'
import { cellText, truthParts } from './cell-text.ts'
import type { Language } from './language.ts'
import { correctedText } from './linkage-text.ts'
import type { Html } from './page.ts'
import type { Reading, Table, TableCell } from './tables.ts'
import { wordsIn } from './words.ts'

/** One table with its heading, N, explanation and rules; scrolls by itself where it is too wide. */
export function renderTable(reading: Reading, table: Table, number: number): Html {
  const caption = `caption-${table.id}`
  const note = `note-${table.id}`
  const title = `title-${table.id}`
  const words = wordsIn(reading.language)
  return html`<section class="result" id="${table.id}">
<h3 id="${title}">${words.table(number)}. ${table.title}</h3>
<p class="note" id="${note}">${table.note} ${tableRules(reading)}</p>
<div class="scroll" role="region" aria-labelledby="${title}" tabindex="0">
<table aria-labelledby="${title} ${caption}" aria-describedby="${note}">
<caption id="${caption}"><span class="total">${totalLine(reading)}</span></caption>
<thead><tr><th scope="col">${table.corner}</th>${table.columns.map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>
${table.rows.map(
  (
    row,
  ) => html`<tr><th scope="row">${row.head}</th>${row.cells.map((cell) => renderCell(reading.language, cell))}</tr>
`,
)}</tbody>
</table>
</div>
</section>
`
}

/** The released figure; in a rehearsal the truth beneath it, marked where it is further off. */
export function renderCell(language: Language, cell: TableCell): Html {
  const text = fullText(language, cell)
  const { status } = cell.cell
  const kind = ABSENT.includes(status) ? 'absent' : 'shown'
  const corrected = renderCorrected(language, cell)
  if (cell.comparison === null) return html`<td class="${kind}">${text}${corrected}</td>`
  const fit = cell.comparison.fits ? 'fits' : 'off'
  const parts = truthParts(language, cell)
  const spans = parts.map(
    (part, at) => html`<span>${part}${at + 1 < parts.length ? ', ' : ''}</span>`,
  )
  return html`<td class="${kind}">${text} <span class="truth ${fit}">${spans}</span>${corrected}</td>`
}

const ABSENT: readonly string[] = ['withheld', 'secondary', 'not-applicable']

function fullText(language: Language, cell: TableCell): string {
  const text = cellText(language, cell.cell, cell)
  const isSaid = cell.isRepeated && cell.cell.status !== 'secondary'
  return isSaid ? wordsIn(language).repeated(text) : text
}

function renderCorrected(language: Language, { corrected }: TableCell): Html | '' {
  if (corrected === null) return ''
  const total = correctedText(language, corrected)
  return html` <span class="corrected">${wordsIn(language).corrected(total)}</span>`
}
