import { z } from 'zod'
import { fromBase64Url, toBase64Url, utf8 } from '../base/bytes.ts'
import type { Clock } from '../base/clock.ts'
import { isProblem } from '../base/problem.ts'
import { type Random, secureRandom } from '../base/random.ts'
import { openAtRest, sealAtRest } from '../crypto/crypter.ts'
import type { Stores } from '../storage/stores.ts'
import { invitationKey, makeInvitationCode, readInvitationCode } from './invitation-code.ts'

const keptSchema = z.strictObject({
  /** The key that the code makes, sealed with the storage key. The code itself is kept nowhere. */
  sealed: z.string(),
  untilMs: z.int(),
  /** The public key (its `x`) that used the code up. */
  usedBy: z.string().nullable(),
})

export interface Invitation {
  readonly key: Uint8Array
  readonly untilMs: number
  readonly usedBy: string | null
}

type Settings = Pick<Stores, 'settings'>

/** One invitation for each organisation; a new one takes the place of the former. */
export class Invitations {
  readonly #storageKey: Uint8Array
  readonly #clock: Clock
  readonly #random: Random

  constructor(parts: { storageKey: Uint8Array; clock: Clock; random?: Random }) {
    this.#storageKey = parts.storageKey
    this.#clock = parts.clock
    this.#random = parts.random ?? secureRandom
  }

  /** Gives the code: it can be shown now and never again. */
  async make(stores: Settings, organisation: string, forMs: number) {
    const code = makeInvitationCode(this.#random)
    const untilMs = this.#clock.nowMs() + forMs
    const key = invitationKey(readInvitationCode(code))
    await this.#keep(stores, organisation, { key, untilMs, usedBy: null })
    return { code, untilMs }
  }

  async of(stores: Settings, organisation: string): Promise<Invitation | null> {
    const text = await stores.settings.get(settingOf(organisation))
    if (text === null) return null
    const { sealed, untilMs, usedBy } = keptSchema.parse(JSON.parse(text))
    const key = this.#opened(organisation, fromBase64Url(sealed))
    return key === null ? null : { key, untilMs, usedBy }
  }

  async use(stores: Settings, organisation: string, found: Invitation, x: string): Promise<void> {
    await this.#keep(stores, organisation, { ...found, usedBy: x })
  }

  /** Null where another storage key sealed it: then there is no invitation, and a new one can be made. */
  #opened(organisation: string, sealed: Uint8Array): Uint8Array | null {
    try {
      return openAtRest(this.#storageKey, utf8(settingOf(organisation)), sealed)
    } catch (error) {
      if (isProblem(error, 'seal.broken')) return null
      throw error
    }
  }

  async #keep(stores: Settings, organisation: string, one: Invitation): Promise<void> {
    const name = settingOf(organisation)
    const sealed = toBase64Url(sealAtRest(this.#storageKey, utf8(name), one.key))
    const { untilMs, usedBy } = one
    await stores.settings.set(name, JSON.stringify({ sealed, untilMs, usedBy }))
  }
}

function settingOf(organisation: string): string {
  return `invitation/${organisation}`
}
