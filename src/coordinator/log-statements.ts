import type { Problem } from '../base/problem.ts'
import type { ConsentBook } from '../consent/consent-book.ts'
import { takeLogStatements } from '../log/cosign.ts'
import type { Agreement } from '../round/agreement.ts'
import type { Database } from '../storage/database.ts'

const PAGE = 100

/** Hands on what organisations signed of their logs of acts (protocol/specification.md 16.2). */
export class LogRelay {
  readonly #parts: { readonly agreement: Agreement; readonly database: Database }
  readonly #consents: ConsentBook
  #last: Promise<unknown> = Promise.resolve()

  constructor(
    parts: { readonly agreement: Agreement; readonly database: Database },
    consents: ConsentBook,
  ) {
    this.#parts = parts
    this.#consents = consents
  }

  /** Whoever brings them, each is judged by its own signature; gives what was refused. */
  async take(texts: readonly string[]): Promise<readonly Problem[]> {
    const { agreement, database } = this.#parts
    // One after the other: PostgreSQL gives numbers out before it commits, and a reader that saw the
    // later first would never ask for the earlier.
    const taking = this.#last.then(() =>
      database.transaction('take-log-statements', async (stores) => {
        const { chains } = await this.#consents.standing(stores)
        return takeLogStatements(stores, texts, { agreement: agreement.digest, chains })
      }),
    )
    this.#last = taking.catch(() => undefined)
    return (await taking).refused
  }

  async after(position: number) {
    const { logStatements } = this.#parts.database.stores
    const page = await logStatements.after(position, PAGE)
    const next = page.at(-1)?.position ?? position
    return { statements: page.map(({ body }) => body), next, head: await logStatements.head() }
  }
}
