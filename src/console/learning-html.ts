import { html } from 'hono/html'
import { COORDINATOR } from '../base/ids.ts'
import { learningOf } from '../exposure/learning.ts'
import {
  findingText,
  type LearningWords,
  learningDutch,
  learningEnglish,
  pointText,
} from '../exposure/learning-words.ts'
import { ownFigures } from '../node/own-figures.ts'
import type { Terms } from '../round/agreement.ts'
import type { Core } from '../round/manifest.ts'
import { type Language, nameIn } from '../viewer/language.ts'
import type { Html } from './page.ts'
import type { RoundWords } from './round-words.ts'
import type { ConsoleParts } from './routes.ts'
import { wordsIn } from './words.ts'

/** What others could learn of this organisation from a round with the records that it has now. */
export async function learningHtml(
  parts: ConsoleParts,
  core: Core,
  language: Language,
): Promise<Html> {
  const words = wordsIn(language).round.learning
  const said = language === 'nl' ? learningDutch : learningEnglish
  const { terms } = parts.agreement
  const figures = await ownFigures(parts)
  const imported = figures.filter((list) => list.imported).map(({ id }) => id)
  const { seats, coalitions, findings } = learningOf({
    ...{ core, terms, self: parts.self },
    ...{ own: figures, imported },
  })
  const who = (ids: readonly string[]) =>
    ids.length === 0
      ? words.everybody
      : ids.map((id) => (id === COORDINATOR ? said.seats.coordinator : id)).join(', ')
  const names = namesIn(terms, language, words)
  return html`<h2>${words.title}</h2>
<p>${words.note}</p>
<h3>${words.own}</h3>
${findings.length === 0 ? html`<p>${words.noOwn}</p>` : html`<p class="note">${words.ownNote}</p>`}
<ul>${findings.map(
    (finding) => html`<li><code>${finding.list}</code> ${findingText(said, finding, names)}</li>`,
  )}</ul>
<div class="scroll" tabindex="0" role="region" aria-label="${words.title}"><table>
<thead><tr><th scope="col">${words.seat}</th><th scope="col">${words.who}</th><th scope="col">${words.learns}</th></tr></thead>
<tbody>${seats.map(
    ({ seat, who: ids, learns }) =>
      html`<tr><th scope="row">${said.seats[seat]}</th><td>${who(ids)}</td><td><ul>${learns.map(
        (point) => html`<li>${pointText(said, point)}</li>`,
      )}</ul></td></tr>`,
  )}</tbody>
</table></div>
${coalitionsHtml(coalitions, { words, said })}`
}

function coalitionsHtml(
  coalitions: ReturnType<typeof learningOf>['coalitions'],
  { words, said }: { readonly words: RoundWords['learning']; readonly said: LearningWords },
): Html {
  return html`<h3>${words.together}</h3>
<p>${words.togetherNote}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${words.together}"><table>
<thead><tr><th scope="col">${words.coalition}</th><th scope="col">${words.learns}</th></tr></thead>
<tbody>${coalitions.map(
    ({ name, needsUs }) =>
      html`<tr><th scope="row">${said.coalitions[name].who}</th><td>${said.coalitions[name].learn}${needsUs ? html` <strong>${said.needsUs}</strong>` : ''}</td></tr>`,
  )}</tbody>
</table></div>`
}

function namesIn(terms: Terms, language: Language, words: RoundWords['learning']) {
  const tableOf = (id: string) => terms.tables.find((table) => table.id === id)
  return {
    table: (id: string) => {
      const table = tableOf(id)
      return table === undefined ? id : nameIn(language, table.name)
    },
    code: (table: string, code: string) => {
      if (code === 'unknown' || code === 'conflict') return words[code]
      const found = tableOf(table)?.codes.find((one) => one.id === code)
      return found === undefined ? code : nameIn(language, found.name)
    },
  }
}
