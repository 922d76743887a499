import { html } from 'hono/html'
import { COORDINATOR } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Opened } from '../consent/open-statements.ts'
import { fingerprint } from '../crypto/identity.ts'
import { recipeNamed } from '../matching/recipe.ts'
import { decideAgreement } from '../node/decide.ts'
import { waitingFor } from '../node/decisions.ts'
import { sentencesOf } from '../questions/sentence.ts'
import { countersOf, listsOf, type Terms } from '../round/agreement.ts'
import type { Standing } from '../round/consent.ts'
import type { StoredDecision } from '../storage/decision-store.ts'
import { formatDate, type Language, nameIn } from '../viewer/language.ts'
import { mayAct } from './access.ts'
import type { AgreementWords } from './agreement-words.ts'
import { decider, field, mayLetOut, reasonField } from './form.ts'
import { moment, number } from './moment.ts'
import { csrfField, type Html, pathIn } from './page.ts'
import { type ConsoleContext, type ConsoleParts, type Section, seeOther, show } from './routes.ts'
import { wordsIn } from './words.ts'

interface View {
  readonly parts: ConsoleParts
  readonly language: Language
  readonly words: AgreementWords
  readonly standing: Standing
  readonly statements: readonly Opened[]
  readonly first: StoredDecision | null
}

/** The agreement in plain words, who is in it with which keys, and this organisation's answer. */
export const agreementPage: Section = (on, parts) => {
  on.get('/agreement', async (context) => {
    const view = await viewOf(parts, context.get('language'))
    const { words } = view
    return show(context, { title: words.title, main: pageOf(view, context) })
  })
  on.post('/agreement/accept', (context) => answer(context, parts, 'accept'))
  on.post('/agreement/reject', (context) => answer(context, parts, 'refuse'))
  on.post('/agreement/revoke', (context) => answer(context, parts, 'revoke'))
}

async function answer(
  context: ConsoleContext,
  parts: ConsoleParts,
  choice: 'accept' | 'refuse' | 'revoke',
): Promise<Response> {
  // Who read one agreement has not answered another that this node holds by now.
  if ((await field(context, 'digest')) !== parts.agreement.digest) throw otherShown()
  if (choice === 'revoke' && (await field(context, 'sure')) !== 'yes') throw unsure()
  const said = { choice, by: decider(context), reason: await field(context, 'reason') }
  const lock = choice === 'revoke' ? await parts.tryLock() : null
  try {
    await decideAgreement(parts, parts.rounds, { ...said, alone: lock !== null })
  } finally {
    lock?.release()
  }
  return seeOther(context, '/agreement')
}

function unsure(): Problem {
  return new Problem({
    code: 'consent.unsure',
    what: 'A revocation is for good, and it was not confirmed that this is known',
    remedy: 'Tick the box under the reason, and send it again.',
  })
}

function otherShown(): Problem {
  return new Problem({
    code: 'consent.other-shown',
    what: 'The agreement that was shown is not the one that this node holds now; nothing was done',
    where: 'agreement',
    remedy: 'Open the page Agreement anew, read it, and answer that one.',
    status: 409,
  })
}

async function viewOf(parts: ConsoleParts, language: Language): Promise<View> {
  const { consents } = parts.rounds
  const decided = await parts.database.stores.decisions.list('agreement')
  return {
    parts,
    language,
    words: wordsIn(language).agreement,
    standing: await consents.standing(),
    statements: await consents.statements(),
    first: waitingFor(decided, 'accept', parts.agreement.digest),
  }
}

function pageOf(view: View, context: ConsoleContext): Html {
  const { parts, words, language } = view
  const { terms, digest } = parts.agreement
  return html`<h1>${words.title}</h1>
<p class="lead">${nameIn(language, terms.title)}</p>
${standingOf(view)}
${factsOf(view)}
${partiesOf(view)}
${keysOf(view)}
${listsTable(view)}
<h2>${words.questionsTitle}</h2>
${questionsOf(view)}
<h2>${words.digest}</h2>
<p><code>${digest}</code></p>
<p class="note">${words.digestNote}</p>
${answerForms(view, context)}`
}

function standingOf({ parts, words, standing, first }: View): Html {
  const { self, agreement } = parts
  const { accepted, rejected, revoked } = standing
  if (revoked.length > 0) return notice('failure', words.standing.revoked(revoked.join(', ')))
  if (rejected.length > 0) return notice('failure', words.standing.rejected(rejected.join(', ')))
  const missing = agreement.terms.organisations
    .map(({ id }) => id)
    .filter((id) => !accepted.includes(id))
  if (first !== null) return notice('warning', words.standing.first(first.actor))
  if (missing.includes(self)) return notice('warning', words.standing.waits)
  if (missing.length > 0) return notice('notice', words.standing.accepted(missing.join(', ')))
  return notice('success', words.standing.inForce)
}

