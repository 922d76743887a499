import { html } from 'hono/html'
import { checkRound, rulesInForce } from '../node/consent-to-rounds.ts'
import { decideRound } from '../node/decide.ts'
import { firstOf, waitingFor } from '../node/decisions.ts'
import { isLive, type NodeState } from '../node/state.ts'
import { type Core, listsOwnedBy } from '../round/manifest.ts'
import type { StoredDecision } from '../storage/decision-store.ts'
import { mayAct } from './access.ts'
import { failureOf, hopOf, toldIn } from './failures.ts'
import { decider, field, mayLetOut, reasonField } from './form.ts'
import { knownRound } from './known-round.ts'
import { learningHtml } from './learning-html.ts'
import { moment } from './moment.ts'
import { csrfField, type Html, pathIn } from './page.ts'
import { progressHtml } from './progress-html.ts'
import { type ConsoleContext, type ConsoleParts, type Section, seeOther, show } from './routes.ts'
import { wordsIn } from './words.ts'

/** One round: what this organisation is asked, how far it is, and how it ended. */
export const roundPage: Section = (on, parts) => {
  on.get('/rounds/:round', async (context) => {
    const state = await knownRound(context, parts)
    const words = wordsIn(context.get('language')).round
    return show(context, {
      title: words.title(state.core.round),
      main: await pageOf(context, parts, state),
      ...(isLive(state) ? { scripts: ['/live.js'] } : {}),
    })
  })
  on.get('/rounds/:round/progress', async (context) => {
    const state = await knownRound(context, parts)
    return context.html(await progressHtml(context, parts, state))
  })
  on.post('/rounds/:round/accept', (context) => answer(context, parts, 'accept'))
  on.post('/rounds/:round/refuse', (context) => answer(context, parts, 'refuse'))
}

async function answer(
  context: ConsoleContext,
  parts: ConsoleParts,
  choice: 'accept' | 'refuse',
): Promise<Response> {
  const { core } = await knownRound(context, parts)
  const reason = await field(context, 'reason')
  await decideRound(parts, parts.rounds, {
    round: core.round,
    choice,
    reason,
    by: decider(context),
  })
  return seeOther(context, `/rounds/${core.round}`)
}

async function pageOf(
  context: ConsoleContext,
  parts: ConsoleParts,
  state: NodeState,
): Promise<Html> {
  const { language } = context.var
  const words = wordsIn(language).round
  const { core } = state
  const decisions = await parts.database.stores.decisions.list('round', core.round)
  const live = isLive(state)
  const place = pathIn(language, `/rounds/${core.round}/progress?auto`)
  return html`<h1>${words.title(core.round)}</h1>
${state.phase === 'asked' ? await askedHtml(context, parts, { core, decisions }) : ''}
${state.phase === 'asked' ? await learningHtml(parts, core, language) : ''}
${decidedHtml(context, decisions)}
${state.phase === 'aborted' ? failureHtml(context, parts, state) : ''}
<section id="progress"${live ? html` data-from="${place}" data-begin="${words.byItself}" data-stop="${words.stop}"` : ''}>
${await progressHtml(context, parts, state)}
</section>
${state.phase === 'asked' ? '' : html`<p><a href="${pathIn(language, `/rounds/${core.round}/leaving`)}">${words.leaving.link}</a></p>`}
${live && state.phase !== 'asked' ? await learningHtml(parts, core, language) : ''}`
}

function decidedHtml(context: ConsoleContext, decisions: readonly StoredDecision[]): Html {
  const { language } = context.var
  const at = decisions.findIndex(({ choice }) => choice === 'accept')
  const given = decisions[at]
  if (given === undefined) return html``
  const before = decisions[at - 1]
  const first = before?.choice === firstOf('accept') ? [before.actor] : []
  const { decided } = wordsIn(language).round.ask
  const who = [...first, given.actor].join(', ')
  return html`<p>${decided(who, moment(language, given.atMs))}</p>`
}

