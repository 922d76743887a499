import { html } from 'hono/html'
import type { Agreement } from '../round/agreement.ts'
import type { Language } from '../viewer/language.ts'
import { organisationName } from './organisation-name.ts'
import { type Html, page, pathIn } from './page.ts'
import { wordsIn } from './words.ts'

interface Frame {
  readonly language: Language
  readonly agreement: Agreement
  readonly self: string
}

const scripts = ['/webauthn.js', '/passkey.js']
const nobody = { who: null, csrf: null }

export function signInPage({ language, agreement, self }: Frame, withOrganisation: boolean): Html {
  const { signIn } = wordsIn(language)
  const main = html`<h1>${signIn.title}</h1>
<p class="lead">${signIn.lead(organisationName(agreement, language, self))}</p>
${passkeyButton(language, { kind: 'sign-in', label: signIn.passkeyButton })}
<p class="note">${signIn.passkeyNote}</p>
${withOrganisation ? organisationLink(language) : ''}`
  return page({ ...nobody, title: signIn.title, language, path: '/sign-in', main, scripts })
}

export function enrolPage({ language }: Frame): Html {
  const { signIn } = wordsIn(language)
  const main = html`<h1>${signIn.enrolTitle}</h1>
<p class="lead">${signIn.enrolLead}</p>
${passkeyButton(language, { kind: 'enrol', label: signIn.enrolButton })}
<p class="note">${signIn.enrolNote}</p>`
  return page({ ...nobody, title: signIn.enrolTitle, language, path: '/enrol', main, scripts })
}

/**
 * Where the organisation's own sign-in has sent the browser back. The cookie of the session is not sent
 * along with what another site began, so a page of this origin has to begin it (RFC 6265bis 5.2).
 */
export function returnPage(language: Language): Html {
  const { signIn } = wordsIn(language)
  const next = pathIn(language, '/')
  const main = html`<h1>${signIn.returnTitle}</h1>
<p>${signIn.returnText} <a href="${next}">${signIn.returnLink}</a></p>`
  const refresh = html`<meta http-equiv="refresh" content="0;url=${next}">`
  return page({ ...nobody, title: signIn.returnTitle, language, path: '/', main, head: refresh })
}

function passkeyButton(language: Language, of: { kind: string; label: string }): Html {
  const { working, cancelled, failed, needsScript } = wordsIn(language).signIn
  return html`<p><button type="button" class="primary" data-passkey="${of.kind}" data-base="${pathIn(language, `/${of.kind}`)}" data-working="${working}" data-cancelled="${cancelled}" data-failed="${failed}">${of.label}</button></p>
<p role="status"></p>
<noscript><p class="notice">${needsScript}</p></noscript>`
}

function organisationLink(language: Language): Html {
  const { signIn } = wordsIn(language)
  return html`<h2>${signIn.organisationTitle}</h2>
<p><a class="button" href="${pathIn(language, '/oidc/start')}">${signIn.organisationLink}</a></p>
<p class="note">${signIn.organisationNote}</p>`
}
