import { readFile } from 'node:fs/promises'
import type { Clock } from '../base/clock.ts'
import { COORDINATOR } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { SOFTWARE_VERSION } from '../base/version.ts'
import { type Identity, type PublicKey, publicKeySchema } from '../crypto/identity.ts'
import type { ActLog } from '../log/act.ts'
import { keyFaults } from '../round/agreement.ts'
import { type Home, readPeers, readTerms } from '../settings/home.ts'
import { pinPeers } from '../settings/pin-peers.ts'
import type { Database } from '../storage/database.ts'
import { type Invitation, Invitations } from './invitations.ts'
import {
  claimedOrganisation,
  openRequest,
  refused,
  type SealedText,
  sealPapers,
  signPapers,
} from './papers.ts'

/** Wrong codes that are looked at in a minute: nobody needs more, and 128 bits are not guessed so. */
const TRIES = 20
const MINUTE_MS = 60_000

export interface DeskParts {
  readonly home: Home
  readonly identity: Identity
  readonly storageKey: Uint8Array
  readonly database: Database
  readonly clock: Clock
  readonly acts: ActLog
}

/** Where the coordinator takes the public keys of organisations that it invited, and gives out its papers. */
export class EnrolmentDesk {
  readonly #parts: DeskParts
  readonly #invitations: Invitations
  #failures: number[] = []
  /** One at a time: a code is used once. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: DeskParts) {
    this.#parts = parts
    this.#invitations = new Invitations(parts)
  }

  /**
   * Pins the key that a request brings and answers with agreement and keys. The same request may come again,
   * as when the answer was lost.
   *
   * @throws Problem `enrolment.refused`, `.expired`, `.used`, `.key-pinned`, `.too-many`
   */
  take(request: SealedText): Promise<SealedText> {
    const mine = this.#turn.then(() => this.#take(request))
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  /** Agreement and the keys there are by now, for a party whose key is pinned. */
  async papers(to: string, nonce: string): Promise<string> {
    const { home, identity, clock } = this.#parts
    const keys: Record<string, PublicKey> = { [COORDINATOR]: identity.publicKey }
    for (const [id, key] of Object.entries(await readPeers(home))) {
      const usable = publicKeySchema.safeParse(key)
      if (usable.success && id !== COORDINATOR) keys[id] = usable.data
    }
    const agreement = await readFile(home.agreement, 'utf8')
    const said = { to, nonce, agreement, keys, software: SOFTWARE_VERSION, atMs: clock.nowMs() }
    return signPapers(identity, said)
  }

  /** Organisations of the agreement whose keys have not come. */
  async waitsFor(): Promise<string[]> {
    const { home } = this.#parts
    const faults = keyFaults(await readTerms(home), await readPeers(home))
    return faults.map(({ where = '' }) => where.replace(/^peers\/(.*)\.json$/, '$1'))
  }

  async #take(request: SealedText): Promise<SealedText> {
    this.#refuseTooMany()
    const { database, home, acts } = this.#parts
    const organisation = claimedOrganisation(request.text)
    const found = await this.#invitations.of(database.stores, organisation)
    const asked = await this.#open(request, found)
    if (found === null || asked.organisation !== organisation) throw this.#failed()
    this.#refuseSpent(found, asked.key)
    await pinPeers(home, { [organisation]: asked.key })
    if (found.usedBy === null) {
      await database.transaction('enrol', async (stores) => {
        await this.#invitations.use(stores, organisation, found, asked.key.x)
        const act = { action: 'enrolment.take', object: organisation, result: 'done' } as const
        await acts.append({ ...act, actor: organisation, origin: 'coordinator' }, stores)
      })
    }
    return sealPapers(await this.papers(organisation, asked.nonce), request, found.key)
  }

  async #open(request: SealedText, found: Invitation | null) {
    try {
      if (found === null) throw refused()
      return await openRequest(request, found.key)
    } catch (error) {
      this.#failed()
      throw error
    }
  }

  #failed(): Problem {
    this.#failures.push(this.#parts.clock.nowMs())
    return refused()
  }

  #refuseTooMany(): void {
    const nowMs = this.#parts.clock.nowMs()
    this.#failures = this.#failures.filter((atMs) => Math.abs(nowMs - atMs) < MINUTE_MS)
    if (this.#failures.length < TRIES) return
    throw new Problem({
      code: 'enrolment.too-many',
      what: 'Too many wrong codes were tried at this coordinator',
      remedy: 'Try again in a minute.',
      status: 429,
    })
  }

  #refuseSpent({ usedBy, untilMs }: Invitation, key: PublicKey): void {
    if (usedBy === key.x) return
    if (usedBy !== null) throw spent('enrolment.used', 'This code has been used, by another key')
    if (this.#parts.clock.nowMs() < untilMs) return
    throw spent('enrolment.expired', 'This code is not valid any more')
  }
}

function spent(code: string, what: string): Problem {
  return new Problem({
    code,
    what,
    remedy:
      code === 'enrolment.used'
        ? 'If that was not you, tell the coordinator at once. Else ask for a new code.'
        : 'Ask the coordinator for a new one.',
    status: 403,
  })
}
