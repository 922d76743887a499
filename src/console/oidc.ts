import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  type Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { toBase64Url, utf8 } from '../base/bytes.ts'
import type { Clock } from '../base/clock.ts'
import { isProblem, Problem } from '../base/problem.ts'
import { digestParts } from '../crypto/digest.ts'
import type { OidcSettings } from '../settings/console-settings.ts'
import type { Language } from '../viewer/language.ts'
import { Challenges } from './challenges.ts'
import { roles, type Who } from './who.ts'

export interface OidcParts {
  readonly oidc: OidcSettings
  /** That the issuer gave this console; null where it gave none. */
  readonly secret: string | null
  readonly origin: string
  readonly clock: Clock
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
}

/** What must fit the answer to one journey to the issuer. */
interface Flow {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly language: Language
  readonly machineUser: number | null
}

/** From where somebody goes to the issuer, or comes back. */
export interface Traveller {
  readonly machineUser: number | null
  readonly language: Language
}

const TIMEOUT_SECONDS = 15
/** As the log of acts takes names. */
const plainName = /^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,99}$/

/**
 * The organisation's own sign-in: OpenID Connect, authorization code with PKCE (RFC 7636), state and
 * nonce. The issuer says who somebody is and in which groups; the settings say which role a group has.
 */
export class Oidc {
  readonly #parts: OidcParts
  readonly #flows: Challenges<Flow>
  #configuration: Promise<Configuration> | null = null

  constructor(parts: OidcParts) {
    this.#parts = parts
    this.#flows = new Challenges(parts)
  }

  /** Where to send the browser, and the secret of its cookie for the way back. */
  async begin(traveller: Traveller): Promise<{ url: string; flow: string }> {
    const configuration = await this.#discover()
    const flow = {
      state: randomState(),
      nonce: randomNonce(),
      verifier: randomPKCECodeVerifier(),
      ...traveller,
    }
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: `${this.#parts.origin}/oidc/callback`,
      scope: this.#parts.oidc.scopes.join(' '),
      code_challenge: await calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
      state: flow.state,
      nonce: flow.nonce,
    })
    return { url: url.href, flow: this.#flows.issue(flow) }
  }

  /**
   * Who came back. `back.search`: of the address that the issuer sent the browser to, `?` first.
   * Fails with `oidc.refused`, `oidc.unreachable`, `oidc.no-role`.
   */
  async end(
    secret: string,
    back: { readonly search: string; readonly machineUser: number | null },
  ): Promise<{ who: Who; language: Language }> {
    const flow = this.#flows.take(secret)
    // Another port of this machine can set the cookie, so that it alone does not say who began.
    if (flow === null || flow.machineUser !== back.machineUser) {
      throw refused('no journey to the issuer was begun here, or it took too long')
    }
    const configuration = await this.#discover()
    const claims = await this.#claims(configuration, flow, back.search).catch((cause: unknown) => {
      throw isProblem(cause) ? cause : refused('what the issuer sent back does not verify', cause)
    })
    return { who: this.#whoOf(claims), language: flow.language }
  }

  async #claims(configuration: Configuration, flow: Flow, search: string) {
    const url = new URL(`${this.#parts.origin}/oidc/callback${search}`)
    const tokens = await authorizationCodeGrant(configuration, url, {
      pkceCodeVerifier: flow.verifier,
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (claims === undefined) throw refused('the issuer sent no identity')
    const { roleClaim, nameClaim } = this.#parts.oidc
    const isWhole = Object.hasOwn(claims, roleClaim) && Object.hasOwn(claims, nameClaim)
    if (isWhole || configuration.serverMetadata().userinfo_endpoint === undefined) return claims
    // Many issuers tell groups there only (OpenID Connect Core 5.4).
    const more = await fetchUserInfo(configuration, tokens.access_token, claims.sub)
    return { ...more, ...claims }
  }

  #whoOf(claims: Readonly<Record<string, unknown>> & { readonly sub: string }): Who {
    const { nameClaim, roleClaim, roles: values } = this.#parts.oidc
    const subject = plainName.test(claims.sub) ? claims.sub : digestOf(claims.sub)
    const named = claims[nameClaim]
    const name = typeof named === 'string' && plainName.test(named) ? named : subject
    const said = [claims[roleClaim]].flat().filter((value) => typeof value === 'string')
    const role = roles.find((one) => values[one].some((value) => said.includes(value)))
    if (role === undefined) throw noRole()
    return { id: `oidc:${subject}`, name, role }
  }

  /** Asked once; again where it failed. */
  async #discover(): Promise<Configuration> {
    this.#configuration ??= this.#askIssuer()
    try {
      return await this.#configuration
    } catch (cause) {
      this.#configuration = null
      throw unreachable(this.#parts.oidc.issuer, cause)
    }
  }

  async #askIssuer(): Promise<Configuration> {
    const { oidc, secret, fetch } = this.#parts
    const plain = oidc.issuer.startsWith('http:') ? [allowInsecureRequests] : []
    const send: CustomFetch = (url, { body, ...init }) =>
      fetch(url, { ...init, ...(body == null ? {} : { body: String(body) }) }).catch((cause) => {
        throw unreachable(oidc.issuer, cause)
      })
    const authentication = secret === null ? None() : ClientSecretBasic(secret)
    return discovery(new URL(oidc.issuer), oidc.clientId, {}, authentication, {
      [customFetch]: send,
      timeout: TIMEOUT_SECONDS,
      execute: [...plain, enableNonRepudiationChecks],
    })
  }
}

function digestOf(subject: string): string {
  return toBase64Url(digestParts('samentel oidc subject v1', utf8(subject))).replace(/^[-_]/, '0')
}

function refused(where: string, cause?: unknown): Problem {
  return new Problem({
    code: 'oidc.refused',
    what: "Signing in through the organisation's own sign-in was refused",
    where,
    remedy: 'Try again; if it lasts, compare console.oidc in node.yaml with what the issuer has.',
    status: 401,
    cause,
  })
}

function unreachable(issuer: string, cause: unknown): Problem {
  return new Problem({
    code: 'oidc.unreachable',
    what: "The organisation's own sign-in does not answer",
    where: issuer,
    remedy: 'Check console.oidc in node.yaml: the issuer, and whether it is reached by a proxy.',
    status: 503,
    cause,
  })
}

function noRole(): Problem {
  return new Problem({
    code: 'oidc.no-role',
    what: 'Who signed in is in no group that has a role here',
    remedy: 'See console.oidc.roles in node.yaml, and the claim that console.oidc.roleClaim names.',
    status: 403,
  })
}
