import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { fromBase64Url, utf8 } from '../base/bytes.ts'
import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import { digestParts } from '../crypto/digest.ts'
import type { ActLog } from '../log/act.ts'
import type { StoredPasskey } from '../storage/account-store.ts'
import type { Database, Stores } from '../storage/database.ts'
import { Challenges } from './challenges.ts'
import { invitationDigest } from './invitation.ts'

interface PasskeyParts {
  readonly self: string
  readonly origin: string
  readonly database: Database
  readonly clock: Clock
  readonly acts: ActLog
}

/** What a challenge was given out for: an account's enrolment, or signing in. */
type Purpose = { readonly enrol: string } | 'sign-in'

/** EdDSA, ES256 and RS256 (COSE, RFC 9053): what devices have and Node checks without experiments. */
const supportedAlgorithmIDs = [-8, -7, -257]

/**
 * Passkeys of local accounts (WebAuthn level 3). Bound to the name of the console, made and used only
 * where the device has verified its user (PIN, finger, face), so that a stolen device opens nothing.
 */
export class Passkeys {
  readonly #parts: PasskeyParts
  readonly #challenges: Challenges<Purpose>
  readonly #rpID: string

  constructor(parts: PasskeyParts) {
    this.#parts = parts
    this.#challenges = new Challenges(parts)
    this.#rpID = new URL(parts.origin).hostname
  }

  /** What the browser is asked to make, for who has a one-time link. Fails with `passkey.link`. */
  async enrolOptions(word: string) {
    const { self, database } = this.#parts
    const account = await this.#invited(database.stores, word)
    const challenge = this.#challenges.issue({ enrol: account })
    return generateRegistrationOptions({
      rpName: `Samentel ${self}`,
      rpID: this.#rpID,
      userName: account,
      // The same each time, so that a device replaces the passkey that it had of this account.
      userID: new Uint8Array(digestParts('samentel account v1', utf8(self), utf8(account))),
      challenge: new Uint8Array(fromBase64Url(challenge)),
      attestationType: 'none',
      supportedAlgorithmIDs,
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
  }

  /** Keeps the passkey and uses up the link, as a whole; gives the account's name. */
  async enrol(word: string, response: RegistrationResponseJSON): Promise<string> {
    const { database, acts } = this.#parts
    const { credential, purpose } = await this.#verifyNew(response)
    return database.transaction('enrol', async (stores) => {
      const account = await this.#invited(stores, word)
      if (purpose === 'sign-in' || purpose?.enrol !== account) throw refused()
      if ((await stores.accounts.passkey(credential.id)) !== null) throw refused()
      await stores.accounts.dropInvitation(account)
      const { id, publicKey, counter, transports = [] } = credential
      await stores.accounts.addPasskey({ id, account, publicKey, counter, transports })
      const object = `passkey:${account}`
      const act = { action: 'account.enrol', object, actor: account } as const
      await acts.append({ ...act, result: 'done', origin: 'console' }, stores)
      return account
    })
  }

  /** Names no account: the device offers those that it has for this console. */
  async signInOptions() {
    const challenge = this.#challenges.issue('sign-in')
    return generateAuthenticationOptions({
      rpID: this.#rpID,
      challenge: new Uint8Array(fromBase64Url(challenge)),
      userVerification: 'required',
    })
  }

  /** The account whose passkey signed. Fails with `passkey.refused`. */
  async signIn(response: AuthenticationResponseJSON): Promise<string> {
    const { accounts } = this.#parts.database.stores
    const passkey = await accounts.passkey(response.id)
    if (passkey === null) throw refused()
    try {
      const counter = await this.#verifyKnown(response, passkey)
      await accounts.usedPasskey(passkey.id, counter)
      return passkey.account
    } catch (error) {
      await this.#noteRefusal(passkey.account)
      throw refused(error)
    }
  }

  async #invited(stores: Stores, word: string): Promise<string> {
    const account = await stores.accounts.invited(invitationDigest(word))
    if (account !== null) return account
    throw new Problem({
      code: 'passkey.link',
      what: 'The link for a passkey is not valid, or not any more',
      remedy: 'Make a new one: samentel node account reset NAME.',
      status: 403,
    })
  }

  async #verifyNew(response: RegistrationResponseJSON) {
    let purpose: Purpose | null = null
    const expectedChallenge = (challenge: string) => {
      purpose = this.#challenges.take(challenge)
      return purpose !== null
    }
    const { origin: expectedOrigin } = this.#parts
    const options = { response, expectedChallenge, expectedOrigin, expectedRPID: this.#rpID }
    const verified = await verifyRegistrationResponse({
      ...options,
      supportedAlgorithmIDs,
      requireUserVerification: true,
    }).catch((cause: unknown) => {
      throw refused(cause)
    })
    if (!verified.verified) throw refused()
    return { credential: verified.registrationInfo.credential, purpose: purpose as Purpose | null }
  }

  async #verifyKnown(
    response: AuthenticationResponseJSON,
    { id, publicKey, counter }: StoredPasskey,
  ): Promise<number> {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => this.#challenges.take(challenge) === 'sign-in',
      expectedOrigin: this.#parts.origin,
      expectedRPID: this.#rpID,
      credential: { id, publicKey: new Uint8Array(publicKey), counter },
      requireUserVerification: true,
    })
    if (!verified) throw refused()
    return authenticationInfo.newCounter
  }

  async #noteRefusal(actor: string): Promise<void> {
    const act = { action: 'console.sign-in', object: `passkey:${actor}`, actor } as const
    await this.#parts.acts.append({ ...act, result: 'refused', origin: 'console' })
  }
}

function refused(cause?: unknown): Problem {
  return new Problem({
    code: 'passkey.refused',
    what: 'A passkey is not known here, or what it signed is refused',
    remedy: 'Try again; or ask for a new link: samentel node account reset NAME.',
    status: 401,
    cause,
  })
}
