import { html } from 'hono/html'
import { consentByAgreement } from '../node/consent-to-rounds.ts'
import { pauseRounds } from '../node/decide.ts'
import { isPaused, waitingFor } from '../node/decisions.ts'
import type { NodeState } from '../node/state.ts'
import { mayAct } from './access.ts'
import { decider, mayLetOut } from './form.ts'
import { moment } from './moment.ts'
import { csrfField, type Html, pathIn } from './page.ts'
import { type ConsoleContext, type ConsoleParts, type Section, seeOther, show } from './routes.ts'
import { wordsIn } from './words.ts'

/** All rounds that this node knows of, and whether it takes new ones. */
export const roundsPage: Section = (on, parts) => {
  on.get('/rounds', async (context) => {
    const words = wordsIn(context.get('language')).round
    return show(context, { title: words.listTitle, main: await pageOf(context, parts) })
  })
  on.post('/rounds/pause', (context) => pause(context, parts, 'pause'))
  on.post('/rounds/resume', (context) => pause(context, parts, 'resume'))
}

async function pause(
  context: ConsoleContext,
  parts: ConsoleParts,
  choice: 'pause' | 'resume',
): Promise<Response> {
  await pauseRounds(parts, { choice, by: decider(context) })
  return seeOther(context, '/rounds')
}

async function pageOf(context: ConsoleContext, parts: ConsoleParts): Promise<Html> {
  const { language } = context.var
  const words = wordsIn(language).round
  const rounds = await parts.database.stores.rounds.list()
  const listed = rounds
    .map(({ id, state }) => ({ id, state: state as NodeState })) // written by NodeRounds only
    .sort((a, b) => b.state.core.openedMs - a.state.core.openedMs)
  const { rounds: mode, fourEyes } = parts.consent ?? consentByAgreement
  return html`<h1>${words.listTitle}</h1>
<p>${words.consentMode[mode]} ${fourEyes ? words.fourEyes : ''}</p>
${listed.length === 0 ? html`<p>${words.none}</p>` : tableOf(context, listed)}
${await pauseOf(context, parts)}
<h2>${words.support}</h2>
<p>${words.supportNote}</p>
<p><a class="button" href="/support-report" download>${words.support}</a></p>`
}

function tableOf(
  context: ConsoleContext,
  rounds: readonly { readonly id: string; readonly state: NodeState }[],
): Html {
  const { language } = context.var
  const words = wordsIn(language).round
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.listTitle}"><table>
<thead><tr><th scope="col">${words.round}</th><th scope="col">${words.opened}</th><th scope="col">${words.state}</th></tr></thead>
<tbody>${rounds.map(
    ({ id, state }) =>
      html`<tr><th scope="row"><a href="${pathIn(language, `/rounds/${id}`)}">${id}</a></th><td>${moment(language, state.core.openedMs)}</td><td>${words.states[state.phase]}</td></tr>`,
  )}</tbody>
</table></div>`
}

async function pauseOf(context: ConsoleContext, parts: ConsoleParts): Promise<Html> {
  const { language, who, csrf } = context.var
  const words = wordsIn(language).round.pause
  const { stores } = parts.database
  const paused = await isPaused(stores)
  const first = waitingFor(await stores.decisions.list('rounds'), 'resume')
  const path = paused ? '/rounds/resume' : '/rounds/pause'
  const resume = first === null ? words.resume : words.confirm
  const form = html`<form class="actions" method="post" action="${pathIn(language, path)}">${csrfField(csrf)}<button>${paused ? resume : words.pause}</button></form>`
  const keep = html`<form class="actions" method="post" action="${pathIn(language, '/rounds/pause')}">${csrfField(csrf)}<button>${words.keep}</button></form>`
  const lets = !paused || mayLetOut(who.role, first !== null)
  const shown = lets ? form : html`<p>${words.officerFirst}</p>`
  return html`<h2>${words.title}</h2>
<div class="${paused ? 'warning' : 'notice'}"><p>${paused ? words.on : words.off}</p>${first === null ? '' : html`<p>${words.first(first.actor)}</p>`}</div>
${mayAct(who.role, path) ? shown : ''}${first !== null && mayAct(who.role, '/rounds/pause') ? keep : ''}`
}