function notice(kind: string, text: string): Html {
  return html`<div class="${kind}"><p>${text}</p></div>`
}

function factsOf({ parts, words, language }: View): Html {
  const { terms } = parts.agreement
  const { validity, limits, disclosure, cover, tables } = terms
  const { threshold, roundingBase, stratumThreshold } = disclosure
  const named = (all: readonly { name: Terms['title'] }[]) =>
    all.map(({ name }) => nameIn(language, name)).join(', ')
  const counter = countersOf(terms).join(', ')
  const facts: readonly (readonly [string, string])[] = [
    [words.purpose, nameIn(language, terms.purpose)],
    [words.legalBasis, nameIn(language, terms.legalBasis)],
    [
      words.valid,
      words.until(formatDate(language, validity.from), formatDate(language, validity.until)),
    ],
    [
      words.rounds,
      words.limits(limits.roundsPerYear, limits.minimumHoursBetween, terms.deadlineMinutes),
    ],
    [words.counted, named(terms.populations)],
    ...tables.map(
      (table) =>
        [
          words.tables,
          `${nameIn(language, table.name)} (${words.codes(table.codes.length)}: ${named(table.codes)})`,
        ] as const,
    ),
    [words.shown, words.figures(threshold, roundingBase)],
    ...(stratumThreshold === undefined
      ? []
      : [[words.shown, words.byCode(stratumThreshold)] as const]),
    [words.attacked, disclosure.gate === 'off' ? words.attackedNo : words.attackedYes],
    [
      words.small,
      cover === null ? words.smallExact(counter) : words.covered(cover.epsilon, cover.delta),
    ],
    [words.estimates, terms.estimates === undefined ? words.estimatesNo : words.estimatesYes],
    [words.notSent, words.minimum(limits.minimumPersons, limits.minimumLists)],
    [words.proofs, terms.proofs === 'full' ? words.proven(terms.checks) : words.unproven],
  ]
  return html`<dl class="facts">${facts.map(
    ([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`,
  )}</dl>`
}

function partiesOf(view: View): Html {
  const { parts, words, language } = view
  const { terms, keys } = parts.agreement
  const rows = [
    { id: COORDINATOR, name: words.coordinator, part: words.drives, answer: '–' },
    ...terms.organisations.map(({ id, name, legalBasis }) => ({
      id,
      name: `${nameIn(language, name)}${id === parts.self ? ` (${words.us})` : ''}`,
      part: [partOf(view, id), ...(legalBasis ? [] : [words.noLegalBasis])].join('; '),
      answer: answerOf(view, id),
    })),
  ]
  return html`<h2>${words.who}</h2>
<p>${words.whoNote}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${words.who}"><table>
<thead><tr><th scope="col">${words.organisation}</th><th scope="col">${words.part}</th><th scope="col">${words.fingerprint}</th><th scope="col">${words.answer}</th></tr></thead>
<tbody>${rows.map(
    ({ id, name, part, answer: said }) =>
      html`<tr><th scope="row">${name}<br><code>${id}</code></th><td>${part}</td><td><code>${keys[id] === undefined ? '' : fingerprint(keys[id])}</code>${newKey(view, id)}</td><td>${said}</td></tr>`,
  )}</tbody>
