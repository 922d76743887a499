import { toBase64Url, utf8 } from '../base/bytes.ts'
import { isProblem, type Problem } from '../base/problem.ts'
import { digestParts } from '../crypto/digest.ts'
import type { Agreement } from '../round/agreement.ts'
import { isInForce, refuseOutdated, type Standing, standingOf } from '../round/consent.ts'
import type { Database, Stores } from '../storage/database.ts'
import { type Opened, openStatements } from './open-statements.ts'

interface Reading {
  readonly digests: string
  readonly opened: readonly Opened[]
  readonly standing: Standing
}

/**
 * The statements about an agreement that a party holds in its own store. Each was verified here, by the
 * keys of this party's own agreement; where it came from is of no account (protocol/specification.md 4.6).
 */
export class ConsentBook {
  readonly #agreement: Agreement
  readonly #database: Database
  /** Verifying takes time; another process may have written meanwhile, so the store is asked first. */
  #reading: Reading | null = null

  constructor(parts: { readonly agreement: Agreement; readonly database: Database }) {
    this.#agreement = parts.agreement
    this.#database = parts.database
  }

  async standing(stores: Stores = this.#database.stores): Promise<Standing> {
    return (await this.#read(stores)).standing
  }

  /** What still says something, to hand on; in no order that matters. */
  async texts(stores: Stores = this.#database.stores): Promise<string[]> {
    const { opened, standing } = await this.#read(stores)
    return opened.filter((one) => isInForce(one, standing)).map(({ text }) => text)
  }

  async statements(stores: Stores = this.#database.stores): Promise<readonly Opened[]> {
    return (await this.#read(stores)).opened
  }

  /**
   * Keeps what verifies and is not known yet; gives what it refused. Only in a transaction, so that two
   * who take at once do not judge by half of what there is.
   */
  async take(stores: Stores, texts: readonly string[]): Promise<readonly Problem[]> {
    const { fit, problems } = await this.#judge(stores, texts)
    for (const { text } of fit) {
      await stores.statements.put(this.#agreement.digest, digestOf(text), text)
    }
    return problems
  }

  /** What `take` would refuse. */
  async judge(texts: readonly string[]): Promise<readonly Problem[]> {
    return (await this.#judge(this.#database.stores, texts)).problems
  }

  async #judge(
    stores: Stores,
    texts: readonly string[],
  ): Promise<{ readonly fit: readonly Opened[]; readonly problems: readonly Problem[] }> {
    const known = new Set(await stores.statements.digests(this.#agreement.digest))
    const fresh = texts.filter((text) => !known.has(digestOf(text)))
    if (fresh.length === 0) return { fit: [], problems: [] }
    const before = await this.#read(stores)
    const all = [...before.opened.map(({ text }) => text), ...fresh]
    const { opened, refused } = await openStatements(this.#agreement, all)
    const standing = standingOf(this.#agreement, opened)
    const problems = refused.map(({ problem }) => problem)
    const fit: Opened[] = []
    for (const one of opened.filter(({ text }) => fresh.includes(text))) {
      const outdated = outdatedBy(one, standing)
      if (outdated !== null) problems.push(outdated)
      else fit.push(one)
    }
    return { fit, problems }
  }

  async #read(stores: Stores): Promise<Reading> {
    const { digest } = this.#agreement
    const digests = (await stores.statements.digests(digest)).join()
    if (this.#reading?.digests === digests) return this.#reading
    const { opened } = await openStatements(this.#agreement, await stores.statements.list(digest))
    const standing = standingOf(this.#agreement, opened)
    this.#reading = { digests, opened, standing }
    return this.#reading
  }
}

function outdatedBy(one: Opened, standing: Standing): Problem | null {
  try {
    refuseOutdated(one, standing)
    return null
  } catch (error) {
    if (isProblem(error)) return error
    throw error
  }
}

/** Names a statement by its text. */
function digestOf(text: string): string {
  return toBase64Url(digestParts('samentel statement v2', utf8(text)))
}
