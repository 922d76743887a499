import { html } from 'hono/html'
import { COORDINATOR } from '../base/ids.ts'
import { readLastHeard } from '../node/last-heard.ts'
import { isLive, type NodeState } from '../node/state.ts'
import { asShared, isShared } from '../round/work-share.ts'
import type { RoundDiaryStore } from '../storage/round-diary-store.ts'
import type { Language } from '../viewer/language.ts'
import { moment, number } from './moment.ts'
import { type Html, pathIn } from './page.ts'
import { type PartyLine, partyLines, phaseLines } from './round-view.ts'
import type { RoundWords } from './round-words.ts'
import type { ConsoleContext, ConsoleParts } from './routes.ts'
import { wordsIn } from './words.ts'

type Events = Awaited<ReturnType<RoundDiaryStore['events']>>

interface View {
  readonly language: Language
  readonly words: RoundWords
  readonly self: string
  readonly state: NodeState
  readonly events: Events
}

/** How far a round is, per step and party, and what happened here; the same while it runs and after. */
export async function progressHtml(
  context: ConsoleContext,
  { database, self }: ConsoleParts,
  state: NodeState,
): Promise<Html> {
  const { language } = context.var
  const words = wordsIn(language).round
  const { diary } = database.stores
  const { round } = state.core
  const view: View = { language, words, self, state, events: await diary.events(round) }
  const heard = await readLastHeard(database.stores)
  const work = await diary.work(round)
  return html`<h2>${words.progress.title}</h2>
<p><strong>${capital(words.states[state.phase])}</strong>${state.phase === 'released' ? html`. ${words.released}` : ''}</p>
<p class="note">${heard.heardMs === null ? words.neverHeard : words.heard(moment(language, heard.heardMs))} ${heard.missedMs === null ? '' : words.missed(moment(language, heard.missedMs), heard.missed ?? '')}</p>
${isLive(state) ? html`<p><a href="${pathIn(language, `/rounds/${round}`)}">${words.refresh}</a></p>` : ''}
${phasesHtml(view)}
${partiesHtml(view)}
${workHtml(work, view)}
${diaryHtml(view)}`
}

function phasesHtml({ state, events, words, language }: View): Html {
  const { progress } = words
  const ended = state.phase === 'released' ? 'released' : 'ended'
  const lines = phaseLines(state.core, events, isLive(state) ? 'running' : ended)
  return table(
    progress.title,
    [progress.phase, progress.state, progress.since, progress.waitsFor],
    lines.map((line) => {
      const now = line.state === 'now'
      const word = progress.states[line.state]
      return html`<tr${now ? html` aria-current="step"` : ''}><th scope="row">${progress.phases[line.phase]}</th><td>${now ? html`<strong>${word}</strong>` : word}${line.stage === null ? '' : html` <code>${line.stage}</code>`}</td><td>${line.sinceMs === null ? '' : moment(language, line.sinceMs)}</td><td>${line.waitsFor.join(', ')}</td></tr>`
    }),
  )
}

function partiesHtml(view: View): Html {
  const { state, events, words, language, self } = view
  const { progress } = words
  const lines = partyLines(state.core, events, { self, running: isLive(state) })
  return html`<h3>${progress.parties}</h3>${table(
    progress.parties,
    [progress.party, progress.part, progress.last, progress.now],
    lines.map(
      (line) =>
        html`<tr><th scope="row"><code>${line.id}</code>${line.id === self ? html` (${progress.us})` : ''}</th><td>${partOf(line, progress)}</td><td>${lastOf(line, { words, language })}</td><td>${line.waited ? html`<strong>${progress.waited}</strong>` : progress.notWaited}</td></tr>`,
    ),
  )}`
}

function partOf({ id, owns, turn }: PartyLine, words: RoundWords['progress']): string {
  if (id === COORDINATOR) return words.coordinator
  const parts = [
    ...(owns === 0 ? [] : [words.owner(owns)]),
    ...(turn === null ? [] : [words.evaluator(turn)]),
  ]
  return parts.join(', ')
}

function lastOf({ last }: PartyLine, { words, language }: Pick<View, 'words' | 'language'>): Html {
  if (last === null) return html`${words.progress.nothingYet}`
  const stage = last.stage === null ? '' : html` <code>${last.stage}</code>`
  return html`${words.progress.phases[last.phase]}${stage}, ${moment(language, last.atMs)}`
}

function workHtml(
  work: Awaited<ReturnType<RoundDiaryStore['work']>>,
  { words, language }: View,
): Html {
  if (work.length === 0) return html``
  const { progress } = words
  return html`<h3>${progress.work}</h3>${table(
    progress.work,
    [progress.step, progress.done, progress.since],
    work.map(({ begunMs, ...kept }) => {
      const { step, done, total } = asShared(kept)
      const told = progress.of(number(language, done), number(language, total))
      const text = isShared(kept) ? `${done}%` : told
      return html`<tr><th scope="row"><code>${step}</code></th><td><progress max="${total}" value="${done}" aria-label="${step}">${text}</progress> ${text}</td><td>${moment(language, begunMs)}</td></tr>`
    }),
  )}`
}

function diaryHtml({ events, words, language }: View): Html {
  const { progress } = words
  if (events.length === 0) return html`<p>${progress.nothing}</p>`
  const kinds: Readonly<Record<string, string>> = progress.kinds
  return html`<details><summary>${progress.diary}</summary>${table(
    progress.diary,
    [progress.when, progress.what, progress.party],
    events.map(
      ({ atMs, kind, detail, party, bytes }) =>
        html`<tr><td>${moment(language, atMs)}</td><td>${kinds[kind] ?? kind}: <code>${detail}</code>${bytes === null ? '' : ` (${number(language, bytes)} bytes)`}</td><td>${party ?? ''}</td></tr>`,
    ),
  )}</details>`
}

function table(label: string, heads: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
</table></div>`
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
