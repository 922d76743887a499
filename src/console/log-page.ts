import { html } from 'hono/html'
import { type Entry, entrySchema } from '../log/entry.ts'
import type { Language } from '../viewer/language.ts'
import { moment } from './moment.ts'
import { organisationName } from './organisation-name.ts'
import { type Html, pathIn } from './page.ts'
import { type ConsoleParts, type Section, show } from './routes.ts'
import { wordsIn } from './words.ts'

const PAGE = 100

/** The log of acts, the newest first, a hundred to a page. `?before=`: those with lower numbers. */
export const logPage: Section = (on, parts) => {
  on.get('/log', async (context) => {
    const { language } = context.var
    const words = wordsIn(language).log
    const { entries, isNewest } = await entriesBefore(parts, context.req.query('before'))
    const main = html`<h1>${words.title}</h1>
<p class="lead">${words.lead(organisationName(parts.agreement, language, parts.self))}</p>
<p class="note">${words.proof}</p>
${entries.length === 0 ? html`<p>${words.none}</p>` : tableOf(language, entries)}
${turning(language, { oldest: entries.at(-1)?.sequence ?? 1, isNewest })}`
    return show(context, { title: words.title, main })
  })
}

async function entriesBefore(
  { acts, database }: ConsoleParts,
  before: string | undefined,
): Promise<{ entries: readonly Entry[]; isNewest: boolean }> {
  const log = await acts.id()
  const newest = ((await database.stores.acts.last(log))?.sequence ?? 0) + 1
  const asked = before !== undefined && /^\d{1,15}$/.test(before) ? Number(before) : newest
  const end = Math.min(Math.max(asked, 1), newest)
  const start = Math.max(0, end - 1 - PAGE)
  const stored = await database.stores.acts.page(log, start, end - 1 - start)
  // Written by ActLog only.
  const entries = stored.map(({ entry }) => entrySchema.parse(JSON.parse(entry))).reverse()
  return { entries, isNewest: end === newest }
}

function tableOf(language: Language, entries: readonly Entry[]): Html {
  const words = wordsIn(language).log
  const heads = [
    ...[words.number, words.at, words.actor, words.origin],
    ...[words.action, words.object, words.result],
  ]
  return html`<div class="scroll" role="region" aria-label="${words.title}" tabindex="0"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${entries.map((entry) => rowOf(language, entry))}</tbody>
</table></div>`
}

function rowOf(language: Language, entry: Entry): Html {
  const { origins, results } = wordsIn(language).log
  const { sequence, at, actor, origin, action, object, result } = entry
  return html`<tr><th scope="row" class="number">${sequence}</th><td>${moment(language, Date.parse(at))}</td><td>${actor}</td><td>${origins[origin]}</td><td><code>${action}</code></td><td><code>${object}</code></td><td>${results[result]}</td></tr>
`
}

function turning(language: Language, at: { oldest: number; isNewest: boolean }): Html {
  const words = wordsIn(language).log
  const path = pathIn(language, '/log')
  const older = html`<a href="${path}?before=${at.oldest}">${words.older}</a>`
  const newest = html`<a href="${path}">${words.newest}</a>`
  return html`<p class="actions">${at.oldest > 1 ? older : ''} ${at.isNewest ? '' : newest}</p>`
}
