import { html } from 'hono/html'
import type { OidcSettings } from '../settings/console-settings.ts'
import type { StoredAccount } from '../storage/account-store.ts'
import type { Language } from '../viewer/language.ts'
import { moment } from './moment.ts'
import type { Html } from './page.ts'
import { type Section, show } from './routes.ts'
import { isRole, roles } from './who.ts'
import { wordsIn } from './words.ts'

/** Who may sign in, for whoever is to judge that; accounts are made on the command line only. */
export const accountsPage: Section = (on, parts) => {
  on.get('/accounts', async (context) => {
    const { language } = context.var
    const words = wordsIn(language).accounts
    const accounts = await parts.database.stores.accounts.list()
    const nowMs = parts.clock.nowMs()
    const main = html`<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
<h2 id="local">${words.localTitle}</h2>
${accounts.length === 0 ? html`<p>${words.none}</p>` : tableOf(language, accounts, nowMs)}
<p class="note">${words.howTo}</p>
<h2 id="organisation">${words.organisationTitle}</h2>
${organisationPart(language, parts.console.oidc)}`
    return show(context, { title: words.title, main })
  })
}

function tableOf(language: Language, accounts: readonly StoredAccount[], nowMs: number): Html {
  const words = wordsIn(language).accounts
  const heads = [words.name, words.role, words.passkeys, words.lastUsed]
  return html`<div class="scroll" role="region" aria-labelledby="local" tabindex="0"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${accounts.map((account) => rowOf(language, account, nowMs))}</tbody>
</table></div>`
}

function rowOf(language: Language, account: StoredAccount, nowMs: number): Html {
  const { accounts: words, frame } = wordsIn(language)
  const { name, role, passkeys, usedMs, invitedUntilMs } = account
  const isInvited = invitedUntilMs !== null && invitedUntilMs > nowMs
  const link = isInvited ? `, ${words.link(moment(language, invitedUntilMs))}` : ''
  const used = usedMs === null ? words.never : moment(language, usedMs)
  return html`<tr><th scope="row">${name}</th><td>${isRole(role) ? frame.roles[role] : role}</td><td>${passkeys}${link}</td><td>${used}</td></tr>
`
}

function organisationPart(language: Language, oidc: OidcSettings | undefined): Html {
  const { accounts: words, frame } = wordsIn(language)
  if (oidc === undefined) return html`<p>${words.noOrganisation}</p>`
  const rows = roles.map(
    (role) =>
      html`<tr><th scope="row">${frame.roles[role]}</th><td>${oidc.roles[role].join(', ') || words.nobody}</td></tr>`,
  )
  return html`<p>${words.organisationLead(oidc.issuer, oidc.roleClaim)}</p>
<div class="scroll" role="region" aria-labelledby="organisation" tabindex="0"><table>
<thead><tr><th scope="col">${words.role}</th><th scope="col">${words.values}</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>`
}
