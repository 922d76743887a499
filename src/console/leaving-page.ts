import { html } from 'hono/html'
import { toHex } from '../base/bytes.ts'
import { COORDINATOR } from '../base/ids.ts'
import { secureRandom } from '../base/random.ts'
import { type Leaving, leavingOf, type Size } from '../exposure/leaving.ts'
import { madeUpRecord, type SampleRow, sampleRows } from '../node/sample-row.ts'
import { countersOf } from '../round/agreement.ts'
import { type Core, listsOwnedBy } from '../round/manifest.ts'
import type { Language } from '../viewer/language.ts'
import { knownRound } from './known-round.ts'
import { number } from './moment.ts'
import { type Html, pathIn } from './page.ts'
import type { RoundWords } from './round-words.ts'
import { type ConsoleParts, type Section, show } from './routes.ts'
import { wordsIn } from './words.ts'

interface View {
  readonly language: Language
  readonly words: RoundWords['leaving']
}

/** Every message and batch of a round before it is sent, and the bytes of a row. */
export const leavingPage: Section = (on, parts) => {
  on.get('/rounds/:round/leaving', async (context) => {
    const { language } = context.var
    const words = wordsIn(language).round
    const { core } = await knownRound(context, parts)
    const back = html`<p><a href="${pathIn(language, `/rounds/${core.round}`)}">${words.title(core.round)}</a></p>`
    const main = await pageOf(parts, core, { language, words: words.leaving })
    return show(context, { title: words.leaving.title, main: html`${main}${back}` })
  })
}

async function pageOf(parts: ConsoleParts, core: Core, view: View): Promise<Html> {
  const { words } = view
  const { self, agreement, database } = parts
  const counters = countersOf(agreement.terms)
  const { outbox } = database.stores
  // A round that has spoken already keeps the number of its first message.
  const spoken = await outbox.first(COORDINATOR, core.round)
  const firstSequence = spoken ?? (await outbox.head(COORDINATOR)) + 1
  const leaving = leavingOf({ core, self, counters, firstSequence })
  return html`<h1>${words.title}: ${core.round}</h1>
<p>${words.note}</p>
<p class="lead">${totalOf(leaving, view)}</p>
<h2>${words.batches}</h2>
${batchesOf(leaving, view)}
<h2>${words.messages}</h2>
${messagesOf(leaving, view)}
<p>${words.besides}</p>
${rowsOf(parts, core, view)}`
}

function totalOf({ messages, batches }: Leaving, { words, language }: View): string {
  const all = [...messages, ...batches].map(({ bytes }) => bytes)
  const least = all.reduce((sum, bytes) => sum + bytes.least, 0)
  const open = all.some(({ most }) => most === null)
  const most = all.reduce((sum, bytes) => sum + (bytes.most ?? bytes.least), 0)
  const text = number(language, least)
  return open ? words.totalAtLeast(text) : words.total(text, number(language, most))
}

function sizeText({ least, most }: Size, { words, language }: View): string {
  const text = number(language, least)
  if (most === null) return words.atLeast(text)
  return least === most ? text : words.between(text, number(language, most))
}

function batchesOf({ batches }: Leaving, view: View): Html {
  const { words, language } = view
  if (batches.length === 0) return html`<p>${words.noLists}</p>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.batches}"><table>
<thead><tr><th scope="col">${words.batch}</th><th scope="col" class="number">${words.rows}</th><th scope="col" class="number">${words.rowBytes}</th><th scope="col" class="number">${words.chunks}</th><th scope="col" class="number">${words.bytes}</th><th scope="col">${words.sealedTo}</th></tr></thead>
<tbody>${batches.map(
    ({ name, rows, rowBytes, chunks, bytes, sealedTo }) =>
      html`<tr><th scope="row"><code>${name}</code></th><td class="number">${sizeText(rows, view)}</td><td class="number">${number(language, rowBytes)}</td><td class="number">${sizeText(chunks, view)}</td><td class="number">${sizeText(bytes, view)}</td><td>${sealedTo.join(', ')}</td></tr>`,
  )}</tbody>
</table></div>`
}

function messagesOf({ messages }: Leaving, view: View): Html {
  const { words } = view
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.messages}"><table>
<thead><tr><th scope="col">${words.message}</th><th scope="col" class="number">${words.bytes}</th></tr></thead>
<tbody>${messages.map(
    ({ type, stage, bytes }) =>
      html`<tr><th scope="row"><code>${type}${stage === null ? '' : ` ${stage}`}</code></th><td class="number">${sizeText(bytes, view)}</td></tr>`,
  )}</tbody>
</table></div>`
}

function rowsOf(parts: ConsoleParts, core: Core, { words }: View): Html {
  const [list] = listsOwnedBy(core, parts.self)
  if (list === undefined) return html`<p>${words.noLists}</p>`
  const { engine } = parts
  const [record, padding] = sampleRows({ engine, random: secureRandom }, core, list) as [
    SampleRow,
    SampleRow,
  ]
  const { givenNames, surname, birthDate } = madeUpRecord
  return html`<h2>${words.row}</h2>
<p>${words.rowNote(`${givenNames} ${surname}, ${birthDate}`)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${words.row}"><table>
<thead><tr><th scope="col">${words.part}</th><th scope="col">${words.record}</th><th scope="col">${words.padding}</th></tr></thead>
<tbody>${record.parts.map(
    ({ name, bytes }, at) =>
      html`<tr><th scope="row">${partName(name, words)}</th><td>${hexOf(bytes)}</td><td>${hexOf(padding.parts[at]?.bytes ?? bytes)}</td></tr>`,
  )}</tbody>
</table></div>`
}

/** 16 bytes a line, as hex viewers show them. */
function hexOf(bytes: Uint8Array): Html {
  const lines = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, at) =>
    (toHex(bytes.subarray(at * 16, at * 16 + 16)).match(/../g) ?? []).join(' '),
  )
  return html`<code>${lines.map((line, at) => html`${at === 0 ? '' : html`<br>`}${line}`)}</code>`
}

function partName(name: string, { names }: RoundWords['leaving']): string {
  const [kind = '', ...rest] = name.split('/')
  if (kind === 'proof')
    return `${names.proof} ${partName(rest.join('/'), { names } as RoundWords['leaving'])}`
  const word = Object.hasOwn(names, kind) ? names[kind as keyof typeof names] : kind
  return rest.length === 0 ? word : `${word} ${rest.join('/')}`
}