async function askedHtml(
  context: ConsoleContext,
  parts: ConsoleParts,
  { core, decisions }: { readonly core: Core; readonly decisions: readonly StoredDecision[] },
): Promise<Html> {
  const { language } = context.var
  const words = wordsIn(language).round
  const { ask } = words
  const first = waitingFor(decisions, 'accept')
  const owners = new Set(core.lists.map(({ organisation }) => organisation))
  const parties = [...new Set([...owners, ...core.evaluators])].join(', ')
  const lists = core.lists.map(({ id }) => id).join(', ')
  return html`<h2>${ask.title}</h2>
<div class="warning"><p>${ask.lead(moment(language, core.deadlineMs))}</p>${first === null ? '' : html`<p>${ask.first(first.actor)}</p>`}</div>
<dl class="facts">
<div><dt>${words.opened}</dt><dd>${moment(language, core.openedMs)}</dd></div>
<div><dt>${ask.lists}</dt><dd>${core.lists.length}: ${lists}</dd></div>
<div><dt>${ask.ownLists}</dt><dd>${listsOwnedBy(core, parts.self).join(', ') || '–'}</dd></div>
<div><dt>${ask.parties}</dt><dd>${parties}</dd></div>
<div><dt>${ask.rules}</dt><dd>${await rulesHtml(context, parts, core)}</dd></div>
</dl>
<p><a href="${pathIn(language, `/rounds/${core.round}/leaving`)}">${words.leaving.link}</a></p>
${formsOf(context, core.round, first !== null)}`
}

async function rulesHtml(context: ConsoleContext, parts: ConsoleParts, core: Core): Promise<Html> {
  const words = wordsIn(context.get('language')).round
  const { stores } = parts.database
  const inForce = await rulesInForce(stores)
  if (inForce === null) return html`${words.ask.noRules}`
  const checks = await checkRound(stores, parts, { core, rules: inForce.rules })
  return html`<ul>${checks.map(
    ({ rule, holds }) =>
      html`<li>${words.rules[rule]}: <strong>${holds ? words.ask.holds : words.ask.broken}</strong></li>`,
  )}</ul>`
}

function formsOf(context: ConsoleContext, round: string, second: boolean): Html {
  const { language, who, csrf } = context.var
  const { ask } = wordsIn(language).round
  if (!mayAct(who.role, '/rounds/:round/accept')) return html`<p>${ask.readOnly}</p>`
  const place = (act: string) => pathIn(language, `/rounds/${round}/${act}`)
  const accept = html`<p>${ask.acceptNote}</p>
<form class="actions" method="post" action="${place('accept')}">${csrfField(csrf)}<button class="primary">${second ? ask.confirm : ask.accept}</button></form>`
  return html`${mayLetOut(who.role, second) ? accept : html`<p>${ask.officerFirst}</p>`}
<details><summary>${ask.refuse}</summary>
<p>${ask.refuseNote}</p>
<form method="post" action="${place('refuse')}">${csrfField(csrf)}${reasonField('refuse-reason', ask)}<p class="actions"><button>${ask.refuse}</button></p></form></details>`
}

/** In a sentence for the reader's role; the program's own words stand below it. */
function failureHtml(
  context: ConsoleContext,
  { self }: ConsoleParts,
  { code, by, what }: Extract<NodeState, { phase: 'aborted' }>,
): Html {
  const { language, who } = context.var
  const words = wordsIn(language).round.failed
  const failed = failureOf(code)
  const { text, next } = toldIn(language, failed)
  const others = failed.owner === 'operator' && who.role !== 'operator' ? words.forOperator : ''
  return html`<div class="failure"><h2>${words.title}</h2>
<p>${text}</p></div>
<dl class="facts">
<div><dt>${words.next}</dt><dd>${others} ${next}</dd></div>
<div><dt>${words.hop}</dt><dd>${words.hops[hopOf(failed, by, self)]}</dd></div>
<div><dt>${words.owner}</dt><dd>${words.owners[failed.owner]}</dd></div>
<div><dt>${words.by}</dt><dd>${by}</dd></div>
<div><dt>${words.words}</dt><dd lang="en">${what}</dd></div>
<div><dt>${words.code}</dt><dd><code>${code}</code></dd></div>
</dl>`
}