</table></div>`
}

function partOf({ parts, words }: View, id: string): string {
  const { terms } = parts.agreement
  const lists = listsOf(terms, id).length
  const turn = terms.evaluators.indexOf(id)
  return [
    ...(lists === 0 ? [] : [words.owner(lists)]),
    ...(turn < 0 ? [] : [words.evaluator(turn + 1, terms.evaluators.length)]),
    ...(countersOf(terms).includes(id) ? [words.counter] : []),
  ].join('; ')
}

function newKey({ standing, words }: View, id: string): Html {
  if (standing.forked.includes(id)) return html`<br><strong>${words.twoKeys}</strong>`
  const chain = standing.chains[id] ?? []
  const newest = chain.at(-1)
  if (newest === undefined || chain.length === 1) return html``
  return html`<br>${words.newKey(fingerprint(newest))}`
}

function answerOf({ standing, statements, words, language }: View, id: string): string {
  const { answers } = words
  const kinds = [
    ['agreement.revoke', answers.revoked, standing.revoked],
    ['agreement.reject', answers.rejected, standing.rejected],
    ['agreement.accept', answers.accepted, standing.accepted],
  ] as const
  const found = kinds.find(([, , who]) => who.includes(id))
  if (found === undefined) return answers.none
  const said = statements
    .map(({ statement }) => statement)
    .filter((one) => one.organisation === id && one.type === found[0])
    .sort((a, b) => a.atMs - b.atMs)
    .at(-1)
  const when = said === undefined ? '' : `, ${moment(language, said.atMs)}`
  const why = said !== undefined && 'reason' in said && said.reason ? `: ${said.reason}` : ''
  return `${found[1]}${when}${why}`
}

function keysOf({ parts, words, language }: View): Html {
  const recipe = recipeNamed(parts.agreement.terms.recipe)
  return html`<h2>${words.keysTitle}</h2>
<p>${words.keysNote(recipe.name)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${words.keysTitle}"><table>
<thead><tr><th scope="col">${words.key}</th><th scope="col">${words.madeOf}</th><th scope="col" class="number">${words.slots}</th></tr></thead>
<tbody>${recipe.keys.map(
    ({ id, made }, at) =>
      html`<tr><th scope="row"><code>${id}</code></th><td>${made[language]}</td><td class="number">${recipe.widths[at] ?? 0}</td></tr>`,
  )}</tbody>
</table></div>`
}

function listsTable({ parts, words, language }: View): Html {
  const { terms } = parts.agreement
  const population = (id: string) => {
    const found = terms.populations.find((one) => one.id === id)
    return found === undefined ? id : nameIn(language, found.name)
  }
  return html`<h2>${words.listsTitle}</h2>
<p>${words.listsNote}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${words.listsTitle}"><table>
<thead><tr><th scope="col">${words.list}</th><th scope="col">${words.organisation}</th><th scope="col">${words.population}</th><th scope="col">${words.year}</th><th scope="col" class="number">${words.size}</th></tr></thead>
<tbody>${terms.lists.map(
    (list) =>
      html`<tr><th scope="row"><code>${list.id}</code></th><td>${list.organisation}</td><td>${population(list.population)}</td><td>${list.year}</td><td class="number">${number(language, list.size)}</td></tr>`,
  )}</tbody>
</table></div>`
}

function questionsOf({ parts, words, language }: View): Html {
  const { terms } = parts.agreement
  const { questions = [] } = terms
  if (questions.length === 0) return html`<p>${words.questionsNone}</p>`
  return html`<ul>${questions.map(
    (question) => html`<li>${sentencesOf(question, terms)[language]}</li>`,
  )}</ul>`
}

function answerForms(
  { parts, words, standing, first, language }: View,
  context: ConsoleContext,
): Html {
  const { role } = context.get('who')
  const heading = html`<h2>${words.answerTitle}</h2>`
  if (!mayAct(role, '/agreement/accept')) return html`${heading}<p>${words.readOnly}</p>`
  if (standing.revoked.length > 0) return html``
  const csrf = html`${csrfField(context.get('csrf'))}<input type="hidden" name="digest" value="${parts.agreement.digest}">`
  const accepted = standing.accepted.includes(parts.self)
  const button = html`<form class="actions" method="post" action="${pathIn(language, '/agreement/accept')}">${csrf}<button class="primary">${first === null ? words.accept : words.confirm}</button></form>`
  const accept = html`<p>${words.acceptNote}</p>
${mayLetOut(role, first !== null) ? button : html`<p>${words.officerFirst}</p>`}
<details><summary>${words.reject}</summary>
<p>${words.rejectNote}</p>
<form method="post" action="${pathIn(language, '/agreement/reject')}">${csrf}${reasonField('reject-reason', words)}<p class="actions"><button>${words.reject}</button></p></form></details>`
  const revoke = html`<details><summary>${words.revoke}</summary>
<div class="warning"><p>${words.revokeNote}</p></div>
<form method="post" action="${pathIn(language, '/agreement/revoke')}">${csrf}${reasonField('revoke-reason', words)}
<p><label><input type="checkbox" name="sure" value="yes" required>${words.revokeSure}</label></p>
<p class="actions"><button class="danger">${words.revoke}</button></p></form></details>`
  const mayRevoke = mayAct(role, '/agreement/revoke')
  return html`${heading}${accepted ? '' : accept}${mayRevoke ? revoke : ''}`
}
