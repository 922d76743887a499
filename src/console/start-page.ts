import { html } from 'hono/html'
import type { Notice } from '../health/notices.ts'
import type { StoredImportRun } from '../storage/import-store.ts'
import { formatCount, formatDate, type Language, nameIn } from '../viewer/language.ts'
import { moment } from './moment.ts'
import { organisationName, organisationNames } from './organisation-name.ts'
import { type Html, pathIn } from './page.ts'
import { type ConsoleParts, type Section, show } from './routes.ts'
import type { StartWords } from './start-words.ts'
import { type Facts, isUrgent, pageFor, readFacts, type ToDo, toDosOf } from './to-do.ts'
import { wordsIn } from './words.ts'

/** What there is to do, from how things stand. */
export const startPage: Section = (on, parts) => {
  on.get('/', async (context) => {
    const language = context.get('language')
    const facts = await readFacts(parts)
    const imported = await parts.database.stores.imports.latest()
    const { start } = wordsIn(language)
    const title = start.title(organisationName(parts.agreement, language, parts.self))
    const main = html`<h1>${title}</h1>
${toDoList(parts, language, toDosOf(facts))}
<h2>${start.standingTitle}</h2>
${factList(parts, language, { facts, imported })}
${answerTable(parts, language, facts)}`
    return show(context, { title, main })
  })
}

function toDoList(parts: ConsoleParts, language: Language, toDos: readonly ToDo[]): Html {
  const { start } = wordsIn(language)
  const items = toDos.map((toDo) => {
    const text = toDoText(parts, language, toDo)
    const page = pageFor(toDo)
    const line = page === null ? text : html`<a href="${pathIn(language, page)}">${text}</a>`
    return html`<li class="${isUrgent(toDo) ? 'urgent' : 'calm'}">${line}</li>`
  })
  return html`<h2>${start.toDoTitle}</h2>
${items.length === 0 ? html`<p class="success">${start.nothingToDo}</p>` : html`<ul class="to-do">${items}</ul>`}`
}

function toDoText(parts: ConsoleParts, language: Language, toDo: ToDo): string {
  const { start } = wordsIn(language)
  const names = (ids: readonly string[]) => organisationNames(parts.agreement, language, ids)
  switch (toDo.is) {
    case 'answer':
    case 'paused':
      return start[toDo.is]
    case 'revoked':
    case 'rejected':
    case 'others':
      return start[toDo.is](names(toDo.ids))
    case 'no-import':
      return start.noImport
    case 'old-import':
      return start.oldImport(toDo.days)
    case 'asked':
    case 'running':
      return start[toDo.is](toDo.round)
    case 'ending':
      return endingText(language, toDo.notice)
    case 'fault':
      return `${start.faults[toDo.fault.check]} ${start.because(toDo.fault.why)}`
    case 'silent':
      return silentText(language, toDo)
  }
}

function endingText(language: Language, { kind, what, atMs, mark }: Notice): string {
  const words = wordsIn(language).start.ending[kind]
  return words[mark === 0 ? 'ended' : 'ends'](what, moment(language, atMs))
}

function silentText(
  language: Language,
  { code, heardMs }: { code: string | null; heardMs: number | null },
): string {
  const { start } = wordsIn(language)
  const text = heardMs === null ? start.neverHeard : start.silentSince(moment(language, heardMs))
  return code === null ? text : `${text} ${start.because(code)}`
}

function factList(
  parts: ConsoleParts,
  language: Language,
  { facts, imported }: { facts: Facts; imported: StoredImportRun | null },
): Html {
  const { start } = wordsIn(language)
  const { terms } = parts.agreement
  const rows: readonly (readonly [string, string])[] = [
    [start.agreement, nameIn(language, terms.title)],
    [start.validUntil, formatDate(language, terms.validity.until)],
    [start.lastImport, importText(language, facts, imported)],
    [start.coordinator, heardText(language, facts)],
  ]
  const row = ([term, text]: readonly [string, string]) =>
    html`<div><dt>${term}</dt><dd>${text}</dd></div>`
  return html`<dl class="facts">${rows.map(row)}</dl>`
}

function importText(language: Language, facts: Facts, run: StoredImportRun | null): string {
  const { start } = wordsIn(language)
  if (!facts.ownsLists) return start.notApplicable
  if (run === null) return start.never
  const count = (value: number) => formatCount(language, value)
  return start.importedAt(moment(language, run.atMs), count(run.records), count(run.refused))
}

function heardText(language: Language, { heardMs }: Facts): string {
  const { start } = wordsIn(language)
  return heardMs === null ? start.never : start.heardAt(moment(language, heardMs))
}

function answerTable(parts: ConsoleParts, language: Language, facts: Facts): Html {
  const { start } = wordsIn(language)
  const rows = facts.organisations.map(
    (id) => html`<tr><th scope="row">${organisationName(parts.agreement, language, id)}</th>
<td>${answerOf(start, facts, id)}</td></tr>`,
  )
  return html`<h3 id="answers">${start.answers}</h3>
<div class="scroll" role="region" aria-labelledby="answers" tabindex="0"><table>
<thead><tr><th scope="col">${start.organisation}</th><th scope="col">${start.itsAnswer}</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>`
}

function answerOf(start: StartWords, { accepted, rejected, revoked }: Facts, id: string): string {
  if (revoked.includes(id)) return start.revokedIt
  if (rejected.includes(id)) return start.rejectedIt
  return accepted.includes(id) ? start.accepted : start.noAnswer
}
