import { html } from 'hono/html'
import { consentByAgreement, type RulesInForce, rulesInForce } from '../node/consent-to-rounds.ts'
import { adoptRules, withdrawRules } from '../node/decide.ts'
import { waitingFor } from '../node/decisions.ts'
import { type StandingRules, standingRulesSchema } from '../round/standing-rules.ts'
import { checkYaml } from '../settings/read-yaml.ts'
import type { StoredDecision } from '../storage/decision-store.ts'
import { formatDate } from '../viewer/language.ts'
import { mayAct } from './access.ts'
import { decider, field, mayLetOut } from './form.ts'
import { moment, number } from './moment.ts'
import { csrfField, type Html, pathIn } from './page.ts'
import { type ConsoleContext, type ConsoleParts, type Section, seeOther, show } from './routes.ts'
import type { RulesWords } from './rules-words.ts'
import { wordsIn } from './words.ts'

/** The rules that accept rounds for this organisation: shown, adopted, withdrawn. */
export const rulesPage: Section = (on, parts) => {
  on.get('/rules', async (context) => {
    const { title } = wordsIn(context.get('language')).rules
    return show(context, { title, main: await pageOf(context, parts) })
  })
  on.post('/rules/adopt', async (context) => {
    const text = (await field(context, 'rules')) ?? ''
    const rules = checkYaml(text, '(rules)', standingRulesSchema)
    await adoptRules(parts, { rules, by: decider(context) })
    return seeOther(context, '/rules')
  })
  on.post('/rules/withdraw', async (context) => {
    await withdrawRules(parts, decider(context))
    return seeOther(context, '/rules')
  })
}

async function pageOf(context: ConsoleContext, parts: ConsoleParts): Promise<Html> {
  const { language } = context.var
  const words = wordsIn(language).rules
  const { stores } = parts.database
  const inForce = await rulesInForce(stores)
  const decided = await stores.decisions.list('rules')
  const asked = (parts.consent ?? consentByAgreement).rounds === 'by-rules'
  return html`<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
${asked ? '' : html`<div class="notice"><p>${words.notAsked}</p></div>`}
${inForce === null ? html`<p>${words.none}</p>` : inForceHtml(context, inForce)}
${waitingHtml(context, decided)}
${formsHtml(context, inForce !== null || waitingFor(decided, 'adopt') !== null)}
${historyHtml(context, decided)}`
}

function inForceHtml(
  context: ConsoleContext,
  { rules, digest, adoptedMs, by }: RulesInForce,
): Html {
  const { language } = context.var
  const words = wordsIn(language).rules
  return html`<h2>${words.inForce}</h2>
<p><code>${digest}</code></p>
<p>${words.adopted(by, moment(language, adoptedMs))} ${words.until(formatDate(language, rules.until))}</p>
<ul>${sentences(rules, words, (value) => number(language, value)).map((text) => html`<li>${text}</li>`)}</ul>`
}

/** Each rule as a sentence with its number. */
function sentences(
  { agreement, acceptWhen }: StandingRules,
  { rule }: RulesWords,
  text: (value: number) => string,
): string[] {
  const shown = (value: unknown, name: string) => {
    if (Array.isArray(value)) return value.join(', ')
    if (name === 'recordsAtMost') return `${text(Number(value) * 100)}%`
    return typeof value === 'number' ? text(value) : ''
  }
  const names = Object.keys(acceptWhen) as (keyof typeof acceptWhen)[] // a closed type
  return [
    rule.agreement(agreement),
    ...names
      .filter((name) => acceptWhen[name] !== undefined)
      .map((name) => rule[name](shown(acceptWhen[name], name))),
  ]
}

/** What one person has put forward, with a button for the second. */
function waitingHtml(context: ConsoleContext, decided: readonly StoredDecision[]): Html {
  const { language, who, csrf } = context.var
  const words = wordsIn(language).rules
  const last = waitingFor(decided, 'adopt')
  if (last === null) return html``
  const form = html`<form class="actions" method="post" action="${pathIn(language, '/rules/adopt')}">${csrfField(csrf)}<input type="hidden" name="rules" value="${last.text ?? ''}"><button class="primary">${words.confirm}</button></form>`
  const parsed = standingRulesSchema.safeParse(JSON.parse(last.text ?? 'null'))
  return html`<div class="warning"><p>${words.first(last.actor, last.object)}</p>
<ul>${parsed.success ? sentences(parsed.data, words, (value) => number(language, value)).map((text) => html`<li>${text}</li>`) : ''}</ul></div>
${mayAct(who.role, '/rules/adopt') ? form : ''}`
}

function formsHtml(context: ConsoleContext, some: boolean): Html {
  const { language, who, csrf } = context.var
  const words = wordsIn(language).rules
  if (!mayAct(who.role, '/rules/adopt')) return html``
  const withdraw = html`<form method="post" action="${pathIn(language, '/rules/withdraw')}">${csrfField(csrf)}<p class="note">${words.withdrawNote}</p><p class="actions"><button>${words.withdraw}</button></p></form>`
  if (!mayLetOut(who.role, false)) return some ? withdraw : html``
  return html`${some ? withdraw : ''}<h2>${words.adoptTitle}</h2>
<form method="post" action="${pathIn(language, '/rules/adopt')}">${csrfField(csrf)}
<p><label for="rules">${words.text}</label>
<textarea id="rules" name="rules" rows="14" spellcheck="false" required aria-describedby="rules-note"></textarea></p>
<p class="note" id="rules-note">${words.textNote}</p>
<p class="actions"><button class="primary">${words.adopt}</button></p></form>`
}

function historyHtml(context: ConsoleContext, decided: readonly StoredDecision[]): Html {
  const { language } = context.var
  const words = wordsIn(language).rules
  if (decided.length === 0) return html``
  const choices: Readonly<Record<string, string>> = words.choices
  return html`<h2>${words.history}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${words.history}"><table>
<thead><tr><th scope="col">${words.when}</th><th scope="col">${words.who}</th><th scope="col">${words.what}</th></tr></thead>
<tbody>${decided.map(
    ({ atMs, actor, choice, object }) =>
      html`<tr><td>${moment(language, atMs)}</td><td>${actor}</td><td>${choices[choice] ?? choice} <code>${object}</code></td></tr>`,
  )}</tbody>
</table></div>`
}
